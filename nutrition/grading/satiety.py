"""How filling 240 kcal of a food are, after Holt's satiety index (white bread = 100).

Holt, Brand Miller, Petocz and Farmakalidis (1995), Eur J Clin Nutr 49:675-690, gave servings of 1000 kJ (240
kcal) of 38 foods to students, 11 to 13 for each food, and measured their fullness for two hours. The model
here is linear in the logarithm of the index; ``manage.py fit_satiety`` fits it and says how well it does on
foods that it has not seen. An amount beyond those of the 38 foods counts as the nearest of theirs, and the
answer says ``extrapolated``.

What it is not: no medical claim, and nothing about one person: group means of a dozen young adults over two
hours, whose values stand here unverified. It knows neither taste nor texture. No drink was among the foods,
and drinks fill less than their water suggests, so a drink should not be given a score.
"""

import math
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from nutrition.grading.tables import rows
from nutrition.nutrients import NutrientValues

# Their shapes, signs and sources stand in satiety_features.csv.
FEATURES = (
    "water",
    "protein",
    "fibre",
    "fat",
    "sugars",
    "fat_with_sugars",
    "fat_with_carbohydrate",
)
AVERAGE = "average"
_NAMES = ("energy_kcal", "water_g", "protein_g", "fibre_g", "fat_g", "sugars_g", "carbohydrate_available_g")
_KJ_PER_KCAL = 4.184
_NO_DIFFERENCE = 1e-9

_Amounts = tuple[
    float | None, float | None, float | None, float | None, float | None, float | None, float | None
]


@dataclass(frozen=True, slots=True)
class Satiety:
    """``score`` estimates Holt's index (white bread = 100) between the limits of ``satiety_rules.csv``.

    ``band`` is ``very_low low moderate high very_high``. ``extrapolated``: some amount lies outside the range
    of the foods that the model was fitted on.
    """

    score: float
    band: str
    extrapolated: bool


@dataclass(frozen=True, slots=True)
class _Term:
    """A feature's place in the model: ``slope`` is the change of ln(index) for one unit of it.

    From ``low`` to ``high`` is the range of the foods it was fitted on; ``margin`` beyond it is still near.
    """

    low: float
    high: float
    margin: float
    mean: float
    slope: float


@dataclass(frozen=True, slots=True)
class _Model:
    average: float
    terms: tuple[_Term, ...]
    lowest: float
    highest: float
    limits: tuple[float, ...]
    bands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Shapes:
    """What the features are made with; ``kcal2_per_g2``: the energy of a gram of fat times that of sugar."""

    serving_kcal: float
    grams_per_kcal: float
    fibre_half_g: float
    kcal2_per_g2: float


def satiety(nutrients: NutrientValues, mass_g: float | None = None) -> Satiety | None:
    """The satiety of a food from its nutrients, per whatever mass: only what is in 240 kcal matters.

    Water that nobody measured is taken as the rest of ``mass_g``, the mass that the nutrients are of, where
    that is given. ``None`` where a nutrient that is needed is unknown (a value below zero or not finite is)
    or the food is free of energy; ``satiety_missing`` says which.
    """
    found = features(nutrients, mass_g)
    if found is None:
        return None
    model = _model()
    log_index = model.average
    extrapolated = False
    for value, term in zip(found, model.terms, strict=True):
        if value < term.low:
            extrapolated = extrapolated or value < term.low - term.margin
            value = term.low
        elif value > term.high:
            extrapolated = extrapolated or value > term.high + term.margin
            value = term.high
        log_index += term.slope * (value - term.mean)
    score = min(max(math.exp(log_index), model.lowest), model.highest)
    return Satiety(score, model.bands[bisect_right(model.limits, score) - 1], extrapolated)


def satiety_missing(nutrients: NutrientValues, mass_g: float | None = None) -> tuple[str, ...]:
    """The nutrients for whose want there is no score; ``energy_kcal`` also where there is next to none."""
    amounts = _amounts(nutrients, mass_g)
    missing = tuple(name for name, amount in zip(_NAMES, amounts, strict=True) if amount is None)
    if not missing and features(nutrients, mass_g) is None:
        return ("energy_kcal",)
    return missing


def satiety_contributions(nutrients: NutrientValues, mass_g: float | None = None) -> dict[str, float] | None:
    """The points of the score: those of the average food, and what each feature adds to them or takes away.

    They add up to the score. The features multiply in the model; the difference to the average is shared out
    in proportion to their logarithms.
    """
    found = features(nutrients, mass_g)
    result = satiety(nutrients, mass_g)
    if found is None or result is None:
        return None
    model = _model()
    average = math.exp(model.average)
    parts = [
        term.slope * (min(max(value, term.low), term.high) - term.mean)
        for value, term in zip(found, model.terms, strict=True)
    ]
    whole = math.fsum(parts)
    # A difference of zero is shared out by its limit.
    per_unit = (result.score - average) / whole if abs(whole) > _NO_DIFFERENCE else average
    return {AVERAGE: average} | {name: part * per_unit for name, part in zip(FEATURES, parts, strict=True)}


def features(nutrients: NutrientValues, mass_g: float | None = None) -> tuple[float, ...] | None:
    """The features of 240 kcal of a food in the order of ``FEATURES``; ``None`` as for ``satiety``."""
    energy, water, protein, fibre, fat, sugars, carbohydrate = _amounts(nutrients, mass_g)
    if (
        energy is None
        or water is None
        or protein is None
        or fibre is None
        or fat is None
        or sugars is None
        or carbohydrate is None
    ):
        return None
    shapes = _shapes()
    if not energy * shapes.grams_per_kcal > water + protein + fibre + fat + carbohydrate:
        return None
    servings = energy / shapes.serving_kcal
    fat /= servings
    # More sugars than carbohydrate is a rounding or a mistake.
    sugars = min(sugars, carbohydrate) / servings
    palatable = fat * shapes.kcal2_per_g2
    return (
        water / servings,
        protein / servings,
        math.log1p(fibre / servings / shapes.fibre_half_g),
        fat,
        sugars,
        math.sqrt(palatable * sugars),
        math.sqrt(palatable * carbohydrate / servings),
    )


def seed_satiety(nutrients_per_100g: NutrientValues) -> float | None:
    """The simpler formula of design document 004 (section 5.3), not fitted to anything, for comparison.

    It weighs 100 g of the food, so a dry food and a watery one are not compared at the same energy. ``None``
    where a nutrient that it needs is unknown.
    """
    get = nutrients_per_100g.get
    protein, fibre, fat = _known(get("protein_g")), _known(get("fibre_g")), _known(get("fat_g"))
    carbohydrate, sugars = _known(get("carbohydrate_total_g")), _known(get("sugars_g"))
    energy = _known(get("energy_kcal"))
    if sugars is None and carbohydrate == 0:
        sugars = 0.0
    if protein is None or fibre is None or fat is None or carbohydrate is None:
        return None
    if sugars is None or energy is None:
        return None
    water = max(0.0, 100 - (protein + carbohydrate + fat + fibre))
    base, *weights = _seed_coefficients()
    terms = zip(weights, (protein, fibre, water, fat, sugars, energy), strict=True)
    return max(0.0, base + sum(weight * amount for weight, amount in terms))


def _known(value: float | None) -> float | None:
    """``value`` where it can be an amount."""
    return value if value is not None and 0 <= value < math.inf else None


def _amounts(nutrients: NutrientValues, mass_g: float | None) -> _Amounts:
    """The amounts of ``_NAMES``, ``None`` where unknown; zero only where nothing else is possible."""
    get = nutrients.get
    energy = _known(get("energy_kcal"))
    if energy is None and (energy_kj := _known(get("energy_kj"))) is not None:
        energy = energy_kj / _KJ_PER_KCAL
    protein, fat, fibre = _known(get("protein_g")), _known(get("fat_g")), _known(get("fibre_g"))
    sugars, water = _known(get("sugars_g")), _known(get("water_g"))
    total = _known(get("carbohydrate_total_g"))
    carbohydrate = _known(get("carbohydrate_available_g"))
    if fibre is None and total == 0:
        fibre = 0.0
    if carbohydrate is None and total is not None and fibre is not None:
        carbohydrate = max(0.0, total - fibre)
    if sugars is None and carbohydrate == 0:
        sugars = 0.0
    if water is None and mass_g is not None:
        water = _rest(mass_g, protein, fat, fibre, carbohydrate, _known(get("alcohol_g")) or 0.0)
    return energy, water, protein, fibre, fat, sugars, carbohydrate


def _rest(mass_g: float, *parts: float | None) -> float | None:
    """What is left of a mass: water, and a little ash."""
    known = [part for part in parts if part is not None]
    if len(known) < len(parts) or _known(mass_g) is None:
        return None
    return max(0.0, mass_g - sum(known))


@cache
def rules() -> dict[str, float]:
    """The numbers of ``satiety_rules.csv``."""
    return {row["key"]: float(row["value"]) for row in rows("satiety_rules")}


@cache
def _model() -> _Model:
    table = {row["feature"]: row for row in rows("satiety_model")}
    bands = sorted((float(row["from"]), row["band"]) for row in rows("satiety_bands"))
    rule = rules()
    return _Model(
        average=float(table[AVERAGE]["coefficient"]),
        terms=tuple(_term(table[name]) for name in FEATURES),
        lowest=rule["lowest_score"],
        highest=rule["highest_score"],
        limits=tuple(limit for limit, _ in bands),
        bands=tuple(band for _, band in bands),
    )


@cache
def _shapes() -> _Shapes:
    rule = rules()
    return _Shapes(
        serving_kcal=rule["serving_kcal"],
        grams_per_kcal=100 / rule["energy_free_kcal_per_100_g"],
        fibre_half_g=rule["fibre_half_g"],
        kcal2_per_g2=rule["kcal_per_g_fat"] * rule["kcal_per_g_carbohydrate"],
    )


def _term(row: dict[str, str]) -> _Term:
    sd = float(row["sd"])
    return _Term(
        low=float(row["low"]),
        high=float(row["high"]),
        margin=sd * rules()["margin_sd"],
        mean=float(row["mean"]),
        slope=float(row["coefficient"]) / sd,
    )


@cache
def _seed_coefficients() -> tuple[float, ...]:
    table = {row["term"]: float(row["coefficient"]) for row in rows("satiety_seed")}
    terms = ("base", "protein_g", "fibre_g", "water_g", "fat_g", "sugars_g", "energy_kcal")
    return tuple(table[term] for term in terms)
