"""What a release would change, as a curator reads it: in a line for a list, and in a table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nutrition.curation.diffs import (
    label_of,
    number,
    percent_between,
    shown,
    signed_percent,
    told_source,
    unit_of,
)
from nutrition.curation.models import ReleaseChange
from nutrition.curation.release_compare import ALIAS, PORTION
from nutrition.merge import FIELDS
from nutrition.models import Region
from nutrition.nutrients import KEYS

ENERGY = "energy_kcal"
NOTHING = "–"
ABOUT, NUTRIENTS, MEASURES, NAMES = "About the food", "Nutrients per 100 g", "Measures", "Other names"
COLUMNS = ("loaded", "live", "new", "stands")
_TABLES = {
    "categories": "Categories",
    "preparations": "Preparations",
    "glycemic_values": "Glycemic values",
    "glycemic_links": "Glycemic values of foods",
    "recipes": "Recipes",
}
_ORDER = {name: place for place, name in enumerate((*KEYS, *FIELDS))}
# By whom a column is told: the source and the release of the revision that it is from.
Sources = Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one side says, and where a figure is from."""

    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A field, measure or name with what was last loaded, is live, is new and will stand."""

    label: str
    cells: tuple[Cell, ...]
    percent: str
    clashes: bool
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one kind."""

    title: str
    rows: list[Row]


def in_a_line(change: ReleaseChange) -> str:
    """What is most to be seen of a change, and how much more there is."""
    if change.kind == ReleaseChange.Kind.VANISHED:
        return "No longer in the tables"
    if change.kind == ReleaseChange.Kind.TABLES:
        return "; ".join(f"{title}: {counts}" for title, counts, _ in of_tables(change.differences))
    if change.kind == ReleaseChange.Kind.ADDED:
        return _added(change.differences)
    names = sorted(change.differences, key=lambda name: _weight(name, change.differences[name]))
    if not names:
        return "Back in the tables"
    more = f"; {len(names) - 1} more" if len(names) > 1 else ""
    return _told(names[0], change.differences[names[0]]) + more


def in_groups(differences: Mapping[str, Mapping[str, Any]], sources: Sources) -> list[Group]:
    """The whole comparison, nutrients first, each group in its usual order."""
    groups: dict[str, list[tuple[Any, Row]]] = {NUTRIENTS: [], MEASURES: [], NAMES: [], ABOUT: []}
    for name, change in differences.items():
        order = _ORDER.get(name, name)
        groups[_group(name)].append((order, _row(name, change, sources)))
    return [
        Group(title, [row for _, row in sorted(rows, key=lambda pair: pair[0])])
        for title, rows in groups.items()
        if rows
    ]


def of_tables(differences: Mapping[str, Any]) -> Iterator[tuple[str, str, list[tuple[str, list[str], int]]]]:
    """Each other table: its name, the counts in words, and (what happens, to which rows, how many more)."""
    for table, kinds in differences.items():
        counts = ", ".join(f"{part['rows']:,} {what}" for what, part in kinds.items())
        rows = [(what, part["names"], part["rows"] - len(part["names"])) for what, part in kinds.items()]
        yield _TABLES.get(table, table), counts, rows


def _group(name: str) -> str:
    if name in KEYS:
        return NUTRIENTS
    kind = name.partition(":")[0]
    return {PORTION: MEASURES, ALIAS: NAMES}.get(kind, ABOUT)


def _row(name: str, change: Mapping[str, Any], sources: Sources) -> Row:
    live, new = _amount(name, change["live"]), _amount(name, change["new"])
    percent = percent_between(live, new)
    return Row(
        label=_label(name),
        cells=tuple(_cell(name, change[column], sources.get(column, ("", ""))) for column in COLUMNS),
        percent="" if percent is None or live == new else signed_percent(percent),
        clashes=change["clashes"],
        is_kept=change["stands"] == change["live"] != change["new"],
    )


def _cell(name: str, value: Any, source: tuple[str, str]) -> Cell:
    if value is None:
        return Cell(NOTHING)
    if name in KEYS:
        amount, provenance = value
        told = "" if amount is None else told_source(provenance, *source)
        return Cell(shown(amount, unit_of(name)), told)
    if name.startswith(f"{PORTION}:"):
        grams, usual = value
        return Cell(f"{number(grams)} g" + (", the usual amount" if usual else ""))
    if name.startswith(f"{ALIAS}:"):
        text, told = value
        return Cell(text, told_source([told], "", ""))
    return Cell(shown(value, unit_of(name)))


def _label(name: str) -> str:
    kind, _, rest = name.partition(":")
    if kind == PORTION:
        return rest
    if kind == ALIAS:
        region, _, text = rest.partition(":")
        return f"{text} ({Region(region).label})" if region else text
    return label_of(name)


def _amount(name: str, value: Any) -> Any:
    """The number in it, if it has one."""
    is_pair = value is not None and (name in KEYS or name.startswith(f"{PORTION}:"))
    return value[0] if is_pair else value


def _weight(name: str, change: Mapping[str, Any]) -> tuple[int, float]:
    """What to tell first: clashes, then energy, then the nutrient that changes most, then all else."""
    percent = percent_between(_amount(name, change["live"]), _amount(name, change["new"]))
    if change["clashes"]:
        return 0, -abs(percent or 0.0)
    if name in KEYS and _amount(name, change["live"]) != _amount(name, change["new"]):
        return (1, 0.0) if name == ENERGY else (2, -abs(percent or 0.0))
    return (4 if name in ("release", "source", "source_id") else 3), 0.0


def _told(name: str, change: Mapping[str, Any]) -> str:
    label = _label(name)
    if name.startswith(f"{ALIAS}:"):
        return f"Name “{label}” " + ("goes" if change["new"] is None else "comes")
    row = _row(name, change, {})
    live, new = row.cells[1].text, row.cells[2].text
    if live == new:
        return f"{label} {new}, from another source"
    unit = " g" if name.startswith(f"{PORTION}:") else f" {unit_of(name)}"
    if unit.strip() and live.endswith(unit) and new.endswith(unit):
        live = live.removesuffix(unit)
    return f"{label} {live} → {new}" + (f", {row.percent}" if row.percent else "")


def _added(differences: Mapping[str, Mapping[str, Any]]) -> str:
    known = [name for name in differences if name in KEYS]
    measures = sum(name.startswith(f"{PORTION}:") for name in differences)
    names = sum(name.startswith(f"{ALIAS}:") for name in differences)
    counts = [(len(known), "nutrient"), (measures, "measure"), (names, "other name")]
    parts = [f"{count} {word}{'' if count == 1 else 's'}" for count, word in counts if count]
    if ENERGY in known:
        parts.insert(0, _cell(ENERGY, differences[ENERGY]["new"], ("", "")).text)
    return ", ".join(parts) or "Back in the tables"
