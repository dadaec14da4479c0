"""A new release of the food tables compared with the database and kept as a batch of changes to decide on."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nutrition.curation.models import ReleaseBatch, ReleaseChange
from nutrition.curation.release_compare import FoodChange, compare, silent
from nutrition.curation.release_records import packed
from nutrition.curation.release_tables import change_of, read_tables, was_declined, what_would_change
from nutrition.curation.releases import CHUNK, close
from nutrition.loading.release import Progress, Release, read
from nutrition.models import Food, FoodRevision
from nutrition.services import one_writer

Kind = ReleaseChange.Kind
State = ReleaseChange.State


@dataclass(frozen=True, slots=True)
class Review:
    """What came of looking at a release: its batch, or None where it brings nothing new.

    ``is_new`` is false where the same tables had an open batch already. ``replaced`` is the open batch of
    other tables whose undecided changes this one took the place of, by its name.
    """

    batch: ReleaseBatch | None
    is_new: bool = False
    replaced: str = ""


def review(*, directory: Path, by: Any, name: str = "", progress: Progress = silent) -> Review:
    """Compare the tables in ``directory`` with the database and store what would change as an open batch.

    Nothing of it is live. Raises ``BrokenFixtureError`` before anything is written.
    """
    progress("reading", 0, 1)
    release = read(directory)
    tables = read_tables(directory, release.foods)
    digest = digest_of(directory)
    progress("reading", 1, 1)
    if batch := _open(digest):
        return Review(batch)
    returned = _returned(release)
    changes = compare(release, progress=progress, returned=returned)
    vanished = _vanished(release)
    with one_writer():
        if batch := _open(digest):
            return Review(batch)
        names = {food_id: food.name for food_id, food in release.foods.items()}
        of_tables = {} if was_declined(tables) else what_would_change(tables, names)
        if not (changes or vanished or of_tables):
            return Review(None)
        replaced = _replace_open()
        batch = ReleaseBatch.objects.create(
            name=(name or directory.resolve().name)[:80], digest=digest, created_by=by
        )
        rows = [*_rows(batch, release, changes), *_vanished_rows(batch, vanished)]
        if of_tables:
            rows.append(change_of(batch, tables, of_tables))
        for start in range(0, len(rows), CHUNK):
            ReleaseChange.objects.bulk_create(rows[start : start + CHUNK])
            progress("storing", min(start + CHUNK, len(rows)), len(rows))
    return Review(batch, is_new=True, replaced=replaced)


def digest_of(directory: Path) -> str:
    """SHA-256 of the tables in a directory, by which the same release is known again."""
    digest = hashlib.sha256()
    for path in sorted(directory.glob("*.csv")):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _open(digest: str) -> ReleaseBatch | None:
    return ReleaseBatch.objects.filter(digest=digest, state=ReleaseBatch.State.OPEN).first()


def _vanished(release: Release) -> dict[int, str]:
    """The names of the live foods that the last release had and this one lacks, by id.

    Not those that a curator chose to keep when a release first lacked them.
    """
    foods = Food.objects.filter(loaded__isnull=False, live__isnull=False, merged_into__isnull=True)
    named = foods.exclude(live__state=FoodRevision.State.RETIRED).values_list("pk", "live__name")
    kept = {number for number, state in _last_of_vanished().items() if state == State.DECLINED}
    return {food: name for food, name in named if food not in release.foods and food not in kept}


def _returned(release: Release) -> set[int]:
    """The foods of the release that were retired when an earlier one had lost them."""
    gone = {number for number, state in _last_of_vanished().items() if state == State.ACCEPTED}
    retired = Food.objects.filter(live__state=FoodRevision.State.RETIRED, merged_into__isnull=True)
    candidates = gone & {food.id for food in release.foods.values() if not food.is_retired}
    return set(retired.filter(pk__in=candidates).values_list("pk", flat=True)) if candidates else set()


def _last_of_vanished() -> dict[int, str]:
    """How it was last decided on a food that had vanished, or come back after that, by its number."""
    decided = ReleaseChange.objects.filter(kind__in=(Kind.VANISHED, Kind.ADDED), food__isnull=False)
    rows = decided.exclude(state=State.OPEN).order_by("id").values_list("food_number", "kind", "state")
    last = {number: (kind, state) for number, kind, state in rows}
    return {number: state for number, (kind, state) in last.items() if kind == Kind.VANISHED}


def _replace_open() -> str:
    """Withdraw what nobody decided on in the open batch; return that batch's name, or nothing."""
    batch = ReleaseBatch.objects.filter(state=ReleaseBatch.State.OPEN).first()
    if batch is None:
        return ""
    batch.changes.filter(state=State.OPEN).delete()
    if batch.changes.exists():
        close(batch)
    else:
        batch.delete()
    return batch.name


def _rows(batch: ReleaseBatch, release: Release, changes: list[FoodChange]) -> Iterator[ReleaseChange]:
    records = dict(packed(release, (change.number for change in changes)))
    known = set(Food.objects.values_list("pk", flat=True))
    for change in changes:
        yield ReleaseChange(
            batch=batch,
            food_number=change.number,
            food_id=change.number if change.number in known else None,
            name=change.name,
            kind=change.kind,
            record=records[change.number],
            **change.told(),
        )


def _vanished_rows(batch: ReleaseBatch, vanished: Mapping[int, str]) -> Iterator[ReleaseChange]:
    for food, name in sorted(vanished.items()):
        yield ReleaseChange(batch=batch, food_number=food, food_id=food, name=name, kind=Kind.VANISHED)
