"""The way out: the live tables as the CSV files from which `load_foods` reads them.

What is live is written, whoever made it; drafts are not. Foods that were retired or merged into others stay
in the tables, since recipes and diaries cite them, and `retired_foods.csv` says that they are out. Curators'
foods stand in `foods_curator.csv`, each with its source, and so do foods of which a curator said that their
figures are another source's. Loaded into the database from which it comes, a dump changes nothing.
"""

import csv
import tempfile
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import fields, replace
from pathlib import Path

from nutrition.distil.names import readable_name
from nutrition.distil.release import SOURCES, tell_apart
from nutrition.fixtures import (
    ALIASES,
    BASE_ALIASES,
    BASE_FOODS,
    CATEGORIES,
    CURATORS_FOODS,
    PREPARATION_NUMBERS,
    PREPARATIONS,
    RETIRED_FOODS,
    SERVINGS,
    BrokenFixtureError,
    exact_text,
    write_aliases,
    write_csv,
    write_foods,
    write_portions,
)
from nutrition.glycemic.models import GlycemicLink, GlycemicValue
from nutrition.loading import glycemic
from nutrition.loading.live_tables import Tables, live_tables
from nutrition.loading.release import BASE_SERVING, FIRST_CURATOR_ID, Progress, read
from nutrition.recipes.loading import COLUMNS as RECIPE_COLUMNS
from nutrition.recipes.loading import RECIPES, read_recipes
from nutrition.recipes.models import DishIngredient
from nutrition.services import one_writer

_CURATOR = CURATORS_FOODS.removeprefix("foods_").removesuffix(".csv")


class UndumpableError(Exception):
    """Something in the tables that the files cannot say; nothing was written."""


def dump_tables(*, directory: Path, progress: Progress) -> dict[str, int]:
    """Write the live tables to ``directory`` and return the number of rows by file.

    Everything is written beside and read again before it takes its place, so that nothing half-written is
    ever there. Other files in the directory stay. Raises UndumpableError, and OSError where it cannot write.
    """
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".dump-", dir=directory) as beside:
        with one_writer():
            tables = live_tables(progress)
            _write(tables, Path(beside))
        progress("checking", 0, 1)
        _check(tables, Path(beside))
        progress("checking", 1, 1)
        written = sorted(Path(beside).glob("*.csv"))
        rows = {path.name: _rows(path) for path in written}
        for path in written:
            path.replace(directory / path.name)
    for path in _own_files(directory):
        if path.name not in rows:
            path.unlink()
    return rows


def _own_files(directory: Path) -> Iterator[Path]:
    """The files that a dump may have written before and that would now say what is no longer so."""
    yield from directory.glob("foods_*.csv")
    for name in (SERVINGS, RETIRED_FOODS, RECIPES, glycemic.VALUES, glycemic.LINKS):
        if (directory / name).exists():
            yield directory / name


def _rows(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1


def _write(tables: Tables, directory: Path) -> None:
    _write_foods(tables, directory)
    write_portions(directory, tables.portions, exact_text)
    base = [row for row in tables.aliases if row.source == BASE_SERVING]
    write_aliases(directory, BASE_ALIASES, base)
    write_aliases(directory, ALIASES, (row for row in tables.aliases if row.source != BASE_SERVING))
    write_csv(
        directory / CATEGORIES,
        ("slug", "name", "nutriscore_class"),
        ((slug, row.name, row.nutriscore_class) for slug, row in tables.categories.items()),
    )
    columns = ("slug", "name", "parent", "words", "applies_to", "method", *PREPARATION_NUMBERS, "source")
    rows = (
        (
            row.slug,
            row.name,
            row.parent,
            "|".join(row.words),
            "|".join(row.applies_to),
            row.method,
            *(exact_text(row.numbers.get(name)) for name in PREPARATION_NUMBERS),
            row.source,
        )
        for row in tables.preparations
    )
    write_csv(directory / PREPARATIONS, columns, rows)
    _write_glycemic(tables.foods, directory)
    _write_some(directory / RECIPES, RECIPE_COLUMNS, _recipes(tables.foods))


def _write_foods(tables: Tables, directory: Path) -> None:
    """The foods by source, and what is told of some of them in files of its own."""
    foods = tables.foods.values()
    generated = _generated_names(tables)
    written = [replace(food, name=generated.get(food.id, food.name)) for food in foods]
    for source in SOURCES:
        own = [food for food in written if food.source == source and food.id < FIRST_CURATOR_ID]
        write_foods(directory, source, own, exact_text)
    others = [food for food in written if food.id >= FIRST_CURATOR_ID or food.source not in SOURCES]
    if others:
        write_foods(directory, _CURATOR, others, exact_text, with_source=True)
    rows = (
        (str(food.id), food.source, food.source_id, food.name, food.serving, exact_text(food.serving_g))
        for food in foods
        if food.is_base
    )
    write_csv(directory / BASE_FOODS, ("id", "source", "source_id", "name", "serving", "serving_g"), rows)
    more = (
        (str(food.id), food.serving, exact_text(food.serving_g))
        for food in foods
        if not food.is_base and (food.serving or food.serving_g is not None)
    )
    _write_some(directory / SERVINGS, ("id", "serving", "serving_g"), more)
    out = (
        (str(food.id), "" if food.merged_into is None else str(food.merged_into))
        for food in foods
        if food.is_retired or food.merged_into is not None
    )
    _write_some(directory / RETIRED_FOODS, ("id", "merged_into"), out)


def _generated_names(tables: Tables) -> dict[int, str]:
    """What the everyday foods are called in the tables over which their own names are laid."""
    named = [replace(food, name=readable_name(food.description)) for food in tables.foods.values()]
    everyday = {row.text.lower(): row.food for row in tables.aliases if row.source == BASE_SERVING}
    everyday |= {food.name.lower(): food.id for food in tables.foods.values() if food.is_base}
    tell_apart(named, everyday)
    return {food.id: food.name for food in named if food.is_base}


def _write_glycemic(foods: Container[int], directory: Path) -> None:
    values = sorted(GlycemicValue.objects.all(), key=glycemic.key_of)
    rows = (
        (
            value.name, "|".join(value.aliases), exact_text(value.gi), exact_text(value.standard_error),
            exact_text(value.serving_g), exact_text(value.carbohydrate_available_g), value.source,
            str(value.year), value.checked_against,
        )
        for value in values
    )  # fmt: skip
    _write_some(directory / glycemic.VALUES, (*glycemic.VALUE_COLUMNS, "checked_against"), rows)
    links = GlycemicLink.objects.order_by("food_id").values_list(
        "food_id", "kind", "value__name", "value__source", "note"
    )
    _write_some(
        directory / glycemic.LINKS,
        glycemic.LINK_COLUMNS,
        (
            (str(food), kind, name or "", source or "", note)
            for food, kind, name, source, note in links
            if food in foods
        ),
    )


def _recipes(foods: Container[int]) -> Iterator[tuple[str, ...]]:
    """The lines of the recipes; what is no live food is told by its name alone."""
    lines = DishIngredient.objects.order_by("recipe_id", "sequence").values_list(
        "recipe_id", "sequence", "food_id", "name", "grams", "retention_code",
        "recipe__moisture_change_percent", "recipe__source",
    )  # fmt: skip
    for dish, number, food, name, grams, code, moisture, source in lines.iterator():
        if dish in foods:
            ingredient = str(food) if food in foods and food != dish else ""
            amounts = exact_text(grams), code, exact_text(moisture)
            yield (str(dish), str(number), ingredient, name, *amounts, source)


def _write_some(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table that is not there where it would be empty."""
    if found := list(rows):
        write_csv(path, columns, found)


def _check(tables: Tables, directory: Path) -> None:
    """Read what was written. Raises UndumpableError where it does not say what the tables say."""
    try:
        release = read(directory)
        glycemic.read_glycemic(directory, release.foods)
        read_recipes(directory, release.foods.keys())
    except BrokenFixtureError as error:
        raise UndumpableError(str(error)) from error
    for food_id, food in tables.foods.items():
        again = release.foods[food_id]
        if again != food:
            lost = [
                part.name for part in fields(food) if getattr(food, part.name) != getattr(again, part.name)
            ]
            raise UndumpableError(f"food {food_id} cannot be written as it is: {', '.join(lost)}")
    for told, read_again in (
        (tables.portions, release.portions),
        (tables.aliases, release.aliases),
        (tables.preparations, release.preparations),
    ):
        rows = set(map(repr, told)) ^ set(map(repr, read_again))
        if rows:
            raise UndumpableError(f"a row cannot be written as it is: {min(rows)}")
