"""Figures that differ from USDA's by more than a tenth, or from what was live before a release.

A curator's figures are held against the last release, those of a release against what they took the place
of, and both against the publisher's tables where these were imported. A figure that neither table gives, or
that was computed for want of one, is held against nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from nutrition.curation.findings.found import Found, LiveFoods, Only, percent_apart
from nutrition.curation.findings.tables import limits, watched
from nutrition.models import FoodRevision, Origin
from nutrition.usda.models import SourceFood

# What a food's figures are held against; the subject of the finding.
RELEASE, BEFORE, USDA = "the last release", "before this release", "USDA's tables"
# Of next to nothing anything is many times as much; more than this says no more.
MOST_PERCENT = 1000.0
CURATOR = "curator"
SIZE_DIGITS = 1
_KEYS = tuple(nutrient.key for nutrient in watched())
_FROM = ("source", "source_id", "release")


@dataclass(frozen=True, slots=True)
class _Told:
    """What somebody else says of a food's nutrients, and where that stands."""

    figures: Mapping[str, float | None]
    source: str


def find(live: LiveFoods, only: Only) -> Iterator[Found]:
    """Foods with a figure beyond the limit; the size is the largest difference, percent."""
    for subject, told in (
        (RELEASE, _last_release(only)),
        (BEFORE, _before(only)),
        (USDA, _publishers(live, only)),
    ):
        for food_id, other in told:
            if food_id in live.rows:
                yield from _compared(live, food_id, subject, other)


def _compared(live: LiveFoods, food_id: int, subject: str, other: _Told) -> Iterator[Found]:
    own = live.nutrients(live.rows[food_id])
    apart: dict[str, float] = {}
    for key, figure in other.figures.items():
        ours = own[key]
        if ours is not None and figure is not None:
            percent = percent_apart(key, ours, figure)
            if percent > limits()["discrepancy_percent"]:
                apart[key] = percent
    if apart:
        worst_first = sorted(apart, key=lambda key: -apart[key])
        yield Found(
            food_id,
            subject,
            round(min(apart[worst_first[0]], MOST_PERCENT), SIZE_DIGITS),
            {"figures": {key: [own[key], other.figures[key]] for key in worst_first}, "from": other.source},
        )


def _last_release(only: Only) -> Iterator[tuple[int, _Told]]:
    """What the last release said of foods of which something else is live."""
    rows = FoodRevision.objects.filter(loaded_for__isnull=False).exclude(loaded_for__live=F("pk"))
    return _told(rows if only is None else rows.filter(food__in=only))


def _before(only: Only) -> Iterator[tuple[int, _Told]]:
    """What was live of foods until the release that is live now."""
    earlier = FoodRevision.objects.filter(
        food=OuterRef("food"), number__lt=OuterRef("number"), went_live_at__isnull=False
    )
    brought = FoodRevision.objects.filter(live_for__isnull=False, origin=Origin.RELEASE, number__gt=1)
    brought = brought if only is None else brought.filter(food__in=only)
    before = brought.annotate(before=Subquery(earlier.order_by("-number").values("pk")[:1]))
    return _told(FoodRevision.objects.filter(pk__in=before.values("before")))


def _told(rows: QuerySet[FoodRevision]) -> Iterator[tuple[int, _Told]]:
    for food_id, *told in rows.order_by("food_id").values_list("food_id", *_FROM, *_KEYS):
        yield food_id, _row(told)


def _publishers(live: LiveFoods, only: Only) -> Iterator[tuple[int, _Told]]:
    """What the imported tables say of the figures that are the food's own or a curator's."""
    if not SourceFood.objects.exists():
        return
    keys = {(live.foods[row].source, live.foods[row].source_id): row for row in live.chosen(only)}
    provenance = dict(
        _of(FoodRevision.objects.filter(live_for__isnull=False), only).values_list("food_id", "provenance")
    )
    tables = SourceFood.objects.order_by("source", "source_id")
    if only is not None:
        tables = tables.filter(source_id__in={source_id for _, source_id in keys})
    for told in tables.values_list(*_FROM, *_KEYS):
        row = keys.get((told[0], told[1]))
        if row is not None:
            food_id = live.foods[row].id
            yield food_id, _without(_row(told), _computed(provenance.get(food_id, {})))


def _of(rows: QuerySet[FoodRevision], only: Only) -> QuerySet[FoodRevision]:
    return rows if only is None else rows.filter(food__in=only)


def _computed(provenance: Mapping[str, Any]) -> set[str]:
    """The nutrients that are neither the source's own nor a curator's."""
    return {key for key, (source, *_) in provenance.items() if source != CURATOR}


def _row(told: Iterable[Any]) -> _Told:
    source, source_id, release, *figures = told
    return _Told(dict(zip(_KEYS, figures, strict=True)), f"{source} {source_id}, {release}")


def _without(told: _Told, keys: set[str]) -> _Told:
    return _Told({key: figure for key, figure in told.figures.items() if key not in keys}, told.source)
