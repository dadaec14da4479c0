"""FNDDS recipes as recipes of the project's own foods: ``recipes.csv`` of a release."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from nutrition.distil.selection import same_foods
from nutrition.distil.source_tables import Key, Source, Sources
from nutrition.fixtures import number_text, read_foods, write_csv
from nutrition.recipes.loading import COLUMNS, RECIPES
from nutrition.usda.models import SourceIngredient

FNDDS = "fndds"


def write_recipes(sources: Sources, directory: Path) -> int:
    """Write the recipes of the foods that ``directory`` holds; returns of how many dishes.

    A dish of one ingredient has no recipe. An ingredient that became no food of ours keeps its name only.
    """
    ids = _ids(directory)
    known = {key: ids[twin] for key, twin in same_foods(sources).items() if twin in ids} | ids
    dishes = [
        (ids[source.key], source)
        for source in sources.values()
        if source.key[0] == FNDDS and source.key in ids and len(source.ingredients) > 1
    ]
    codes = _retention_codes()
    rows = (row for food, source in sorted(dishes, key=_by_id) for row in _rows(food, source, known, codes))
    write_csv(directory / RECIPES, COLUMNS, rows)
    return len(dishes)


def _by_id(dish: tuple[int, Source]) -> int:
    return dish[0]


def _ids(directory: Path) -> dict[Key, int]:
    return {
        (food.source, food.source_id): food.id
        for path in sorted(directory.glob("foods_*.csv"))
        for food in read_foods(path)
    }


def _retention_codes() -> dict[tuple[str, int], str]:
    """The codes by dish and place of the ingredient; ``0`` says that everything is kept."""
    rows = SourceIngredient.objects.filter(food__source=FNDDS).exclude(retention_code__in=("", "0"))
    columns = ("food__source_id", "sequence", "retention_code")
    return {(code, sequence): retention for code, sequence, retention in rows.values_list(*columns)}


def _rows(
    food: int, source: Source, known: dict[Key, int], codes: dict[tuple[str, int], str]
) -> Iterator[tuple[str, ...]]:
    for sequence, part in enumerate(source.ingredients, start=1):
        if part.grams > 0:
            ingredient = known.get(part.key)
            # The food that it is made of may be the very one that it stands for.
            is_other = ingredient is not None and ingredient != food
            yield (
                str(food),
                str(sequence),
                str(ingredient) if is_other else "",
                part.description,
                number_text(part.grams),
                codes.get((source.key[1], sequence), ""),
                number_text(part.moisture_change_percent),
                FNDDS,
            )
