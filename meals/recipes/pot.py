"""What the ingredients make of the pot."""

from collections.abc import Sequence

from rest_framework.exceptions import ErrorDetail, ValidationError

from meals.grades import with_facts
from meals.recipes.citing import amounts_per_100g
from meals.recipes.facts import recipe_facts
from meals.recipes.models import Recipe, RecipeIngredient
from nutrition.nutrients import scaled
from nutrition.recipes.compute import Cooked, Ingredient, cook

SOLIDS = ("protein_g", "fat_g", "carbohydrate_total_g")
# A weighed pot may be off by this share before it contradicts what went into it.
WEIGHING_ERROR = 0.02


def settle(recipe: Recipe, lines: Sequence[RecipeIngredient]) -> None:
    """Write into ``recipe`` what ``lines`` make: weight, nutrients per 100 g, grade.

    Its version goes up when anything of that changes. Raises ValidationError for a weight of the pot that
    cannot be.
    """
    before = None if recipe._state.adding else _figures(recipe)
    cooked = _cooked(recipe, lines)
    recipe.grams, recipe.known_share = cooked.grams, cooked.known_share
    for key, amount in cooked.per_100g.items():
        setattr(recipe, key, amount)
    recipe.grade = with_facts(recipe_facts(lines, amounts_per_100g(recipe), recipe.serving_g))
    if before is not None and before != _figures(recipe):
        recipe.version += 1


def _figures(recipe: Recipe) -> tuple[object, ...]:
    return recipe.nutrients(), recipe.known_share, recipe.grams, recipe.grade


def _cooked(recipe: Recipe, lines: Sequence[RecipeIngredient]) -> Cooked:
    ingredients = [Ingredient(line.grams, scaled(line.nutrients(), 100 / line.grams)) for line in lines]
    try:
        cooked = cook(ingredients, yield_g=recipe.yield_g)
    except ValueError as error:
        raise _refused(str(error).removeprefix("yield_g: ")) from error
    solids_g = sum(cooked.nutrients[key] or 0.0 for key in SOLIDS)
    if recipe.yield_g is not None and solids_g > cooked.grams * (1 + WEIGHING_ERROR):
        raise _refused(f"The pot holds {solids_g:.0f} g of protein, fat and carbohydrate: it weighs more.")
    return cooked


def _refused(message: str) -> ValidationError:
    return ValidationError({"yield_g": [ErrorDetail(message, code="impossible_yield")]})
