"""The focus grades' criteria, read from ``focus_criteria.csv`` into something quick.

A criterion is one measure cut into bands; a band gives or takes points and may ask for more (``condition``:
``measure relation threshold``, joined by ``&``). What a measure starts with says how much of a serving it is
taken of (``focus_serving.parts``): nothing, ``whole:``, ``least:`` or ``least_whole:``. A bound is the value
of a clinical threshold or, with ``of``, that percentage of another: a daily amount in
``clinical_thresholds.csv`` or a nutrient's daily value.
"""

import math
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from nutrition.grading import tables
from nutrition.grading.focus_measures import Measure, named
from nutrition.grading.focus_serving import PARTS
from nutrition.grading.focus_thresholds import FLOAT_NOISE, daily_value, threshold
from nutrition.nutrients import by_key

_Row = dict[str, str]


class Criterion(NamedTuple):
    """One line of the explanation: a measure of the serving and what it gave.

    ``points`` of at most ``most_points`` either way; ``text`` is empty where it speaks neither for nor
    against; ``threshold`` the clinical threshold that decided, empty where none did. ``value`` is ``None``
    where the measure is unknown (``known`` is false) or makes no sense for this serving. A tuple and not a
    dataclass, for a grading makes about a hundred of them.
    """

    key: str
    value: float | None
    unit: str
    points: float
    most_points: float
    text: str
    threshold: str
    known: bool = True


class Condition(NamedTuple):
    """What else must hold: the measure at ``place`` lies in [low, high)."""

    place: int
    low: float
    high: float


class Band(NamedTuple):
    """What a stretch of values gives where its conditions hold; ``is_pro``: ``text`` speaks for it."""

    points: float
    text: str
    is_pro: bool
    threshold: str
    conditions: tuple[Condition, ...]


class Rule(NamedTuple):
    """A criterion of a focus: where its value stands, and for each stretch of values the bands to try."""

    key: str
    place: int
    unit: str
    weight: float
    cuts: tuple[float, ...]
    cells: tuple[tuple[Band, ...], ...]
    unknown: Criterion
    not_applicable: Criterion


@dataclass(frozen=True, slots=True)
class Area:
    """A focus: its name in a sentence, the score it starts from, its rules and their weights' sum."""

    focus: str
    name: str
    base: float
    rules: tuple[Rule, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Criteria:
    """Everything the table says: the measures to take once a serving, and the focuses that read them.

    ``places`` holds for each part of a serving the places of the measures that are taken of it.
    """

    measures: tuple[Measure, ...]
    places: dict[str, tuple[int, ...]]
    areas: tuple[Area, ...]


@cache
def criteria() -> Criteria:
    """The compiled table; raises ``ValueError`` or ``KeyError`` where it names what does not exist."""
    places: dict[str, int] = {}
    areas = tuple(_area(row, places) for row in tables.rows("focus_areas"))
    names = [_part_and_name(name) for name in places]
    return Criteria(
        measures=tuple(named(name)[1] for _, name in names),
        places={part: tuple(place for place, (of, _) in enumerate(names) if of == part) for part in PARTS},
        areas=areas,
    )


def _part_and_name(measure: str) -> tuple[str, str]:
    part = max((part for part in PARTS if measure.startswith(part)), key=len)
    return part, measure.removeprefix(part)


def _area(row: _Row, places: dict[str, int]) -> Area:
    own = [line for line in tables.rows("focus_criteria") if line["focus"] == row["focus"]]
    rules = tuple(_rule(list(lines), places) for _, lines in groupby(own, itemgetter("key")))
    weight = sum(rule.weight for rule in rules)
    return Area(row["focus"], row["name"], float(row["base"]), rules, weight)


def _rule(lines: list[_Row], places: dict[str, int]) -> Rule:
    key, measure = lines[0]["key"], lines[0]["measure"]
    spans = [_interval(line["relation"], _bound(measure, line["threshold"], line["of"])) for line in lines]
    bands = [_band(line, places) for line in lines]
    cuts = sorted({edge for span in spans for edge in span if math.isfinite(edge)})
    cells = tuple(
        tuple(band for band, (low, high) in zip(bands, spans, strict=True) if low <= start < high)
        for start in (-math.inf, *cuts)
    )
    unit, weight = named(_part_and_name(measure)[1])[0], max(abs(band.points) for band in bands)
    nothing = Criterion(key, None, unit, 0.0, weight, "", "", known=False)
    place = places.setdefault(measure, len(places))
    return Rule(key, place, unit, weight, tuple(cuts), cells, nothing, nothing._replace(known=True))


def _band(line: _Row, places: dict[str, int]) -> Band:
    conditions = tuple(_condition(part, places) for part in line["condition"].split(" & ") if part)
    is_pro = {"pro": True, "con": False}[line["side"]]
    return Band(float(line["points"]), line["words"], is_pro, line["threshold"], conditions)


def _condition(text: str, places: dict[str, int]) -> Condition:
    measure, relation, bound = text.split(" ")
    key, _, of = bound.partition("*")
    low, high = _interval(relation, _bound(measure, key, of))
    return Condition(places.setdefault(measure, len(places)), low, high)


def _bound(measure: str, key: str, of: str) -> float:
    """A threshold's value, or that percentage of a day's amount."""
    if not of:
        return threshold(key)
    if of == "daily_value":
        of = _part_and_name(measure)[1].removeprefix("per_100_kcal:")
    whole = daily_value(of) if of in by_key() else threshold(of)
    return threshold(key) * whole / 100


def _interval(relation: str, bound: float) -> tuple[float, float]:
    """The relation as a half-open interval [low, high)."""
    just_below, just_above = bound * (1 - FLOAT_NOISE), bound * (1 + FLOAT_NOISE)
    return {
        "below": (-math.inf, just_below),
        "at_most": (-math.inf, just_above),
        "above": (just_above, math.inf),
        "at_least": (just_below, math.inf),
    }[relation]
