"""Corrections over HTTP and by changing a line: only where the one who corrects agreed to it."""

from typing import Any

import pytest

from nutrition.learning.models import Correction
from tests.meals.factories import errors_of, line, make_food, meal

ADDRESS = "/api/v1/corrections"


@pytest.fixture
def gruel(own_catalog: None, db: None):
    return make_food("Gruel", energy_kcal=70.0, serving_g=200.0, serving="1 cup")


@pytest.fixture
def oats(gruel):
    return make_food("Oats", energy_kcal=360.0)


@pytest.fixture
def own_catalog(monkeypatch: pytest.MonkeyPatch) -> None:
    from nutrition import catalog

    monkeypatch.setattr(catalog, "_current", None)


def body(proposed, chosen, **fields: Any) -> dict[str, Any]:
    return {"phrase": "a gruel", "proposed_food_id": proposed.pk, "food_id": chosen.pk, **fields}


def shares(api, value: bool = True) -> None:
    api.patch("/api/v1/profile/", {"shares_corrections": value})


def counted() -> list[tuple[str, int]]:
    return list(Correction.objects.values_list("kind", "count"))


def test_a_guest_who_agreed_is_counted(api, gruel, oats):
    assert api.post(ADDRESS, body(gruel, oats, agreed=True)).status_code == 204
    assert counted() == [("food", 1)]


def test_a_guest_who_did_not_agree_is_not(api, gruel, oats):
    assert api.post(ADDRESS, body(gruel, oats)).status_code == 403
    assert counted() == []


def test_an_account_agrees_in_its_profile_and_nowhere_else(user_api, gruel, oats):
    assert user_api.post(ADDRESS, body(gruel, oats, agreed=True)).status_code == 403
    shares(user_api)
    assert user_api.post(ADDRESS, body(gruel, oats)).status_code == 204
    shares(user_api, False)
    assert user_api.post(ADDRESS, body(oats, gruel)).status_code == 403
    assert counted() == [("food", 1)]


def test_the_same_sent_again_changes_nothing(api, gruel, oats):
    codes = {api.post(ADDRESS, body(gruel, oats, agreed=True)).status_code for _ in range(3)}
    assert (codes, counted()) == ({204}, [("food", 1)])


def test_grams_and_nutrients_are_counted_apart(api, gruel):
    change = body(gruel, gruel, proposed_grams=200, grams=300, nutrients={"energy_kcal": 90}, agreed=True)
    assert api.post(ADDRESS, change).status_code == 204
    assert sorted(counted()) == [("grams", 1), ("nutrient", 1)]


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"phrase": ""}, {"phrase": "blank"}),
        ({"phrase": "x" * 201}, {"phrase": "max_length"}),
        ({"food_id": "1"}, {"food_id": "type"}),
        ({"food_id": 10**9}, {"food_id": "unknown_food"}),
        ({"proposed_food_id": 10**9}, {"proposed_food_id": "unknown_food"}),
        ({"grams": -1}, {"grams": "positive"}),
        ({"nutrients": {"zorble_g": 1}}, {"nutrients.zorble_g": "unknown_field"}),
        ({"nutrients": {"protein_g": -1}}, {"nutrients.protein_g": "min_value"}),
        ({"nutrients": {"protein_g": 200}}, {"nutrients.protein_g": "invalid"}),
        ({"nutrients": 3}, {"nutrients": "invalid"}),
        ({"who": "ann"}, {"who": "unknown_field"}),
    ],
)
def test_a_bad_request_names_the_field(api, gruel, oats, change, errors):
    assert errors_of(api.post(ADDRESS, body(gruel, oats, agreed=True) | change)) == errors
    assert counted() == []


def test_nobody_corrects_without_end(api, gruel, oats):
    answers = [api.post(ADDRESS, {}) for _ in range(121)]
    assert (answers[119].status_code, answers[120].status_code) == (400, 429)


@pytest.fixture
def logged(user_api, gruel, oats):
    """A line that words were resolved to."""
    found = line(gruel, 200, description="a gruel", path="name:Gruel", score=0.95)
    return user_api.post("/api/v1/meals/", meal(found)).json()


def change_line(api, logged, capture, **fields):
    address = f"/api/v1/meals/{logged['id']}/items/{logged['items'][0]['id']}/"
    with capture(execute=True):
        assert api.patch(address, fields).status_code == 200


def test_a_changed_line_teaches(user_api, logged, oats, django_capture_on_commit_callbacks):
    shares(user_api)
    change_line(user_api, logged, django_capture_on_commit_callbacks, food_id=oats.pk)
    assert list(Correction.objects.values_list("kind", "phrase", "to_food")) == [("food", "gruel", oats.pk)]


def test_a_changed_line_teaches_nothing_unless_its_owner_agreed(
    user_api, logged, oats, django_capture_on_commit_callbacks
):
    change_line(user_api, logged, django_capture_on_commit_callbacks, food_id=oats.pk)
    assert counted() == []


def test_what_the_user_chose_already_teaches_no_more(
    user_api, logged, gruel, oats, django_capture_on_commit_callbacks
):
    shares(user_api)
    for food in (oats, gruel):
        change_line(user_api, logged, django_capture_on_commit_callbacks, food_id=food.pk)
    assert counted() == [("food", 1)]


def test_a_line_changed_with_its_whole_meal_teaches_too(user_api, logged, django_capture_on_commit_callbacks):
    shares(user_api)
    lines = [{"id": logged["items"][0]["id"], "grams": 300}]
    with django_capture_on_commit_callbacks(execute=True):
        assert user_api.patch(f"/api/v1/meals/{logged['id']}/", {"items": lines}).status_code == 200
    assert list(Correction.objects.values_list("kind", "portion")) == [("grams", "usual amount")]
