"""A line keeps the grade that it was logged with; a meal's and a day's come from their lines."""

from typing import Any

import pytest

from nutrition.models import Category
from tests.meals.factories import line, make_food, meal, revise

LEAN: dict[str, Any] = {
    "energy_kcal": 50.0, "sugars_g": 1.0, "saturated_fat_g": 0.1, "sodium_mg": 5.0, "fibre_g": 5.0,
    "protein_g": 5.0, "fat_g": 0.5, "carbohydrate_total_g": 10.0,
}  # fmt: skip
RICH: dict[str, Any] = LEAN | {
    "energy_kcal": 500.0, "sugars_g": 60.0, "saturated_fat_g": 15.0, "fat_g": 25.0, "fibre_g": 0.0,
}  # fmt: skip


@pytest.fixture
def beans(db):
    return make_food("Beans", fruit_vegetable_legume_percent=100.0, **LEAN)


@pytest.fixture
def cake(db):
    return make_food("Cake", **RICH)


def logged(user_api, *lines):
    return user_api.post("/api/v1/meals/", meal(*lines)).json()


def test_a_line_has_its_letter(user_api, beans, cake):
    found = logged(user_api, line(beans), line(cake))
    assert [item["grade"]["letter"] for item in found["items"]] == ["A", "E"]


def test_more_cake_is_a_worse_meal(user_api, beans, cake):
    some, more = (logged(user_api, line(beans, 200), line(cake, grams)) for grams in (10, 200))
    assert more["grade"]["balanced_score"] < some["grade"]["balanced_score"]


def test_a_food_of_which_too_little_is_known_has_no_letter(user_api, rice):
    (item,) = logged(user_api, line(rice))["items"]
    assert item["grade"]["letter"] is None
    assert item["grade"]["because"].startswith("Not computable: ")


def test_a_new_revision_leaves_the_grade_of_logged_lines(user_api, beans):
    before = logged(user_api, line(beans))
    revise(beans, **RICH)
    assert user_api.get(f"/api/v1/meals/{before['id']}/").json()["grade"] == before["grade"]


def test_new_grams_leave_the_grade_of_the_cited_revision(user_api, beans):
    before = logged(user_api, line(beans))
    revise(beans, **RICH)
    (item,) = before["items"]
    after = user_api.patch(f"/api/v1/meals/{before['id']}/items/{item['id']}/", {"grams": 300}).json()
    assert after["grade"] == item["grade"]


def test_another_class_of_the_category_leaves_it_too(user_api, beans):
    before = logged(user_api, line(beans))
    Category.objects.update(nutriscore_class="not_rated")
    (item,) = before["items"]
    after = user_api.patch(f"/api/v1/meals/{before['id']}/items/{item['id']}/", {"grams": 300}).json()
    assert after["grade"]["letter"] == "A"


def test_another_food_brings_its_own_grade(user_api, beans, cake):
    before = logged(user_api, line(beans))
    (item,) = before["items"]
    path = f"/api/v1/meals/{before['id']}/items/{item['id']}/"
    assert user_api.patch(path, {"food_id": cake.pk}).json()["grade"]["letter"] == "E"


def test_a_line_from_before_the_grades_has_none(user_api, user, beans):
    found = logged(user_api, line(beans))
    user.meals.get().items.update(grade=None)
    after = user_api.get(f"/api/v1/meals/{found['id']}/").json()
    assert after["items"][0]["grade"] is None
    assert after["grade"]["letter"] is None


def test_a_day_is_graded_as_one_meal(user_api, beans, cake):
    logged(user_api, line(beans))
    logged(user_api, line(cake))
    day = user_api.get("/api/v1/days/2025-03-10/").json()
    letters = [each["grade"]["letter"] for each in day["meals"]]
    assert letters == ["A", "E"]
    assert day["grade"]["letter"] not in (None, "A")


def test_a_day_says_how_much_of_its_inflammation_is_known(user_api, beans):
    logged(user_api, line(beans, 500))
    found = user_api.get("/api/v1/days/2025-03-10/grade/").json()["inflammation"]
    assert 0 < found["known"] < found["parameters"] == 45
    assert found["contributions"]["fibre"] < 0


def test_an_empty_day_knows_nothing(user_api):
    found = user_api.get("/api/v1/days/2025-03-10/grade/").json()
    assert found["grade"] is None
    assert found["inflammation"]["score"] is None
    assert found["reference_percent"] == {}


def test_references_are_those_of_the_profile(user_api, beans):
    logged(user_api, line(beans, 250))
    user_api.patch("/api/v1/profile/", {"birth_date": "1990-05-01", "sex": "female"})
    found = user_api.get("/api/v1/days/2025-03-10/grade/").json()
    assert found["life_stage"] == "female_31_50"
    assert found["reference_percent"]["fibre_g"] == 50.0


def test_without_age_and_sex_the_daily_values_count(user_api, beans):
    logged(user_api, line(beans, 280))
    found = user_api.get("/api/v1/days/2025-03-10/grade/").json()
    assert found["life_stage"] is None
    assert found["reference_percent"]["fibre_g"] == 50.0
