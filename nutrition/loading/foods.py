"""Foods of a release into revisions: new ones, changed ones, and those that a curator worked on."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Exists, Max, OuterRef, Subquery
from django.utils import timezone

from nutrition.fixtures import BrokenFixtureError, FoodRecord
from nutrition.loading.release import FIRST_CURATOR_ID, Progress
from nutrition.merge import FIELDS, Conflicts, Content, columns_of, content_of, merge
from nutrition.models import Food, FoodRevision, LoadConflict, Origin
from nutrition.nutrients import KEYS

BATCH = 1000
_NOTHING = object()


@dataclass
class FoodsReport:
    """What happened to the foods; ``changed`` are their ids, ``vanished`` those the release lacks."""

    inserted: int = 0
    updated: int = 0
    merged: int = 0
    unchanged: int = 0
    conflicts: int = 0
    changed: set[int] = field(default_factory=set)
    vanished: list[int] = field(default_factory=list)


def load(
    foods: dict[int, FoodRecord],
    progress: Progress,
    *,
    among: Collection[int] | None = None,
    theirs: Collection[int] = (),
) -> FoodsReport:
    """Bring the release's foods in; foods that it no longer has stay as they are.

    ``foods`` may be some of a release only: then ``among`` are the ids that count. Of the foods in ``theirs``
    the release's figure is taken also where a curator changed a field too.
    """
    report = FoodsReport()
    loaded = loaded_values(among)
    report.vanished = sorted(loaded.keys() - foods.keys())
    inserted: list[FoodRecord] = []
    updated: list[FoodRecord] = []
    for record in foods.values():
        known = loaded.get(record.id)
        if known is None:
            inserted.append(record)
        elif known != values_of(record):
            updated.append(record)
        else:
            report.unchanged += 1
    made_here = foods_made_here(inserted)
    inserted = [record for record in inserted if record.id not in made_here]
    updated += [foods[food_id] for food_id in made_here]
    curated = _curated(record.id for record in updated)
    no_news = old_news(curated, foods)
    updated = [record for record in updated if record.id not in no_news]
    curated = {food_id: food for food_id, food in curated.items() if food_id not in no_news}
    report.unchanged += len(no_news)
    plain = [record for record in updated if record.id not in curated]
    _insert(inserted)
    _add_revisions([*inserted, *plain], progress)
    _take_out(inserted)
    for record in updated:
        if record.id in curated:
            report.conflicts += _merge(record, curated[record.id], theirs)
    report.inserted, report.updated, report.merged = len(inserted), len(plain), len(curated)
    report.changed = {record.id for record in (*inserted, *updated)}
    return report


def foods_made_here(records: Iterable[FoodRecord]) -> dict[int, Food]:
    """Of these foods those that no release brought: a curator made them, here.

    Raises BrokenFixtureError where another food has the id.
    """
    found: dict[int, Food] = {}
    by_id = {record.id: record for record in records}
    for chunk in chunks(by_id):
        known = Exists(FoodRevision.objects.filter(food=OuterRef("pk")))
        here = Food.objects.filter(known, pk__in=chunk, loaded__isnull=True)
        for food in here.select_related("live", "loaded"):
            names = {name.casefold() for name in food.revisions.values_list("name", flat=True)}
            if by_id[food.pk].name.casefold() not in names or food.live_id is None:
                other = f"food {food.pk}, {by_id[food.pk].name!r}: here this is another food, {food}"
                raise BrokenFixtureError(other)
            found[food.pk] = food
    return found


def old_news(foods: Mapping[int, Food], records: Mapping[int, FoodRecord]) -> set[int]:
    """The foods of which a release says only what is live, or what a curator had made of them before.

    So a dump of these very tables, also an older one, changes nothing.
    """
    told = {food_id: content_of_record(records[food_id]) for food_id in foods}
    old = {
        food_id
        for food_id, food in foods.items()
        if food.live_id not in (None, food.loaded_id) and content_of(food.live) == told[food_id]
    }
    for chunk in chunks(foods.keys() - old):
        for row in FoodRevision.objects.filter(food__in=chunk, origin=Origin.CURATOR).iterator():
            if row.food_id not in old and content_of(row) == told[row.food_id]:
                old.add(row.food_id)
    return old


def content_of_record(record: FoodRecord) -> Content:
    """The mergeable content of a food as a release tells it."""
    content: Content = {name: getattr(record, name) for name in FIELDS if name != "category_id"}
    content["category_id"] = record.category
    for key in KEYS:
        origin = record.provenance.get(key)
        content[key] = (record.nutrients[key], None if origin is None else list(origin))
    return content


def values_of(record: FoodRecord) -> tuple[Any, ...]:
    """What a release says of a food, to be compared with ``loaded_values``."""
    columns = columns_of(content_of_record(record))
    return (*(columns[name] for name in FIELDS), columns["provenance"], *(columns[key] for key in KEYS))


def loaded_values(among: Collection[int] | None = None) -> dict[int, tuple[Any, ...]]:
    """What the last release said of each food, or of those ``among`` these ids."""
    revisions = FoodRevision.objects.filter(loaded_for__isnull=False)
    if among is not None:
        revisions = revisions.filter(food__in=among)
    rows = revisions.values_list("food_id", *FIELDS, "provenance", *KEYS)
    return {food_id: tuple(values) for food_id, *values in rows.iterator()}


def chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    """The ids in order, so many at a time as a query takes."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), BATCH):
        yield ordered[start : start + BATCH]


def _curated(ids: Iterable[int]) -> dict[int, Food]:
    """Of these foods the ones whose live revision is not the last release's, or that a curator retired."""
    curated: dict[int, Food] = {}
    for chunk in chunks(ids):
        for food in Food.objects.filter(pk__in=chunk).select_related("live", "loaded"):
            if food.live_id != food.loaded_id or food.live.state == FoodRevision.State.RETIRED:
                curated[food.pk] = food
    return curated


def _insert(records: list[FoodRecord]) -> None:
    existing: set[int] = set()
    for chunk in chunks(record.id for record in records):
        existing.update(Food.objects.filter(pk__in=chunk).values_list("pk", flat=True))
    Food.objects.bulk_create(
        (Food(pk=record.id) for record in records if record.id not in existing), batch_size=BATCH
    )
    _number_after(max((record.id for record in records), default=0))


def _number_after(last: int) -> None:
    """Let the next food of a curator have an id after this one; SQLite does so by itself."""
    if connection.vendor != "postgresql" or last < FIRST_CURATOR_ID:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [Food._meta.db_table])
        (sequence,) = cursor.fetchone()
        cursor.execute("SELECT setval(%s, greatest(%s, nextval(%s)))", [sequence, last, sequence])


def _take_out(records: list[FoodRecord]) -> None:
    """Retire and merge those of the new foods that a release has only for what cites them."""
    retired = [record.id for record in records if record.is_retired]
    for chunk in chunks(retired):
        rows = FoodRevision.objects.filter(live_for__in=chunk)
        rows.update(state=FoodRevision.State.RETIRED)
    for record in records:
        if record.merged_into is not None:
            Food.objects.filter(pk=record.id).update(merged_into=record.merged_into)


def keep_live(records: list[FoodRecord]) -> None:
    """Remember what a release says of these foods, and leave what is live: as if a curator had chosen it.

    So the same figures are news no more, and others of a later release are a conflict with what is live.
    """
    known = loaded_values([record.id for record in records])
    news = [record for record in records if known.get(record.id) != values_of(record)]
    _add_revisions(news, lambda *_: None, goes_live=False)


def _add_revisions(records: list[FoodRecord], progress: Progress, *, goes_live: bool = True) -> None:
    """A new revision for each, which becomes the loaded one and, where it goes live, that too."""
    now = timezone.now() if goes_live else None
    for start in range(0, len(records), BATCH):
        batch = records[start : start + BATCH]
        ids = [record.id for record in batch]
        numbers = _numbers(ids)
        FoodRevision.objects.bulk_create(
            FoodRevision(
                food_id=record.id,
                number=numbers.get(record.id, 0) + 1,
                state=FoodRevision.State.IMPORTED,
                origin=Origin.RELEASE,
                went_live_at=now,
                **columns_of(content_of_record(record)),
            )
            for record in batch
        )
        newest = Subquery(
            FoodRevision.objects.filter(food=OuterRef("pk")).order_by("-number").values("pk")[:1]
        )
        columns = {"live": newest, "loaded": newest} if goes_live else {"loaded": newest}
        Food.objects.filter(pk__in=ids).update(**columns)
        progress("loading foods", start + len(batch), len(records))


def _numbers(ids: list[int]) -> dict[int, int]:
    rows = FoodRevision.objects.filter(food__in=ids).values("food_id").annotate(last=Max("number"))
    return dict(rows.values_list("food_id", "last"))


def _merge(record: FoodRecord, food: Food, theirs: Collection[int]) -> int:
    """Bring a release's news into a food that a curator worked on; returns the number of conflicts."""
    live: FoodRevision = food.live
    new = content_of_record(record)
    # A food that was made here has no base: whatever a release says otherwise is a conflict.
    base = content_of(food.loaded) if food.loaded_id else dict.fromkeys(new, _NOTHING)
    merged, conflicts = merge(base, content_of(live), new)
    if food.pk in theirs:
        merged |= {name: new[name] for name in conflicts}
        conflicts = {}
    number = _numbers([food.pk])[food.pk] + 1
    food.loaded = FoodRevision.objects.create(
        food=food,
        number=number,
        state=FoodRevision.State.IMPORTED,
        origin=Origin.RELEASE,
        **columns_of(new),
    )
    if merged != content_of(live):
        # Nobody has reviewed the mixture; only a retired food stays what it is.
        retired = live.state == FoodRevision.State.RETIRED
        food.live = FoodRevision.objects.create(
            food=food,
            number=number + 1,
            state=live.state if retired else FoodRevision.State.IMPORTED,
            origin=Origin.CURATOR,
            went_live_at=timezone.now(),
            note=f"Release {record.release}, beside what curators changed",
            **columns_of(merged),
        )
    food.save(update_fields=["live", "loaded"])
    _keep(food, conflicts, record.release)
    return len(conflicts)


def _keep(food: Food, conflicts: Conflicts, release: str) -> None:
    for name, (live_value, new_value) in conflicts.items():
        LoadConflict.objects.update_or_create(
            food=food,
            field=name,
            release=release,
            defaults={"live_value": live_value, "new_value": new_value},
        )
