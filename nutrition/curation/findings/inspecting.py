"""Looks for what is wrong in the tables and keeps the findings up to date.

A finding that was dismissed stays so while the figures that it rests on are the same. Each kind is stored by
itself: interrupted, what was found stands, and the next inspection finds the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q, QuerySet

from nutrition import catalog
from nutrition.curation.findings import alias, discrepancy, duplicate, impossible, outlier
from nutrition.curation.findings.found import Found, LiveFoods, Only
from nutrition.curation.models import Finding
from nutrition.models import CatalogChange

BATCH = 500
# So many changed foods at most are inspected by themselves; of more, all are.
MOST_CHANGED = 500
_INSPECTED = "findings-inspected-up-to"

Progress = Callable[[str, int, int], None]
Find = Callable[[LiveFoods, Only], Iterator[Found]]
Key = tuple[int, int | None, str]
Kind = Finding.Kind

KINDS: Mapping[str, Find] = {
    Kind.DISCREPANCY: discrepancy.find,
    Kind.IMPOSSIBLE: impossible.find,
    Kind.OUTLIER: outlier.find,
    Kind.DUPLICATE: duplicate.find,
    Kind.AMBIGUOUS_ALIAS: alias.find,
}


@dataclass(frozen=True, slots=True)
class KindReport:
    """What an inspection found of one kind: how many stand, are new, changed, came back, and are gone.

    ``dismissed`` of those that stand are right as they are.
    """

    found: int
    new: int
    changed: int
    reopened: int
    gone: int
    dismissed: int


def inspect_foods(*, progress: Progress, only: Iterable[int] | None = None) -> dict[str, KindReport]:
    """Look for what is wrong, in all foods or around those with the ids ``only``; return what by kind.

    Open findings that no longer hold are deleted. The same tables again write nothing.
    """
    around = None if only is None else frozenset(only)
    catalog.latest()
    with catalog.in_use() as current:
        live = LiveFoods.of(current)
    reports: dict[str, KindReport] = {}
    for done, (kind, find) in enumerate(KINDS.items()):
        if around is None:
            progress("inspecting", done, len(KINDS))
        found = {
            (one.food_id, one.other_food_id, one.subject): one
            for one in find(live, around)
            if one.touches(around)
        }
        reports[kind] = _store(kind, found, around)
    progress("inspecting", len(KINDS), len(KINDS))
    if around is None:
        cache.set(_INSPECTED, live.version, timeout=None)
    return reports


def inspect_changed(*, progress: Progress) -> int:
    """Inspect the foods that changed since the last inspection; return how many, all where it is very many.

    Which was the last is remembered in the cache; forgotten there, the newest changes are looked at.
    """
    version = CatalogChange.objects.order_by("-id").values_list("id", flat=True).first() or 0
    since = cache.get(_INSPECTED)
    if since == version:
        return 0
    changes = CatalogChange.objects.order_by("-id").filter(id__lte=version)
    if since is not None:
        changes = changes.filter(id__gt=since)
    newest = list(changes.values_list("food_id", flat=True)[: MOST_CHANGED + 1])
    is_everything = since is not None and (None in newest or len(newest) > MOST_CHANGED)
    changed = {food_id for food_id in newest if food_id is not None}
    inspect_foods(progress=progress, only=None if is_everything else changed)
    cache.set(_INSPECTED, version, timeout=None)
    return len(changed)


def _store(kind: str, found: Mapping[Key, Found], only: Only) -> KindReport:
    """Bring the stored findings of a kind in line with what was found, in one transaction."""
    with transaction.atomic():
        stored = {(row.food_id, row.other_food_id, row.subject): row for row in _stored(kind, only)}
        new = [_row(kind, one) for key, one in found.items() if key not in stored]
        gone = [row for key, row in stored.items() if key not in found and row.state == Finding.State.OPEN]
        changed = [row for key, row in stored.items() if key in found and _differs(row, found[key])]
        reopened = sum(_renew(row, found[row.food_id, row.other_food_id, row.subject]) for row in changed)
        Finding.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
        Finding.objects.bulk_update(
            changed,
            ["size", "details", "state", "dismissed_by", "dismissed_at"],
            batch_size=BATCH,
        )
        for start in range(0, len(gone), BATCH):
            Finding.objects.filter(pk__in=[row.pk for row in gone[start : start + BATCH]]).delete()
    dismissed = sum(row.state == Finding.State.DISMISSED for key, row in stored.items() if key in found)
    return KindReport(len(found), len(new), len(changed) - reopened, reopened, len(gone), dismissed)


def _stored(kind: str, only: Only) -> QuerySet[Finding]:
    rows = Finding.objects.filter(kind=kind).order_by("pk").select_for_update(of=("self",))
    return rows if only is None else rows.filter(Q(food__in=only) | Q(other_food__in=only))


def _row(kind: str, one: Found) -> Finding:
    return Finding(
        kind=kind,
        food_id=one.food_id,
        other_food_id=one.other_food_id,
        subject=one.subject,
        size=one.size,
        details=one.details,
    )


def _differs(row: Finding, one: Found) -> bool:
    return row.size != one.size or row.details != one.details


def _renew(row: Finding, one: Found) -> bool:
    """Write what was found into the row; return whether that opens a dismissed one again."""
    reopens = row.state == Finding.State.DISMISSED and _figures(row.details) != _figures(one.details)
    if reopens:
        row.state, row.dismissed_by, row.dismissed_at = Finding.State.OPEN, None, None
    row.size, row.details = one.size, one.details
    return reopens


def _figures(details: Mapping[str, Any]) -> Any:
    return details.get("figures")
