"""One line at a time."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from meals.ids import uuid7
from nutrition.models import Food
from tests.meals.factories import errors_of, line, meal


@pytest.fixture
def logged(user_api: APIClient, rice: Food) -> dict[str, Any]:
    body = meal(line(rice, 100, grams_low=80, grams_high=120, path="alias", score=0.9))
    answer: dict[str, Any] = user_api.post("/api/v1/meals/", body).json()
    return answer


@pytest.fixture
def address(logged: dict[str, Any]) -> str:
    return f"/api/v1/meals/{logged['id']}/items/{logged['items'][0]['id']}/"


def test_a_line_is_added_at_the_end(user_api: APIClient, logged: dict[str, Any], tea: Food) -> None:
    response = user_api.post(f"/api/v1/meals/{logged['id']}/items/", line(tea, 200))

    after = user_api.get(f"/api/v1/meals/{logged['id']}/").json()
    assert response.status_code == 201
    assert after["items"] == [logged["items"][0], response.json()]
    assert after["updated_at"] > logged["updated_at"]


def test_new_grams_bring_new_nutrients_and_drop_the_old_interval(user_api: APIClient, address: str) -> None:
    item = user_api.patch(address, {"grams": 50}).json()

    assert (item["grams"], item["grams_low"], item["grams_high"]) == (50, None, None)
    assert item["nutrients"]["energy_kcal"] == 65
    assert item["provenance"]["path"] == "alias"


def test_another_food_brings_its_own_name_and_source(user_api: APIClient, address: str, tea: Food) -> None:
    item = user_api.patch(address, {"food_id": tea.pk}).json()

    assert (item["food_id"], item["name"], item["grams"]) == (tea.pk, "Tea", 100)
    assert item["nutrients"]["energy_kcal"] == 1
    assert item["nutrients"]["iron_mg"] is None
    assert (item["provenance"]["path"], item["provenance"]["score"]) == ("", None)


def test_the_last_line_can_be_deleted(user_api: APIClient, logged: dict[str, Any], address: str) -> None:
    assert user_api.delete(address).status_code == 204

    after = user_api.get(f"/api/v1/meals/{logged['id']}/").json()
    assert after["items"] == []
    assert after["totals"]["grams"] == 0
    assert set(after["totals"]["nutrients"].values()) == {None}


def test_a_line_is_found_in_its_own_meal_only(
    user_api: APIClient, logged: dict[str, Any], rice: Food
) -> None:
    second = user_api.post("/api/v1/meals/", meal(line(rice))).json()
    address = f"/api/v1/meals/{second['id']}/items/{logged['items'][0]['id']}/"

    assert user_api.patch(address, {"grams": 1}).status_code == 404
    assert user_api.delete(address).status_code == 404


def test_a_line_id_that_is_taken_is_a_conflict(
    user_api: APIClient, logged: dict[str, Any], rice: Food
) -> None:
    body = line(rice, 5, id=logged["items"][0]["id"])

    assert user_api.post(f"/api/v1/meals/{logged['id']}/items/", body).status_code == 409
    assert user_api.get(f"/api/v1/meals/{logged['id']}/").json() == logged


def test_a_line_cannot_change_its_id(user_api: APIClient, address: str) -> None:
    assert errors_of(user_api.patch(address, {"id": str(uuid7())})) == {"id": "unknown_field"}


def test_a_full_meal_takes_no_further_line(user_api: APIClient, rice: Food) -> None:
    full = user_api.post("/api/v1/meals/", meal(*[line(rice)] * 100)).json()

    response = user_api.post(f"/api/v1/meals/{full['id']}/items/", line(rice))

    assert errors_of(response) == {"": "max_length"}
