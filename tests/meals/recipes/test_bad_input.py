"""What cannot be right is refused by the line and its field, and nothing is written."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from meals.models import Recipe
from nutrition.models import Food
from tests.meals.factories import errors_of, line, make_food
from tests.meals.recipes.factories import MEALS, RECIPES, eaten, part, recipe, stew

AN_ID = "019a9f3c-7b1e-7c55-9d0a-3f5e8a1b2c4d"


@pytest.mark.parametrize(
    ("fields", "at_fault"),
    [
        ({"name": ""}, {"name": "blank"}),
        ({"name": "x" * 161}, {"name": "max_length"}),
        ({"note": 7}, {"note": "type"}),
        ({"servings": 0}, {"servings": "min_value"}),
        ({"servings": -1}, {"servings": "min_value"}),
        ({"servings": 1001}, {"servings": "max_value"}),
        ({"servings": "four"}, {"servings": "type"}),
        ({"yield_g": 0}, {"yield_g": "min_value"}),
        ({"yield_g": 10**400}, {"yield_g": "overflow"}),
        ({"yield_g": True}, {"yield_g": "type"}),
        ({"moisture": 5}, {"moisture": "unknown_field"}),
        ({"owner": 1}, {"owner": "unknown_field"}),
        ({"ingredients": []}, {"ingredients": "min_length"}),
        ({"ingredients": None}, {"ingredients": "null"}),
        ({"id": "seven"}, {"id": "invalid"}),
    ],
    ids=str,
)
def test_a_recipe(user_api: APIClient, beans: Food, fields: dict[str, Any], at_fault: dict[str, str]) -> None:
    response = user_api.post(RECIPES, recipe(line(beans)) | fields)
    assert response.status_code == 400
    assert errors_of(response) == at_fault
    assert not Recipe.objects.exists()


@pytest.mark.parametrize(
    ("fields", "at_fault"),
    [
        ({"grams": 0}, {"grams": "positive"}),
        ({"grams": -5}, {"grams": "positive"}),
        ({"grams": 20_001}, {"grams": "max_value"}),
        ({"grams_low": 50}, {"grams_low": "unknown_field"}),
        ({"food_id": 987654321}, {"food_id": "unknown_food"}),
        ({"recipe_id": AN_ID}, {"recipe_id": "one_of"}),
        ({"servings": 2}, {"servings": "one_of"}),
        ({"preparation": "grilled"}, {"preparation": "unknown_preparation"}),
        ({"nutrients": {}}, {"nutrients": "unknown_field"}),
    ],
    ids=str,
)
def test_an_ingredient(
    user_api: APIClient, beans: Food, fields: dict[str, Any], at_fault: dict[str, str]
) -> None:
    response = user_api.post(RECIPES, recipe(line(beans), line(beans) | fields))
    assert errors_of(response) == {f"ingredients.1.{name}": code for name, code in at_fault.items()}
    assert not Recipe.objects.exists()


@pytest.mark.parametrize(
    ("ingredient", "at_fault"),
    [
        ({}, {"food_id": "required", "grams": "required"}),
        ({"grams": 5}, {"food_id": "required"}),
        ({"recipe_id": AN_ID}, {"grams": "required"}),
        ({"recipe_id": AN_ID, "grams": 5}, {"recipe_id": "unknown_recipe"}),
    ],
    ids=str,
)
def test_an_ingredient_that_says_too_little(
    user_api: APIClient, ingredient: dict[str, Any], at_fault: dict[str, str]
) -> None:
    response = user_api.post(RECIPES, recipe(ingredient))
    assert errors_of(response) == {f"ingredients.0.{name}": code for name, code in at_fault.items()}


def test_servings_of_a_food(user_api: APIClient, beans: Food) -> None:
    response = user_api.post(RECIPES, recipe({"food_id": beans.pk, "servings": 2}))
    assert errors_of(response) == {"ingredients.0.servings": "not_a_recipe"}


def test_more_than_100_ingredients(user_api: APIClient, beans: Food) -> None:
    assert errors_of(user_api.post(RECIPES, recipe(*[line(beans)] * 101))) == {"ingredients": "max_length"}


def test_the_same_line_id_twice(user_api: APIClient, beans: Food) -> None:
    response = user_api.post(RECIPES, recipe(line(beans, id=AN_ID), line(beans, id=AN_ID)))
    assert errors_of(response) == {"ingredients.1.id": "invalid"}


def test_a_pot_lighter_than_what_stays_in_it(user_api: APIClient, beans: Food, stock: Food) -> None:
    response = user_api.post(RECIPES, stew(beans, stock, yield_g=300))
    assert errors_of(response) == {"yield_g": "impossible_yield"}
    assert not Recipe.objects.exists()


def test_a_pot_of_foods_whose_water_is_unknown(user_api: APIClient) -> None:
    oil = make_food("Oil", fat_g=100.0)
    response = user_api.post(RECIPES, recipe(line(oil, 100), yield_g=50))
    assert errors_of(response) == {"yield_g": "impossible_yield"}


def test_a_recipe_in_itself(user_api: APIClient, pot: dict[str, Any], beans: Food) -> None:
    body = {"ingredients": [line(beans), part(pot["id"], 100)]}
    response = user_api.patch(f"{RECIPES}{pot['id']}/", body)
    assert errors_of(response) == {"ingredients.1.recipe_id": "cycle"}
    assert user_api.get(f"{RECIPES}{pot['id']}/").json() == pot


def test_a_new_recipe_in_itself(user_api: APIClient) -> None:
    response = user_api.post(RECIPES, recipe(part(AN_ID, 100), id=AN_ID))
    assert errors_of(response) == {"ingredients.0.recipe_id": "cycle"}


def test_a_ring_of_recipes_is_named(user_api: APIClient, pot: dict[str, Any]) -> None:
    pie = user_api.post(RECIPES, recipe(part(pot["id"], 100), name="Pie")).json()
    feast = user_api.post(RECIPES, recipe(part(pie["id"], 50), name="Feast")).json()
    response = user_api.patch(f"{RECIPES}{pot['id']}/", {"ingredients": [part(feast["id"], 10)]})
    assert errors_of(response) == {"ingredients.0.recipe_id": "cycle"}
    (error,) = response.json()["errors"]
    assert error["message"] == "A recipe cannot contain itself: Stew › Feast › Pie › Stew."


def test_a_recipe_twice_in_another_is_no_ring(user_api: APIClient, pot: dict[str, Any]) -> None:
    pie = user_api.post(RECIPES, recipe(part(pot["id"], 100), name="Pie")).json()
    response = user_api.post(RECIPES, recipe(part(pot["id"], 100), part(pie["id"], 50), name="Feast"))
    assert response.status_code == 201


def test_a_finished_dish_is_not_cooked_again(user_api: APIClient, pot: dict[str, Any]) -> None:
    response = user_api.post(MEALS, eaten(pot["id"], 400, preparation="grilled"))
    assert errors_of(response) == {"items.0.preparation": "unsuitable_preparation"}


def test_more_servings_than_a_line_holds(user_api: APIClient, pot: dict[str, Any]) -> None:
    response = user_api.post(MEALS, eaten(pot["id"], servings=39))
    assert errors_of(response) == {"items.0.servings": "max_value"}


def test_a_meal_line_of_both(user_api: APIClient, pot: dict[str, Any], beans: Food) -> None:
    response = user_api.post(MEALS, eaten(pot["id"], 400, food_id=beans.pk))
    assert errors_of(response) == {"items.0.recipe_id": "one_of"}
