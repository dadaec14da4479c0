"""Two curators and a food."""

import pytest

from accounts.models import User
from nutrition.models import Food
from tests.conftest import MakeUser
from tests.meals.factories import make_food


@pytest.fixture
def dora(make_user: MakeUser) -> User:
    return make_user("dora@example.org", is_staff=True)


@pytest.fixture
def emil(make_user: MakeUser) -> User:
    return make_user("emil@example.org", is_staff=True)


@pytest.fixture
def rice(own_catalog: None, db: None) -> Food:
    return make_food("Rice, boiled", energy_kcal=130.0, protein_g=2.7)
