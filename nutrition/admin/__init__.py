"""The curators' pages, one module a subject."""

from nutrition.admin import (
    categories,
    conflicts,
    findings,
    foods,
    glycemic,
    learning,
    names,
    preparations,
    products,
    recipes,
    releases,
)

__all__ = [
    "categories",
    "conflicts",
    "findings",
    "foods",
    "glycemic",
    "learning",
    "names",
    "preparations",
    "products",
    "recipes",
    "releases",
]
