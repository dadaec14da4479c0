"""A food in words -> a descriptor: whose it is (a restaurant's, a brand's, one's own) and of which kitchen.

The words stand in ``data/language/food_types.csv``. What tells whose it is leaves the name, but for brands,
which belong to it, and where nothing else would be left.
"""

import csv
import re
from functools import cache
from importlib.resources import files

from nutrition.resolution.descriptor import FoodDescriptor, FoodType

_PLACE = r"(?:\b(?:from|at|by)\s+(?:the\s+)?)?"


def describe(words: str, *, region: str = "US", meal: str | None = None) -> FoodDescriptor:
    """The descriptor of a food said in ``words``, without its amount.

    Raises ValueError where the words are none or too many for a name.
    """
    name, restaurant = _without(words, "restaurant")
    name, homemade = _without(name, "homemade")
    brand = _found(words, "brand")
    return FoodDescriptor(
        name=name,
        food_type=_type(words, restaurant, homemade, brand),
        restaurant=restaurant or "",
        brand=brand or "",
        cuisine=_found(words, "cuisine") or "",
        meal=meal or "",
        region=region,
    )


def _type(words: str, restaurant: str | None, homemade: str | None, brand: str | None) -> FoodType:
    if restaurant is not None:
        return FoodType.RESTAURANT_ITEM
    if homemade is not None:
        return FoodType.HOMEMADE_DISH
    if brand is not None:
        return FoodType.BRANDED_PACKAGED
    return FoodType.GENERIC_DISH if _found(words, "whole") is None else FoodType.WHOLE_FOOD


def _found(words: str, kind: str) -> str | None:
    """What the first word of ``kind`` means; ``None`` where there is none."""
    said = _pattern(kind).search(words)
    return None if said is None else _meanings(kind)[said["said"].lower()]


def _without(words: str, kind: str) -> tuple[str, str | None]:
    """The words without those of ``kind``, and what the first of them means."""
    meaning = _found(words, kind)
    rest = " ".join(_pattern(kind).sub(" ", words).split()).strip(" ,")
    return rest or words, meaning


@cache
def _meanings(kind: str) -> dict[str, str]:
    text = files("nutrition").joinpath("data/language/food_types.csv").read_text(encoding="utf-8")
    return {row["text"]: row["meaning"] for row in csv.DictReader(text.splitlines()) if row["kind"] == kind}


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    longest_first = sorted(_meanings(kind), key=len, reverse=True)
    said = "|".join(map(re.escape, longest_first))
    return re.compile(rf"{_PLACE}(?<![\w'-])(?P<said>{said})(?!\w)(?:'s)?", re.IGNORECASE)
