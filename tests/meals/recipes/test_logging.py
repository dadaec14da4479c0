"""A line of a meal cites a recipe: its figures are those of that day, whatever becomes of the recipe."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from nutrition.models import Food
from tests.meals.factories import line, meal, revise
from tests.meals.recipes.factories import MEALS, RECIPES, eaten, part, recipe

# 400 g of a pot of 2.1 kg that holds 1,590 kcal.
KCAL = 1590 * 400 / 2100


@pytest.fixture
def logged(user_api: APIClient, pot: dict[str, Any]) -> dict[str, Any]:
    answer = user_api.post(MEALS, eaten(pot["id"], 400))
    assert answer.status_code == 201, answer.content
    return dict(answer.json())


def item_of(logged: dict[str, Any]) -> dict[str, Any]:
    (item,) = logged["items"]
    return dict(item)


def test_400_g_of_a_pot_of_2100(logged: dict[str, Any], pot: dict[str, Any]) -> None:
    item = item_of(logged)
    assert (item["food_id"], item["recipe_id"], item["name"]) == (None, pot["id"], "Stew")
    assert item["nutrients"]["energy_kcal"] == pytest.approx(KCAL, abs=0.01)
    assert logged["totals"]["nutrients"]["energy_kcal"] == pytest.approx(KCAL, abs=0.01)
    assert item["grade"] == pot["grade"]


def test_servings_are_the_pots(user_api: APIClient, pot: dict[str, Any]) -> None:
    item = item_of(user_api.post(MEALS, eaten(pot["id"], servings=1.5)).json())
    assert (item["grams"], item["quantity"]) == (787.5, "1.5 servings")
    assert item["nutrients"]["energy_kcal"] == pytest.approx(1590 / 4 * 1.5, abs=0.01)


def test_it_says_which_recipe_and_what_went_in(logged: dict[str, Any], pot: dict[str, Any]) -> None:
    told = item_of(logged)["provenance"]
    assert (told["source"], told["source_id"], told["revision"]) == ("recipe", pot["id"], 1)
    kept = told["recipe"]
    assert (kept["name"], kept["version"], kept["grams"], kept["serving_g"]) == ("Stew", 1, 2100, 525)
    assert kept["updated_at"] == pot["updated_at"]
    assert kept["sources"] == [{"source": "fndds", "release": "2021-2023"}]
    assert [(each["name"], each["grams"]) for each in kept["ingredients"]] == [
        ("Beans", 1500),
        ("Stock", 900),
    ]


def test_what_is_known_of_a_part_is_unknown_and_said(logged: dict[str, Any]) -> None:
    item = item_of(logged)
    assert item["nutrients"]["iron_mg"] is None
    assert item["provenance"]["recipe"]["known_share"]["iron_mg"] == pytest.approx(0.625)
    assert logged["totals"]["unknown_foods"]["iron_mg"] == 1


def test_a_changed_recipe_leaves_what_was_logged(
    user_api: APIClient, logged: dict[str, Any], pot: dict[str, Any], beans: Food
) -> None:
    revise(beans, name="Beans", energy_kcal=999.0)
    user_api.post(f"{RECIPES}{pot['id']}/renew/")
    user_api.patch(f"{RECIPES}{pot['id']}/", {"yield_g": 4000, "name": "Soup"})
    assert user_api.get(f"{MEALS}{logged['id']}/").json() == logged


def test_a_deleted_recipe_leaves_what_was_logged(
    user_api: APIClient, logged: dict[str, Any], pot: dict[str, Any]
) -> None:
    user_api.delete(f"{RECIPES}{pot['id']}/")
    item = item_of(user_api.get(f"{MEALS}{logged['id']}/").json())
    assert item == item_of(logged) | {"recipe_id": None}


@pytest.mark.parametrize("is_deleted", [False, True])
def test_new_grams_count_by_the_recipe_as_it_was(
    user_api: APIClient, logged: dict[str, Any], pot: dict[str, Any], is_deleted: bool
) -> None:
    address = f"{RECIPES}{pot['id']}/"
    user_api.delete(address) if is_deleted else user_api.patch(address, {"yield_g": 4200})
    item = item_of(logged)
    line_address = f"{MEALS}{logged['id']}/items/{item['id']}/"
    assert user_api.patch(line_address, {"grams": 200}).json()["nutrients"]["energy_kcal"] == pytest.approx(
        KCAL / 2, abs=0.01
    )
    assert user_api.patch(line_address, {"servings": 1}).json()["grams"] == 525


def test_a_copy_takes_the_recipe_as_it_is(
    user_api: APIClient, logged: dict[str, Any], pot: dict[str, Any]
) -> None:
    user_api.patch(f"{RECIPES}{pot['id']}/", {"yield_g": 4200})
    copy = item_of(user_api.post(f"{MEALS}{logged['id']}/copy/", {}).json())
    assert copy["nutrients"]["energy_kcal"] == pytest.approx(KCAL / 2, abs=0.01)
    assert copy["provenance"]["revision"] == 2


def test_a_copy_of_a_deleted_recipe_is_as_it_was(
    user_api: APIClient, logged: dict[str, Any], pot: dict[str, Any]
) -> None:
    user_api.delete(f"{RECIPES}{pot['id']}/")
    copy = item_of(user_api.post(f"{MEALS}{logged['id']}/copy/", {}).json())
    assert copy["nutrients"] == item_of(logged)["nutrients"]


def test_a_line_changes_from_recipe_to_food_and_back(
    user_api: APIClient, logged: dict[str, Any], pot: dict[str, Any], beans: Food
) -> None:
    address = f"{MEALS}{logged['id']}/items/{item_of(logged)['id']}/"
    as_food = user_api.patch(address, {"food_id": beans.pk}).json()
    assert (as_food["food_id"], as_food["recipe_id"], as_food["name"]) == (beans.pk, None, "Beans")
    assert (as_food["nutrients"]["energy_kcal"], as_food["provenance"]["recipe"]) == (400, None)
    back = user_api.patch(address, {"recipe_id": pot["id"]}).json()
    assert (back["food_id"], back["recipe_id"], back["name"]) == (None, pot["id"], "Stew")
    assert back["nutrients"] == item_of(logged)["nutrients"]


def test_it_counts_in_the_days_totals(user_api: APIClient, logged: dict[str, Any]) -> None:
    day = logged["local_date"]
    (totals,) = user_api.get(f"/api/v1/days/?from={day}&to={day}").json()["days"]
    assert totals["totals"]["nutrients"]["energy_kcal"] == pytest.approx(KCAL, abs=0.01)
    whole = user_api.get(f"/api/v1/days/{day}/grade/").json()
    assert whole["grade"]["formula_version"] == item_of(logged)["grade"]["formula_version"]


def test_it_can_be_compared(user_api: APIClient, logged: dict[str, Any], beans: Food) -> None:
    body = {"entries": [{"meal_id": logged["id"]}, {"food_id": beans.pk}], "basis": "serving"}
    # The foods of these tests are in the database only; the catalog finds them as it is built anew.
    answer = user_api.post("/api/v1/compare", body)
    assert answer.status_code == 200, answer.content
    assert answer.json()["entries"][0]["grams"] == 400


def test_a_recipe_of_recipes_names_all_tables(user_api: APIClient, pot: dict[str, Any], beans: Food) -> None:
    revise(beans, name="Beans", source="sr28", energy_kcal=100.0)
    pie = user_api.post(RECIPES, recipe(part(pot["id"], 100), line(beans, 100), name="Pie")).json()
    kept = item_of(user_api.post(MEALS, meal(part(pie["id"], 50))).json())["provenance"]["recipe"]
    assert [each["source"] for each in kept["sources"]] == ["fndds", "sr28"]
    assert [each["source"] for each in kept["ingredients"]] == ["recipe", "sr28"]
