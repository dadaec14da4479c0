"""Reads of recipes. Everything starts at ``recipes_for``, so that nobody sees another's."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from accounts.models import User
from meals.foods import live_revisions
from meals.recipes.models import Recipe, RecipeIngredient


def recipes_for(user: User) -> QuerySet[Recipe]:
    """Return the recipes of ``user``."""
    return Recipe.objects.filter(owner=user)


def whole_recipes_for(user: User) -> QuerySet[Recipe]:
    """Return the recipes of ``user`` with their lines, in two queries however many there are."""
    return recipes_for(user).prefetch_related("ingredients")


def citable_recipes(user: User, recipe_ids: Collection[UUID]) -> dict[UUID, Recipe]:
    """Return those of ``user``'s recipes by id, with what a line that cites one keeps; none asks nothing."""
    if not recipe_ids:
        return {}
    kept = RecipeIngredient.objects.only("part_of_id", "position", "name", "grams", "provenance")
    return recipes_for(user).prefetch_related(Prefetch("ingredients", kept)).in_bulk(list(recipe_ids))


def outdated(recipe: Recipe) -> set[UUID]:
    """Return the ids of the lines of which newer figures are known than the recipe was reckoned with."""
    lines = list(recipe.ingredients.all())
    live = live_revisions(line.food_id for line in lines if line.food_id is not None)
    nested = {line.recipe_id for line in lines if line.recipe_id is not None}
    versions = dict(Recipe.objects.filter(pk__in=nested).values_list("pk", "version")) if nested else {}
    newer = {line.pk for line in lines if line.food_id in live and live[line.food_id].pk != line.revision_id}
    return newer | {
        line.pk
        for line in lines
        if line.recipe_id in versions and versions[line.recipe_id] != line.provenance["revision"]
    }


def chain_between(user: User, recipe_ids: Iterable[UUID], target: UUID) -> dict[UUID, list[str]]:
    """Return, for those of ``recipe_ids`` that hold ``target`` at any depth, the names down to it."""
    edges = RecipeIngredient.objects.filter(part_of__owner=user, recipe__isnull=False)
    holds: dict[UUID, list[UUID]] = {}
    for whole, part in edges.values_list("part_of_id", "recipe_id"):
        holds.setdefault(whole, []).append(part)
    found = {start: _path(holds, start, target) for start in set(recipe_ids)}
    chains = {start: path for start, path in found.items() if path}
    names = dict(recipes_for(user).values_list("pk", "name")) if chains else {}
    return {start: [names[each] for each in path if each in names] for start, path in chains.items()}


def _path(holds: dict[UUID, list[UUID]], start: UUID, target: UUID) -> list[UUID]:
    """The recipes from ``start`` down to ``target``; empty where it is not in there."""
    came_from: dict[UUID, UUID | None] = {start: None}
    open_ends = [start]
    while open_ends:
        here = open_ends.pop()
        if here == target:
            return _way_back(came_from, here)
        for part in holds.get(here, ()):
            if part not in came_from:
                came_from[part] = here
                open_ends.append(part)
    return []


def _way_back(came_from: dict[UUID, UUID | None], end: UUID) -> list[UUID]:
    path: list[UUID] = []
    here: UUID | None = end
    while here is not None:
        path.append(here)
        here = came_from[here]
    return path[::-1]
