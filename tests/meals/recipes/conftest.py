"""A pot of stew: foods, and the recipe that is made of them."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from nutrition.models import Food
from tests.meals.factories import make_food
from tests.meals.recipes.factories import RECIPES, stew


@pytest.fixture
def beans(db: None) -> Food:
    return make_food(
        "Beans",
        energy_kcal=100.0,
        protein_g=8.0,
        fat_g=1.0,
        carbohydrate_total_g=15.0,
        water_g=75.0,
        iron_mg=2.0,
    )


@pytest.fixture
def stock(db: None) -> Food:
    """A food of which no iron is known."""
    return make_food(
        "Stock", energy_kcal=10.0, protein_g=1.0, fat_g=0.0, carbohydrate_total_g=1.0, water_g=97.0
    )


@pytest.fixture
def pot(user_api: APIClient, beans: Food, stock: Food) -> dict[str, Any]:
    """Ann's stew: 1,500 g of beans and 900 g of stock, boiled down to 2.1 kg, for four."""
    answer = user_api.post(RECIPES, stew(beans, stock))
    assert answer.status_code == 201, answer.content
    return dict(answer.json())
