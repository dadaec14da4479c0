"""What cannot be right is refused by the name of its field, and nothing is written."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from meals.models import Meal
from nutrition.models import Food
from tests.meals.factories import errors_of, line, meal

SOON = (datetime.now(UTC) + timedelta(days=3)).isoformat()
AN_ID = "019a9f3c-7b1e-7c55-9d0a-3f5e8a1b2c4d"


@pytest.mark.parametrize(
    ("fields", "at_fault"),
    [
        ({"kind": "brunch"}, {"kind": "invalid_choice"}),
        ({"kind": None}, {"kind": "null"}),
        ({"kind": []}, {"kind": "invalid_choice"}),
        ({"calories": 300}, {"calories": "unknown_field"}),
        ({"local_date": "2025-03-10"}, {"local_date": "unknown_field"}),
        ({"user": 1}, {"user": "unknown_field"}),
        ({"id": "seven"}, {"id": "invalid"}),
        ({"note": "x" * 2001}, {"note": "max_length"}),
        ({"note": "a\0b"}, {"note": "null_characters_not_allowed"}),
        ({"note": ["a"]}, {"note": "type"}),
        ({"time_zone": "Mars/Olympus"}, {"time_zone": "time_zone"}),
        ({"time_zone": "../../etc/passwd"}, {"time_zone": "time_zone"}),
        ({"time_zone": "Europe/London\0"}, {"time_zone": "null_characters_not_allowed"}),
        ({"eaten_at": "yesterday"}, {"eaten_at": "invalid"}),
        ({"eaten_at": "2025-03-10"}, {"eaten_at": "naive"}),
        ({"eaten_at": "2025-03-10T12:00:00"}, {"eaten_at": "naive"}),
        ({"eaten_at": "1899-12-31T23:59:59Z"}, {"eaten_at": "too_early"}),
        ({"eaten_at": "0001-01-01T00:00:00+14:00"}, {"eaten_at": "overflow"}),
        ({"eaten_at": SOON}, {"eaten_at": "too_late"}),
        ({"eaten_at": 1741608000}, {"eaten_at": "invalid"}),
    ],
    ids=str,
)
def test_a_meal(user_api: APIClient, rice: Food, fields: dict[str, Any], at_fault: dict[str, str]) -> None:
    response = user_api.post("/api/v1/meals/", meal(line(rice)) | fields)

    assert response.status_code == 400
    assert errors_of(response) == at_fault
    assert not Meal.objects.exists()


@pytest.mark.parametrize(
    ("fields", "at_fault"),
    [
        ({"grams": 0}, {"grams": "positive"}),
        ({"grams": -200}, {"grams": "positive"}),
        ({"grams": 20_000.01}, {"grams": "max_value"}),
        ({"grams": 10**400}, {"grams": "overflow"}),
        ({"grams": "nan"}, {"grams": "type"}),
        ({"grams": "100"}, {"grams": "type"}),
        ({"grams": True}, {"grams": "type"}),
        ({"grams": None}, {"grams": "null"}),
        ({"food_id": 0}, {"food_id": "min_value"}),
        ({"food_id": 2**63}, {"food_id": "max_value"}),
        ({"food_id": "rice"}, {"food_id": "type"}),
        ({"food_id": 987654321}, {"food_id": "unknown_food"}),
        ({"name": ""}, {"name": "blank"}),
        ({"name": "x" * 161}, {"name": "max_length"}),
        ({"description": "a\0b"}, {"description": "null_characters_not_allowed"}),
        ({"path": "x" * 121}, {"path": "max_length"}),
        ({"score": 1.01}, {"score": "max_value"}),
        ({"energy_kcal": 1}, {"energy_kcal": "unknown_field"}),
        ({"revision": 2}, {"revision": "unknown_field"}),
        ({"grams_low": 50}, {"grams_high": "invalid"}),
        ({"grams_high": 150}, {"grams_low": "invalid"}),
        ({"grams_low": 101, "grams_high": 150}, {"grams_low": "invalid"}),
        ({"grams_low": 50, "grams_high": 99}, {"grams_high": "invalid"}),
    ],
    ids=str,
)
def test_a_line(user_api: APIClient, rice: Food, fields: dict[str, Any], at_fault: dict[str, str]) -> None:
    bad = line(rice) | fields

    inside = user_api.post("/api/v1/meals/", meal(line(rice), bad))
    assert errors_of(inside) == {f"items.1.{name}": code for name, code in at_fault.items()}
    assert not Meal.objects.exists()

    meal_id = user_api.post("/api/v1/meals/", meal(line(rice))).json()["id"]
    alone = user_api.post(f"/api/v1/meals/{meal_id}/items/", bad)
    assert errors_of(alone) == at_fault


@pytest.mark.parametrize("items", [None, {}, "rice", [1], [None], [[]]], ids=str)
def test_items_that_are_no_lines(user_api: APIClient, items: Any) -> None:
    response = user_api.post("/api/v1/meals/", {"kind": "lunch", "items": items})

    assert response.status_code == 400
    assert all(field.startswith("items") for field in errors_of(response))


def test_an_empty_request_names_what_is_needed(user_api: APIClient) -> None:
    assert errors_of(user_api.post("/api/v1/meals/", {})) == {"kind": "required", "items": "required"}


def test_a_meal_of_more_than_100_lines(user_api: APIClient, rice: Food) -> None:
    response = user_api.post("/api/v1/meals/", meal(*[line(rice)] * 101))

    assert errors_of(response) == {"items": "max_length"}


def test_the_same_line_id_twice(user_api: APIClient, rice: Food) -> None:
    response = user_api.post("/api/v1/meals/", meal(line(rice, id=AN_ID), line(rice, id=AN_ID)))

    assert errors_of(response) == {"items.1.id": "invalid"}


def test_an_interval_needs_its_grams(user_api: APIClient, rice: Food) -> None:
    logged = user_api.post("/api/v1/meals/", meal(line(rice))).json()
    address = f"/api/v1/meals/{logged['id']}/items/{logged['items'][0]['id']}/"

    assert errors_of(user_api.patch(address, {"grams_low": 1, "grams_high": 2})) == {"grams": "invalid"}


def test_a_refused_patch_changes_nothing(user_api: APIClient, rice: Food) -> None:
    logged = user_api.post("/api/v1/meals/", meal(line(rice))).json()
    address = f"/api/v1/meals/{logged['id']}/"

    response = user_api.patch(address, {"note": "new", "items": [{"food_id": 987654321, "grams": 1}]})

    assert errors_of(response) == {"items.0.food_id": "unknown_food"}
    assert user_api.get(address).json() == logged


@pytest.mark.parametrize(
    ("query", "at_fault"),
    [
        ("date=2025-02-30", {"date": "invalid"}),
        ("from=2025-03-10&to=2025-03-09", {"to": "invalid"}),
        ("day=2025-03-10", {"day": "unknown_field"}),
        ("date=", {"date": "blank"}),
        ("page_size=0", {"page_size": "min_value"}),
        ("page_size=101", {"page_size": "max_value"}),
        ("cursor=zzz", {"cursor": "invalid"}),
        ("cursor=%00", {"cursor": "null_characters_not_allowed"}),
        ("cursor=cD1ydWJiaXNo", {"cursor": "invalid"}),  # p=rubbish
        ("cursor=cD0yMDI1LTk5LTk5IDAwOjAw", {"cursor": "invalid"}),  # p=2025-99-99 00:00
    ],
)
def test_a_list(user_api: APIClient, query: str, at_fault: dict[str, str]) -> None:
    assert errors_of(user_api.get(f"/api/v1/meals/?{query}")) == at_fault


@pytest.mark.parametrize(
    ("query", "at_fault"),
    [
        ("", {"from": "required", "to": "required"}),
        ("from=2025-03-10&to=x", {"to": "invalid"}),
        ("from=2025-03-10&to=2025-03-09", {"to": "invalid"}),
        ("from=2025-03-10&to=2025-03-10&x=1", {"x": "unknown_field"}),
    ],
)
def test_days(user_api: APIClient, query: str, at_fault: dict[str, str]) -> None:
    assert errors_of(user_api.get(f"/api/v1/days/?{query}")) == at_fault
