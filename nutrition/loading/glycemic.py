"""The shipped glycemic values and their links to foods; a curator's values and links stay.

How the links of a release are drawn:

* ``same``: the tested food and this food are one thing, prepared alike (boiled white rice, a raw apple), and
  of a branded food the same brand's product. Where one of them leaves open which recipe or cooking is meant,
  it is not the same.
* ``close``: the same kind of food, of another variety, cooking, recipe or country.
* ``category``: another food, most of whose carbohydrate is that of the tested one (a burger's is that of its
  bun, a sauce's with at least 70 % sugars that of sugar).
* ``none``: no value fits, not even the default of its category.

The column ``checked_against`` of the values says what a figure was compared with; where it is empty the
figure was written down from memory of the cited table and waits for someone who holds the table.

Carbohydrate-rich foods without a link fall to their name and category (`nutrition.grading.glycemic_lookup`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from nutrition.fixture_rows import BrokenFixtureError, Row, read_rows
from nutrition.glycemic.models import GlycemicLink, GlycemicValue
from nutrition.loading.names import BATCH, RowsReport
from nutrition.models import Origin

VALUES, LINKS = "glycemic_values.csv", "glycemic_links.csv"
VALUE_COLUMNS = (
    "name", "aliases", "gi", "standard_error", "serving_g", "carbohydrate_available_g", "source", "year",
)  # fmt: skip
LINK_COLUMNS = ("food", "kind", "value", "source", "note")
_NUMBERS = ("gi", "standard_error", "serving_g", "carbohydrate_available_g")
_FIELDS = ("name", "aliases", *_NUMBERS, "source", "year", "checked_against")
_LAST_YEAR = 2999
# How near a kind is; of two proposals for a food the nearer stands.
NEARNESS = {kind: rank for rank, kind in enumerate(("none", "category", "close", "same"))}

ValueKey = tuple[str, str]


@dataclass
class GlycemicTables:
    """The values by (lower-case name, source), and for foods (kind, value, note) by id."""

    values: dict[ValueKey, GlycemicValue] = field(default_factory=dict)
    links: dict[int, tuple[str, ValueKey | None, str]] = field(default_factory=dict)


def read_glycemic(directory: Path, food_ids: Iterable[int]) -> GlycemicTables:
    """Read and check both tables; a release without them has none. Raises ``BrokenFixtureError``."""
    tables = GlycemicTables()
    if (directory / VALUES).exists():
        for row in read_rows(directory / VALUES, VALUE_COLUMNS):
            value = _value(row)
            if tables.values.setdefault(key_of(value), value) is not value:
                raise row.wrong("name", f"{value.name!r} is there twice")
    if (directory / LINKS).exists():
        known = set(food_ids)
        for row in read_rows(directory / LINKS, LINK_COLUMNS):
            food, link = _link(row, tables.values)
            if food not in known or food in tables.links:
                raise row.wrong("food", f"no food {food}, or there twice")
            tables.links[food] = link
    return tables


def key_of(value: GlycemicValue) -> ValueKey:
    """By what a value is known again: its name, whatever its case, and its source."""
    return value.name.lower(), value.source


def load_values(values: Iterable[GlycemicValue]) -> RowsReport:
    """Add values and update those of a release; a curator's stay, and nothing is removed."""
    report = RowsReport()
    stored = {key_of(value): value for value in GlycemicValue.objects.all()}
    fresh, changed = [], []
    for value in values:
        old = stored.get(key_of(value))
        if old is None:
            fresh.append(value)
        elif old.origin == Origin.CURATOR or all(
            getattr(old, name) == getattr(value, name) for name in _FIELDS
        ):
            report.unchanged += 1
        else:
            for name in _FIELDS:
                setattr(old, name, getattr(value, name))
            changed.append(old)
    GlycemicValue.objects.bulk_create(fresh, batch_size=BATCH)
    GlycemicValue.objects.bulk_update(changed, _FIELDS, batch_size=100)
    report.inserted, report.updated = len(fresh), len(changed)
    report.told = [("added", str(value)) for value in fresh] + [("changed", str(value)) for value in changed]
    changed_ids = [value.pk for value in changed]
    report.changed = set(GlycemicLink.objects.filter(value__in=changed_ids).values_list("food_id", flat=True))
    return report


def load_links(tables: GlycemicTables) -> RowsReport:
    """Bring the links in. A curator's stay, and so do those to imported values that are nearer."""
    report = RowsReport()
    ids = {(name.lower(), source): pk for pk, name, source in _value_names()}
    shipped = {ids[key] for key in tables.values}
    stored = {link.food_id: link for link in GlycemicLink.objects.all()}
    fresh, changed = [], []
    for food_id, (kind, key, note) in tables.links.items():
        value_id = None if key is None else ids[key]
        link = stored.pop(food_id, None)
        if link is None:
            link = GlycemicLink(food_id=food_id, origin=Origin.RELEASE)
            fresh.append(link)
        elif (link.kind, link.value_id, link.note) == (kind, value_id, note) or _stays(link, kind, shipped):
            report.unchanged += 1
            continue
        else:
            changed.append(link)
        link.kind, link.value_id, link.note = kind, value_id, note
    gone = [
        link.pk
        for link in stored.values()
        if link.origin == Origin.RELEASE and (link.value_id is None or link.value_id in shipped)
    ]
    GlycemicLink.objects.bulk_create(fresh, batch_size=BATCH)
    GlycemicLink.objects.bulk_update(changed, ["kind", "value", "note"], batch_size=400)
    for start in range(0, len(gone), BATCH):
        GlycemicLink.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    report.inserted, report.updated, report.removed = len(fresh), len(changed), len(gone)
    report.changed = {link.food_id for link in (*fresh, *changed)} | set(gone)
    report.told = [("added", str(link.food_id)) for link in fresh]
    report.told += [("changed", str(link.food_id)) for link in changed]
    report.told += [("removed", str(food_id)) for food_id in gone]
    return report


def _stays(link: GlycemicLink, kind: str, shipped: set[int]) -> bool:
    imported = link.value_id is not None and link.value_id not in shipped
    return link.origin == Origin.CURATOR or (imported and NEARNESS[link.kind] > NEARNESS[kind])


def _value_names() -> Iterable[tuple[int, str, str]]:
    return GlycemicValue.objects.values_list("pk", "name", "source")


def _value(row: Row) -> GlycemicValue:
    cells = row.cells
    numbers = {column: row.amount(column) for column in _NUMBERS}
    if numbers["gi"] is None or not cells["name"] or not cells["source"]:
        raise BrokenFixtureError(f"{row.file}, row {row.number}: a value needs a name, a gi and a source")
    year = row.whole("year")
    if year > _LAST_YEAR:
        raise row.wrong("year", f"{year} is no year")
    return GlycemicValue(
        name=row.text("name", 160),
        aliases=cells["aliases"].split("|") if cells["aliases"] else [],
        source=row.text("source", 160),
        year=year,
        origin=Origin.RELEASE,
        checked_against=row.text("checked_against", 160) if "checked_against" in cells else "",
        **numbers,
    )


def _link(row: Row, values: dict[ValueKey, GlycemicValue]) -> tuple[int, tuple[str, ValueKey | None, str]]:
    cells = row.cells
    key = (cells["value"].lower(), cells["source"]) if cells["value"] else None
    kind = cells["kind"]
    if kind not in GlycemicLink.Kind.values or (key is None) != (kind == GlycemicLink.Kind.NONE):
        raise row.wrong("kind", f"a link of kind {kind!r} to {cells['value']!r}")
    if key is not None and key not in values:
        raise row.wrong("value", f"there is no value {cells['value']!r} of {cells['source']!r}")
    return row.whole("food"), (kind, key, row.text("note", 160))
