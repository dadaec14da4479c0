"""What the focus grades look at in a serving: shares, ratios and sums of its nutrients.

A measure is ``None`` where what it needs is unknown, and ``NOT_APPLICABLE`` where the question makes no
sense: the share of fat in the energy of water, the glycemic index of a steak.
"""

import math
from collections.abc import Callable
from functools import cache

from nutrition.grading.focus_serving import Serving
from nutrition.grading.focus_thresholds import FLOAT_NOISE, daily_value, threshold
from nutrition.grading.glycemic import available_carbohydrate_g
from nutrition.nutrients import by_key

NOT_APPLICABLE = math.nan

_PROTEIN_KCAL_G = 4.0
_CARBOHYDRATE_KCAL_G = 4.0
_FAT_KCAL_G = 9.0
_MG_IN_G = 1000.0

Measure = Callable[[Serving], float | None]


def named(name: str) -> tuple[str, Measure]:
    """Unit and function of a measure: a nutrient's key, one of those below, or one with a key.

    ``highest_share:a|b`` is the highest percent of a daily value, ``per_100_kcal:a`` the amount in 100 kcal,
    ``known:a`` what is known of it, for conditions under which the unknown shall take nothing away.
    Raises ``KeyError`` where there is no such measure.
    """
    if name in by_key():
        return by_key()[name].unit, lambda serving: serving.nutrients.get(name)
    kind, _, keys = name.partition(":")
    if kind == "highest_share":
        return "% DV", _highest_share(tuple(keys.split("|")))
    if kind == "per_100_kcal":
        unit, amount = named(keys)
        return f"{unit}/100 kcal", _per_100_kcal(amount)
    if kind == "known":
        unit, measure = named(keys)
        return unit, lambda serving: measure(serving) or 0.0
    return _computed()[name]


def _per_100_kcal(amount_in: Measure) -> Measure:
    """An amount in 100 kcal, but in no more than a cup: nobody eats the 700 g of lettuce that hold 100 kcal.

    Not asked of what is free of energy. The portion does not change it.
    """
    cup, free = threshold("cup"), threshold("energy_free") / 100

    def density(serving: Serving) -> float | None:
        amount, energy, grams = amount_in(serving), serving.nutrients.get("energy_kcal"), serving.grams
        if amount is None or energy is None:
            return None
        if not energy > free * grams > 0:
            return NOT_APPLICABLE
        return amount * min(100 / energy, cup / grams)

    return density


def _share_of_energy(amount_in: Measure, kcal_g: float) -> Measure:
    """Percent of the serving's energy; not asked of what is free of energy."""
    percent, free = 100 * kcal_g, threshold("energy_free") / 100

    def share(serving: Serving) -> float | None:
        amount, energy = amount_in(serving), serving.nutrients.get("energy_kcal")
        if amount is None or energy is None:
            return None
        return percent * amount / energy if energy > free * serving.grams > 0 else NOT_APPLICABLE

    return share


def added_sugars_g(serving: Serving) -> float | None:
    """Added sugars; unknown, they are at most all sugars, which decides where those are few."""
    added, sugars = serving.nutrients.get("added_sugars_g"), serving.nutrients.get("sugars_g")
    if added is None and sugars is not None and sugars < threshold("added_sugars_low"):
        return sugars
    return added


def nourishment(serving: Serving) -> float | None:
    """How many times over a food brings for its energy what food is eaten for; from 1 it nourishes.

    The highest of protein, fibre and, in watery food that is not drunk (fruit, vegetables, potatoes without
    their frying oil), potassium, each by its own bound. Not of vitamins and iron, with which refined food is
    fortified: 21 CFR 101.14(e)(6) asks for what is there "prior to any nutrient addition". Unknown while an
    unknown one could change it. The portion does not change it.
    """
    best, unknown = 0.0, False
    density = energy_density_kcal_g(serving)
    is_watery = density is not None and density < threshold("energy_density_low")
    for measure, bound in _nourishing(is_watery):
        value = measure(serving)
        if value is None:
            unknown = True
        elif value > best * bound:
            best = value / bound
    return None if unknown and best < threshold("nourishing") * (1 - FLOAT_NOISE) else best


@cache
def _nourishing(is_watery: bool) -> tuple[tuple[Measure, float], ...]:
    protein = (named("per_100_kcal:protein_g")[1], threshold("protein_eu_high") / _PROTEIN_KCAL_G)
    fibre = (named("per_100_kcal:fibre_g")[1], threshold("fibre_eu_source"))
    potassium_mg = threshold("potassium_nasem") * threshold("share_little") / 100
    potassium = (named("per_100_kcal:potassium_mg")[1], potassium_mg)
    return (protein, fibre, potassium) if is_watery else (protein, fibre)


def energy_density_kcal_g(serving: Serving) -> float | None:
    """Energy per gram of food, water included; not asked of drinks, of which volume does not fill."""
    energy = serving.nutrients.get("energy_kcal")
    if energy is None:
        return None
    return energy / serving.grams if serving.grams > 0 and not serving.is_drink else NOT_APPLICABLE


def unsaturated_percent(serving: Serving) -> float | None:
    """Unsaturated fat as percent of all fatty acids; unknown, all fat that is not saturated stands for it."""
    get = serving.nutrients.get
    fat, saturated = get("fat_g"), get("saturated_fat_g")
    mono, poly = get("monounsaturated_fat_g"), get("polyunsaturated_fat_g")
    if fat is None or saturated is None:
        return None
    unsaturated = fat - saturated if mono is None or poly is None else mono + poly
    known = unsaturated + saturated
    if fat * 100 <= threshold("fat_free") * serving.grams or known <= 0:
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


def unsaturated_fat_g(serving: Serving) -> float | None:
    """Unsaturated fat, or all fat that is not saturated."""
    get = serving.nutrients.get
    mono, poly = get("monounsaturated_fat_g"), get("polyunsaturated_fat_g")
    if mono is not None and poly is not None:
        return mono + poly
    fat, saturated = get("fat_g"), get("saturated_fat_g")
    return None if fat is None or saturated is None else fat - saturated


def carbohydrate_g(serving: Serving) -> float | None:
    """Available carbohydrate."""
    return available_carbohydrate_g(serving.nutrients)


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
        little = threshold("carbohydrate_free") * serving.grams / 100
        return amount / total if total > little else NOT_APPLICABLE

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
    nutrient = {
        key: named(f"{key}_g")[1] for key in ("saturated_fat", "trans_fat", "protein", "added_sugars")
    }
    of_energy = "% energy"
    return {
        "saturated_fat_energy_percent": (of_energy, _share_of_energy(nutrient["saturated_fat"], _FAT_KCAL_G)),
        "unsaturated_fat_energy_percent": (of_energy, _share_of_energy(unsaturated_fat_g, _FAT_KCAL_G)),
        "trans_fat_energy_percent": (of_energy, _share_of_energy(nutrient["trans_fat"], _FAT_KCAL_G)),
        "protein_energy_percent": (of_energy, _share_of_energy(nutrient["protein"], _PROTEIN_KCAL_G)),
        "added_sugars_energy_percent": (
            of_energy,
            _share_of_energy(nutrient["added_sugars"], _CARBOHYDRATE_KCAL_G),
        ),
        "carbohydrate_energy_percent": (of_energy, _share_of_energy(carbohydrate_g, _CARBOHYDRATE_KCAL_G)),
        "added_sugars": ("g", added_sugars_g),
        "nourishment": ("", nourishment),
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
        "folate_ug": ("µg", folate_ug),
        "b_vitamins": ("of 5", b_vitamins),
        "amino_acid_score": ("%", amino_acid_score),
    }
