"""An inflammation score after Shivappa 2014: a day's diet against the diets of eleven countries.

Shivappa N, Steck SE, Hurley TG, Hussey JR, Hébert JR (2014), Public Health Nutrition 17:1689-1696: each of
45 parameters has an effect on inflammation markers, found in 1,943 papers, and a mean and standard
deviation over the world. A day's amount becomes a z-score, that a percentile centred on zero, and this
times the effect counts; the sum is positive for a diet that goes with more inflammation.

What it is not: it is not the Dietary Inflammatory Index, a registered name of its authors. The food tables
supply at most 29 of the 45 parameters (no spices, tea, flavonoids), so a score is comparable only to one over
the same parameters, and always says how many it knows. It is a statistic about whole days of groups of
people: not a diagnosis, and of a single food only a contribution to a day can be told.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from nutrition.grading.tables import rows
from nutrition.nutrients import NutrientValues

UNKNOWN = "unknown"
_ENERGY = "energy_kcal"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter; its ``terms`` (nutrient key, factor) add up to its amount in the unit of the paper.

    ``effect`` is its overall inflammatory effect score; ``mean`` and ``sd`` are the world's per day. Without
    terms no food table knows it.
    """

    name: str
    effect: float
    mean: float
    sd: float
    terms: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Inflammation:
    """A day's score, ``None`` where no parameter is known; ``known`` of ``parameters`` went into it.

    ``per_1000_kcal`` is the same diet's score freed of how much was eaten, and ``band`` is of that, so that
    little logged is not taken for a poor diet; it is ``unknown`` where too few parameters are known or too
    little was eaten to speak of a day. ``contributions`` are (parameter, its part of ``score``), the largest
    first whatever their sign.
    """

    score: float | None
    per_1000_kcal: float | None
    known: int
    parameters: int
    band: str
    contributions: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a serving adds to a day's score; fields as in ``Inflammation``."""

    score: float | None
    known: int
    parameters: int
    contributions: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class SeedInflammation:
    """The short form's index, ``None`` where nothing is known, from ``known`` of its ``parameters``."""

    index: float | None
    category: str
    known: int
    parameters: int


@cache
def parameters() -> tuple[Parameter, ...]:
    """All parameters of the paper, also those that no food table knows."""
    return tuple(
        Parameter(
            row["parameter"],
            float(row["effect"]),
            float(row["mean"]),
            float(row["sd"]),
            tuple(_term(text) for text in row["nutrients"].split("|") if text),
        )
        for row in rows("inflammation_parameters")
    )


def inflammation_of_day(amounts: NutrientValues) -> Inflammation:
    """Score a day's ``amounts`` (totals of the day, in each nutrient's own unit).

    z = (amount - mean) / sd; the centred percentile is 2 Phi(z) - 1 = erf(z / sqrt 2); times the effect;
    summed over the known parameters. ``per_1000_kcal``: the published energy-adjusted variant rests on a
    database per 1,000 kcal that is not public, so here the day's amounts per 1,000 kcal stand against the
    world's means and deviations per 1,000 kcal of the world's mean energy (2,056 kcal); energy itself then
    says nothing and is left out. ``None`` where energy is unknown or not above zero.
    """
    parts, _ = _parts(amounts, _parameters_at_mean())
    energy_kcal = amounts.get(_ENERGY)
    adjusted, band = None, UNKNOWN
    if energy_kcal is not None and energy_kcal > 0:
        as_much = _mean_energy_kcal() / energy_kcal
        adjusted_parts, attainable = _parts(amounts, _parameters_at_mean(), as_much)
        adjusted = _sum(adjusted_parts)
        if energy_kcal >= _rule("least_energy_kcal"):
            band = _day_band(adjusted, attainable, len(parts))
    return Inflammation(
        score=_sum(parts),
        per_1000_kcal=adjusted,
        known=len(parts),
        parameters=len(parameters()),
        band=band,
        contributions=_largest_first(parts),
    )


def inflammation_contribution(amounts: NutrientValues) -> Contribution:
    """How far a serving moves a day's score.

    Defined as the score of a day at the world's means with this serving eaten on top of it, less that of
    the same day without it, which is 0; nothing is taken away for it. ``amounts`` are the serving's.
    Contributions of several foods do not add up exactly, because the percentile flattens.
    """
    parts, _ = _parts(amounts, _parameters_at_zero())
    return Contribution(_sum(parts), len(parts), len(parameters()), _largest_first(parts))


def seed_inflammation(amounts: NutrientValues) -> SeedInflammation:
    """The short form that came before: eleven amounts over a daily value, times an effect, summed.

    Kept for comparison, with its own bands. Unlike it first was, an unknown nutrient is left out and counted,
    not zero. It borrows effects from Shivappa 2014 but neither means nor percentiles, so its figures
    cannot be set beside those of ``inflammation_of_day``.
    """
    table = _seed_table()
    known = [(amount, factor) for key, factor in table if (amount := amounts.get(key)) is not None]
    if not known:
        return SeedInflammation(None, UNKNOWN, 0, len(table))
    index = math.fsum(amount * factor for amount, factor in known)
    return SeedInflammation(index, _band("seed", index), len(known), len(table))


# One row of the prepared tables: name, effect, mean, sd times sqrt 2, key and factor of its first term,
# further terms.
_Row = tuple[str, float, float, float, str, float, tuple[tuple[str, float], ...]]


def _parts(
    amounts: NutrientValues, table: tuple[_Row, ...], factor: float | None = None
) -> tuple[list[tuple[str, float]], float]:
    """The parts of the known parameters, and the sum of the sizes of their effects.

    With a ``factor``, amounts are multiplied by it and energy is left out.
    """
    get, erf = amounts.get, math.erf
    parts = []
    attainable = 0.0
    for name, effect, mean, spread, key, weight, further in table:
        amount = get(key)
        if amount is None or (factor is not None and key == _ENERGY):
            continue
        amount *= weight
        if further:
            rest = _weighted(get, further)
            if rest is None:
                continue
            amount += rest
        if factor is not None:
            amount *= factor
        parts.append((name, effect * erf((amount - mean) / spread)))
        attainable += abs(effect)
    return parts, attainable


def _weighted(get: Callable[[str], float | None], terms: tuple[tuple[str, float], ...]) -> float | None:
    """The weighted sum of the terms; ``None`` if one is unknown."""
    whole = 0.0
    for key, weight in terms:
        amount = get(key)
        if amount is None:
            return None
        whole += amount * weight
    return whole


def _sum(parts: list[tuple[str, float]]) -> float | None:
    return math.fsum([part for _, part in parts]) if parts else None


def _largest_first(parts: list[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    return tuple(sorted(parts, key=_size, reverse=True))


def _size(part: tuple[str, float]) -> float:
    return abs(part[1])


def _day_band(score: float | None, attainable: float, known: int) -> str:
    """The band of a day, by its score's share of what the known parameters could reach."""
    if score is None or known < _rule("least_parameters"):
        return UNKNOWN
    return _band("day", score / attainable)


def _band(form: str, value: float) -> str:
    return next(band for band, below in _bands()[form] if value < below)


def _term(text: str) -> tuple[str, float]:
    factor, star, key = text.partition("*")
    return (key, float(factor)) if star else (text, 1.0)


@cache
def _parameters_at_mean() -> tuple[_Row, ...]:
    return tuple(
        (p.name, p.effect, p.mean, p.sd * math.sqrt(2), *p.terms[0], p.terms[1:])
        for p in parameters()
        if p.terms
    )


@cache
def _parameters_at_zero() -> tuple[_Row, ...]:
    """For a serving on top of the mean day: amount + mean - mean is the amount."""
    return tuple((name, effect, 0.0, *row[3:]) for row in _parameters_at_mean() for name, effect in [row[:2]])


@cache
def _mean_energy_kcal() -> float:
    return next(p.mean for p in parameters() if p.terms == ((_ENERGY, 1.0),))


@cache
def _seed_table() -> tuple[tuple[str, float], ...]:
    return tuple(
        (row["nutrient"], float(row["coefficient"]) / float(row["per"])) for row in rows("inflammation_seed")
    )


@cache
def _bands() -> dict[str, tuple[tuple[str, float], ...]]:
    table: dict[str, list[tuple[str, float]]] = {}
    for row in rows("inflammation_bands"):
        table.setdefault(row["form"], []).append((row["band"], float(row["below"] or math.inf)))
    return {form: tuple(bands) for form, bands in table.items()}


@cache
def _rule(key: str) -> float:
    return next(float(row["value"]) for row in rows("inflammation_rules") if row["key"] == key)
