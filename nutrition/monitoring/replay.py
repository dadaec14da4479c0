"""A log of phrases resolved again: as they are, and by the last resort only, to compare.

No resolution of it is counted and no answer is kept. The phrases go to the language model as they are, if one
is configured: each estimate is paid for anew, within the budget, and its call is counted like any other.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from nutrition import catalog
from nutrition.api.requests import REGIONS
from nutrition.resolution.descriptor import MAX_NAME_CHARACTERS, FoodDescriptor
from nutrition.resolution.resolver import MAX_CHARACTERS
from nutrition.sources.configured import outside_sources
from nutrition.sources.found import SourceError
from nutrition.sources.http import shared_client
from nutrition.sources.tables import limits_of

ESTIMATE, LANGUAGE_MODEL = "estimate", "language_model"
KEYS = {"text", "region"}


class BrokenLogError(Exception):
    """A log that cannot be read; the message names the file and the line."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A line of the log."""

    text: str
    region: str


@dataclass(frozen=True, slots=True)
class Way:
    """How one way of resolving did: of ``phrases`` so many ``resolved``, within so long, for so much."""

    phrases: int
    resolved: int
    median_ms: float
    p95_ms: float
    usd: float

    def as_plain(self) -> dict[str, Any]:
        """The figures, rounded."""
        return {
            "phrases": self.phrases,
            "resolved": self.resolved,
            "resolved_share": round(self.resolved / self.phrases, 4) if self.phrases else None,
            "median_ms": round(self.median_ms, 3),
            "p95_ms": round(self.p95_ms, 3),
            "usd": round(self.usd, 6),
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """The tables against the estimate; ``estimate`` is None where no language model is configured."""

    tables: Way
    estimate: Way | None
    # Of what both gave: how far apart their kcal per 100 g are, in the median, as a share of the tables'.
    compared: int
    energy_median_difference: float | None


def read_log(path: Path) -> list[Phrase]:
    """The phrases of a JSON-lines file with ``text`` and perhaps ``region``; raises BrokenLogError."""
    try:
        with path.open(encoding="utf-8") as lines:
            return [_phrase(line, f"{path}, line {n}") for n, line in enumerate(lines, 1) if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenLogError(f"{path} cannot be read: {error}") from error


def _phrase(line: str, place: str) -> Phrase:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BrokenLogError(f"{place}: this is no JSON.") from error
    if not isinstance(row, dict) or not row.keys() <= KEYS:
        raise BrokenLogError(f"{place}: this is no object of text and region.")
    text, region = row.get("text"), row.get("region", REGIONS[0])
    if not isinstance(text, str) or not 0 < len(text.strip()) <= len(text) <= MAX_CHARACTERS:
        raise BrokenLogError(f"{place}, text: this is no text of 1 to {MAX_CHARACTERS} characters.")
    if region not in REGIONS:
        raise BrokenLogError(f"{place}, region: this is none of {', '.join(REGIONS)}.")
    return Phrase(text, region)


def replay(log: Sequence[Phrase]) -> Comparison:
    """Resolve every phrase from the food tables, and by an estimate where a language model is configured.

    A phrase counts as resolved where all of it is. Energy is compared for phrases of one food.
    """
    tables = list(_by_tables(log))
    if ESTIMATE not in outside_sources():
        return Comparison(_way(tables, 0.0), None, 0, None)
    estimates = list(_by_estimate(log))
    pairs = [
        (ours, theirs)
        for (_, _, ours), (_, _, theirs) in zip(tables, estimates, strict=True)
        if ours and theirs is not None
    ]
    differences = [abs(theirs - ours) / ours for ours, theirs in pairs]
    return Comparison(
        _way(tables, 0.0),
        _way(estimates, limits_of(LANGUAGE_MODEL).usd_per_call),
        len(pairs),
        median(differences) if differences else None,
    )


Answer = tuple[
    float, bool, float | None
]  # milliseconds, whether all was resolved, kcal per 100 g of one food


def _by_tables(log: Sequence[Phrase]) -> Iterator[Answer]:
    resolver = catalog.current().resolver
    for phrase in log:
        started = perf_counter()
        analysis = resolver.analyze(phrase.text, phrase.region)
        elapsed = (perf_counter() - started) * 1000
        items = analysis.items
        energy = items[0].nutrients["energy_kcal"] if len(items) == 1 else None
        per_100_g = None if energy is None else energy * 100 / items[0].measured.grams
        yield elapsed, bool(items) and not analysis.unresolved, per_100_g


def _by_estimate(log: Sequence[Phrase]) -> Iterator[Answer]:
    source, client = outside_sources()[ESTIMATE], shared_client()
    for phrase in log:
        started = perf_counter()
        try:
            named = FoodDescriptor(phrase.text[:MAX_NAME_CHARACTERS], region=phrase.region)
            found = source.find(named, client=client)
        except SourceError:
            found = None
        elapsed = (perf_counter() - started) * 1000
        yield elapsed, found is not None, found.nutrients["energy_kcal"] if found else None


def _way(answers: Sequence[Answer], usd_each: float) -> Way:
    times = [elapsed for elapsed, _, _ in answers]
    return Way(
        phrases=len(answers),
        resolved=sum(is_resolved for _, is_resolved, _ in answers),
        median_ms=median(times) if times else 0.0,
        p95_ms=quantiles(times, n=20)[-1] if len(times) > 1 else sum(times),
        usd=len(answers) * usd_each,
    )
