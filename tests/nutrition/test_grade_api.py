"""Grades over HTTP: of a food with every point, of foods together, in an analysis and in a search."""

import pytest

from tests.meals.factories import errors_of

pytestmark = pytest.mark.usefixtures("food_tables")


def food_id(api, name):
    return api.get("/api/v1/foods/", {"q": name, "limit": 1}).json()["results"][0]["food_id"]


def grade(api, name, **query):
    answer = api.get(f"/api/v1/foods/{food_id(api, name)}/grade", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_the_points_add_up(api):
    score = grade(api, "white bread")["nutriscore_2023"]
    assert sum(part["points"] for part in score["negative"] if part["counted"]) == score["negative_points"]
    assert sum(part["points"] for part in score["positive"] if part["counted"]) == score["positive_points"]
    assert score["score"] == score["negative_points"] - score["positive_points"]


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("apple", "A"),
        ("water", "A"),
        ("lentils", "A"),
        ("cola", "E"),
        ("butter", "E"),
        ("milk chocolate", "E"),
    ],
)
def test_letters_that_everybody_expects(api, name, letters):
    assert grade(api, name)["nutriscore_2023"]["grade"] in letters


@pytest.mark.parametrize(
    ("name", "food_class"),
    [
        ("cheddar", "cheese"),
        ("olive oil", "fats_oils_nuts_seeds"),
        ("almonds", "fats_oils_nuts_seeds"),
        ("orange juice", "beverage"),
        ("whole milk", "beverage"),
        ("beef steak", "red_meat"),
        ("apple", "general"),
    ],
)
def test_the_class_follows_from_the_category(api, name, food_class):
    assert grade(api, name)["nutriscore_2023"]["food_class"] == food_class


def test_milk_was_no_drink_in_2017(api):
    milk = grade(api, "whole milk")
    assert milk["nutriscore_2023"]["food_class"] == "beverage"
    assert milk["nutriscore_2017"]["grade"] in "AB"


def test_beer_has_no_letter_and_says_why(api):
    score = grade(api, "beer")["nutriscore_2023"]
    assert (score["grade"], score["score"]) == (None, None)
    assert "alcohol" in score["because"]


def test_twice_the_grams_are_twice_the_load(api):
    one, two = grade(api, "white rice", grams=100), grade(api, "white rice", grams=200)
    assert two["glycemic"]["load"] == pytest.approx(2 * one["glycemic"]["load"], abs=0.2)
    assert two["glycemic"]["index"] == one["glycemic"]["index"]
    assert two["nutriscore_2023"] == one["nutriscore_2023"]


def test_meat_has_no_glycemic_index(api):
    assert grade(api, "chicken breast")["glycemic"] is None


def test_the_same_food_gives_the_same_grade(api):
    assert grade(api, "oatmeal") == grade(api, "oatmeal")


def test_a_stored_grade_is_the_computed_one(api):
    """What lists show and what the page shows come from one formula."""
    row = next(row for row in api.get("/api/v1/foods/", {"q": "oatmeal"}).json()["results"])
    assert row["letter"] == grade(api, row["name"])["nutriscore_2023"]["grade"]


def test_shares_of_the_day_are_those_of_the_life_stage(api):
    mine = grade(api, "lentils", grams=100, life_stage="female_19_30")["daily_reference_percent"]["iron_mg"]
    his = grade(api, "lentils", grams=100, life_stage="male_19_30")["daily_reference_percent"]["iron_mg"]
    assert mine == pytest.approx(his * 8 / 18, abs=0.1)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"grams": "0"}, "grams"),
        ({"grams": "-5"}, "grams"),
        ({"grams": "nan"}, "grams"),
        ({"grams": "much"}, "grams"),
        ({"preparation": "dreamt"}, "preparation"),
        ({"preparation": "grilled"}, "preparation"),
        ({"life_stage": "martian"}, "life_stage"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_bad_queries_name_the_field(api, query, field):
    answer = api.get(f"/api/v1/foods/{food_id(api, 'water')}/grade", query)
    assert answer.status_code == 400
    assert field in errors_of(answer)


def test_an_unknown_food_is_not_there(api):
    assert api.get("/api/v1/foods/999999999/grade").status_code == 404


def test_a_meal_is_graded_by_its_energy(api):
    salad, butter = food_id(api, "lentils"), food_id(api, "butter")
    healthy = api.post("/api/v1/grade", {"items": [{"food_id": salad, "grams": 300}]}).json()
    rich = api.post(
        "/api/v1/grade", {"items": [{"food_id": salad, "grams": 300}, {"food_id": butter, "grams": 60}]}
    ).json()
    assert healthy["letter"] == "A"
    assert rich["balanced_score"] < healthy["balanced_score"]
    assert healthy["graded_share"] == 1.0


@pytest.mark.parametrize(
    ("items", "field"),
    [
        ([], "items"),
        ([{"food_id": 1, "grams": 0}], "items.0.grams"),
        ([{"food_id": 999999999, "grams": 5}], "items.0.food_id"),
        (
            [{"food_id": 1, "grams": 5}, {"food_id": 1, "grams": 5, "preparation": "dreamt"}],
            "items.1.preparation",
        ),
    ],
)
def test_bad_meals_name_the_line(api, items, field):
    answer = api.post("/api/v1/grade", {"items": items})
    assert answer.status_code == 400
    assert field in errors_of(answer)


def test_an_analysis_grades_every_food_and_the_meal(api):
    meal = api.post("/api/v1/analyze/text", {"text": "two eggs and a slice of whole wheat toast"}).json()
    assert all(item["grade"]["letter"] for item in meal["items"])
    assert meal["grade"]["letter"] in "ABC"
    assert meal["grade"]["formula_version"] == meal["items"][0]["grade"]["formula_version"]


def test_an_analysis_without_food_has_no_grade(api):
    assert api.post("/api/v1/analyze/text", {"text": "xyzzy"}).json()["grade"] is None


def test_a_glass_of_water_is_an_a(api):
    assert api.post("/api/v1/analyze/text", {"text": "a glass of water"}).json()["grade"]["letter"] == "A"
