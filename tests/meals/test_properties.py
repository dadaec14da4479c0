"""What holds for every meal."""

from math import fsum
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from nutrition.models import Food
from tests.meals.factories import line, make_food, meal

# Amounts are rounded for the client to a hundredth of the label's last digit, at worst 0.01.
ROUNDED = 0.01
FOODS: list[dict[str, float | None]] = [
    {"energy_kcal": 130.3, "protein_g": 2.71, "iron_mg": 0.23},
    {"energy_kcal": 1.0, "protein_g": 0.0, "iron_mg": None},
    {"energy_kcal": 717.9, "protein_g": None, "iron_mg": 0.021},
    {"energy_kcal": None, "protein_g": None, "iron_mg": None},
]
LINES = st.lists(st.tuples(st.integers(0, len(FOODS) - 1), st.floats(0.1, 20_000)), min_size=1, max_size=6)


@pytest.fixture
def foods(db: None) -> list[Food]:
    return [make_food(f"Food {number}", **nutrients) for number, nutrients in enumerate(FOODS)]


def _totals(user_api: APIClient, foods: list[Food], lines: list[tuple[int, float]]) -> dict[str, Any]:
    body = meal(*(line(foods[number], grams) for number, grams in lines))
    totals: dict[str, Any] = user_api.post("/api/v1/meals/", body).json()["totals"]
    return totals


_settings = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@_settings
@given(lines=LINES)
def test_a_total_is_the_sum_of_its_lines(
    user_api: APIClient, foods: list[Food], lines: list[tuple[int, float]]
) -> None:
    totals = _totals(user_api, foods, lines)
    grams = fsum(mass for _, mass in lines)

    assert totals["grams"] == pytest.approx(grams)
    for key in FOODS[0]:
        known = [(mass, value) for number, mass in lines if (value := FOODS[number][key]) is not None]
        expected = fsum(mass / 100 * value for mass, value in known) if known else None
        assert totals["nutrients"][key] == pytest.approx(expected, abs=ROUNDED)
        assert totals["unknown_foods"][key] == len(lines) - len(known)
        assert totals["known_share"][key] == pytest.approx(fsum(m for m, _ in known) / grams, abs=1e-4)


@_settings
@given(lines=LINES, data=st.data())
def test_the_order_of_lines_does_not_matter(
    user_api: APIClient, foods: list[Food], lines: list[tuple[int, float]], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(lines))

    first, second = (_totals(user_api, foods, order) for order in (lines, shuffled))

    assert first["unknown_foods"] == second["unknown_foods"]
    for part in ("nutrients", "known_share"):
        assert second[part] == pytest.approx(first[part], abs=ROUNDED)
