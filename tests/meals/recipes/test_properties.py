"""What holds for every pot."""

from math import fsum
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from nutrition.models import Food
from tests.meals.factories import line, make_food, meal
from tests.meals.recipes.factories import MEALS, RECIPES, part, recipe

# Amounts are rounded for the client to a hundredth of the label's last digit, at worst 0.01.
ROUNDED = 0.01
FOODS: list[dict[str, float | None]] = [
    {"energy_kcal": 130.3, "protein_g": 2.71, "iron_mg": 0.23, "water_g": 68.0},
    {"energy_kcal": 1.0, "protein_g": 0.0, "iron_mg": None, "water_g": 99.0},
    {"energy_kcal": 717.9, "protein_g": None, "iron_mg": 0.021, "water_g": 16.0},
    {"energy_kcal": None, "protein_g": None, "iron_mg": None, "water_g": 50.0},
]
LINES = st.lists(st.tuples(st.integers(0, len(FOODS) - 1), st.floats(1, 5_000)), min_size=1, max_size=6)
_settings = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def foods(db: None) -> list[Food]:
    return [make_food(f"Food {number}", **nutrients) for number, nutrients in enumerate(FOODS)]


def _cooked(
    user_api: APIClient, foods: list[Food], lines: list[tuple[int, float]], **fields: Any
) -> dict[str, Any]:
    answer = user_api.post(RECIPES, recipe(*(line(foods[number], mass) for number, mass in lines), **fields))
    assert answer.status_code == 201, answer.content
    return dict(answer.json())


@_settings
@given(lines=LINES, shares=st.lists(st.floats(0.01, 1), min_size=1, max_size=5))
def test_the_portions_add_up_to_the_pot(
    user_api: APIClient, foods: list[Food], lines: list[tuple[int, float]], shares: list[float]
) -> None:
    """What less than 95 % of the pot is known for is unknown in every portion, and in their sum."""
    pot = _cooked(user_api, foods, lines)
    grams = [pot["pot"]["grams"] * share / fsum(shares) for share in shares]
    items = [part(pot["id"], min(each, 20_000)) for each in grams]
    if max(grams) > 20_000:
        return
    totals = user_api.post(MEALS, meal(*items)).json()["totals"]
    for key in FOODS[0]:
        enough = pot["pot"]["known_share"][key] >= 0.95
        expected = pot["pot"]["nutrients"][key] if enough else None
        assert totals["nutrients"][key] == pytest.approx(expected, abs=ROUNDED * (len(items) + 1))


@_settings
@given(lines=LINES, factor=st.floats(1, 4))
def test_a_heavier_pot_is_thinner_and_holds_as_much(
    user_api: APIClient, foods: list[Food], lines: list[tuple[int, float]], factor: float
) -> None:
    grams = fsum(mass for _, mass in lines)
    plain, thinned = (_cooked(user_api, foods, lines, yield_g=grams * each) for each in (1, factor))
    assert thinned["pot"]["grams"] == pytest.approx(grams * factor)
    for key in ("energy_kcal", "protein_g", "iron_mg"):
        assert thinned["pot"]["nutrients"][key] == pytest.approx(plain["pot"]["nutrients"][key], abs=ROUNDED)
        before, after = plain["per_100g"][key], thinned["per_100g"][key]
        assert after == (None if before is None else pytest.approx(before / factor, abs=ROUNDED))


@_settings
@given(lines=LINES)
def test_unknown_stays_unknown(
    user_api: APIClient, foods: list[Food], lines: list[tuple[int, float]]
) -> None:
    pot = _cooked(user_api, foods, lines)["pot"]
    for key in FOODS[0]:
        known = [mass for number, mass in lines if FOODS[number][key] is not None]
        assert (pot["nutrients"][key] is None) == (not known)
        assert pot["known_share"][key] == pytest.approx(fsum(known) / fsum(m for _, m in lines), abs=1e-3)
        assert pot["unknown_foods"][key] == len(lines) - len(known)
    assert pot["nutrients"]["zinc_mg"] is None


@_settings
@given(lines=LINES, grams=st.floats(1, 5_000))
def test_a_recipe_within_a_recipe_adds_nothing(
    user_api: APIClient, foods: list[Food], lines: list[tuple[int, float]], grams: float
) -> None:
    inner = _cooked(user_api, foods, lines)
    outer = user_api.post(RECIPES, recipe(part(inner["id"], grams))).json()
    assert outer["per_100g"] == pytest.approx(inner["per_100g"], abs=ROUNDED)
