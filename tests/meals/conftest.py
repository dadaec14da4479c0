"""Two foods."""

import pytest

from nutrition.models import Food
from tests.meals.factories import make_food


@pytest.fixture
def rice(db: None) -> Food:
    return make_food("Rice, boiled", energy_kcal=130.0, protein_g=2.7, iron_mg=0.2)


@pytest.fixture
def tea(db: None) -> Food:
    """A food of which no iron is known."""
    return make_food("Tea", energy_kcal=1.0, protein_g=0.0)
