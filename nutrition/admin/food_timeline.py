"""Everything that happened to a food, newest first: revisions, decisions, changes of names and measures."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value

from nutrition.curation.diffs import Difference, between_revisions, number, told_source
from nutrition.curation.models import CurationEvent
from nutrition.curation.undoing import measure_before
from nutrition.models import Alias, Food, FoodRevision, Portion

REVISION, EVENT, NAME, MEASURE = "revision", "event", "name", "measure"
Kind = CurationEvent.Kind
# These make a revision and stand in its entry.
_MAKING = (Kind.DRAFTED, Kind.SENT_BACK, Kind.REVERTED, Kind.SPLIT)
_MADE = {
    Kind.DRAFTED.value: "Draft saved",
    Kind.SENT_BACK.value: "Sent back, a draft again",
    Kind.REVERTED.value: "Reverted",
    Kind.PUBLISHED.value: "Found right as it is",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened; ``undoes`` is the row of a history that one click takes back, or 0."""

    kind: str
    at: datetime
    title: str
    who: str = ""
    note: str = ""
    revision: FoodRevision | None = None
    standing: str = ""
    before: FoodRevision | None = None
    differences: list[Difference] = field(default_factory=list)
    undoes: int = 0


def happenings(food: Food) -> QuerySet[Any, Any]:
    """All that happened, newest first, as (at, kind, primary key): one query, to be paged."""
    told = CurationEvent.objects.filter(Q(food=food) | Q(other_food=food))
    earlier = CurationEvent.objects.filter(revision=OuterRef("revision"), pk__lt=OuterRef("pk"))
    # What made a revision of this food stands in the revision's entry.
    told = told.exclude(Q(food=food, kind__in=_MAKING) | (Q(kind=Kind.PUBLISHED) & ~Exists(earlier)))
    parts = [
        _part(FoodRevision.objects.filter(food=food), "created_at", REVISION),
        _part(told, "at", EVENT),
        _part(_history(Alias).filter(food_id=food.pk), "history_date", NAME),
        _part(_history(Portion).filter(food_id=food.pk), "history_date", MEASURE),
    ]
    every: QuerySet[Any, Any] = parts[0].union(*parts[1:], all=True)
    return every.order_by("-moment", "-what", "-key")


def entries(food: Food, page: Iterable[tuple[datetime, str, int]]) -> list[Entry]:
    """The entries of one page of `happenings`, each kind read at once."""
    rows = list(page)
    wanted: dict[str, list[int]] = {}
    for _, kind, pk in rows:
        wanted.setdefault(kind, []).append(pk)
    readers = {REVISION: _revisions, EVENT: _events, NAME: _names, MEASURE: _measures}
    found = {kind: readers[kind](food, pks) for kind, pks in wanted.items()}
    return [found[kind][pk] for _, kind, pk in rows]


def _history(model: Any) -> Any:
    return model.history


def _part(rows: Any, column: str, kind: str) -> Any:
    named = rows.order_by().annotate(moment=F(column), what=Value(kind, CharField()), key=F("pk"))
    return named.values_list("moment", "what", "key")


def _revisions(food: Food, pks: list[int]) -> dict[int, Entry]:
    revisions = list(
        FoodRevision.objects.filter(pk__in=pks).select_related("category", "created_by", "based_on__category")
    )
    made: dict[int, CurationEvent] = {}
    events = CurationEvent.objects.filter(revision__in=pks).select_related("by", "other_food__live")
    for event in events.order_by("pk"):
        if event.kind in (*_MAKING, Kind.PUBLISHED) and event.revision_id is not None:
            made.setdefault(event.revision_id, event)
    numbers = [one.number - 1 for one in revisions if one.based_on is None and one.number > 1]
    last = food.revisions.filter(number__in=numbers).select_related("category") if numbers else ()
    earlier = {one.number: one for one in last}
    return {
        one.pk: _revision(food, one, made.get(one.pk), one.based_on or earlier.get(one.number - 1))
        for one in revisions
    }


def _revision(
    food: Food, one: FoodRevision, event: CurationEvent | None, before: FoodRevision | None
) -> Entry:
    by = event.by if event is not None else one.created_by
    changed = [] if before is None else between_revisions(before, one)
    return Entry(
        kind=REVISION,
        at=one.created_at,
        title=_made(one, event, changed),
        who=by.email if by else "",
        note=(event.note if event else "") or one.note,
        revision=one,
        standing=_standing(food, one),
        before=before,
        differences=changed,
    )


def _made(one: FoodRevision, event: CurationEvent | None, changed: list[Difference]) -> str:
    if event is None:
        if one.created_by_id:
            return "Changed"
        return f"Loaded from {told_source(None, one.source, one.release)}"
    if event.kind == Kind.SPLIT:
        return f"Split off from {event.other_food}"
    if event.kind == Kind.PUBLISHED and changed:
        return "Published with what had gone live meanwhile"
    return _MADE[event.kind]


def _standing(food: Food, one: FoodRevision) -> str:
    """What a revision is now: live, the draft, or what it once was."""
    if one.pk == food.live_id:
        return f"live, {one.state}"
    if one.pk == food.draft_id:
        return "draft"
    if one.went_live_at is None and one.state == FoodRevision.State.DRAFT:
        return "earlier draft"
    return "was live"


def _events(food: Food, pks: list[int]) -> dict[int, Entry]:
    rows = CurationEvent.objects.filter(pk__in=pks)
    rows = rows.select_related("by", "revision", "food__live", "food__draft", "other_food__live")
    return {
        row.pk: Entry(
            kind=EVENT,
            at=row.at,
            title=_decided(food, row),
            who=row.by.email if row.by else "",
            note=row.note,
        )
        for row in rows
    }


def _decided(food: Food, row: CurationEvent) -> str:
    about = f"Revision {row.revision.number}" if row.revision else "It"
    if row.food_id != food.pk:
        words = {Kind.MERGED.value: "was merged into this", Kind.SPLIT.value: "was split off"}
        return f"{row.food} (food {row.food_id}) {words.get(row.kind, 'stands by itself again')}"
    return {
        Kind.PUBLISHED.value: f"{about} published: reviewed, live",
        Kind.VERIFIED.value: f"{about} verified",
        Kind.DISCARDED.value: f"{about}, a draft, discarded",
        Kind.RETIRED.value: "Retired",
        Kind.RESTORED.value: "Merge undone" if row.other_food_id else "Brought back",
        Kind.MERGED.value: f"Merged into {row.other_food} (food {row.other_food_id})",
    }.get(row.kind, str(row.get_kind_display()).capitalize())


def _names(food: Food, pks: list[int]) -> dict[int, Entry]:
    return {
        row.history_id: _changed_row(
            NAME, row, last, f"Name {_called(row, before)} {_word(row, before)}".strip()
        )
        for row, before, last in _changes(Alias, pks)
    }


def _measures(food: Food, pks: list[int]) -> dict[int, Entry]:
    return {
        row.history_id: _changed_row(MEASURE, row, last, f"Measure “{row.label}” {_weighs(row, before)}")
        for row, before, last in _changes(Portion, pks)
    }


def _changed_row(kind: str, row: Any, is_last: bool, title: str) -> Entry:
    by = row.history_user
    return Entry(
        kind=kind,
        at=row.history_date,
        title=title,
        who=by.email if by else "",
        note=row.history_change_reason or "",
        undoes=row.history_id if is_last else 0,
    )


def _changes(model: Any, pks: list[int]) -> list[tuple[Any, Any | None, bool]]:
    """The rows of a history, each with the one before it, and whether it is the last of its kind."""
    wanted = set(pks)
    changed = model.history.filter(history_id__in=pks).values("id")
    chains: dict[int, list[Any]] = {}
    for row in model.history.filter(id__in=changed).select_related("history_user").order_by("history_id"):
        chains.setdefault(row.id, []).append(row)
    return [
        (row, chain[place - 1] if place else None, row is chain[-1])
        for chain in chains.values()
        for place, row in enumerate(chain)
        if row.history_id in wanted
    ]


def _called(row: Any, before: Any | None) -> str:
    now = _quoted(row)
    if before is None or (before.text, before.region) == (row.text, row.region):
        return now
    return f"{_quoted(before)} → {now}"


def _quoted(row: Any) -> str:
    return f"“{row.text}” ({row.get_region_display()})" if row.region else f"“{row.text}”"


def _word(row: Any, before: Any | None) -> str:
    if row.history_type == "+":
        return "added"
    if not row.active:
        return "taken away"
    return "brought back" if before is not None and not before.active else ""


def _weighs(row: Any, before: Any | None) -> str:
    word = _word(row, before)
    if word:
        return f"{word}, {number(row.grams)} g" + (", the usual amount" if row.is_usual else "")
    grams, is_usual = measure_before(row, before)
    words = [f"{number(row.grams)} g"]
    if grams is not None and grams != row.grams:
        words = [f"{number(grams)} → {number(row.grams)} g"]
    if is_usual != row.is_usual:
        words.append("now the usual amount" if row.is_usual else "no longer the usual amount")
    return ", ".join(words)
