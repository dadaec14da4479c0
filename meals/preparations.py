"""What cooking did to a line of whose food only the raw one was measured.

The line keeps the method with its modifiers, so that a later change of the table leaves lived days alone.
"""

from collections.abc import Iterable, Mapping
from typing import TypedDict

from rest_framework.exceptions import ErrorDetail, ValidationError

from nutrition.cooking import MODIFIERS, objection, preparations
from nutrition.models import FoodRevision
from nutrition.nutrients import NutrientValues
from nutrition.resolution.preparations import Preparation, prepared

DERIVATION = "reckoned from the raw food"

Methods = Mapping[str, Preparation]


class KeptMethod(TypedDict):
    """A method as a line's provenance keeps it; the modifiers are those of 100 g raw."""

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


def kept(method: Preparation) -> KeptMethod:
    """Return ``method`` as a line's provenance keeps it."""
    modifiers = {name: getattr(method, name) for name in MODIFIERS}
    return {"slug": method.slug, "name": method.name, "derivation": DERIVATION, "modifiers": modifiers}


def per_100g_prepared(per_100g_raw: NutrientValues, method: KeptMethod) -> dict[str, float | None]:
    """Return the nutrients of 100 g prepared by a method that was kept."""
    same = Preparation(
        slug=method["slug"], name=method["name"], tokens=(), applies_to=(), **method["modifiers"]
    )
    return prepared(per_100g_raw, same)


def refused(message: str, code: str) -> ValidationError:
    """What is wrong with a preparation, for people and for programs."""
    return ValidationError({"preparation": [ErrorDetail(message, code=code)]})
