"""Foods of the catalog, graded: by themselves, as lines of a meal, and as a line keeps it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypedDict

from nutrition.catalog import Catalog
from nutrition.cooking import objection_for
from nutrition.grading.facts import FoodFacts
from nutrition.grading.glycemic import GlycemicIndex
from nutrition.nutrients import NutrientValues, scaled
from nutrition.resolution.foods import Food
from nutrition.resolution.preparations import prepared_food

_KNOWN = (
    "nutriscore_class",
    "fruit_vegetable_legume_percent",
    "nut_percent",
    "non_nutritive_sweeteners",
    "serving_g",
    "nutriscore_class_2017",
    "is_drink",
)
_INDEX = ("value", "kind", "confidence", "name", "source")


class KeptFacts(TypedDict):
    """What the formulas were told of a food besides its nutrients, as plain data."""

    nutriscore_class: str
    fruit_vegetable_legume_percent: float | None
    nut_percent: float | None
    non_nutritive_sweeteners: bool | None
    serving_g: float
    nutriscore_class_2017: str
    is_drink: bool
    glycemic_index: dict[str, Any] | None


def kept(facts: FoodFacts) -> KeptFacts:
    """What can be stored of ``facts`` beside the nutrients, for the same grade ever after."""
    index = facts.glycemic_index
    known: Any = {name: getattr(facts, name) for name in _KNOWN}
    known["glycemic_index"] = None if index is None else {name: getattr(index, name) for name in _INDEX}
    return known  # type: ignore[no-any-return]


def facts_from(known: Mapping[str, Any], nutrients_per_100g: NutrientValues) -> FoodFacts:
    """The facts that were kept."""
    return FoodFacts(
        nutrients=nutrients_per_100g,
        glycemic_index=glycemic_index_from(known),
        **{name: known[name] for name in _KNOWN},
    )


def glycemic_index_from(known: Mapping[str, Any]) -> GlycemicIndex | None:
    """The glycemic index that was kept."""
    index = known["glycemic_index"]
    return None if index is None else GlycemicIndex(**index)


class UnknownFoodError(LookupError):
    """There is no live food with this id."""


class PreparationError(ValueError):
    """The food's figures cannot be reckoned by this preparation; the message says why."""


def food_facts(
    current: Catalog, food_id: int, *, grams: float | None = None, preparation: str | None = None
) -> tuple[Food, FoodFacts]:
    """A live food and its facts, for ``grams`` or its usual serving, as measured or by a preparation.

    Raises UnknownFoodError and PreparationError.
    """
    food = current.food(food_id)
    if food is None:
        raise UnknownFoodError(food_id)
    facts = current.facts_of(food, grams)
    if not preparation:
        return food, facts
    method = next((known for known in current.resolver.preparations if known.slug == preparation), None)
    if method is None:
        raise PreparationError("There is no such preparation.")
    if reason := objection_for(method, food.name, food.description, food.category):
        raise PreparationError(reason)
    return food, replace(
        facts, nutrients=prepared_food(facts.nutrients, method, food.description, food.category)
    )


def facts_in(current: Catalog, food: Food, amounts: NutrientValues, grams: float) -> FoodFacts:
    """The facts of ``grams`` of a food that hold ``amounts``: as measured or reckoned by a preparation."""
    return current.facts().of(food, scaled(amounts, 100 / grams), grams)
