"""The tables of the sources, ``nutrition/data/source_*.csv``."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from nutrition.resolution.descriptor import FoodType

# An answer has to be surer than this to be taken (design document 004).
ACCEPTANCE_THRESHOLD = 0.75
NEGATIVE_KEEP_S = 3600
# Raise it when what is kept changes its shape, or what is made of a source's answer its meaning.
SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a source is waited for, how often it is asked again, when it is left alone, what it costs."""

    connect_s: float
    read_s: float
    total_s: float
    retries: int
    breaker_failures: int
    breaker_open_s: float
    usd_per_call: float
    max_bytes: int


@dataclass(frozen=True, slots=True)
class Budget:
    """At most so many ``calls`` or ``usd`` within each window of so many seconds."""

    window_s: int
    what: str
    most: float


@dataclass(frozen=True, slots=True)
class Licence:
    """What a source is called, and how it has to be named."""

    name: str
    licence: str
    attribution: str


def _rows(name: str) -> list[dict[str, str]]:
    text = files("nutrition").joinpath(f"data/source_{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def chains() -> dict[FoodType, tuple[str, ...]]:
    """The steps of each food type, in order."""
    steps: dict[FoodType, list[tuple[int, str]]] = defaultdict(list)
    for row in _rows("chains"):
        steps[FoodType(row["food_type"])].append((int(row["step"]), row["source"]))
    return {kind: tuple(source for _, source in sorted(found)) for kind, found in steps.items()}


@cache
def confidence_and_keep_s(source: str, kind: str) -> tuple[float, int]:
    """What an answer of this kind is worth, and the seconds that it may be kept; raises KeyError."""
    for row in _rows("confidence"):
        if (row["source"], row["kind"]) == (source, kind):
            return float(row["confidence"]), int(row["keep_s"])
    raise KeyError((source, kind))


@cache
def limits_of(source: str) -> Limits:
    """The limits of a source; raises KeyError for one that is in no row."""
    for row in _rows("limits"):
        if row["source"] == source:
            return Limits(
                connect_s=float(row["connect_s"]),
                read_s=float(row["read_s"]),
                total_s=float(row["total_s"]),
                retries=int(row["retries"]),
                breaker_failures=int(row["breaker_failures"]),
                breaker_open_s=float(row["breaker_open_s"]),
                usd_per_call=float(row["usd_per_call"]),
                max_bytes=int(row["max_bytes"]),
            )
    raise KeyError(source)


@cache
def budgets_of(source: str) -> tuple[Budget, ...]:
    """The budgets that a call of this source must fit, all of them."""
    return tuple(
        Budget(int(row["window_s"]), row["what"], float(row["most"]))
        for row in _rows("budgets")
        if row["source"] == source
    )


@cache
def nutrients_of(source: str) -> tuple[tuple[str, str, float], ...]:
    """The source's own codes: ``(code, our nutrient, factor)``; of two for one nutrient the first counts."""
    rows = (row for row in _rows("nutrients") if row["source"] == source)
    return tuple((row["code"], row["nutrient"], float(row["factor"])) for row in rows)


@cache
def sanity() -> dict[str, float]:
    """The limits that answers of sources are held to besides those of ``nutrition.grading.checks``."""
    return {row["code"]: float(row["value"]) for row in _rows("sanity")}


@cache
def licences() -> dict[str, Licence]:
    """How each source has to be named."""
    return {
        row["source"]: Licence(row["name"], row["licence"], row["attribution"]) for row in _rows("licences")
    }
