"""Foods, nutrients and categories over HTTP, with the project's own food tables."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from nutrition.api import serializers
from nutrition.models import Food
from nutrition.nutrients import KEYS
from nutrition.resolution.foods import FoodTables
from nutrition.services import announce
from tests.meals.factories import errors_of

pytestmark = pytest.mark.usefixtures("food_tables")
FOODS = "/api/v1/foods/"


def search(api: APIClient, q: str, **query: Any) -> list[dict[str, Any]]:
    answer = api.get(FOODS, {"q": q, **query})
    assert answer.status_code == 200, answer.content
    return list(answer.json()["results"])


def found(api: APIClient, q: str, **query: Any) -> list[str]:
    return [food["name"] for food in search(api, q, **query)]


@pytest.fixture
def egg(api: APIClient) -> dict[str, Any]:
    return search(api, "egg", limit=1)[0]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("egg", "Egg"),
        ("EGGS", "Egg"),
        ("scrambled eg", "Scrambled eggs"),
        ("eggs scram", "Scrambled eggs"),
        ("bannana", "Banana"),
        ("chiken soup", "Chicken soup"),
        ("brocoli", "Broccoli, cooked"),
        ("2% milk", "Reduced-fat milk (2%)"),
        ("lowfat milk", "Low-fat milk (1%)"),
        ("whole wheat br", "Whole wheat bread"),
        ("soup of tom", "Tomato soup"),
        ("crème brûl", "Creme brulee"),
    ],
)
def test_the_first_food_is_the_one_that_is_meant(api, typed, first):
    assert first in found(api, typed, limit=3)


@pytest.mark.parametrize(
    ("typed", "region", "first"),
    [
        ("chips", "GB", "French fries"),
        ("chips", "US", "Potato chips"),
        ("crisps", "GB", "Potato chips"),
        ("aubergine", "GB", "Eggplant, cooked"),
        ("yoghurt", "GB", "Yogurt"),
        ("porridge", "GB", "Oatmeal"),
    ],
)
def test_words_of_a_region(api, typed, region, first):
    assert found(api, typed, region=region)[0] == first


def test_the_region_comes_from_the_language(api):
    answer = api.get(FOODS, {"q": "chips"}, HTTP_ACCEPT_LANGUAGE="en-GB")
    assert answer.json()["results"][0]["name"] == "French fries"
    assert "Accept-Language" in answer["Vary"]


@pytest.mark.parametrize("typed", ["m", "mi", "mil", "milk", "chicken", "bread"])
def test_everyday_foods_come_before_obscure_ones(api, typed):
    everyday = [food["is_base"] for food in search(api, typed, limit=50)]
    assert everyday == sorted(everyday, reverse=True) or everyday[:20] == [True] * 20


def test_a_food_comes_once(api):
    ids = [food["food_id"] for food in search(api, "milk", limit=50)]
    assert len(set(ids)) == len(ids) == 50


def test_a_line_is_as_described(api, food_tables: FoodTables, egg):
    food = food_tables.foods[food_tables.rows_of_id[egg["food_id"]]]
    assert serializers.FoundFoodSerializer(egg).data == egg
    assert egg["serving_g"] == food.serving_g
    energy = food_tables.nutrients_of(food_tables.rows_of_id[food.id])["energy_kcal"]
    assert egg["energy_kcal_per_100g"] == energy


@pytest.mark.parametrize("typed", ["xyzzy", "🍕", "米饭", "%", "_", "'", "\\", "zzzz zzzz zzzz"])
def test_nothing_is_found_for_what_is_no_food(api, typed):
    assert search(api, typed) == []


def test_the_search_does_not_ask_the_database(api, django_assert_num_queries):
    with django_assert_num_queries(0):
        search(api, "chicken", limit=50)


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("", {"q": "required"}),
        ("?q=", {"q": "blank"}),
        ("?q=%20", {"q": "blank"}),
        ("?q=a%00b", {"q": "null_characters_not_allowed"}),
        (f"?q={'x' * 101}", {"q": "max_length"}),
        ("?q=a&limit=0", {"limit": "min_value"}),
        ("?q=a&limit=51", {"limit": "max_value"}),
        ("?q=a&limit=x", {"limit": "invalid"}),
        ("?q=a&region=FR", {"region": "invalid_choice"}),
        ("?q=a&search=b&page=2", {"search": "unknown_field", "page": "unknown_field"}),
    ],
)
def test_a_bad_query_names_the_parameter(api, query, errors):
    answer = api.get(FOODS + query)
    assert (answer.status_code, errors_of(answer)) == (400, errors)


def test_a_food_tells_all_that_is_known(api, egg):
    food = api.get(f"{FOODS}{egg['food_id']}/").json()
    assert serializers.FoodSerializer(food).data == food
    assert food["name"] == "Egg"
    assert set(food["nutrients"]) == set(KEYS)
    assert food["provenance"]["default"]["source"] == "fndds"
    assert food["portions"]
    assert all(portion["grams"] > 0 for portion in food["portions"])
    assert food["category_name"] == "Eggs"


def test_a_figure_from_elsewhere_names_its_source(api, food_tables: FoodTables):
    answers = (
        api.get(f"{FOODS}{food.id}/").json() for food in food_tables.foods if food.source == "foundation"
    )
    food = next(food for food in answers if food["provenance"]["nutrients"])
    assert all(len(origin) == 2 for origin in food["provenance"]["nutrients"].values())
    assert food["provenance"]["nutrients"].keys() <= set(KEYS)


def test_both_addresses_of_a_food_work(api, egg):
    address = f"{FOODS}{egg['food_id']}"
    assert api.get(address).json() == api.get(f"{address}/").json()


@pytest.mark.parametrize("food_id", [0, 987_654_321, 10**30])
def test_an_unknown_food_is_a_404(api, food_id):
    answer = api.get(f"{FOODS}{food_id}/")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_an_answer_that_is_held_is_not_sent_again(api, egg):
    address = f"{FOODS}{egg['food_id']}/"
    etag = api.get(address)["ETag"]
    again = api.get(address, HTTP_IF_NONE_MATCH=f'"other", {etag}')
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    assert api.get(address, HTTP_IF_NONE_MATCH='"other"').status_code == 200


def test_a_food_asks_little_of_the_database(api, egg, django_assert_num_queries):
    with django_assert_num_queries(3):  # the revision, the portions, the aliases
        api.get(f"{FOODS}{egg['food_id']}/")


def test_a_merged_food_answers_with_its_successor(api, egg, own_catalog):
    old = Food.objects.exclude(pk=egg["food_id"]).latest("pk")
    Food.objects.filter(pk=old.pk).update(merged_into=egg["food_id"])
    announce(foods=[old.pk])
    answer = api.get(f"{FOODS}{old.pk}/")
    assert (answer.status_code, answer.json()["food_id"]) == (200, egg["food_id"])


def test_the_nutrients(api):
    results = api.get("/api/v1/nutrients/").json()["results"]
    assert [nutrient["key"] for nutrient in results] == list(KEYS)
    assert sum(nutrient["is_core"] for nutrient in results) == 33
    assert all(serializers.NutrientSerializer(nutrient).data == nutrient for nutrient in results)


def test_the_tree_of_categories(api, food_tables: FoodTables):
    roots = api.get("/api/v1/categories/").json()["results"]
    assert sum(root["foods"] for root in roots) == len(food_tables.rows_of_id)
    proteins = next(root for root in roots if root["slug"] == "proteins")
    poultry = next(node for node in proteins["children"] if node["slug"] == "proteins/poultry")
    assert proteins["foods"] >= sum(node["foods"] for node in proteins["children"])
    assert "proteins/poultry/chicken" in [node["slug"] for node in poultry["children"]]


@pytest.mark.parametrize("address", ["nutrients/", "categories/", "foods/1/", "foods/1"])
def test_a_parameter_that_is_none_is_refused(api, address):
    assert errors_of(api.get(f"/api/v1/{address}?region=GB")) == {"region": "unknown_field"}
