"""A few foods, and the curator who decides."""

import pytest

from accounts.models import User
from nutrition.models import Food
from nutrition.services import announce, set_portion
from tests.conftest import MakeUser
from tests.meals.factories import make_food


@pytest.fixture
def porridge(own_catalog: None, db: None) -> Food:
    """Its cup weighs 200 g, and a cup is what is usually meant."""
    food = make_food("Porridge", energy_kcal=70.0, protein_g=2.5, serving_g=200.0, serving="1 cup")
    set_portion(food=food, label="1 cup", grams=200.0)
    return food


@pytest.fixture
def muesli(porridge: Food) -> Food:
    return announced(make_food("Muesli", energy_kcal=360.0))


@pytest.fixture
def soup(porridge: Food) -> Food:
    return announced(make_food("Broccoli cheddar soup", energy_kcal=80.0))


def announced(food: Food) -> Food:
    """The food, of which every process is told: grading the porridge has read the tables already."""
    announce(foods=[food.pk])
    return food


@pytest.fixture
def curator(make_user: MakeUser) -> User:
    return make_user("dora@example.org", is_staff=True)
