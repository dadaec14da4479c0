"""Curators at their pages: one of each group, and a food."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User
from nutrition.curation.rights import DIETITIAN, SENIOR_DIETITIAN, STAFF, give_rights
from nutrition.models import Food
from tests.conftest import MakeUser
from tests.meals.factories import make_food

MakeCurator = Callable[[str, str], User]
As = Callable[[User], Client]


@pytest.fixture
def make_curator(make_user: MakeUser) -> MakeCurator:
    """Return a function that makes somebody of a group."""

    def make(email: str, group: str) -> User:
        give_rights()
        user = make_user(email, is_staff=True)
        user.groups.add(Group.objects.get(name=group))
        return user

    return make


@pytest.fixture
def dora(make_curator: MakeCurator) -> User:
    """A dietitian."""
    return make_curator("dora@example.org", DIETITIAN)


@pytest.fixture
def emil(make_curator: MakeCurator) -> User:
    """A senior dietitian."""
    return make_curator("emil@example.org", SENIOR_DIETITIAN)


@pytest.fixture
def stan(make_curator: MakeCurator) -> User:
    """One of the staff."""
    return make_curator("stan@example.org", STAFF)


@pytest.fixture
def logged_in() -> As:
    """Return a function that makes a browser of somebody who is logged in."""

    def log_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def rice(own_catalog: None, db: None) -> Food:
    """A food that a release brought."""
    return make_food("Rice, boiled", energy_kcal=130.0, protein_g=2.7, fat_g=0.3)
