"""What cooking did to a line of whose food only the raw one was measured.

The line keeps the method with what it did to 100 g of just this food, so that a later change of the tables
leaves lived days alone. Lines from before the fitted model keep modifiers, and are reckoned by them ever
after.
"""

from collections.abc import Iterable, Mapping
from typing import TypedDict

from rest_framework.exceptions import ErrorDetail, ValidationError

from nutrition.cooking import MODIFIERS, objection, preparations
from nutrition.models import FoodRevision
from nutrition.nutrients import NutrientValues
from nutrition.resolution.cooking.model import cooked, effect_from, is_effect
from nutrition.resolution.preparations import Preparation, by_modifiers, effect_on, prepared

DERIVATION = "reckoned from the raw food"

Methods = Mapping[str, Preparation]


class KeptMethod(TypedDict):
    """A method as a line's provenance keeps it; the modifiers are what is done to 100 g raw."""

    slug: str
    name: str
    derivation: str
    modifiers: dict[str, float]


def methods_of(slugs: Iterable[str | None]) -> dict[str, Preparation]:
    """Return the methods of today's table by slug; asks the database only where there is a slug."""
    wanted = {slug for slug in slugs if slug}
    return {method.slug: method for method in preparations(wanted)} if wanted else {}


def suitable(methods: Methods, slug: str, revision: FoodRevision) -> Preparation:
    """Return the method that ``slug`` names; raises ValidationError where it is none for ``revision``."""
    method = methods.get(slug)
    if method is None:
        raise refused("There is no such preparation.", "unknown_preparation")
    if (reason := objection(method, revision)) is not None:
        raise refused(reason, "unsuitable_preparation")
    return method


def kept(method: Preparation, revision: FoodRevision) -> KeptMethod:
    """Return what ``method`` does to 100 g of the raw food ``revision``, as a line's provenance keeps it."""
    done = effect_on(revision.nutrients(), method, revision.description, revision.category_id)
    own = {name: getattr(method, name) for name in MODIFIERS}
    modifiers = own if done is None else done.modifiers()
    return {"slug": method.slug, "name": method.name, "derivation": DERIVATION, "modifiers": modifiers}


def per_100g_prepared(per_100g_raw: NutrientValues, method: KeptMethod) -> dict[str, float | None]:
    """Return the nutrients of 100 g prepared by a method that was kept."""
    modifiers = method["modifiers"]
    if is_effect(modifiers):
        return cooked(per_100g_raw, effect_from(modifiers))
    return prepared(per_100g_raw, by_modifiers(method["slug"], method["name"], modifiers))


def refused(message: str, code: str) -> ValidationError:
    """What is wrong with a preparation, for people and for programs."""
    return ValidationError({"preparation": [ErrorDetail(message, code=code)]})
