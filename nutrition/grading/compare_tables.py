"""What a comparison goes by: the measures compared, the focuses, the limits; from ``compare_*.csv``."""

from dataclasses import dataclass
from functools import cache

from nutrition.grading.tables import rows


@dataclass(frozen=True, slots=True)
class Measure:
    """A nutrient or other figure that is compared: its ``name`` in a sentence, ``unit`` and shown decimals.

    ``direction``: whether a ``high`` or ``low`` amount leads, ``""`` for neither. Amounts all below
    ``negligible`` are not told apart. ``focuses`` are those for which it matters.
    """

    key: str
    name: str
    words: tuple[str, ...]
    unit: str
    decimals: int
    direction: str
    negligible: float
    differs: bool
    focuses: tuple[str, ...]


@cache
def measures() -> dict[str, Measure]:
    """What is compared, by key, the most telling first."""
    return {
        row["key"]: Measure(
            key=row["key"],
            name=row["name"],
            words=tuple(row["words"].split("|")),
            unit=row["unit"],
            decimals=int(row["decimals"]),
            direction=row["direction"],
            negligible=float(row["negligible"]),
            differs=row["differs"] == "1",
            focuses=tuple(row["focuses"].split("|")) if row["focuses"] else (),
        )
        for row in rows("compare_nutrients")
    }


@cache
def focuses() -> dict[str, str]:
    """The focuses, with how a sentence says "for …"."""
    return {row["focus"]: row["phrase"] for row in rows("compare_focuses")}


@cache
def rule(key: str) -> float:
    """A figure of ``compare_rules.csv``."""
    return next(float(row["value"]) for row in rows("compare_rules") if row["key"] == key)
