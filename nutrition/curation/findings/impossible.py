"""Figures that cannot be: parts above their whole, more than 100 g in 100 g, energy from nowhere."""

from collections.abc import Iterator, Mapping

from nutrition.curation.findings.found import Found, LiveFoods, Only
from nutrition.curation.findings.tables import Check, checks, limits
from nutrition.grading.checks import findings as amiss
from nutrition.nutrients import NutrientValues

WITH_WATER = "macros_and_water_over_100_g"
ALL = 100.0


def find(live: LiveFoods, only: Only) -> Iterator[Found]:
    """What every food's own figures say against each other; the subject is the check."""
    for row in live.chosen(only):
        nutrients = live.nutrients(row)
        codes = {found.code: (found.message, found.nutrient) for found in amiss(nutrients)}
        if (weight_g := weight_with_water_g(nutrients)) > ALL + limits()["macros_and_water_over_g"]:
            message = f"Protein, carbohydrate, fat, alcohol and water weigh {weight_g:.4g} g in 100 g."
            codes[WITH_WATER] = (message, "")
        for code, (message, nutrient) in codes.items():
            check = checks().get(code) or Check(code, {}, ALL)
            yield Found(
                live.foods[row].id,
                code,
                _percent_beyond(check, nutrients),
                {"figures": _figures(check, nutrient, nutrients), "message": message},
            )


def weight_with_water_g(nutrients: NutrientValues) -> float:
    """What protein, carbohydrate, fat, alcohol and water weigh together, g in 100 g; unknown ones nothing."""
    return _sum(checks()[WITH_WATER].parts, nutrients)


def _figures(check: Check, nutrient: str, nutrients: NutrientValues) -> dict[str, float | None]:
    whole = check.whole if isinstance(check.whole, dict) else {}
    keys = [*check.parts, *whole] or [nutrient]
    return {key: nutrients.get(key) for key in keys}


def _percent_beyond(check: Check, nutrients: NutrientValues) -> float:
    """How far the parts are from the whole, percent of the larger of the two."""
    parts = _sum(check.parts, nutrients)
    whole = check.whole if isinstance(check.whole, float) else _sum(check.whole, nutrients)
    largest = max(parts, whole)
    return ALL if not check.parts or largest <= 0 else ALL * abs(parts - whole) / largest


def _sum(factors: Mapping[str, float], nutrients: NutrientValues) -> float:
    return sum(factor * (nutrients.get(key) or 0.0) for key, factor in factors.items())
