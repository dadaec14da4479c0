"""A source's figures in our keys and units, and whether a food can have them."""

import math
from collections.abc import Mapping
from typing import Any

from nutrition.grading.checks import KJ_PER_KCAL, findings
from nutrition.nutrients import KEYS, NutrientValues
from nutrition.sources.tables import nutrients_of, sanity

_PER_GRAM = {"g": 1.0, "mg": 1e3, "ug": 1e6, "µg": 1e6, "mcg": 1e6}
_KCAL_PER_G = {"protein_g": 4.0, "fat_g": 9.0, "alcohol_g": 7.0}
_DIGITS = 9


def number(value: Any) -> float | None:
    """The value as a finite number, from a number or digits in a string; None where it is neither."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def in_unit_of(key: str, value: float, unit: str) -> float | None:
    """``value`` of ``unit`` (g, mg, µg, kcal, kJ) in the unit that ``key`` ends in, or None."""
    unit, wanted = unit.strip().lower(), key.rpartition("_")[2]
    if wanted == "kcal":
        return {"kcal": value, "kj": value / KJ_PER_KCAL}.get(unit)
    if unit not in _PER_GRAM:
        return None
    return round(value / _PER_GRAM[unit] * _PER_GRAM[wanted], _DIGITS)


def by_code(source: str, amounts: Mapping[str, Any]) -> dict[str, float | None]:
    """What the source gives by its own codes, as all our nutrients; what it does not give is None."""
    nutrients: dict[str, float | None] = dict.fromkeys(KEYS)
    for code, key, factor in nutrients_of(source):
        value = number(amounts.get(code))
        if value is not None and nutrients[key] is None:
            nutrients[key] = round(value * factor, _DIGITS)
    return nutrients


def is_plausible(nutrients: NutrientValues, *, strictly: bool = False) -> bool:
    """Whether a food can have these nutrients per 100 g, energy being known.

    ``strictly`` also refuses what is only doubtful: for figures that nobody measured.
    """
    if nutrients.get("energy_kcal") is None:
        return False
    amiss = findings(nutrients)
    if any(finding.refuses or strictly for finding in amiss):
        return False
    sodium_mg = nutrients.get("sodium_mg")
    return not (sodium_mg is not None and sodium_mg > sanity()["sodium_above_salt_mg"]) and not _is_kj(
        nutrients
    )


def _is_kj(nutrients: NutrientValues) -> bool:
    """Whether the energy looks like kilojoules that were put down as kilocalories."""
    energy, protein, fat = (nutrients.get(key) for key in ("energy_kcal", "protein_g", "fat_g"))
    carbohydrate = nutrients.get("carbohydrate_total_g")
    if carbohydrate is None:
        carbohydrate = nutrients.get("carbohydrate_available_g")
    if energy is None or protein is None or fat is None or carbohydrate is None:
        return False
    expected = 4.0 * carbohydrate + sum(
        kcal * (nutrients.get(key) or 0.0) for key, kcal in _KCAL_PER_G.items()
    )
    limits = sanity()
    if expected < limits["kj_as_kcal_from_kcal"]:
        return False
    return limits["kj_as_kcal_least"] <= energy / expected <= limits["kj_as_kcal_most"]
