"""What it means to decline a release's change: what is live stays, as if a curator had made it so.

The release counts as loaded for the food. So the same release, or a later one that says the same, proposes it
no more and `load_foods` leaves it; a later release that says something else is told as a conflict.
"""

from collections.abc import Collection
from typing import Any

from nutrition.curation.models import CurationEvent, ReleaseChange
from nutrition.curation.release_records import unpacked
from nutrition.curation.release_tables import add_missing_categories
from nutrition.loading.foods import keep_live
from nutrition.loading.load import load_foods
from nutrition.loading.names import BATCH
from nutrition.loading.release import Release
from nutrition.models import Alias, Food, FoodRevision, Origin, Portion
from nutrition.services import announce

Kind = ReleaseChange.Kind


def decline_foods(rows: Collection[ReleaseChange], by: Any) -> None:
    """Keep what is live of the foods of these changes; the caller holds ``one_writer``.

    A food that would be added is kept, retired, so that it can be brought back. One that vanished stays.
    """
    told = [row for row in rows if row.kind in (Kind.ADDED, Kind.CHANGED)]
    part = unpacked((row.food_number, row.record) for row in told)
    add_missing_categories(part.categories)
    known = set(Food.objects.filter(pk__in=part.foods).values_list("pk", flat=True))
    fresh = [row for row in told if row.food_number not in known]
    new = unpacked((row.food_number, row.record) for row in fresh)
    load_foods(new, lambda *_: None, among=new.foods)
    retire(fresh, by, "Declined")
    keep_live([food for food in part.foods.values() if food.id in known])
    _keep_portions(part, known)
    _keep_aliases(part, known)


def retire(rows: Collection[ReleaseChange], by: Any, why: str) -> None:
    """Take the foods of these changes out of search and recognition, with a note that says why."""
    notes = {row.food_number: f"{why}: {row.batch.name}" for row in rows}
    revisions = FoodRevision.objects.filter(live_for__in=notes).exclude(state=FoodRevision.State.RETIRED)
    retired = dict(revisions.values_list("food_id", "pk"))
    FoodRevision.objects.filter(pk__in=retired.values()).update(state=FoodRevision.State.RETIRED)
    CurationEvent.objects.bulk_create(
        CurationEvent(
            kind=CurationEvent.Kind.RETIRED, food_id=food, revision_id=revision, by=by, note=notes[food]
        )
        for food, revision in retired.items()
    )
    announce(foods=retired)


def _keep_portions(part: Release, known: set[int]) -> None:
    """A new measure is kept out, a changed one as it is, and one that is gone becomes the curator's."""
    stored = {(row.food_id, row.label): row for row in Portion.objects.filter(food__in=known)}
    fresh, changed = [], []
    for record in part.portions:
        if record.food not in known:
            continue
        row = stored.pop((record.food, record.label), None)
        if row is None:
            row = Portion(food_id=record.food, label=record.label, grams=record.grams, active=False)
            row.is_usual, row.source = record.is_usual, record.source
            fresh.append(row)
        elif row.loaded_grams is not None:
            changed.append(row)
        row.loaded_grams, row.loaded_usual = record.grams, record.is_usual
    gone = [row for row in stored.values() if row.loaded_grams is not None and row.active]
    for row in gone:
        row.loaded_grams = row.loaded_usual = None
    Portion.objects.bulk_create(fresh, batch_size=BATCH)
    Portion.objects.bulk_update([*changed, *gone], ["loaded_grams", "loaded_usual"], batch_size=400)


def _keep_aliases(part: Release, known: set[int]) -> None:
    """A new name is kept out; one that is changed or gone becomes the curator's."""
    stored = {
        (row.food_id, row.text.lower(), row.region): row for row in Alias.objects.filter(food__in=known)
    }
    fresh, kept = [], []
    for record in part.aliases:
        if record.food not in known:
            continue
        row = stored.pop((record.food, record.text.lower(), record.region), None)
        if row is None:
            row = Alias(food_id=record.food, text=record.text, region=record.region, active=False)
            row.source, row.origin = record.source, Origin.RELEASE
            fresh.append(row)
        elif row.active and (row.text, row.source) != (record.text, record.source):
            kept.append(row.pk)
    kept += [row.pk for row in stored.values() if row.active]
    Alias.objects.bulk_create(fresh, batch_size=BATCH)
    for start in range(0, len(kept), BATCH):
        Alias.objects.filter(pk__in=kept[start : start + BATCH], origin=Origin.RELEASE).update(
            origin=Origin.CURATOR
        )
