"""The project's own food tables as CSV: what `distil_foods` writes and `load_foods` reads.

Empty cells are unknown. Rows are sorted by id and numbers are written as short as they go, so that a
release differs from the one before only where something changed.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nutrition.nutrients import KEYS
from nutrition.resolution.cooking.tables import method_classes

CATEGORIES = "categories.csv"
PREPARATIONS = "preparations.csv"
PORTIONS = "portions.csv"
ALIASES = "aliases.csv"
VANISHED_FOODS = "vanished_foods.csv"
BASE_FOODS = "base_foods.csv"
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
# Nutrient -> (source, derivation), where the figure is not simply the food's own source's.
Provenance = dict[str, tuple[str, str]]


class BrokenFixtureError(Exception):
    """A food table that cannot be loaded: says which file and row, and what is wrong."""


@dataclass(slots=True)
class FoodRecord:
    """One food of a release; nutrients per 100 g edible part."""

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


def write_foods(directory: Path, source: str, foods: Iterable[FoodRecord]) -> None:
    """Write the foods of one source, sorted by id."""
    rows = (
        (
            str(food.id),
            food.source_id,
            food.release,
            food.name,
            food.description,
            food.category,
            number_text(food.refuse_percent),
            food.nutriscore_class,
            number_text(food.fruit_vegetable_legume_percent),
            number_text(food.nut_percent),
            _flag_text(food.non_nutritive_sweeteners),
            "|".join(food.allergens),
            "|".join(food.dietary_tags),
            provenance_text(food.provenance),
            *(number_text(food.nutrients.get(key)) for key in KEYS),
        )
        for food in sorted(foods, key=lambda food: food.id)
    )
    write_csv(directory / foods_file(source), FOOD_COLUMNS, rows)


def write_portions(directory: Path, portions: Iterable[PortionRecord]) -> None:
    """Write the portions by food, in the order given."""
    rows = (
        (str(row.food), row.label, number_text(row.grams), "1" if row.is_usual else "", row.source)
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


def rows_of(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (row number, row) of a table that must have ``columns``."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            missing = [column for column in columns if column not in (reader.fieldnames or [])]
            if missing:
                raise BrokenFixtureError(f"{path.name}: column {missing[0]!r} is missing")
            for number, row in enumerate(reader, start=2):
                if None in row or None in row.values():
                    raise BrokenFixtureError(f"{path.name}, row {number}: too few or too many cells")
                yield number, row
    except FileNotFoundError:
        raise BrokenFixtureError(f"{path.name}: this file is missing") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise BrokenFixtureError(f"{path.name}: cannot be read ({error})") from error


def _number(path: Path, row: int, column: str, text: str) -> float | None:
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        raise BrokenFixtureError(
            f"{path.name}, row {row}, column {column!r}: {text!r} is no number"
        ) from None


def _flag(path: Path, row: int, text: str) -> bool | None:
    if text not in ("", "0", "1"):
        raise BrokenFixtureError(f"{path.name}, row {row}: {text!r} is neither 0, 1 nor empty")
    return None if not text else text == "1"


def read_foods(path: Path) -> Iterator[FoodRecord]:
    """The foods of one source's file, ``foods_<source>.csv``."""
    source = path.stem.removeprefix("foods_")
    for row, cells in rows_of(path, FOOD_COLUMNS):
        yield FoodRecord(
            id=int(_number(path, row, "id", cells["id"]) or 0),
            source=source,
            source_id=cells["source_id"],
            release=cells["release"],
            name=cells["name"],
            description=cells["description"],
            category=cells["category"],
            refuse_percent=_number(path, row, "refuse_percent", cells["refuse_percent"]),
            nutriscore_class=cells["nutriscore_class"],
            fruit_vegetable_legume_percent=_number(
                path, row, "fruit_vegetable_legume_percent", cells["fruit_vegetable_legume_percent"]
            ),
            nut_percent=_number(path, row, "nut_percent", cells["nut_percent"]),
            non_nutritive_sweeteners=_flag(path, row, cells["non_nutritive_sweeteners"]),
            allergens=_list(cells["allergens"]),
            dietary_tags=_list(cells["dietary_tags"]),
            provenance=_provenance(cells["provenance"]),
            nutrients={key: _number(path, row, key, cells[key]) for key in KEYS},
        )


def read_portions(path: Path) -> Iterator[PortionRecord]:
    """The household measures."""
    for row, cells in rows_of(path, ("food", "label", "grams", "usual", "source")):
        yield PortionRecord(
            food=int(_number(path, row, "food", cells["food"]) or 0),
            label=cells["label"],
            grams=_number(path, row, "grams", cells["grams"]) or 0.0,
            is_usual=cells["usual"] == "1",
            source=cells["source"],
        )


def read_aliases(path: Path) -> Iterator[AliasRecord]:
    """The other names."""
    for row, cells in rows_of(path, ("food", "text", "region", "source")):
        food = int(_number(path, row, "food", cells["food"]) or 0)
        yield AliasRecord(food, cells["text"], cells["region"], cells["source"])


def read_categories(path: Path) -> dict[str, CategoryRecord]:
    """The food tree by slug, parents first."""
    records = {
        cells["slug"]: CategoryRecord(cells["name"], cells["nutriscore_class"])
        for _, cells in rows_of(path, ("slug", "name", "nutriscore_class"))
    }
    return dict(sorted(records.items()))


def read_preparations(path: Path) -> Iterator[PreparationRecord]:
    """The cooking methods, in the file's order (parents before variants)."""
    columns = ("slug", "name", "parent", "words", "applies_to", *PREPARATION_NUMBERS, "source")
    for row, cells in rows_of(path, columns):
        yield PreparationRecord(
            slug=cells["slug"],
            name=cells["name"],
            parent=cells["parent"],
            words=tuple(_list(cells["words"])),
            applies_to=tuple(_list(cells["applies_to"])),
            source=cells["source"],
            method=_cooking_method(path, row, cells.get("method", "")),
            numbers={
                column: value
                for column in PREPARATION_NUMBERS
                if (value := _number(path, row, column, cells[column])) is not None
            },
        )


def _cooking_method(path: Path, row: int, text: str) -> str:
    if text and text not in method_classes():
        raise BrokenFixtureError(f"{path.name}, row {row}: there is no cooking method {text!r}")
    return text


def _list(text: str) -> list[str]:
    return text.split("|") if text else []
