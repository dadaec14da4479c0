"""The curators' pages, one module a subject."""

from nutrition.admin import (
    categories,
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
