"""Deciding on the changes that a new release of the food tables would bring, of which none is live before.

``accept`` loads the foods of a change just as `load_foods` would; ``decline`` keeps what is live. The batch
itself is made by `nutrition.curation.release_review`.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F
from django.utils import timezone

from nutrition.curation import workflow
from nutrition.curation.models import ReleaseBatch, ReleaseChange
from nutrition.curation.release_compare import FoodChange, compare, silent
from nutrition.curation.release_declining import decline_foods, retire
from nutrition.curation.release_records import unpacked
from nutrition.curation.release_tables import accept_tables, add_missing_categories, waits_for
from nutrition.loading.load import load_foods
from nutrition.loading.release import Progress
from nutrition.models import Food, FoodRevision
from nutrition.services import one_writer
from nutrition.tasks import grade_changed_foods

CHUNK = 500
Kind = ReleaseChange.Kind
State = ReleaseChange.State


@dataclass(slots=True)
class Decided:
    """What came of deciding on changes.

    ``done`` were decided now. ``earlier`` somebody had decided on already. ``again`` a curator has changed
    since the batch was made, so that they clash now: they were brought up to date and wait for another look.
    ``waiting`` is the change of the other tables, which names added foods that are still open.
    """

    done: int = 0
    earlier: list[ReleaseChange] = field(default_factory=list)
    again: list[ReleaseChange] = field(default_factory=list)
    waiting: list[ReleaseChange] = field(default_factory=list)
    is_closed: bool = False

    def add(self, other: "Decided") -> None:
        """Count in what came of some more."""
        self.done += other.done
        self.earlier += other.earlier
        self.again += other.again
        self.waiting += other.waiting
        self.is_closed |= other.is_closed


def accept(*, changes: Iterable[int], by: Any, takes_theirs: bool = False, grades: bool = True) -> Decided:
    """Accept the changes with these ids, some hundred in a transaction, and grade what changed.

    With ``takes_theirs`` the release's figures are taken also where a curator changed them too; else the
    curator's stay, and what clashes goes to the load conflicts. Who goes on with more at once grades at the
    end (``grades`` false).
    """
    return _decide(changes, by, accepts=True, takes_theirs=takes_theirs, grades=grades)


def decline(*, changes: Iterable[int], by: Any, grades: bool = True) -> Decided:
    """Decline the changes with these ids: what is live stays, and is not asked about again."""
    return _decide(changes, by, accepts=False, grades=grades)


def accept_all(
    *, batch: ReleaseBatch, by: Any, with_conflicts: bool = True, progress: Progress = silent
) -> Decided:
    """Accept all that is open in a batch; interrupted, it goes on where it stopped when called again."""
    ids = list(open_ids(batch, with_conflicts=with_conflicts))
    return _decide(ids, by, accepts=True, progress=progress)


def open_ids(batch: ReleaseBatch, *, with_conflicts: bool = True, after: int = 0) -> Any:
    """The ids of a batch's open changes in the order in which to decide on them, the other tables last."""
    rows = batch.changes.filter(state=State.OPEN, pk__gt=after)
    if not with_conflicts:
        rows = rows.filter(conflicts=0)
    return rows.order_by("pk").values_list("pk", flat=True)


def up_to_date(change: ReleaseChange) -> FoodChange | None:
    """What a change of a food would do as things stand now; None where it would do nothing."""
    found = _compared([change])
    return found.get(change.food_number)


def _decide(
    changes: Iterable[int],
    by: Any,
    *,
    accepts: bool,
    takes_theirs: bool = False,
    grades: bool = True,
    progress: Progress = silent,
) -> Decided:
    ids = sorted(set(changes))
    decided = Decided()
    progress("deciding", 0, len(ids))
    for start in range(0, len(ids), CHUNK):
        decided.add(_decide_some(ids[start : start + CHUNK], by, accepts, takes_theirs))
        progress("deciding", min(start + CHUNK, len(ids)), len(ids))
    if decided.done and grades:
        grade()
    return decided


def grade() -> None:
    """Let the job grade what was accepted."""
    grade_changed_foods.delay()


@one_writer()
def _decide_some(ids: list[int], by: Any, accepts: bool, takes_theirs: bool) -> Decided:
    """Decide on some changes in one transaction; another that decides on the same waits and finds it done."""
    rows = list(ReleaseChange.objects.filter(pk__in=ids).select_related("batch", "food", "decided_by"))
    open_rows = [row for row in rows if row.state == State.OPEN]
    decided = Decided(earlier=[row for row in rows if row.state != State.OPEN])
    if accepts:
        done = _accepted(open_rows, by, takes_theirs, decided)
    else:
        decline_foods(open_rows, by)
        done = open_rows
    _mark(done, by, State.ACCEPTED if accepts else State.DECLINED)
    decided.done = len(done)
    for batch in {row.batch for row in done}:
        if not batch.changes.filter(state=State.OPEN).exists():
            close(batch)
            decided.is_closed = True
    return decided


def _accepted(
    rows: list[ReleaseChange], by: Any, takes_theirs: bool, decided: Decided
) -> list[ReleaseChange]:
    """Load what these changes bring; return those that are done, and tell the others in ``decided``."""
    foods = [row for row in rows if row.kind in (Kind.ADDED, Kind.CHANGED)]
    vanished = [row for row in rows if row.kind == Kind.VANISHED]
    found = _compared(foods)
    decided.again = _changed_meanwhile(foods, found)
    loaded = [row for row in foods if row not in decided.again]
    _load(loaded, found, by, takes_theirs)
    retire(vanished, by, "No longer in the release")
    done = [*loaded, *vanished]
    for row in rows:
        if row.kind != Kind.TABLES:
            continue
        _mark(done, by, State.ACCEPTED)
        if waits_for(row):
            decided.waiting.append(row)
        else:
            accept_tables(row)
            done.append(row)
    return done


def _compared(rows: list[ReleaseChange]) -> dict[int, FoodChange]:
    part = unpacked((row.food_number, row.record) for row in rows)
    returned = {row.food_number for row in rows if row.kind == Kind.ADDED and row.food_id is not None}
    found = compare(part, among=part.foods.keys(), progress=silent, returned=returned)
    return {change.number: change for change in found}


def _changed_meanwhile(rows: list[ReleaseChange], found: Mapping[int, FoodChange]) -> list[ReleaseChange]:
    """Bring up to date what clashes now and did not when the batch was made; return those."""
    changed = []
    for row in rows:
        now = found.get(row.food_number)
        if now is not None and now.conflicts > row.conflicts:
            ReleaseChange.objects.filter(pk=row.pk).update(**now.told())
            changed.append(row)
    return changed


def _load(rows: list[ReleaseChange], found: Mapping[int, FoodChange], by: Any, takes_theirs: bool) -> None:
    part = unpacked((row.food_number, row.record) for row in rows)
    add_missing_categories(part.categories)
    theirs: Collection[int] = part.foods.keys() if takes_theirs else ()
    load_foods(part, silent, among=part.foods.keys(), theirs=theirs)
    retold = [row for row in rows if _retold(row, found.get(row.food_number), takes_theirs)]
    ReleaseChange.objects.bulk_update(retold, ["size", "conflicts", "differences"], batch_size=100)
    again = {row.food_id: row for row in rows if row.kind == Kind.ADDED and row.food_id is not None}
    retired = Food.objects.filter(live__state=FoodRevision.State.RETIRED, merged_into__isnull=True)
    for food in retired.filter(pk__in=again):
        note = f"In the tables again: {again[food.pk].batch.name}"
        workflow.restore(food=food, by=by, note=note[:500])


def _retold(row: ReleaseChange, now: FoodChange | None, takes_theirs: bool) -> bool:
    """Let a change tell what was done in the end; return whether that is not what it told before."""
    if now is None:
        return False
    told = now.told()
    if takes_theirs:
        told["differences"] = {
            name: part | {"stands": part["new"]} for name, part in told["differences"].items()
        }
    if told["differences"] == row.differences:
        return False
    row.size, row.conflicts, row.differences = told["size"], told["conflicts"], told["differences"]
    return True


def _mark(rows: Iterable[ReleaseChange], by: Any, state: str) -> None:
    chosen = ReleaseChange.objects.filter(pk__in=[row.pk for row in rows])
    chosen.update(state=state, decided_by=by, decided_at=timezone.now())
    chosen.filter(food=None).exclude(kind=Kind.TABLES).update(food=F("food_number"))


def close(batch: ReleaseBatch) -> None:
    """Say that everything in a batch is decided."""
    batch.state, batch.closed_at = ReleaseBatch.State.CLOSED, timezone.now()
    batch.save(update_fields=["state", "closed_at"])
