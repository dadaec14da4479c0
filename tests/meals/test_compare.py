"""Foods and meals compared over HTTP."""

import pytest

from tests.meals.factories import errors_of, line, make_food, meal
from tests.meals.test_grades import LEAN, RICH

COMPARE = "/api/v1/compare"


@pytest.fixture
def beans(db):
    return make_food("Beans", fruit_vegetable_legume_percent=100.0, serving="1 cup", serving_g=200.0, **LEAN)


@pytest.fixture
def cake(db):
    return make_food("Cake", serving="1 slice", serving_g=80.0, **RICH)


def compare(client, *entries, **fields):
    answer = client.post(COMPARE, {"entries": list(entries), **fields})
    assert answer.status_code == 200, answer.content
    return answer.json()


def by_id(*foods):
    return [{"food_id": food.pk} for food in foods]


def test_the_better_food_wins(api, beans, cake):
    found = compare(api, *by_id(cake, beans))
    assert found["winner"]["names"] == ["Beans"]
    assert found["winner"]["margin"] == "decisive"
    assert found["explanation"]["phrased_by"] == "rules"
    assert "Beans" in found["explanation"]["summary"]


@pytest.mark.parametrize(
    ("basis", "grams"), [("serving", [80, 200]), ("100g", [100, 100]), ("100kcal", [20, 200])]
)
def test_the_basis_is_what_is_compared(api, beans, cake, basis, grams):
    found = compare(api, *by_id(cake, beans), basis=basis)
    assert found["basis"] == basis
    assert [entry["grams"] for entry in found["entries"]] == grams


def test_a_meal_of_the_diary_against_a_food(user_api, beans, cake):
    lunch = user_api.post("/api/v1/meals/", meal(line(beans), line(cake, 20))).json()
    found = compare(user_api, {"meal_id": lunch["id"]}, *by_id(cake))
    assert found["entries"][0]["meal_id"] == lunch["id"]
    assert found["winner"]["ids"] == ["1"]


def test_foods_together_are_a_meal(api, beans, cake):
    together = {"items": [line(beans, 100), line(cake, 100)], "name": "Lunch"}
    found = compare(api, together, *by_id(cake))
    assert found["entries"][0]["name"] == "Lunch"
    assert found["entries"][0]["nutrients"]["energy_kcal"] == 550


def test_a_meal_of_another_is_not_there(user_api, other_api, beans, cake):
    lunch = user_api.post("/api/v1/meals/", meal(line(beans))).json()
    answer = other_api.post(COMPARE, {"entries": [{"meal_id": lunch["id"]}, *by_id(cake)]})
    assert answer.status_code == 404


def test_a_guest_has_no_meals(api, user_api, beans, cake):
    lunch = user_api.post("/api/v1/meals/", meal(line(beans))).json()
    answer = api.post(COMPARE, {"entries": [{"meal_id": lunch["id"]}, *by_id(cake)]})
    assert answer.status_code == 401


def test_the_focus_of_the_profile_counts(user_api, beans, cake):
    user_api.patch("/api/v1/profile/", {"wellness_focus": "gut_health"})
    assert compare(user_api, *by_id(beans, cake))["focus"] == "gut_health"
    assert compare(user_api, *by_id(beans, cake), focus="brain")["focus"] == "brain"


def test_the_same_food_twice_is_told_apart(api, cake):
    found = compare(api, *by_id(cake, cake))
    assert [entry["name"] for entry in found["entries"]] == ["Cake", "Cake (2)"]
    assert found["winner"]["margin"] == "tie"


def test_nothing_is_told_to_a_model_unless_asked(api, beans, cake, settings):
    settings.LANGUAGE_MODEL_URL = "http://127.0.0.1:9/v1"
    assert compare(api, *by_id(beans, cake))["explanation"]["phrased_by"] == "rules"


def test_water_has_no_100_kcal(api, beans):
    water = make_food("Water", energy_kcal=0.0)
    answer = api.post(COMPARE, {"entries": by_id(water, beans), "basis": "100kcal"})
    assert answer.status_code == 400
    assert errors_of(answer) == {"basis": "no_energy"}


@pytest.mark.parametrize("count", [0, 1, 11])
def test_two_to_ten(api, beans, count):
    answer = api.post(COMPARE, {"entries": by_id(beans) * count})
    assert answer.status_code == 400
    assert set(errors_of(answer)) == {"entries"}


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ({}, "entries.1"),
        ({"food_id": 999_999_999}, "entries.1.food_id"),
        ({"food_id": 1, "text": "eggs"}, "entries.1"),
        ({"text": "xyzzy"}, "entries.1.text"),
        ({"text": "eggs", "grams": 5}, "entries.1.grams"),
        ({"food_id": 1, "grams": 0}, "entries.1.grams"),
        ({"food_id": 1, "colour": "red"}, "entries.1.colour"),
        ({"items": []}, "entries.1.items"),
    ],
)
def test_a_bad_entry_is_named(api, beans, entry, field):
    answer = api.post(COMPARE, {"entries": [*by_id(beans), entry]})
    assert answer.status_code == 400, answer.content
    assert any(name.startswith(field) for name in errors_of(answer)), errors_of(answer)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "entries"),
        ({"text": "eggs"}, "text"),
        ({"text": "eggs vs xyzzy"}, "text"),
        ({"text": "milk or juice for kids"}, "text"),
        ({"text": "vs"}, "text"),
        ({"text": "a vs b vs c vs d vs e vs f vs g vs h vs i vs j vs k"}, "text"),
        ({"text": "x", "focus": "beauty"}, "focus"),
        ({"text": "x", "basis": "spoon"}, "basis"),
        ({"text": "x", "phrasing": "poet"}, "phrasing"),
    ],
)
def test_a_bad_question_is_named(api, beans, body, field):
    answer = api.post(COMPARE, body)
    assert answer.status_code == 400
    assert field in errors_of(answer)


@pytest.mark.usefixtures("food_tables")
def test_a_question_in_words(api):
    found = api.post(COMPARE, {"text": "oatmeal vs eggs for energy"}).json()
    assert found["focus"] == "energy"
    assert [entry["name"] for entry in found["entries"]] == ["Oatmeal", "Egg"]


@pytest.mark.usefixtures("food_tables")
def test_the_best_nutri_score_wins_balanced(api):
    """The first design compared raw points, of which the fewest are best: its winner was the worst food."""
    found = api.post(COMPARE, {"text": "lentils vs butter vs white bread"}).json()
    assert found["winners"]["balanced"]["names"][0].startswith("Lentils")


@pytest.mark.usefixtures("food_tables")
def test_a_meal_in_words_is_one_entry(api):
    found = api.post(COMPARE, {"text": "two eggs and toast vs oatmeal and a banana"}).json()
    assert [entry["name"] for entry in found["entries"]] == ["two eggs and toast", "oatmeal and a banana"]
