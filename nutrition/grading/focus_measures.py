"""What the focus grades look at in a serving: shares, ratios and sums of its nutrients.

A measure is ``None`` where what it needs is unknown, and ``NOT_APPLICABLE`` where the question makes no
sense: the share of fat in the energy of water, the glycemic index of a steak.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from nutrition.grading import tables
from nutrition.nutrients import NutrientValues, by_key, scaled

NOT_APPLICABLE = math.nan

_PROTEIN_KCAL_G = 4.0
_CARBOHYDRATE_KCAL_G = 4.0
_FAT_KCAL_G = 9.0
_MG_IN_G = 1000.0


@dataclass(frozen=True, slots=True)
class Serving:
    """What is eaten at once: a food's serving or a whole meal.

    ``nutrients`` are the amounts in the serving (``None`` or absent is unknown); ``balanced_score`` 0-100
    from the Nutri-Score; ``glycemic_index`` with glucose = 100, ``glycemic_load`` of the serving;
    ``satiety_score`` on Holt's scale, white bread = 100. ``None`` where there is none.
    """

    grams: float
    nutrients: NutrientValues
    balanced_score: float | None = None
    glycemic_index: float | None = None
    glycemic_load: float | None = None
    satiety_score: float | None = None


Measure = Callable[[Serving], float | None]


@cache
def threshold(key: str) -> float:
    """The value of a clinical threshold."""
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


def named(name: str) -> tuple[str, Measure]:
    """Unit and function of a measure: a nutrient's key, one of those below, or ``highest_share:a|b``."""
    if name in by_key():
        return by_key()[name].unit, lambda serving: serving.nutrients.get(name)
    kind, _, keys = name.partition(":")
    if kind == "highest_share":
        return "% DV", _highest_share(tuple(keys.split("|")))
    return _computed()[name]


def judged(serving: Serving) -> Serving:
    """The serving, or the part of a large one that is judged.

    What a food may hold and should bring is written for single foods; beyond 400 kcal both grow with the
    energy, so a meal is judged by 400 kcal of it. See ``energy_judged`` in ``clinical_thresholds.csv``.
    """
    energy, most = serving.nutrients.get("energy_kcal"), threshold("energy_judged")
    if energy is None or not most < energy < math.inf:
        return serving
    part = most / energy
    return replace(serving, grams=part * serving.grams, nutrients=scaled(serving.nutrients, part))


def _share_of_energy(key: str, kcal_g: float) -> Measure:
    """Percent of the serving's energy; not asked below what a label may call calorie free."""
    percent, trace = 100 * kcal_g, threshold("energy_zero")

    def share(serving: Serving) -> float | None:
        amount, energy = serving.nutrients.get(key), serving.nutrients.get("energy_kcal")
        if amount is None or energy is None:
            return None
        return NOT_APPLICABLE if energy < trace else percent * amount / energy

    return share


def sugars_g(serving: Serving) -> float | None:
    """Added sugars; where a table does not tell them apart, all sugars stand for them."""
    added = serving.nutrients.get("added_sugars_g")
    return serving.nutrients.get("sugars_g") if added is None else added


def sugars_energy_percent(serving: Serving) -> float | None:
    """Percent of energy from added sugars, as :func:`sugars_g` takes them."""
    sugars, energy = sugars_g(serving), serving.nutrients.get("energy_kcal")
    if sugars is None or energy is None:
        return None
    return (
        NOT_APPLICABLE if energy < threshold("energy_zero") else 100 * _CARBOHYDRATE_KCAL_G * sugars / energy
    )


def energy_density_kcal_g(serving: Serving) -> float | None:
    """Energy per gram of food, water included."""
    energy = serving.nutrients.get("energy_kcal")
    if energy is None:
        return None
    return energy / serving.grams if serving.grams > 0 else NOT_APPLICABLE


def unsaturated_percent(serving: Serving) -> float | None:
    """Unsaturated fat as percent of all fatty acids; unknown, all fat that is not saturated stands for it."""
    get = serving.nutrients.get
    fat, saturated = get("fat_g"), get("saturated_fat_g")
    mono, poly = get("monounsaturated_fat_g"), get("polyunsaturated_fat_g")
    if fat is None or saturated is None:
        return None
    unsaturated = fat - saturated if mono is None or poly is None else mono + poly
    known = unsaturated + saturated
    if fat < threshold("fat_zero") or known <= 0:
        return NOT_APPLICABLE
    return 100 * unsaturated / known


def trans_fat_g(serving: Serving) -> float | None:
    """Trans fat; a food almost without fat has no more of it than it has fat."""
    trans, fat = serving.nutrients.get("trans_fat_g"), serving.nutrients.get("fat_g")
    if trans is None and fat is not None and fat < threshold("trans_fat_zero"):
        return fat
    return trans


def long_chain_omega3_mg(serving: Serving) -> float | None:
    """EPA and DHA."""
    epa, dha = serving.nutrients.get("epa_g"), serving.nutrients.get("dha_g")
    return None if epa is None or dha is None else _MG_IN_G * (epa + dha)


def carbohydrate_g(serving: Serving) -> float | None:
    """Available carbohydrate, from the total where only that is known."""
    get = serving.nutrients.get
    available = get("carbohydrate_available_g")
    if available is not None:
        return available
    total, fibre = get("carbohydrate_total_g"), get("fibre_g")
    return None if total is None or fibre is None else max(0.0, total - fibre)


def complex_carbohydrate_g(serving: Serving) -> float | None:
    """Starch; where it is unknown, the available carbohydrate that is not sugar."""
    starch = serving.nutrients.get("starch_g")
    if starch is not None:
        return starch
    available, sugars = carbohydrate_g(serving), serving.nutrients.get("sugars_g")
    return None if available is None or sugars is None else max(0.0, available - sugars)


def _per_carbohydrate(key: str) -> Measure:
    """Grams per gram of total carbohydrate; not asked of a food without any."""

    def ratio(serving: Serving) -> float | None:
        get = serving.nutrients.get
        amount, total = get(key), get("carbohydrate_total_g")
        if total is None:
            available, fibre = get("carbohydrate_available_g"), get("fibre_g")
            total = None if available is None or fibre is None else available + fibre
        if amount is None or total is None:
            return None
        return NOT_APPLICABLE if total < threshold("carbohydrate_zero") else amount / total

    return ratio


def glycemic_index(serving: Serving) -> float | None:
    """The glycemic index; not asked where there is too little carbohydrate to measure one."""
    if serving.glycemic_index is not None:
        return serving.glycemic_index
    carbohydrate = carbohydrate_g(serving)
    little = carbohydrate is not None and carbohydrate < threshold("glycemic_carbohydrate")
    return NOT_APPLICABLE if little else None


def glycemic_load(serving: Serving) -> float | None:
    """The glycemic load; unknown, it is at most the carbohydrate, which decides where that is little."""
    if serving.glycemic_load is not None:
        return serving.glycemic_load
    carbohydrate = carbohydrate_g(serving)
    if carbohydrate is None or carbohydrate >= threshold("glycemic_carbohydrate"):
        return None
    return carbohydrate


def fibre_g_100_kcal(serving: Serving) -> float | None:
    """Fibre in 100 kcal; not asked below what a label may call low calorie."""
    fibre, energy = serving.nutrients.get("fibre_g"), serving.nutrients.get("energy_kcal")
    if fibre is None or energy is None:
        return None
    return NOT_APPLICABLE if energy < threshold("energy_zero") else 100 * fibre / energy


def folate_ug(serving: Serving) -> float | None:
    """Folate as dietary equivalents, else all folate."""
    folate = serving.nutrients.get("folate_dfe_ug")
    return serving.nutrients.get("folate_total_ug") if folate is None else folate


def b_vitamins(serving: Serving) -> float | None:
    """Of thiamin, riboflavin, niacin, B6 and folate, how many the serving is a good source of."""
    count = 0
    for key, bound in _b_vitamin_bounds():
        amount = serving.nutrients.get(key) if key else folate_ug(serving)
        if amount is None:
            return None
        count += amount >= bound
    return float(count)


@cache
def _b_vitamin_bounds() -> tuple[tuple[str, float], ...]:
    share = threshold("share_good")
    keys = ("thiamin_mg", "riboflavin_mg", "niacin_mg", "vitamin_b6_mg")
    return (
        *((key, share * daily_value(key) / 100) for key in keys),
        ("", share * daily_value("folate_dfe_ug") / 100),
    )


def amino_acid_score(serving: Serving) -> float | None:
    """Percent of the adult pattern that the scarcest of five essential amino acids reaches.

    Sulphur amino acids, threonine, histidine and the aromatic ones are in no table here, so a true score
    can be lower. Not asked where there is little protein.
    """
    get = serving.nutrients.get
    protein = get("protein_g")
    if protein is None:
        return None
    if protein < threshold("share_good") * daily_value("protein_g") / 100:
        return NOT_APPLICABLE
    lowest = math.inf
    for key, pattern_g in _amino_acid_pattern():
        amount = get(key)
        if amount is None:
            return None
        lowest = min(lowest, amount / pattern_g)
    return 100 * lowest / protein


@cache
def _amino_acid_pattern() -> tuple[tuple[str, float], ...]:
    names = ("leucine", "isoleucine", "valine", "lysine", "tryptophan")
    return tuple((f"{name}_g", threshold(f"{name}_pattern") / _MG_IN_G) for name in names)


def _highest_share(keys: tuple[str, ...]) -> Measure:
    """The highest percent of a daily value among nutrients; unknown while an unknown one could change it."""
    values = tuple((key, 100 / daily_value(key)) for key in keys)
    enough = threshold("share_good")

    def highest(serving: Serving) -> float | None:
        get, best, unknown = serving.nutrients.get, 0.0, False
        for key, factor in values:
            amount = get(key)
            if amount is None:
                unknown = True
            elif amount * factor > best:
                best = amount * factor
        return None if unknown and best < enough else best

    return highest


@cache
def _computed() -> dict[str, tuple[str, Measure]]:
    """Unit and function of what is more than one nutrient."""
    return {
        "saturated_fat_energy_percent": ("% energy", _share_of_energy("saturated_fat_g", _FAT_KCAL_G)),
        "trans_fat_energy_percent": ("% energy", _share_of_energy("trans_fat_g", _FAT_KCAL_G)),
        "protein_energy_percent": ("% energy", _share_of_energy("protein_g", _PROTEIN_KCAL_G)),
        "sugars_energy_percent": ("% energy", sugars_energy_percent),
        "added_else_all_sugars_g": ("g", sugars_g),
        "energy_density_kcal_g": ("kcal/g", energy_density_kcal_g),
        "unsaturated_percent": ("% of fatty acids", unsaturated_percent),
        "trans_fat_at_most_g": ("g", trans_fat_g),
        "long_chain_omega3_mg": ("mg", long_chain_omega3_mg),
        "glycemic_carbohydrate_g": ("g", carbohydrate_g),
        "complex_carbohydrate_g": ("g", complex_carbohydrate_g),
        "fibre_per_carbohydrate": ("", _per_carbohydrate("fibre_g")),
        "sugars_per_carbohydrate": ("", _per_carbohydrate("sugars_g")),
        "glycemic_index": ("", glycemic_index),
        "glycemic_load": ("", glycemic_load),
        "satiety_score": ("", lambda serving: serving.satiety_score),
        "fibre_g_100_kcal": ("g/100 kcal", fibre_g_100_kcal),
        "folate_ug": ("µg", folate_ug),
        "b_vitamins": ("of 5", b_vitamins),
        "amino_acid_score": ("%", amino_acid_score),
    }
