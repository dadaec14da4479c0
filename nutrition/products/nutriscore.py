"""What the Nutri-Score is told of a packaged food: its class by its categories, meat, fruit and sweeteners.

The rules follow Open Food Facts and stand in ``nutriscore_tags.csv`` (the first that fits) and
``nutriscore_words.csv``. It is a computed letter, never the registered logo.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from nutrition.grading.facts import FoodFacts
from nutrition.grading.nutriscore import NutriScore, nutri_score_2023
from nutrition.products.tables import rows

RED_MEAT, GENERAL = "red_meat", "general"
# The Nutri-Score counts red meat from a tenth of the ingredients on.
RED_MEAT_PERCENT = 10.0


def food_class(categories: Collection[str], red_meat: bool | None) -> str:
    """The Nutri-Score class by the tags of its categories; ``red_meat``: more than a tenth of it is."""
    for name, tag, exceptions in _class_rules():
        if tag in categories and exceptions.isdisjoint(categories):
            return name
    return RED_MEAT if red_meat else GENERAL


def red_meat_percent(ingredients: Sequence[Mapping[str, Any]]) -> float:
    """The share of red meat, from Open Food Facts' estimate of each ingredient's."""
    meats = (row for row in ingredients if _is_red_meat(str(row.get("id") or "")))
    return sum(float(row.get("percent_estimate") or 0.0) for row in meats)


def has_red_meat(ingredients: str) -> bool | None:
    """Whether more than a tenth is red meat, by Open Food Facts' ingredients as JSON; ``None``: not told."""
    if not ingredients or ingredients == "[]":
        return None
    if not any(word in ingredients for word in words("red_meat")):
        return False
    try:
        listed = json.loads(ingredients)
    except ValueError:
        return None
    return red_meat_percent(listed) > RED_MEAT_PERCENT


def first_is_red_meat(tags: str) -> bool | None:
    """The same where only the ingredients' order is known: the first is the largest by law.

    Source: Regulation (EU) 1169/2011, article 18; 21 CFR 101.4.
    """
    return _is_red_meat(tags.partition(",")[0]) if tags else None


def has_sweeteners(additives: Iterable[str], ingredients_known: bool) -> bool | None:
    """Whether there are sweeteners without energy among the additives; ``None`` without ingredients."""
    named = any(tag.partition(":")[2] in words("sweetener") for tag in additives)
    return True if named else (False if ingredients_known else None)


def category_fruit_percent(categories: Collection[str]) -> float | None:
    """The share of fruit and vegetables that goes with a category, whatever the ingredients say."""
    return next((share for tag, share in words("fruit").items() if tag in categories), None)


def score(facts: FoodFacts, *, categories_known: bool) -> NutriScore:
    """The Nutri-Score of 2023; not computable where no category tells whether it is a drink, a fat …"""
    if not categories_known:
        return NutriScore("2023", GENERAL, missing=("category",))
    return nutri_score_2023(facts)


@cache
def words(kind: str) -> Mapping[str, float]:
    """The words of a kind in ``nutriscore_words.csv`` with their value, 0 where there is none."""
    return {
        row["word"]: float(row["value"] or 0.0) for row in rows("nutriscore_words") if row["kind"] == kind
    }


def _is_red_meat(tag: str) -> bool:
    return not words("red_meat").keys().isdisjoint(tag.partition(":")[2].split("-"))


@cache
def _class_rules() -> tuple[tuple[str, str, frozenset[str]], ...]:
    return tuple(
        (row["class"], row["tag"], frozenset(filter(None, row["except"].split("|"))))
        for row in rows("nutriscore_tags")
    )
