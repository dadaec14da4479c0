"""The project's own food tables as CSV: what `distil_foods` writes and `load_foods` reads.

Empty cells are unknown. Rows are sorted by id and numbers are written as short as they go, so that a
release differs from the one before only where something changed.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nutrition.fixture_rows import BrokenFixtureError as BrokenFixtureError
from nutrition.fixture_rows import Row, read_rows
from nutrition.fixture_rows import rows_of as rows_of
from nutrition.nutrients import KEYS
from nutrition.resolution.cooking.tables import method_classes

CATEGORIES = "categories.csv"
PREPARATIONS = "preparations.csv"
PORTIONS = "portions.csv"
ALIASES = "aliases.csv"
VANISHED_FOODS = "vanished_foods.csv"
BASE_FOODS = "base_foods.csv"
SERVINGS = "servings.csv"
RETIRED_FOODS = "retired_foods.csv"
CURATORS_FOODS = "foods_curator.csv"
BASE_ALIASES = "base_aliases.csv"

FOOD_COLUMNS = (
    "id",
    "source_id",
    "release",
    "name",
    "description",
    "category",
    "refuse_percent",
    "nutriscore_class",
    "fruit_vegetable_legume_percent",
    "nut_percent",
    "non_nutritive_sweeteners",
    "allergens",
    "dietary_tags",
    "provenance",
    *KEYS,
)
PREPARATION_NUMBERS = (
    "water_loss_percent",
    "fat_factor",
    "fat_added_g",
    "saturated_fat_added_g",
    "carbohydrate_added_g",
    "sodium_added_mg",
    "potassium_factor",
    "vitamin_c_factor",
)
# What an empty cell of a preparation stands for: nothing is changed.
UNCHANGED = {name: 1.0 if name.endswith("_factor") else 0.0 for name in PREPARATION_NUMBERS}
# How a number is written.
NumberText = Callable[[float | None], str]
# Nutrient -> (source, derivation), where the figure is not simply the food's own source's.
Provenance = dict[str, tuple[str, str]]


@dataclass(slots=True)
class FoodRecord:
    """One food of a release; nutrients per 100 g edible part.

    A retired food and one that was merged into another are kept for what cites them.
    """

    id: int
    source: str
    source_id: str
    release: str
    name: str
    description: str
    category: str
    refuse_percent: float | None = None
    nutriscore_class: str = ""
    fruit_vegetable_legume_percent: float | None = None
    nut_percent: float | None = None
    non_nutritive_sweeteners: bool | None = None
    allergens: list[str] = field(default_factory=list)
    dietary_tags: list[str] = field(default_factory=list)
    provenance: Provenance = field(default_factory=dict)
    nutrients: dict[str, float | None] = field(default_factory=dict)
    is_base: bool = False
    serving: str = ""
    serving_g: float | None = None
    is_retired: bool = False
    merged_into: int | None = None


@dataclass(frozen=True, slots=True)
class CategoryRecord:
    """A node of the food tree; an empty Nutri-Score class is that of the node above."""

    name: str
    nutriscore_class: str = ""


@dataclass(frozen=True, slots=True)
class PortionRecord:
    """A household measure of a food."""

    food: int
    label: str
    grams: float
    is_usual: bool
    source: str


@dataclass(frozen=True, slots=True)
class AliasRecord:
    """Another name of a food; ``region`` is empty, US or GB."""

    food: int
    text: str
    region: str
    source: str


@dataclass(frozen=True, slots=True)
class PreparationRecord:
    """A cooking method of the fitted model, or one with its own numbers per 100 g raw."""

    slug: str
    name: str
    parent: str
    words: tuple[str, ...]
    applies_to: tuple[str, ...]
    source: str
    numbers: dict[str, float]
    method: str = ""


def foods_file(source: str) -> str:
    """The name of the file with the foods of ``source``."""
    return f"foods_{source}.csv"


def number_text(value: float | None) -> str:
    """``value`` as short as it goes, an empty string for unknown."""
    return "" if value is None else f"{value:.10g}"


def exact_text(value: float | None) -> str:
    """``value`` as short as it goes without losing any of it."""
    short = number_text(value)
    return short if value is None or float(short) == value else repr(value)


def _flag_text(value: bool | None) -> str:
    """``1``, ``0``, or an empty string for unknown."""
    return "" if value is None else str(int(value))


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write one table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def write_foods(
    directory: Path,
    source: str,
    foods: Iterable[FoodRecord],
    number: NumberText = number_text,
    *,
    with_source: bool = False,
) -> None:
    """Write the foods of one source, sorted by id; ``with_source`` those of several, each with its own."""
    rows = (_food_row(food, number) for food in sorted(foods, key=lambda food: food.id))
    if not with_source:
        write_csv(directory / foods_file(source), FOOD_COLUMNS, (row[1:] for row in rows))
        return
    columns = (FOOD_COLUMNS[0], "source", *FOOD_COLUMNS[1:])
    write_csv(directory / foods_file(source), columns, ((row[1], row[0], *row[2:]) for row in rows))


def _food_row(food: FoodRecord, number: NumberText) -> tuple[str, ...]:
    return (
        food.source,
        str(food.id),
        food.source_id,
        food.release,
        food.name,
        food.description,
        food.category,
        number(food.refuse_percent),
        food.nutriscore_class,
        number(food.fruit_vegetable_legume_percent),
        number(food.nut_percent),
        _flag_text(food.non_nutritive_sweeteners),
        "|".join(food.allergens),
        "|".join(food.dietary_tags),
        provenance_text(food.provenance),
        *(number(food.nutrients.get(key)) for key in KEYS),
    )


def write_portions(
    directory: Path, portions: Iterable[PortionRecord], number: NumberText = number_text
) -> None:
    """Write the portions by food, in the order given."""
    rows = (
        (str(row.food), row.label, number(row.grams), "1" if row.is_usual else "", row.source)
        for row in sorted(portions, key=lambda row: row.food)
    )
    write_csv(directory / PORTIONS, ("food", "label", "grams", "usual", "source"), rows)


def write_aliases(directory: Path, name: str, aliases: Iterable[AliasRecord]) -> None:
    """Write aliases by food and text."""
    rows = (
        (str(row.food), row.text, row.region, row.source)
        for row in sorted(aliases, key=lambda row: (row.food, row.text.lower(), row.region))
    )
    write_csv(directory / name, ("food", "text", "region", "source"), rows)


def provenance_text(provenance: Provenance) -> str:
    """``source/derivation: key key; …``, so that one derivation of many nutrients is said once.

    A curator writes derivations as they please: what would part them is written as ``%3B`` and the like.
    """
    grouped: dict[tuple[str, str], list[str]] = {}
    for key in KEYS:
        if key in provenance:
            grouped.setdefault(provenance[key], []).append(key)
    return "; ".join(
        f"{_quoted(source, _PARTING + '/')}/{_quoted(how, _PARTING)}: {' '.join(keys)}"
        for (source, how), keys in grouped.items()
    )


_PARTING = "%;"


def _quoted(text: str, signs: str) -> str:
    return re.sub(f"[{re.escape(signs)}]", lambda found: f"%{ord(found.group()):02X}", text)


def _unquoted(text: str) -> str:
    return re.sub("%(25|3B|2F)", lambda found: chr(int(found.group(1), 16)), text)


def _provenance(text: str) -> Provenance:
    provenance: Provenance = {}
    for part in text.split("; ") if text else []:
        origin, _, keys = part.rpartition(": ")
        source, _, how = origin.partition("/")
        provenance.update(dict.fromkeys(keys.split(), (_unquoted(source), _unquoted(how))))
    return provenance


def read_foods(path: Path) -> Iterator[FoodRecord]:
    """The foods of a source's file, ``foods_<source>.csv``, or of several where there is a column for it."""
    of_file = path.stem.removeprefix("foods_")
    for row in read_rows(path, FOOD_COLUMNS):
        yield FoodRecord(
            id=row.whole("id"),
            source=row.text("source", 40) if "source" in row.cells else of_file,
            source_id=row.text("source_id", 40),
            release=row.text("release", 40),
            name=row.text("name", 160),
            description=row.text("description", 255),
            category=row.text("category", 120),
            refuse_percent=row.amount("refuse_percent"),
            nutriscore_class=row.text("nutriscore_class", 20),
            fruit_vegetable_legume_percent=row.amount("fruit_vegetable_legume_percent"),
            nut_percent=row.amount("nut_percent"),
            non_nutritive_sweeteners=row.flag("non_nutritive_sweeteners"),
            allergens=_list(row.cells["allergens"]),
            dietary_tags=_list(row.cells["dietary_tags"]),
            provenance=_provenance(row.cells["provenance"]),
            nutrients={key: row.amount(key) for key in KEYS},
        )


def read_portions(path: Path) -> Iterator[PortionRecord]:
    """The household measures."""
    for row in read_rows(path, ("food", "label", "grams", "usual", "source")):
        grams = row.needed_amount("grams")
        if not grams:
            raise row.wrong("grams", "a portion weighs more than 0 g")
        yield PortionRecord(
            food=row.whole("food"),
            label=row.text("label", 160),
            grams=grams,
            is_usual=bool(row.flag("usual")),
            source=row.text("source", 40),
        )


def read_aliases(path: Path) -> Iterator[AliasRecord]:
    """The other names."""
    for row in read_rows(path, ("food", "text", "region", "source")):
        yield AliasRecord(
            row.whole("food"), row.text("text", 160), row.text("region", 2), row.text("source", 40)
        )


def read_categories(path: Path) -> dict[str, CategoryRecord]:
    """The food tree by slug, parents first."""
    records: dict[str, CategoryRecord] = {}
    for row in read_rows(path, ("slug", "name", "nutriscore_class")):
        slug = row.text("slug", 120)
        if not slug or slug in records:
            raise row.wrong("slug", f"{slug!r} is there twice" if slug else "is empty")
        records[slug] = CategoryRecord(row.text("name", 80), row.text("nutriscore_class", 20))
    return dict(sorted(records.items()))


def read_preparations(path: Path) -> Iterator[PreparationRecord]:
    """The cooking methods, in the file's order (parents before variants)."""
    columns = ("slug", "name", "parent", "words", "applies_to", *PREPARATION_NUMBERS, "source")
    for row in read_rows(path, columns):
        yield PreparationRecord(
            slug=row.text("slug", 40),
            name=row.text("name", 60),
            parent=row.text("parent", 40),
            words=tuple(_list(row.cells["words"])),
            applies_to=tuple(_list(row.cells["applies_to"])),
            source=row.text("source", 160),
            method=_cooking_method(row),
            numbers={
                column: value
                for column in PREPARATION_NUMBERS
                if (value := row.amount(column, least=-1000.0)) is not None
            },
        )


def _cooking_method(row: Row) -> str:
    text = row.cells.get("method", "")
    if text and text not in method_classes():
        raise row.wrong("method", f"there is no cooking method {text!r}")
    return text


def _list(text: str) -> list[str]:
    return text.split("|") if text else []
