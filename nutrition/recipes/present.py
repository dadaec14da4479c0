"""A dish's recipe as plain data."""

from typing import Any

from django.db.models import Exists, OuterRef

from nutrition.recipes.models import DishIngredient, DishRecipe

GRAM_DECIMALS = 2
PERCENT_DECIMALS = 1


def dish_recipe(food_id: int) -> DishRecipe | None:
    """The recipe of a dish, None where none is known."""
    return DishRecipe.objects.filter(pk=food_id).first()


def present_recipe(recipe: DishRecipe, name: str) -> dict[str, Any]:
    """The recipe with each ingredient's share of the raw weight, the most first; in one query."""
    own_recipe = DishRecipe.objects.filter(pk=OuterRef("food"))
    lines = list(recipe.ingredients.annotate(has_recipe=Exists(own_recipe)).order_by("-grams", "sequence"))
    raw_g = sum(line.grams for line in lines)
    return {
        "food_id": recipe.pk,
        "name": name,
        "raw_g": round(raw_g, GRAM_DECIMALS),
        "cooked_g": round(raw_g * (1 + recipe.moisture_change_percent / 100), GRAM_DECIMALS),
        "moisture_change_percent": recipe.moisture_change_percent,
        "ingredients": [_ingredient(line, raw_g, line.has_recipe) for line in lines],
        "source": recipe.source,
        "origin": recipe.origin,
    }


def _ingredient(line: DishIngredient, raw_g: float, has_recipe: bool) -> dict[str, Any]:
    return {
        "food_id": line.food_id,
        "name": line.name,
        "grams": round(line.grams, GRAM_DECIMALS),
        "share_percent": round(line.grams / raw_g * 100, PERCENT_DECIMALS),
        "has_recipe": has_recipe,
    }
