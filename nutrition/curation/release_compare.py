"""A release beside the database: what was last loaded, what is live, what is new, what would stand."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from nutrition.curation.models import ReleaseChange
from nutrition.loading.foods import (
    chunks,
    content_of_record,
    foods_made_here,
    loaded_values,
    old_news,
    values_of,
)
from nutrition.loading.release import Progress, Release
from nutrition.merge import Content, content_of, merge
from nutrition.models import Alias, Food, Origin, Portion
from nutrition.nutrients import KEYS

PORTION, ALIAS = "portion", "alias"
Kind = ReleaseChange.Kind


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field, measure or name; None is unknown or not there.

    A nutrient is [amount, provenance], a measure [grams, whether usual], a name [text, source].
    ``clashes`` where a curator changed it too, and differently: then what is live stands.
    """

    loaded: Any
    live: Any
    new: Any
    stands: Any
    clashes: bool = False


@dataclass(frozen=True, slots=True)
class FoodChange:
    """What a release would do to one food, by field, ``portion:LABEL`` and ``alias:REGION:TEXT``."""

    number: int
    name: str
    kind: str
    fields: dict[str, FieldChange]

    @property
    def conflicts(self) -> int:
        """How many of them a curator changed too."""
        return sum(change.clashes for change in self.fields.values())

    @property
    def size(self) -> float:
        """The largest change of a nutrient relative to what is live, percent.

        From 0 to anything counts as 100; what becomes known or unknown has no size.
        """
        if self.kind == Kind.ADDED:
            return 0.0
        return max((_percent(change) for key, change in self.fields.items() if key in KEYS), default=0.0)

    def told(self) -> dict[str, Any]:
        """The columns of a ``ReleaseChange`` that tell it."""
        return {
            "size": self.size,
            "conflicts": self.conflicts,
            "differences": {name: asdict(change) for name, change in self.fields.items()},
        }


def silent(what: str, done: int, total: int) -> None:
    """Tell nobody how far it is."""


def compare(
    part: Release, *, progress: Progress, among: Collection[int] | None = None, returned: Collection[int] = ()
) -> list[FoodChange]:
    """What the foods of ``part`` would change, by id; nothing of what is the same.

    ``part`` may be some foods of a release only: then ``among`` are their ids. ``returned`` are foods that
    were retired when a release had lost them: they are told as added.
    """
    loaded = loaded_values(among)
    own = _own_changes(part, among)
    found: list[FoodChange] = []
    known: list[int] = []
    made_here = foods_made_here(record for record in part.foods.values() if record.id not in loaded)
    for record in part.foods.values():
        if record.id in made_here:
            known.append(record.id)
        elif record.id not in loaded:
            blank = content_of_record(record)
            new = {
                name: FieldChange(None, None, _plain(value), _plain(value))
                for name, value in blank.items()
                if not _empty(value)
            }
            found.append(FoodChange(record.id, record.name, Kind.ADDED, new | own.get(record.id, {})))
        elif record.id in own or record.id in returned or loaded[record.id] != values_of(record):
            known.append(record.id)
    done = len(part.foods) - len(known)
    for chunk in chunks(known):
        progress("comparing", done, len(part.foods))
        done += len(chunk)
        foods = Food.objects.select_related("live", "loaded").in_bulk(chunk)
        old = old_news(foods, part.foods) - set(returned)
        for food in foods.values():
            fields = {} if food.pk in old else _fields(food, content_of_record(part.foods[food.pk]))
            changes = fields | own.get(food.pk, {})
            if food.pk in old and not changes:
                continue
            kind = Kind.ADDED if food.pk in returned else Kind.CHANGED
            name = food.live.name if food.live_id else food.loaded.name
            found.append(FoodChange(food.pk, name, kind, changes))
    progress("comparing", len(part.foods), len(part.foods))
    return sorted(found, key=lambda change: change.number)


def _fields(food: Food, new: Content) -> dict[str, FieldChange]:
    if food.loaded_id is None:
        # A curator made it here: whatever a release says otherwise is a conflict.
        mine = content_of(food.live)
        return {
            name: FieldChange(None, _plain(mine[name]), _plain(new[name]), _plain(mine[name]), True)
            for name in new
            if new[name] != mine[name]
        }
    base = content_of(food.loaded)
    live = base if food.live_id in (None, food.loaded_id) else content_of(food.live)
    stands, conflicts = merge(base, live, new)
    return {
        name: FieldChange(
            _plain(base[name]), _plain(live[name]), _plain(new[name]), _plain(stands[name]), name in conflicts
        )
        for name in new
        if new[name] != base[name]
    }


def _plain(value: Any) -> Any:
    """As JSON gives it back."""
    return list(value) if isinstance(value, tuple) else value


def _empty(value: Any) -> bool:
    return value is None or value is False or value in ("", [], (None, None))


def _percent(change: FieldChange) -> float:
    before, after = (change.live or [None])[0], (change.new or [None])[0]
    if before is None or after is None or before == after:
        return 0.0
    return abs(after - before) / before * 100 if before else 100.0


def _own_changes(part: Release, among: Collection[int] | None) -> dict[int, dict[str, FieldChange]]:
    """The changed measures and names by food."""
    changes: dict[int, dict[str, FieldChange]] = defaultdict(dict)
    for food_id, key, change in (*_portions(part, among), *_aliases(part, among)):
        if food_id in part.foods:
            changes[food_id][key] = change
    return dict(changes)


def _portions(part: Release, among: Collection[int] | None) -> Iterable[tuple[int, str, FieldChange]]:
    """As `nutrition.loading.names.load_portions` would change them."""
    rows = Portion.objects.all() if among is None else Portion.objects.filter(food__in=among)
    columns = ("food_id", "label", "grams", "is_usual", "loaded_grams", "loaded_usual", "active")
    stored = {(food, label): row for food, label, *row in rows.values_list(*columns).iterator()}
    for record in part.portions:
        key = f"{PORTION}:{record.label}"
        new = [record.grams, record.is_usual]
        row = stored.pop((record.food, record.label), None)
        if row is None:
            yield record.food, key, FieldChange(None, None, new, new)
        elif row[2] is not None and new not in (row[2:4], row[:2]) and row[4]:
            yield record.food, key, _measure(row, new)
    for (food, label), (grams, usual, loaded_grams, loaded_usual, active) in stored.items():
        if loaded_grams is not None and active:
            live, loaded = [grams, usual], [loaded_grams, loaded_usual]
            stands = None if live == loaded else live
            yield food, f"{PORTION}:{label}", FieldChange(loaded, live, None, stands)


def _measure(row: list[Any], new: list[Any]) -> FieldChange:
    grams, usual, loaded_grams, loaded_usual, _ = row
    stands = [new[0] if grams == loaded_grams else grams, new[1] if usual == loaded_usual else usual]
    clashes = grams != loaded_grams and new[0] not in (loaded_grams, grams)
    return FieldChange([loaded_grams, loaded_usual], [grams, usual], new, stands, clashes)


def _aliases(part: Release, among: Collection[int] | None) -> Iterable[tuple[int, str, FieldChange]]:
    """As `nutrition.loading.names.load_aliases` would change them."""
    rows = Alias.objects.all() if among is None else Alias.objects.filter(food__in=among)
    columns = ("food_id", "region", "text", "source", "origin", "active")
    stored = {
        (food, text.lower(), region): (text, source, origin, active)
        for food, region, text, source, origin, active in rows.values_list(*columns).iterator()
    }
    for record in part.aliases:
        key = f"{ALIAS}:{record.region}:{record.text}"
        new = [record.text, record.source]
        row = stored.pop((record.food, record.text.lower(), record.region), None)
        if row is None:
            yield record.food, key, FieldChange(None, None, new, new)
        elif row[2] == Origin.RELEASE and row[3] and list(row[:2]) != new:
            yield record.food, key, FieldChange(list(row[:2]), list(row[:2]), new, new)
    everywhere = {(record.food, record.text.lower()) for record in part.aliases if not record.region}
    for (food, folded, region), (text, source, origin, active) in stored.items():
        if origin == Origin.RELEASE and active and (food, folded) not in everywhere:
            yield (
                food,
                f"{ALIAS}:{region}:{text}",
                FieldChange([text, source], [text, source], None, None),
            )
