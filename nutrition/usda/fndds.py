"""USDA FNDDS "At A Glance": nutrient values, portions and ingredients, as workbooks or as CSV of them."""

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile
from pathlib import Path

from nutrition.nutrients import NUTRIENTS, Nutrient
from nutrition.usda import xlsx
from nutrition.usda.reading import (
    BrokenTableError,
    amount,
    check_unit,
    named_rows,
    number,
    open_text,
    reference,
    required,
)
from nutrition.usda.rows import SourceFoodRow, SourceIngredientRow, SourcePortionRow, add_computed

SOURCE = "fndds"
NUTRIENT_VALUES = "Nutrient Values"
PORTIONS = "Portions and Weights"
INGREDIENTS = "FNDDS Ingredients"

_RELEASE = re.compile(r"\b\d{4}-\d{4}\b")
_UNIT = re.compile(r"\(([^()]+)\)$")
_FOOD = ["Food code", "Main food description", "WWEIA Category number", "WWEIA Category description"]


def is_here(directory: Path) -> bool:
    """Whether ``directory`` holds this table."""
    return _find(directory, NUTRIENT_VALUES) is not None


def read(directory: Path) -> list[SourceFoodRow]:
    """All foods with nutrients, portions and ingredients; raises ``BrokenTableError``."""
    foods = _foods(_need(directory, NUTRIENT_VALUES))
    _add_portions(_need(directory, PORTIONS), foods)
    _add_ingredients(_need(directory, INGREDIENTS), foods)
    for food in foods.values():
        add_computed(food)
    return list(foods.values())


def _find(directory: Path, table: str) -> Path | None:
    # CSV first: it is the same table and reads faster.
    for suffix in (".csv", ".csv.gz", ".xlsx"):
        for path in sorted(directory.glob(f"*{table}{suffix}")):
            return path
    return None


def _need(directory: Path, table: str) -> Path:
    path = _find(directory, table)
    if path is None:
        raise BrokenTableError(directory / f"… {table}.xlsx", "this file is missing")
    return path


def _table(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows under the header; the publisher puts a title row above it."""
    rows = dropwhile(lambda row: "Food code" not in row[1], _cells(path))
    header = next(rows, (1, []))
    width = len(header[1])
    padded = ((row, cells + [""] * (width - len(cells))) for row, cells in rows)
    yield from named_rows(path, _chain(header, padded), columns)


def _chain(
    header: tuple[int, list[str]], rows: Iterator[tuple[int, list[str]]]
) -> Iterator[tuple[int, list[str]]]:
    yield header
    yield from rows


def _cells(path: Path) -> Iterator[tuple[int, list[str]]]:
    if path.suffix == ".xlsx":
        yield from xlsx.rows(path)
        return
    with open_text(path) as file:
        yield from enumerate(csv.reader(file), start=1)


def _columns(path: Path, header: Sequence[str]) -> dict[str, Nutrient]:
    """The publisher's column -> our nutrient; the unit stands in the column's name."""
    columns = {nutrient.fndds_column: nutrient for nutrient in NUTRIENTS if nutrient.fndds_column}
    for column in header:
        unit = _UNIT.search(column)
        if unit is None:
            continue
        for known, nutrient in columns.items():
            if column != known and column[: unit.start()] == known[: known.rindex("(")]:
                check_unit(path, 1, column, unit.group(1), nutrient.unit)
        if column in columns:
            check_unit(path, 1, column, unit.group(1), columns[column].unit)
    return columns


def _foods(path: Path) -> dict[str, SourceFoodRow]:
    release = _RELEASE.search(path.name)
    foods: dict[str, SourceFoodRow] = {}
    columns: dict[str, Nutrient] = {}
    for row, cells in _table(path, _FOOD):
        if not columns:
            columns = _columns(path, list(cells))
            for column in columns:
                if column not in cells:
                    raise BrokenTableError(path, "this column is missing", column=column)
        code = cells["Food code"]
        if code in foods:
            raise BrokenTableError(path, f"{code!r} is there twice", row, "Food code")
        foods[code] = SourceFoodRow(
            source=SOURCE,
            source_id=code,
            release=release.group() if release else "",
            description=" ".join(cells["Main food description"].split()),
            group_code=cells["WWEIA Category number"],
            group_name=cells["WWEIA Category description"],
            nutrients={
                nutrient.key: value
                for column, nutrient in columns.items()
                if (value := amount(path, row, column, cells[column])) is not None
            },
        )
    return foods


def _add_portions(path: Path, foods: dict[str, SourceFoodRow]) -> None:
    columns = ["Food code", "Seq num", "Portion description", "Portion weight (g)"]
    for row, cells in _table(path, columns):
        food = foods.get(cells["Food code"])
        if food is None:  # The publisher lists portions of human milk, which has no nutrient values.
            continue
        grams = required(path, row, "Portion weight (g)", cells["Portion weight (g)"])
        sequence = int(required(path, row, "Seq num", cells["Seq num"]))
        if any(portion.sequence == sequence for portion in food.portions):
            raise BrokenTableError(
                path, f"portion {sequence} of {food.source_id} is there twice", row, "Seq num"
            )
        label = " ".join(cells["Portion description"].split())
        food.portions.append(SourcePortionRow(sequence, label, grams))


def _add_ingredients(path: Path, foods: dict[str, SourceFoodRow]) -> None:
    columns = [
        "Food code",
        "Seq num",
        "Ingredient code",
        "Ingredient description",
        "Ingredient weight (g)",
        "Retention code",
        "Moisture change (%)",
    ]
    for row, cells in _table(path, columns):
        food = reference(path, row, "Food code", cells["Food code"], foods)
        sequence = int(required(path, row, "Seq num", cells["Seq num"]))
        if any(ingredient.sequence == sequence for ingredient in food.ingredients):
            raise BrokenTableError(
                path, f"ingredient {sequence} of {food.source_id} is there twice", row, "Seq num"
            )
        food.ingredients.append(
            SourceIngredientRow(
                sequence=sequence,
                ingredient_code=cells["Ingredient code"].strip(),
                description=" ".join(cells["Ingredient description"].split()),
                grams=required(path, row, "Ingredient weight (g)", cells["Ingredient weight (g)"]),
                retention_code=cells["Retention code"].strip(),
                moisture_change_percent=number(
                    path, row, "Moisture change (%)", cells["Moisture change (%)"]
                ),
            )
        )
