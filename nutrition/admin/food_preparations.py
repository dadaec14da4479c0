"""What the cooking methods make of a food, beside its form."""

from dataclasses import dataclass

from nutrition import catalog
from nutrition.cooking import objection
from nutrition.models import FoodRevision
from nutrition.resolution.preparations import Preparation, prepared_food

SHOWN = ("energy_kcal", "protein_g", "fat_g", "sodium_mg", "vitamin_c_mg")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A method and the nutrients ``SHOWN`` of 100 g cooked by it, or why it cannot be reckoned."""

    method: Preparation
    amounts: tuple[float | None, ...]
    objection: str


def prepared(revision: FoodRevision) -> list[Prepared]:
    """The methods for foods of its category, those that can be reckoned first."""
    with catalog.in_use() as current:
        methods = [known for known in current.resolver.preparations if known.suits(revision.category_id)]
    return sorted((_prepared(method, revision) for method in methods), key=lambda one: one.objection)


def _prepared(method: Preparation, revision: FoodRevision) -> Prepared:
    if reason := objection(method, revision):
        return Prepared(method, (), reason)
    cooked = prepared_food(revision.nutrients(), method, revision.description, revision.category_id)
    return Prepared(method, tuple(cooked[key] for key in SHOWN), "")
