"""The clinical thresholds that the focus grades measure by (``clinical_thresholds.csv``)."""

from functools import cache

from nutrition.grading import tables
from nutrition.nutrients import by_key

# What differs from a bound by less than floats round is at it, whatever portion it was computed from.
FLOAT_NOISE = 1e-9


@cache
def threshold(key: str) -> float:
    """The value of a clinical threshold; raises ``KeyError`` where there is none."""
    return _thresholds()[key]


@cache
def _thresholds() -> dict[str, float]:
    return {row["id"]: float(row["value"]) for row in tables.rows("clinical_thresholds")}


def daily_value(key: str) -> float:
    """The FDA's daily value of a nutrient, in its own unit; raises ``ValueError`` where there is none."""
    value = by_key()[key].daily_value
    if value is None:
        raise ValueError(f"{key} has no daily value")
    return value
