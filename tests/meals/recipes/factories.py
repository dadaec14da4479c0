"""The bodies of requests."""

from typing import Any

from accounts.models import User
from meals.recipes import services
from nutrition.models import Food
from tests.meals.factories import line, make_food, meal

RECIPES = "/api/v1/recipes/"
MEALS = "/api/v1/meals/"


def recipe(*ingredients: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """The body of a recipe."""
    return {"name": "Stew", **fields, "ingredients": list(ingredients)}


def stew(beans: Food, stock: Food, **fields: Any) -> dict[str, Any]:
    """2.4 kg in the pot, 2.1 kg when it is ready, for four."""
    return recipe(line(beans, 1500), line(stock, 900), **{"yield_g": 2100, "servings": 4} | fields)


def part(recipe_id: str, grams: float | None = None, **fields: Any) -> dict[str, Any]:
    """A line that cites a recipe."""
    return {"recipe_id": recipe_id, **({} if grams is None else {"grams": grams}), **fields}


def eaten(recipe_id: str, grams: float | None = None, **fields: Any) -> dict[str, Any]:
    """The body of a meal of one such line."""
    return meal(part(recipe_id, grams, **fields))


def a_recipe(owner: User) -> dict[str, Any]:
    """A recipe of the owner; returns its place in an address."""
    food = make_food()
    made = services.create_recipe(user=owner, name="Stew", ingredients=[{"food_id": food.pk, "grams": 100}])
    return {"recipe_id": made.pk}
