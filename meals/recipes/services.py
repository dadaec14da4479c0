"""Writes of recipes: each one whole or not at all, and only to the user's own."""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict
from uuid import UUID

from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404
from rest_framework.exceptions import ErrorDetail, ValidationError

from accounts.models import User
from common.errors import Conflict
from meals.ids import uuid7
from meals.lines import LineFields, filled, named_again, renew
from meals.recipes.models import Recipe, RecipeIngredient
from meals.recipes.pot import settle
from meals.recipes.selectors import chain_between, recipes_for

MAX_INGREDIENTS = 100
LINE_COLUMNS = [
    field.name for field in RecipeIngredient._meta.concrete_fields if field.name not in ("id", "part_of")
]


class RecipeFields(TypedDict, total=False):
    """What a client may change of a recipe; a key that is absent stays as it is."""

    name: str
    note: str
    servings: float
    yield_g: float | None
    ingredients: Sequence[LineFields]


@transaction.atomic
def create_recipe(
    *,
    user: User,
    name: str,
    ingredients: Sequence[LineFields],
    recipe_id: UUID | None = None,
    note: str = "",
    servings: float = 1,
    yield_g: float | None = None,
) -> Recipe:
    """Write a recipe down. Raises ValidationError by field, Conflict when an id is taken."""
    _queue(user)
    recipe = Recipe(
        id=recipe_id or uuid7(), owner=user, name=name, note=note, servings=servings, yield_g=yield_g
    )
    lines = _filled(recipe, ingredients, {})
    settle(recipe, lines)
    try:
        with transaction.atomic():
            recipe.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict("There is a recipe with this id already.") from error
    _insert(lines)
    return recipe


@transaction.atomic
def change_recipe(*, user: User, recipe_id: UUID, fields: RecipeFields) -> Recipe:
    """Change a recipe. ``ingredients`` replaces its lines and takes today's figures for every one of them.

    Whatever else is changed leaves the figures that the lines were saved with. Raises Http404,
    ValidationError by field, Conflict when the id of a new line is taken.
    """
    recipe = _held(user, recipe_id)
    for name in ("name", "note", "servings", "yield_g"):
        if name in fields:
            setattr(recipe, name, fields[name])
    if "ingredients" in fields:
        _replace_lines(recipe, fields["ingredients"])
    elif "servings" in fields or "yield_g" in fields:
        settle(recipe, list(recipe.ingredients.all()))
    recipe.save()
    return recipe


@transaction.atomic
def renew_recipe(*, user: User, recipe_id: UUID) -> Recipe:
    """Reckon a recipe anew with what is known of its ingredients today. Raises Http404, ValidationError."""
    recipe = _held(user, recipe_id)
    lines = _renewed(recipe, list(recipe.ingredients.select_related("revision")))
    _write_over(lines)
    settle(recipe, lines)
    recipe.save()
    return recipe


@transaction.atomic
def delete_recipe(*, user: User, recipe_id: UUID) -> None:
    """Delete a recipe; what was logged or cooked with it stays as it was. Raises Http404."""
    _held(user, recipe_id).delete()


def _queue(user: User) -> None:
    """Let the user's writes of recipes wait for each other: two at once could put each into the other."""
    User.objects.select_for_update().get(pk=user.pk)


def _held(user: User, recipe_id: UUID) -> Recipe:
    _queue(user)
    return get_object_or_404(recipes_for(user), pk=recipe_id)


def _replace_lines(recipe: Recipe, drafts: Sequence[LineFields]) -> None:
    known = {line.pk: line for line in recipe.ingredients.select_related("revision")}
    named_ids = [fields["id"] for fields in drafts if "id" in fields]
    _renewed(recipe, [known[pk] for pk in named_ids if pk in known])
    lines = _filled(recipe, drafts, known)
    settle(recipe, lines)
    kept = [line for line in lines if line.pk in known]
    recipe.ingredients.exclude(pk__in=[line.pk for line in kept]).delete()
    _write_over(kept)
    _insert([line for line in lines if line.pk not in known])


def _renewed(recipe: Recipe, lines: list[RecipeIngredient]) -> list[RecipeIngredient]:
    named = named_again(recipe.owner, lines)
    for line in lines:
        renew(line, named)
    return lines


def _filled(
    recipe: Recipe, drafts: Sequence[LineFields], known: Mapping[UUID, RecipeIngredient]
) -> list[RecipeIngredient]:
    """Return the lines of ``recipe`` in the order of ``drafts``, not yet written; every error is reported."""
    try:
        _refuse_rings(recipe, drafts)
        return filled(lambda pk: RecipeIngredient(id=pk, part_of=recipe), drafts, known, recipe.owner)
    except ValidationError as error:
        raise ValidationError({"ingredients": error.detail}) from error


def _refuse_rings(recipe: Recipe, drafts: Sequence[LineFields]) -> None:
    """Refuse a recipe that would contain itself, by line."""
    named = {
        str(number): fields["recipe_id"] for number, fields in enumerate(drafts) if "recipe_id" in fields
    }
    if not named:
        return
    chains = chain_between(recipe.owner, named.values(), recipe.pk)
    errors: dict[str, Any] = {
        number: {"recipe_id": [ErrorDetail(_ring_in_words(recipe, chains.get(part)), code="cycle")]}
        for number, part in named.items()
        if part == recipe.pk or part in chains
    }
    if errors:
        raise ValidationError(errors)


def _ring_in_words(recipe: Recipe, chain: list[str] | None) -> str:
    if chain is None or len(chain) < 2:
        return "A recipe cannot contain itself."
    return f"A recipe cannot contain itself: {' › '.join([recipe.name, *chain[:-1], recipe.name])}."


def _write_over(lines: Sequence[RecipeIngredient]) -> None:
    """Write known lines in one statement where bulk_update would take one CASE a cell."""
    RecipeIngredient.objects.bulk_create(
        lines, update_conflicts=True, unique_fields=["id"], update_fields=LINE_COLUMNS
    )


def _insert(lines: Sequence[RecipeIngredient]) -> None:
    try:
        with transaction.atomic():
            RecipeIngredient.objects.bulk_create(lines)
    except IntegrityError as error:
        raise Conflict("There is a line with one of these ids already.") from error
