"""What a recipe said before, its ingredients with it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError

from nutrition.admin.history_entries import NOTHING, Change, Entry
from nutrition.curation.recipes import check_ingredients
from nutrition.recipes.models import DishIngredient, DishRecipe

Lines = dict[int, Any]  # The records of the ingredients by their id.


def with_ingredients(recipe: DishRecipe, told: Sequence[Entry]) -> list[Entry]:
    """The entries of a recipe's history with what changed in its ingredients; one query."""
    records = list(_records(recipe))
    lines = [_as_of(records, entry.record.history_date) for entry in told]
    out = [
        replace(entry, changes=(*entry.changes, *_changes(before, now)))
        for entry, (now, before) in zip(told, pairwise(lines), strict=False)
    ]
    return [*out, *told[len(out) :]]


def lines_as_of(recipe: DishRecipe, at: datetime) -> list[DishIngredient]:
    """The ingredients as they were, in their order."""
    found = _as_of(list(_records(recipe)), at).values()
    return [record.instance for record in sorted(found, key=lambda record: record.sequence)]


def objection_to(recipe: DishRecipe, at: datetime) -> str:
    """Why the ingredients of then cannot be those of now; empty if they can."""
    lines = lines_as_of(recipe, at)
    if not lines:
        return "It had no ingredients then."
    try:
        check_ingredients(dish=recipe.pk, parts={line.food_id for line in lines if line.food_id})
    except ValidationError as error:
        return error.messages[0]
    return ""


def put_back(recipe: DishRecipe, at: datetime, now: datetime) -> None:
    """Let the recipe have the ingredients that it had then."""
    lines = lines_as_of(recipe, at)
    for line in recipe.ingredients.all():
        line._history_date = now  # type: ignore[attr-defined]
        line.delete()
    for line in lines:
        line._history_date = now  # type: ignore[attr-defined]
        line.save(force_insert=True)


def _records(recipe: DishRecipe) -> Iterator[Any]:
    kept: Any = DishIngredient.history
    yield from kept.filter(recipe_id=recipe.pk).order_by("history_date", "history_id")


def _as_of(records: Sequence[Any], at: datetime) -> Lines:
    lines: Lines = {}
    for record in records:
        if record.history_date > at:
            break
        lines.pop(record.id, None)
        if record.history_type != "-":
            lines[record.id] = record
    return lines


def _changes(before: Lines, now: Lines) -> Iterator[Change]:
    for key in {**before, **now}:
        old, new = (_words(lines.get(key)) for lines in (before, now))
        if old != new:
            yield Change("Ingredient", old, new)


def _words(record: Any) -> str:
    if record is None:
        return NOTHING
    food = f", food {record.food_id}" if record.food_id else ""
    code = f", code {record.retention_code}" if record.retention_code else ""
    return f"{record.grams:g} g {record.name}{food}{code}"
