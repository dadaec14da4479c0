"""Nobody sees, changes, eats or cooks with another's recipe."""

from typing import Any

from rest_framework.test import APIClient

from accounts.models import User
from meals.models import MealItem, Recipe
from nutrition.models import Food
from tests.meals.factories import errors_of, line
from tests.meals.recipes.factories import MEALS, RECIPES, eaten, part, recipe


def test_nothing_that_others_try_changes_a_recipe(
    user_api: APIClient, other_api: APIClient, api: APIClient, pot: dict[str, Any], beans: Food
) -> None:
    address = f"{RECIPES}{pot['id']}/"
    for someone in (other_api, api):
        someone.patch(address, {"name": "Mine", "ingredients": [line(beans)]})
        someone.post(f"{address}renew/")
        someone.delete(address)
    assert user_api.get(address).json() == pot


def test_a_list_shows_ones_own_only(other_api: APIClient, pot: dict[str, Any]) -> None:
    assert other_api.get(RECIPES).json()["results"] == []


def test_anothers_recipe_is_none_to_eat_or_to_cook_with(other_api: APIClient, pot: dict[str, Any]) -> None:
    in_a_meal = other_api.post(MEALS, eaten(pot["id"], 400))
    in_a_recipe = other_api.post(RECIPES, recipe(part(pot["id"], 400)))
    assert errors_of(in_a_meal) == {"items.0.recipe_id": "unknown_recipe"}
    assert errors_of(in_a_recipe) == {"ingredients.0.recipe_id": "unknown_recipe"}


def test_an_id_that_another_took_is_a_conflict(
    other_api: APIClient, pot: dict[str, Any], beans: Food
) -> None:
    assert other_api.post(RECIPES, recipe(line(beans), id=pot["id"])).status_code == 409


def test_a_line_id_that_another_took_is_a_conflict(
    user_api: APIClient, other_api: APIClient, pot: dict[str, Any], beans: Food
) -> None:
    taken = pot["ingredients"][0]["id"]
    assert other_api.post(RECIPES, recipe(line(beans, id=taken))).status_code == 409
    assert user_api.get(f"{RECIPES}{pot['id']}/").json() == pot
    assert other_api.get(RECIPES).json()["results"] == []


def test_the_admin_shows_recipes_and_changes_none(admin_client: Any, pot: dict[str, Any]) -> None:
    address = f"/admin/meals/recipe/{pot['id']}/change/"
    assert b"Beans" in admin_client.get(address).content
    assert admin_client.post(address, {"name": "x"}).status_code == 403


def test_recipes_go_with_their_owner(user_api: APIClient, user: User, pot: dict[str, Any]) -> None:
    user_api.post(RECIPES, recipe(part(pot["id"], 100), name="Pie"))
    user_api.post(MEALS, eaten(pot["id"], 400))
    user.delete()
    assert not Recipe.objects.exists()
    assert not MealItem.objects.exists()
