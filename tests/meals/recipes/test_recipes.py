"""A recipe is written down, read, changed, renewed and deleted."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from nutrition.models import Category, Food, Preparation
from tests.meals.factories import line, make_food, revise
from tests.meals.recipes.factories import RECIPES, part, recipe, stew

# 1,500 g of beans at 100 kcal and 900 g of stock at 10 kcal per 100 g.
POT_KCAL = 1590.0


def address(recipe: dict[str, Any]) -> str:
    return f"{RECIPES}{recipe['id']}/"


def test_a_pot_holds_what_went_in(pot: dict[str, Any]) -> None:
    assert pot["pot"]["grams"] == 2100
    assert pot["pot"]["nutrients"]["energy_kcal"] == pytest.approx(POT_KCAL)
    assert pot["pot"]["nutrients"]["protein_g"] == pytest.approx(129)
    assert pot["serving"]["grams"] == 525
    assert pot["serving"]["nutrients"]["energy_kcal"] == pytest.approx(POT_KCAL / 4, abs=0.01)
    assert pot["per_100g"]["energy_kcal"] == pytest.approx(POT_KCAL / 21, abs=0.01)


def test_what_boiled_off_is_water(pot: dict[str, Any]) -> None:
    assert pot["pot"]["nutrients"]["water_g"] == pytest.approx(1500 * 0.75 + 900 * 0.97 - 300)


def test_an_unweighed_pot_weighs_what_went_in(user_api: APIClient, beans: Food, stock: Food) -> None:
    answer = user_api.post(RECIPES, stew(beans, stock, yield_g=None, servings=1)).json()
    assert (answer["yield_g"], answer["pot"]["grams"], answer["serving"]["grams"]) == (None, 2400, 2400)


def test_a_sum_with_a_gap_says_so(pot: dict[str, Any]) -> None:
    assert pot["pot"]["nutrients"]["iron_mg"] == pytest.approx(30)
    assert pot["pot"]["known_share"]["iron_mg"] == pytest.approx(1500 / 2400)
    assert pot["pot"]["unknown_foods"]["iron_mg"] == 1
    assert pot["serving"]["nutrients"]["iron_mg"] is None
    assert pot["per_100g"]["iron_mg"] is None


def test_what_nothing_knows_is_unknown(pot: dict[str, Any]) -> None:
    assert pot["pot"]["nutrients"]["zinc_mg"] is None
    assert pot["pot"]["known_share"]["zinc_mg"] == 0


def test_its_lines_say_where_their_figures_come_from(pot: dict[str, Any], beans: Food) -> None:
    first = pot["ingredients"][0]
    assert (first["food_id"], first["name"], first["grams"]) == (beans.pk, "Beans", 1500)
    assert first["nutrients"]["energy_kcal"] == 1500
    assert (first["provenance"]["source"], first["provenance"]["revision"]) == ("fndds", 1)


def test_an_ingredient_can_be_cooked_by_reckoning(user_api: APIClient) -> None:
    raw = make_food("Maize", description="Maize, raw", energy_kcal=300.0, water_g=60.0)
    method = Preparation.objects.create(
        slug="grilled", name="Grilled", words=["grilled"], source="a cook", water_loss_percent=25
    )
    method.applies_to.add(Category.objects.get(slug="grains"))
    answer = user_api.post(RECIPES, recipe(line(raw, 100, preparation="grilled"))).json()
    assert answer["per_100g"]["energy_kcal"] == pytest.approx(400)
    assert answer["ingredients"][0]["provenance"]["preparation"]["slug"] == "grilled"


def test_a_list_tells_each_in_short(user_api: APIClient, pot: dict[str, Any]) -> None:
    (found,) = user_api.get(RECIPES).json()["results"]
    assert {key: found[key] for key in ("id", "name", "servings", "serving_g", "ingredients")} == {
        "id": pot["id"], "name": "Stew", "servings": 4, "serving_g": 525, "ingredients": 2,
    }  # fmt: skip
    assert found["energy_kcal_per_serving"] == pytest.approx(POT_KCAL / 4)


def test_the_one_changed_last_comes_first(user_api: APIClient, pot: dict[str, Any], beans: Food) -> None:
    second = user_api.post(RECIPES, recipe(line(beans), name="Beans on their own")).json()
    user_api.patch(address(pot), {"note": "with thyme"})
    assert [each["id"] for each in user_api.get(RECIPES).json()["results"]] == [pot["id"], second["id"]]


def test_another_weight_of_the_pot_thins_it(user_api: APIClient, pot: dict[str, Any]) -> None:
    answer = user_api.patch(address(pot), {"yield_g": 4200}).json()
    assert answer["per_100g"]["energy_kcal"] == pytest.approx(pot["per_100g"]["energy_kcal"] / 2, abs=0.01)
    assert answer["pot"]["nutrients"]["energy_kcal"] == pytest.approx(POT_KCAL)
    assert answer["version"] == 2


def test_words_are_no_new_version(user_api: APIClient, pot: dict[str, Any]) -> None:
    answer = user_api.patch(address(pot), {"name": "Bean stew", "note": "Sunday"}).json()
    assert (answer["name"], answer["note"], answer["version"]) == ("Bean stew", "Sunday", 1)


def test_ingredients_are_replaced_as_a_whole(user_api: APIClient, pot: dict[str, Any], beans: Food) -> None:
    known = pot["ingredients"][1]["id"]
    body = {"ingredients": [{"id": known, "grams": 600}, line(beans, 1000)], "yield_g": None}
    answer = user_api.patch(address(pot), body).json()
    assert [(each["name"], each["grams"]) for each in answer["ingredients"]] == [
        ("Stock", 600),
        ("Beans", 1000),
    ]
    assert answer["ingredients"][0]["id"] == known
    assert answer["pot"]["nutrients"]["energy_kcal"] == pytest.approx(1060)


def test_newer_figures_are_told_and_not_taken(user_api: APIClient, pot: dict[str, Any], beans: Food) -> None:
    assert pot["newer_figures"] is False
    revise(beans, name="Beans", energy_kcal=200.0)
    found = user_api.get(address(pot)).json()
    assert found["newer_figures"] is True
    assert [each["newer_figures"] for each in found["ingredients"]] == [True, False]
    assert found["pot"] == pot["pot"]


def test_newer_figures_are_taken_on_request(user_api: APIClient, pot: dict[str, Any], beans: Food) -> None:
    revise(beans, name="Beans", energy_kcal=200.0)
    renewed = user_api.post(f"{address(pot)}renew/").json()
    assert (renewed["newer_figures"], renewed["version"]) == (False, 2)
    assert renewed["pot"]["nutrients"]["energy_kcal"] == pytest.approx(POT_KCAL + 1500)
    assert user_api.post(f"{address(pot)}renew/").json()["version"] == 2


def test_saving_the_ingredients_takes_them_too(user_api: APIClient, pot: dict[str, Any], beans: Food) -> None:
    revise(beans, name="Beans", energy_kcal=200.0)
    same = [{"id": each["id"]} for each in pot["ingredients"]]
    assert user_api.patch(address(pot), {"name": "Other"}).json()["newer_figures"] is True
    assert user_api.patch(address(pot), {"ingredients": same}).json()["newer_figures"] is False


def test_a_retired_food_stays_as_it_was(user_api: APIClient, pot: dict[str, Any], beans: Food) -> None:
    revise(beans, name="Beans", state="retired")
    assert user_api.get(address(pot)).json()["newer_figures"] is False
    assert user_api.post(f"{address(pot)}renew/").json()["pot"] == pot["pot"]


def test_a_deleted_recipe_is_gone(user_api: APIClient, pot: dict[str, Any]) -> None:
    assert user_api.delete(address(pot)).status_code == 204
    assert user_api.get(address(pot)).status_code == 404
    assert user_api.get(RECIPES).json()["results"] == []


def test_a_recipe_can_be_part_of_another(user_api: APIClient, pot: dict[str, Any], beans: Food) -> None:
    answer = user_api.post(RECIPES, recipe(part(pot["id"], 1050), line(beans, 500), name="Pie")).json()
    assert answer["pot"]["nutrients"]["energy_kcal"] == pytest.approx(POT_KCAL / 2 + 500, abs=0.01)
    inner = answer["ingredients"][0]
    assert (inner["food_id"], inner["recipe_id"], inner["name"]) == (None, pot["id"], "Stew")
    assert inner["nutrients"]["iron_mg"] is None


def test_a_changed_part_is_newer_figures(user_api: APIClient, pot: dict[str, Any]) -> None:
    pie = user_api.post(RECIPES, recipe(part(pot["id"], 1050), name="Pie")).json()
    user_api.patch(address(pot), {"yield_g": 4200})
    assert user_api.get(address(pie)).json()["newer_figures"] is True
    renewed = user_api.post(f"{address(pie)}renew/").json()
    assert renewed["pot"]["nutrients"]["energy_kcal"] == pytest.approx(POT_KCAL / 4, abs=0.01)


def test_a_deleted_part_leaves_its_figures(user_api: APIClient, pot: dict[str, Any]) -> None:
    pie = user_api.post(RECIPES, recipe(part(pot["id"], 1050), name="Pie")).json()
    user_api.delete(address(pot))
    found = user_api.get(address(pie)).json()
    assert found["ingredients"][0]["recipe_id"] is None
    assert found["ingredients"][0]["name"] == "Stew"
    assert user_api.patch(address(pie), {"yield_g": 900}).json()["pot"]["grams"] == 900
    assert found["pot"]["nutrients"] == pie["pot"]["nutrients"]
