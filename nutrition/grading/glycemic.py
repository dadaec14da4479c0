"""Glycemic index (glucose = 100) and load: bands, the load of a portion, meals.

The index is a property of tested carbohydrate: it is looked up, never computed from nutrients, and a food
without carbohydrate has none. Carbohydrate means available carbohydrate (without fibre) throughout.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from nutrition.grading.tables import rows
from nutrition.nutrients import NutrientValues

SAME, CLOSE, CATEGORY, NONE = "same", "close", "category", "none"


@dataclass(frozen=True, slots=True)
class GlycemicIndex:
    """A glycemic index with how near the tested food is to the one it stands for.

    ``kind`` is ``same``, ``close`` or ``category``; ``confidence`` 0-1; ``name`` the food as tested;
    ``source`` the study or table.
    """

    value: float
    kind: str
    confidence: float
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class MealPart:
    """One food of a meal: its index and the available carbohydrate eaten (g); ``None`` is unknown."""

    gi: float | None
    carbohydrate_available_g: float | None


@dataclass(frozen=True, slots=True)
class MealGlycemic:
    """A meal's index and load over the carbohydrate whose index is known.

    ``known_share`` (0-1) is that carbohydrate's share of all that is known of the meal; where it is below 1
    the load is a least value. ``unknown_foods`` are those whose carbohydrate nobody knows, or whose
    carbohydrate has no known index.
    """

    index: float
    load: float
    known_share: float
    unknown_foods: int


def rule(key: str) -> float:
    """A number of the table ``glycemic_rules``."""
    return _rules()[key]


def gi_band(value: float) -> str:
    """``low``, ``medium`` or ``high`` for an index; raises ValueError below 0."""
    return _band("gi", value)


def gl_band(load: float) -> str:
    """``low``, ``medium`` or ``high`` for the load of a portion or a meal; raises ValueError below 0."""
    return _band("gl", load)


def glycemic_load(gi: float, carbohydrate_available_g: float) -> float:
    """The load of a portion: index times available carbohydrate (g) by 100 (Salmerón 1997), unrounded."""
    return gi * carbohydrate_available_g / 100


def available_carbohydrate_g(nutrients: NutrientValues) -> float | None:
    """Available carbohydrate of a nutrient row (g), as measured or as total minus fibre.

    ``None`` where neither is known: total carbohydrate holds fibre and never stands in for it. Where rounding
    makes fibre more than the total, there is none (0).
    """
    available = nutrients.get("carbohydrate_available_g")
    if available is None:
        total, fibre = nutrients.get("carbohydrate_total_g"), nutrients.get("fibre_g")
        if total is None or fibre is None:
            return None
        available = total - fibre
    return max(available, 0.0)


def is_without_carbohydrate(nutrients: NutrientValues) -> bool:
    """Whether 100 g of a food are known to hold too little available carbohydrate for an index."""
    amount = available_carbohydrate_g(nutrients)
    if amount is None:
        # Fibre can only lower it: a total below the limit settles the question.
        amount = nutrients.get("carbohydrate_total_g")
    return amount is not None and amount < rule("least_carbohydrate_g")


def meal_glycemic(parts: Iterable[MealPart]) -> MealGlycemic | None:
    """The index of a meal, each food's weighted by its available carbohydrate (Wolever & Jenkins 1986).

    A food without carbohydrate carries no weight; one whose index or carbohydrate is unknown does not
    count as 0. ``None`` where no carbohydrate of the meal has a known index.
    """
    known_g = unknown_g = weighted = 0.0
    unknown_foods = 0
    for part in parts:
        amount = part.carbohydrate_available_g
        if amount is None:
            unknown_foods += 1
        elif part.gi is not None:
            known_g += amount
            weighted += part.gi * amount
        elif amount > 0:
            unknown_g += amount
            unknown_foods += 1
    if known_g <= 0:
        return None
    return MealGlycemic(weighted / known_g, weighted / 100, known_g / (known_g + unknown_g), unknown_foods)


@cache
def _rules() -> dict[str, float]:
    return {row["key"]: float(row["value"]) for row in rows("glycemic_rules")}


def _band(measure: str, value: float) -> str:
    if not value >= 0:
        raise ValueError(f"{value!r} is no {measure}")
    for band, limit, includes_limit in _bands()[measure]:
        if limit is None or value < limit or (includes_limit and value == limit):
            return band
    raise AssertionError("the last band has no limit")


@cache
def _bands() -> dict[str, tuple[tuple[str, float | None, bool], ...]]:
    bands: dict[str, tuple[tuple[str, float | None, bool], ...]] = {}
    for row in rows("glycemic_bands"):
        limit = float(row["up_to"]) if row["up_to"] else None
        bands[row["measure"]] = (
            *bands.get(row["measure"], ()),
            (row["band"], limit, row["includes_limit"] == "1"),
        )
    return bands
