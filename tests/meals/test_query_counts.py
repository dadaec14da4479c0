"""No address asks the database more often for more lines, meals or days."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from nutrition.models import Category, Food, Preparation
from tests.meals.factories import line, make_food, meal

Lines = list[dict[str, Any]]


def _log(user_api: APIClient, lines: Lines) -> str:
    meal_id = user_api.post("/api/v1/meals/", meal(*lines)).json()["id"]
    return f"/api/v1/meals/{meal_id}/"


def _log_on_many_days(user_api: APIClient, lines: Lines) -> None:
    """As many meals as lines, each on its own day."""
    for day, _ in enumerate(lines, start=1):
        user_api.post("/api/v1/meals/", meal(*lines, eaten_at=f"2025-03-{day:02}T12:00:00Z"))


def _queries(call: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert call().status_code < 300
    return len(queries)


CASES: dict[str, Callable[[APIClient, str, Lines], Any]] = {
    "create": lambda api, one, lines: api.post("/api/v1/meals/", meal(*lines)),
    "read": lambda api, one, lines: api.get(one),
    "list": lambda api, one, lines: api.get("/api/v1/meals/"),
    "copy": lambda api, one, lines: api.post(f"{one}copy/", {}),
    "delete": lambda api, one, lines: api.delete(one),
    "add a line": lambda api, one, lines: api.post(f"{one}items/", lines[0]),
    "day": lambda api, one, lines: api.get("/api/v1/days/2025-03-01/"),
    "days": lambda api, one, lines: api.get("/api/v1/days/?from=2025-03-01&to=2025-03-31"),
}


@pytest.fixture
def lines() -> Lines:
    return [line(make_food(f"Food {number}", energy_kcal=number)) for number in range(5)]


@pytest.mark.parametrize("case", CASES)
def test_equal_queries_for_1_and_5(user_api: APIClient, lines: Lines, case: str) -> None:
    """Of lines in a meal, and of meals in the diary."""

    def count(some: Lines) -> int:
        one = _log(user_api, some)
        _log_on_many_days(user_api, some)
        return _queries(lambda: CASES[case](user_api, one, some))

    assert count(lines[:1]) == count(lines)


def test_equal_queries_for_1_and_5_changed_and_added(user_api: APIClient, lines: Lines) -> None:
    def count(some: Lines) -> int:
        one = _log(user_api, some)
        known = user_api.get(one).json()["items"]
        changed = [{"id": item["id"], "grams": 7} for item in known]
        return _queries(lambda: user_api.patch(one, {"items": changed + some}))

    assert count(lines[:1]) == count(lines)


def test_reads_ask_little(user_api: APIClient) -> None:
    one = _log(user_api, [line(make_food())])
    login = _queries(lambda: user_api.get("/api/v1/auth/devices/")) - 1

    assert _queries(lambda: user_api.get(one)) - login == 2
    assert _queries(lambda: user_api.get("/api/v1/days/2025-03-10/")) - login == 2
    assert _queries(lambda: user_api.get("/api/v1/days/?from=2025-03-01&to=2025-03-31")) - login == 1


def test_equal_queries_for_1_and_5_prepared(user_api: APIClient) -> None:
    method = Preparation.objects.create(slug="grilled", name="Grilled", words=["grilled"], source="a cook")
    foods = [make_food(f"Food {number}", description="raw") for number in range(5)]
    method.applies_to.add(Category.objects.get(slug="grains"))

    def count(some: list[Food]) -> tuple[int, int]:
        body = meal(*(line(food, preparation="grilled") for food in some))
        one = _log(user_api, body["items"])
        return (
            _queries(lambda: user_api.post("/api/v1/meals/", body)),
            _queries(lambda: user_api.post(f"{one}copy/", {})),
        )

    assert count(foods[:1]) == count(foods)
