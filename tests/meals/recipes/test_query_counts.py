"""No address of a recipe asks the database more often for more ingredients or more recipes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from tests.meals.factories import line, make_food, meal
from tests.meals.recipes.factories import MEALS, RECIPES, part, recipe

Lines = list[dict[str, Any]]
CASES: dict[str, Callable[[APIClient, str, Lines], Any]] = {
    "create": lambda api, one, lines: api.post(RECIPES, recipe(*lines)),
    "read": lambda api, one, lines: api.get(one),
    "list": lambda api, one, lines: api.get(RECIPES),
    "change": lambda api, one, lines: api.patch(one, {"yield_g": 400}),
    "replace": lambda api, one, lines: api.patch(one, {"ingredients": lines}),
    "renew": lambda api, one, lines: api.post(f"{one}renew/"),
    "delete": lambda api, one, lines: api.delete(one),
    "eat": lambda api, one, lines: api.post(MEALS, meal(part(one.split("/")[-2], 10))),
}


def _queries(call: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as queries:
        answer = call()
        assert answer.status_code < 300, answer.content
    return len(queries)


def _made(user_api: APIClient, lines: Lines, **fields: Any) -> str:
    return str(user_api.post(RECIPES, recipe(*lines, **fields)).json()["id"])


@pytest.fixture
def lines(user_api: APIClient) -> Lines:
    """Five foods."""
    return [line(make_food(f"Food {number}", energy_kcal=number)) for number in range(5)]


@pytest.mark.parametrize("case", CASES)
def test_equal_queries_for_1_and_5_ingredients(user_api: APIClient, lines: Lines, case: str) -> None:
    def count(some: Lines) -> int:
        one = f"{RECIPES}{_made(user_api, some)}/"
        return _queries(lambda: CASES[case](user_api, one, some))

    assert count(lines[:1]) == count(lines)


@pytest.mark.parametrize("case", CASES)
def test_equal_queries_for_1_and_5_recipes_within(user_api: APIClient, lines: Lines, case: str) -> None:
    parts = [part(_made(user_api, [each]), 10) for each in lines]

    def count(some: Lines) -> int:
        one = f"{RECIPES}{_made(user_api, some)}/"
        return _queries(lambda: CASES[case](user_api, one, some))

    assert count(parts[:1]) == count(parts)


def test_equal_queries_for_1_and_5_recipes_in_a_meal(user_api: APIClient, lines: Lines) -> None:
    parts = [part(_made(user_api, [each]), 10) for each in lines]

    def count(some: Lines) -> tuple[int, int]:
        logged = user_api.post(MEALS, meal(*some)).json()
        copied = _queries(lambda: user_api.post(f"{MEALS}{logged['id']}/copy/", {}))
        return _queries(lambda: user_api.post(MEALS, meal(*some))), copied

    assert count(parts[:1]) == count(parts)
