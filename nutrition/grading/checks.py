"""What is impossible or implausible in the nutrients of a food, by name.

A check that needs an unknown nutrient is not made: nothing is guessed to find fault with. Each limit stands
in ``plausibility.csv`` with how often the food tables themselves go beyond it.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

from nutrition.grading.tables import rows
from nutrition.nutrients import KEYS, NutrientValues

KJ_PER_KCAL = 4.184
SALT_G_PER_MG_SODIUM = 2.5 / 1000
_GRAM_IN = {"_g": 1.0, "_mg": 1e3, "_ug": 1e6}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing amiss: its ``code``, the ``nutrient`` it is about (``""`` if none), what is wrong in words.

    ``refuses``: such figures cannot be true; otherwise they are only doubtful.
    """

    code: str
    nutrient: str
    message: str
    refuses: bool


def findings(nutrients: Mapping[str, object]) -> tuple[Finding, ...]:
    """What is amiss in ``nutrients`` per 100 g; empty if nothing is.

    Takes anything as a value and raises nothing. Where a value is no amount at all, only that is told,
    since nothing further can be compared.
    """
    no_amounts = []
    for key, value in nutrients.items():
        # Most amounts are small floats, and this is all that they cost.
        if value is None or (value.__class__ is float and 0.0 <= value <= 100.0):
            continue
        found = _amount_amiss(key, value)
        if found is not None:
            no_amounts.append(found)
    if no_amounts:
        return tuple(no_amounts)
    return tuple(_implausible(cast(NutrientValues, nutrients)))


def _amount_amiss(key: str, value: object) -> Finding | None:
    """What is wrong with one value by itself."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _finding("not_a_number", key, f"{key}: {str(value)[:40]!r} is not a number.")
    if not abs(value) <= 1e300:
        return _finding("not_finite", key, f"{key}: not a finite number.")
    if value < 0:
        return _finding("negative", key, f"{key}: {value:g} is below zero.")
    most = _most().get(key, math.inf)
    if value <= most:
        return None
    if key.startswith("energy"):
        return _finding("energy_above_fat", key, f"{key}: {value:g} is more than pure fat has.")
    return _finding("above_the_whole", key, f"{key}: {value:g} is more than 100 g in 100 g.")


def _implausible(nutrients: NutrientValues) -> Iterator[Finding]:
    """What amounts say against each other, all of them being finite and not negative."""
    get = nutrients.get
    total, available, fibre = get("carbohydrate_total_g"), get("carbohydrate_available_g"), get("fibre_g")
    sugars, fat = get("sugars_g"), get("fat_g")
    yield from _above("sugars_above_carbohydrate", "sugars_g", sugars, available if total is None else total)
    if total is not None:
        if available is not None:
            key = "carbohydrate_available_g"
            yield from _above("available_above_total_carbohydrate", key, available, total)
        if fibre is not None:
            yield from _above("fibre_above_carbohydrate", "fibre_g", fibre, total)
        digested = available if available is not None or fibre is None else total - fibre
        yield from _above("sugars_above_available_carbohydrate", "sugars_g", sugars, digested)
    yield from _above("added_sugars_above_sugars", "added_sugars_g", get("added_sugars_g"), sugars)
    saturated = get("saturated_fat_g")
    if saturated is not None and fat is not None:
        yield from _above("saturates_above_fat", "saturated_fat_g", saturated, fat)
        mono, poly = get("monounsaturated_fat_g"), get("polyunsaturated_fat_g")
        if mono is not None and poly is not None:
            yield from _above("fatty_acids_above_fat", "fat_g", saturated + mono + poly, fat)
    yield from _macros(nutrients, total, available, fibre)
    yield from _energy(nutrients, total, available, fibre)
    yield from _said_twice(nutrients)


def _said_twice(nutrients: NutrientValues) -> Iterator[Finding]:
    """Found where a label's two ways of saying one thing say two."""
    for code, key, other, factor in (
        ("energies_disagree", "energy_kj", "energy_kcal", KJ_PER_KCAL),
        ("salt_and_sodium_disagree", "salt_g", "sodium_mg", SALT_G_PER_MG_SODIUM),
    ):
        one, two = nutrients.get(key), nutrients.get(other)
        if (
            one is not None
            and two is not None
            and abs(one - two * factor) > _limits()[code][0] * max(one, two * factor)
        ):
            yield _finding(code, key, f"{key} {one:g} and {other} {two:g} say different things.")


def _above(code: str, key: str, part_g: float | None, whole_g: float | None) -> tuple[Finding, ...]:
    """Found where a part is larger than its whole."""
    if part_g is None or whole_g is None:
        return ()
    flag_over, refuse_over = _limits()[code]
    if part_g - whole_g <= flag_over:
        return ()
    words = code.replace("_above_", " above ").replace("_", " ")
    message = f"{words[0].upper()}{words[1:]}: {part_g:.4g} g against {whole_g:.4g} g."
    return (Finding(code, key, message, part_g - whole_g > refuse_over),)


def _macros(
    nutrients: NutrientValues, total: float | None, available: float | None, fibre: float | None
) -> tuple[Finding, ...]:
    """Found where the macronutrients that are known already outweigh the food."""
    carbohydrate = (available or 0.0) + (fibre or 0.0) if total is None else total
    get = nutrients.get
    grams = carbohydrate + (get("protein_g") or 0.0) + (get("fat_g") or 0.0) + (get("alcohol_g") or 0.0)
    code = "macros_over_100_g"
    if grams - 100 <= _limits()[code][0]:
        return ()
    message = f"Protein, carbohydrate, fat and alcohol weigh {grams:.4g} g in 100 g."
    return (_finding(code, "", message),)


def _energy(
    nutrients: NutrientValues, total: float | None, available: float | None, fibre: float | None
) -> tuple[Finding, ...]:
    """Found where energy is off from what protein, carbohydrate, fat, fibre, alcohol and polyols give.

    Unknown fibre makes the expected energy a range. Alcohol and polyols that are not given are taken as
    none, because tables and labels name them where there are some; the message says so of alcohol.
    """
    get = nutrients.get
    energy = get("energy_kcal")
    if energy is None:
        energy_kj = get("energy_kj")
        energy = None if energy_kj is None else energy_kj / KJ_PER_KCAL
    protein, fat = get("protein_g"), get("fat_g")
    if energy is None or protein is None or fat is None or (total is None and available is None):
        return ()
    per_g = _energy_per_g()
    fewest, most = _digested(total, available, fibre, protein + fat)
    alcohol, polyols = get("alcohol_g"), get("polyols_g") or 0.0
    rest = per_g["protein_g"] * protein + per_g["fat_g"] * fat + per_g["alcohol_g"] * (alcohol or 0.0)
    rest -= polyols * (per_g["carbohydrate_available_g"] - per_g["polyols_g"])
    share, slack = _limits()["energy_off"][0], _limits()["energy_slack_kcal"][0]
    if (rest + fewest) * (1 - share) - slack <= energy <= (rest + most) * (1 + share) + slack:
        return ()
    expected = rest + (fewest if energy < rest + fewest else most)
    message = f"Energy of {energy:.4g} kcal against {max(expected, 0.0):.4g} kcal from its nutrients."
    unsaid = "" if alcohol is not None or energy < expected else " Alcohol is not given and taken as none."
    return (_finding("energy_off", "energy_kcal", message + unsaid),)


def _digested(
    total: float | None, available: float | None, fibre: float | None, others_g: float
) -> tuple[float, float]:
    """The least and the most energy (kcal) that carbohydrate and fibre can give."""
    per_g = _energy_per_g()
    of_carbohydrate, of_fibre = per_g["carbohydrate_available_g"], per_g["fibre_g"]
    if available is not None:
        if fibre is None:
            fibre = None if total is None else max(total - available, 0.0)
        certain = of_carbohydrate * available
        if fibre is not None:
            return certain + of_fibre * fibre, certain + of_fibre * fibre
        return certain, certain + of_fibre * max(100 - others_g - available, 0.0)
    whole = total or 0.0
    if fibre is None:
        return of_fibre * whole, of_carbohydrate * whole
    certain = of_carbohydrate * max(whole - fibre, 0.0) + of_fibre * fibre
    return certain, certain


def _finding(code: str, key: str, message: str) -> Finding:
    return Finding(code, key, message, _limits()[code][1] < math.inf)


@cache
def _limits() -> dict[str, tuple[float, float]]:
    """By code: beyond what it is flagged, and refused."""
    return {
        row["code"]: (float(row["flag_over"]), float(row["refuse_over"] or math.inf))
        for row in rows("plausibility")
    }


@cache
def _most() -> dict[str, float]:
    """The most of each nutrient that 100 g can hold, in its own unit."""
    grams = 100 + _limits()["above_the_whole"][0]
    most = {
        key: grams * factor
        for key in (*KEYS, "salt_g")
        for suffix, factor in _GRAM_IN.items()
        if key.endswith(suffix)
    }
    kcal = 900 + _limits()["energy_above_fat"][0]
    return {**most, "energy_kcal": kcal, "energy_kj": kcal * KJ_PER_KCAL}


@cache
def _energy_per_g() -> dict[str, float]:
    """kcal per gram by nutrient."""
    return {row["nutrient"]: float(row["kcal_per_g"]) for row in rows("plausibility_energy")}
