"""The recipes of a release into the database; a curator's stay."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from nutrition.fixture_rows import Row, read_rows
from nutrition.loading.names import BATCH, RowsReport
from nutrition.models import Origin
from nutrition.recipes.models import DishIngredient, DishRecipe

RECIPES = "recipes.csv"
COLUMNS = (
    "food", "sequence", "ingredient", "name", "grams", "retention_code", "moisture_change_percent", "source",
)  # fmt: skip

Line = tuple[int, int | None, str, float, str]  # sequence, ingredient's food, name, grams, retention code


@dataclass(slots=True)
class RecipeRecord:
    """A dish's recipe as a release has it."""

    moisture_change_percent: float
    source: str
    lines: list[Line] = field(default_factory=list)


def read_recipes(directory: Path, food_ids: Collection[int]) -> dict[int, RecipeRecord] | None:
    """The recipes by food id, or None in a release without them. Raises ``BrokenFixtureError``."""
    path = directory / RECIPES
    if not path.exists():
        return None
    recipes: dict[int, RecipeRecord] = {}
    known = set(food_ids)
    for row in read_rows(path, COLUMNS):
        food, moisture = _food(row, "food", known), _moisture(row)
        source = row.text("source", 160)
        recipe = recipes.setdefault(food, RecipeRecord(moisture, source))
        line = _line(row, known)
        if (recipe.moisture_change_percent, recipe.source) != (moisture, source):
            raise row.wrong("moisture_change_percent", "another moisture change or source than above")
        if any(line[0] == other[0] for other in recipe.lines):
            raise row.wrong("sequence", f"ingredient {line[0]} of food {food} is there twice")
        if line[1] == food:
            raise row.wrong("ingredient", f"food {food} is an ingredient of itself")
        recipe.lines.append(line)
    return recipes


def _line(row: Row, known: set[int]) -> Line:
    grams = row.needed_amount("grams")
    if not grams:
        raise row.wrong("grams", "an ingredient weighs more than 0 g")
    if not row.cells["name"]:
        raise row.wrong("name", "is empty")
    ingredient = _food(row, "ingredient", known) if row.cells["ingredient"] else None
    return row.whole("sequence"), ingredient, row.text("name", 255), grams, row.text("retention_code", 8)


def _food(row: Row, column: str, known: set[int]) -> int:
    food = row.whole(column)
    if food not in known:
        raise row.wrong(column, f"there is no food {food}")
    return food


def _moisture(row: Row) -> float:
    moisture = row.needed_amount("moisture_change_percent", least=-100.0)
    if moisture == -100.0:
        raise row.wrong("moisture_change_percent", "nothing would be left")
    return moisture


def load_recipes(recipes: dict[int, RecipeRecord] | None) -> RowsReport:
    """Bring the recipes in; one that is gone from the release goes, unless a curator changed it."""
    report = RowsReport()
    if recipes is None:
        return report
    stored = {recipe.pk: recipe for recipe in DishRecipe.objects.prefetch_related("ingredients")}
    changed: list[int] = []
    for food, record in recipes.items():
        old = stored.pop(food, None)
        if old is not None and (old.origin == Origin.CURATOR or _as_record(old) == record):
            report.unchanged += 1
            continue
        changed.append(food)
        report.updated += old is not None
        report.told.append(("added" if old is None else "changed", str(food)))
    gone = [food for food, recipe in stored.items() if recipe.origin == Origin.RELEASE]
    DishRecipe.objects.filter(pk__in=[*gone, *changed]).delete()
    _write((food, recipes[food]) for food in changed)
    report.inserted, report.removed = len(changed) - report.updated, len(gone)
    report.told += [("removed", str(food)) for food in gone]
    return report


def _as_record(recipe: DishRecipe) -> RecipeRecord:
    lines = [
        (line.sequence, line.food_id, line.name, line.grams, line.retention_code)
        for line in sorted(recipe.ingredients.all(), key=lambda line: line.sequence)
    ]
    return RecipeRecord(recipe.moisture_change_percent, recipe.source, lines)


def _write(recipes: Iterable[tuple[int, RecipeRecord]]) -> None:
    rows: list[DishRecipe] = []
    lines: list[DishIngredient] = []
    for food, record in recipes:
        moisture, source = record.moisture_change_percent, record.source
        rows.append(
            DishRecipe(food_id=food, moisture_change_percent=moisture, source=source, origin=Origin.RELEASE)
        )
        lines.extend(
            DishIngredient(
                recipe_id=food, sequence=number, food_id=part, name=name, grams=grams, retention_code=code
            )
            for number, part, name, grams, code in record.lines
        )
    DishRecipe.objects.bulk_create(rows, batch_size=BATCH)
    DishIngredient.objects.bulk_create(lines, batch_size=BATCH)
