"""What was counted, beside the targets of the design documents."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Sum

from nutrition.monitoring import latest
from nutrition.monitoring.models import LayerCount, ResolutionCount
from nutrition.monitoring.quantiles import quantile_us
from nutrition.monitoring.recording import MICRO
from nutrition.monitoring.tables import CacheUse, Step, Target, targets
from nutrition.sources.tables import limits_of

DAYS_A_MONTH = 30
SHARE_DECIMALS, MS_DECIMALS, USD_DECIMALS = 4, 3, 6
# Asked through the language model's endpoint; what an estimate costs.
ESTIMATING_LAYER = "language_model"
# What each expected share of design document 003 is made of here.
EXPECTED = {
    "own_name": (Step.OWN_NAME,),
    "other_name": (Step.OTHER_NAME, Step.NEAR_NAME),
    "outside": (Step.OUTSIDE, Step.COMPOSED),
    "last_resort_expected": (Step.LAST_RESORT,),
}


@dataclass(frozen=True, slots=True)
class Layer:
    """The calls of a layer: how many, their times in milliseconds and what they cost."""

    calls: int
    p50_ms: float
    p95_ms: float
    mean_ms: float
    usd: float


@dataclass(frozen=True, slots=True)
class Line:
    """A figure beside its target; None where nothing was counted that tells it."""

    target: Target
    measured: float | None

    @property
    def is_met(self) -> bool | None:
        """Whether the target is met; None where it is not known, or is only what was expected."""
        return self.target.is_met_by(self.measured)


@dataclass(frozen=True, slots=True)
class Report:
    """What was counted from a day on."""

    since: date
    resolutions: int
    lines: tuple[Line, ...]
    by_step: Mapping[str, int]
    by_source: Mapping[str, int]
    by_confidence: Mapping[str, int]
    layers: Mapping[str, Layer]
    usd: float
    usd_if_all_were_estimated: float
    latest_window: int

    def as_plain(self) -> dict[str, Any]:
        """The report as plain data, rounded once."""
        return {
            "since": self.since.isoformat(),
            "resolutions": self.resolutions,
            "targets": {line.target.figure: _plain_line(line) for line in self.lines},
            "by_step": dict(self.by_step),
            "by_source": dict(self.by_source),
            "by_confidence": dict(self.by_confidence),
            "layers": {name: _plain_layer(layer) for name, layer in self.layers.items()},
            "usd": round(self.usd, USD_DECIMALS),
            "usd_if_all_were_estimated": round(self.usd_if_all_were_estimated, USD_DECIMALS),
            "latest_resolutions": self.latest_window,
        }


def report(*, days: int) -> Report:
    """What all processes stored of the last ``days`` days, today included."""
    since = datetime.now(UTC).date() - timedelta(days=days - 1)
    steps, sources, words, cache = _resolutions(since)
    layers = _layers(since)
    total = sum(steps.values())
    outcomes = latest.stored_outcomes()
    usd = sum(layer.usd for layer in layers.values())
    figures = {
        "cache_hits": _share(cache[CacheUse.HIT], cache[CacheUse.HIT] + cache[CacheUse.MISS]),
        "last_resort": _share(steps[Step.LAST_RESORT], total),
        "latest_last_resort": latest.share(outcomes),
        "p95_ms": layers["total"].p95_ms if "total" in layers else None,
        "usd_a_month": usd / days * DAYS_A_MONTH if layers else None,
        **{name: _share(sum(steps[step] for step in made_of), total) for name, made_of in EXPECTED.items()},
    }
    return Report(
        since=since,
        resolutions=total,
        lines=tuple(Line(target, figures[name]) for name, target in targets().items()),
        by_step={step.value: steps[step] for step in Step if steps[step]},
        by_source=dict(sources.most_common()),
        by_confidence=dict(words.most_common()),
        layers=layers,
        usd=usd,
        usd_if_all_were_estimated=total * limits_of(ESTIMATING_LAYER).usd_per_call,
        latest_window=len(outcomes),
    )


def _resolutions(since: date) -> tuple[Counter[str], Counter[str], Counter[str], Counter[str]]:
    """The counts by step, by source, by confidence and by use of the cache."""
    steps: Counter[str] = Counter()
    sources: Counter[str] = Counter()
    words: Counter[str] = Counter()
    cache: Counter[str] = Counter()
    rows = ResolutionCount.objects.filter(day__gte=since).values_list("step", "source", "confidence", "cache")
    for step, source, word, use, count in rows.annotate(sum=Sum("count")).order_by():
        steps[step] += count
        sources[source] += count
        cache[use] += count
        if word:
            words[word] += count
    return steps, sources, words, cache


def _layers(since: date) -> dict[str, Layer]:
    rows = LayerCount.objects.filter(day__gte=since).values_list("layer", "at_most_us").order_by()
    sums = rows.annotate(calls=Sum("count"), time=Sum("microseconds"), cost=Sum("microdollars"))
    buckets: dict[str, dict[int, tuple[int, int, int]]] = {}
    for layer, at_most_us, *counted in sums:
        calls, time, cost = counted
        buckets.setdefault(layer, {})[at_most_us] = (calls, time, cost)
    return {name: _layer(buckets[name]) for name in sorted(buckets)}


def _layer(buckets: Mapping[int, tuple[int, int, int]]) -> Layer:
    calls, microseconds, microdollars = (sum(column) for column in zip(*buckets.values(), strict=True))
    counts = {bound: counted[0] for bound, counted in buckets.items()}
    return Layer(
        calls=calls,
        p50_ms=quantile_us(counts, 0.5) / 1000,
        p95_ms=quantile_us(counts, 0.95) / 1000,
        mean_ms=microseconds / calls / 1000,
        usd=microdollars / MICRO,
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _plain_line(line: Line) -> dict[str, Any]:
    measured = None if line.measured is None else round(line.measured, SHARE_DECIMALS)
    return {
        "bound": line.target.bound,
        "target": line.target.value,
        "unit": line.target.unit,
        "measured": measured,
        "is_met": line.is_met,
        "source": line.target.source,
    }


def _plain_layer(layer: Layer) -> dict[str, Any]:
    return {
        "calls": layer.calls,
        "p50_ms": round(layer.p50_ms, MS_DECIMALS),
        "p95_ms": round(layer.p95_ms, MS_DECIMALS),
        "mean_ms": round(layer.mean_ms, MS_DECIMALS),
        "usd": round(layer.usd, USD_DECIMALS),
    }
