"""Fixtures that every app's tests share."""

import importlib.util
import math
import os
import re
import shutil
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings as project
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import transaction
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis
from pytest_django import DjangoDbBlocker, Settings
from rest_framework.test import APIClient

from accounts import devices, services
from accounts.models import User
from nutrition import catalog
from nutrition.loading.load import load_release
from nutrition.monitoring import storing
from nutrition.resolution.foods import FoodTables

# How long an example takes is the machine's affair: the first one reads the tables.
hypothesis.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.load_profile("untimed")

PASSWORD = "correct horse battery"

NEEDS = {
    "postgres": (bool(os.environ.get("TEST_POSTGRES_URL")), "no PostgreSQL: TEST_POSTGRES_URL is not set"),
    "redis": (bool(os.environ.get("TEST_REDIS_URL")), "no Redis: TEST_REDIS_URL is not set"),
    "browser": (bool(shutil.which("chromium")), "no browser: chromium is not installed"),
    "ml": (bool(importlib.util.find_spec("torch")), "no torch: install the extra with pip install .[ml]"),
}

MakeUser = Callable[..., User]
ApiAs = Callable[[User], APIClient]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip by name what needs a service that is not there; the tests that need the real foods come last."""
    items.sort(key=_needs_real_foods)
    for item in items:
        if _needs_real_foods(item):
            item.add_marker(pytest.mark.django_db)
        for marker, (present, reason) in NEEDS.items():
            if item.get_closest_marker(marker) and not present:
                item.add_marker(pytest.mark.skip(reason=reason))


def _needs_real_foods(item: pytest.Item) -> bool:
    return "food_tables" in getattr(item, "fixturenames", ())


@pytest.fixture(autouse=True)
def _fresh(settings: Settings, request: pytest.FixtureRequest) -> Iterator[None]:
    """Hash passwords fast, and let no test see what another cached or counted."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    storing.forget()
    yield
    cache.clear()
    storing.forget()
    if not _needs_real_foods(request.node):
        catalog.forget()


@pytest.fixture(scope="session")
def food_tables(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[FoodTables]:
    """The project's own food tables, in the database and in memory, for tests that only read them.

    They are loaded once, in a transaction around all tests that ask for them; nothing looks for changes.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        load_release(directory=project.BASE_DIR / "fixtures", progress=lambda what, done, total: None)
        catalog.forget()
        tables = catalog.current().tables
        with django_db_blocker.block(), pytest.MonkeyPatch.context() as patch:
            patch.setattr(catalog, "CHECK_SECONDS", math.inf)
            yield tables
        catalog.forget()
        transaction.set_rollback(True)


@pytest.fixture
def make_user(db: None) -> MakeUser:
    """Return a function that makes users, confirmed unless told otherwise."""

    def make(email: str = "ann@example.org", *, verified: bool = True, **fields: object) -> User:
        user = User.objects.create_user(email, PASSWORD, **fields)
        if verified:
            services.mark_verified(user=user)
        return user

    return make


@pytest.fixture
def user(make_user: MakeUser) -> User:
    """Ann, whose things are asked for."""
    return make_user("ann@example.org")


@pytest.fixture
def other_user(make_user: MakeUser) -> User:
    """Bob, who is logged in too."""
    return make_user("bob@example.org")


@pytest.fixture
def api() -> APIClient:
    """Return an API client that nobody is logged in with."""
    return APIClient()


def access_token(user: User) -> str:
    """Log a device of the user in and return its access token."""
    return devices.open_with_tokens(user=user, name="Test phone", platform="android")[1].access


@pytest.fixture
def api_as(db: None) -> ApiAs:
    """Return a function that makes an API client of a user, logged in by token."""

    def log_in(user: User) -> APIClient:
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {access_token(user)}")
        return client

    return log_in


@pytest.fixture
def user_api(user: User, api_as: ApiAs) -> APIClient:
    """Ann's API client."""
    return api_as(user)


@pytest.fixture
def other_api(other_user: User, api_as: ApiAs) -> APIClient:
    """Bob's API client."""
    return api_as(other_user)


@pytest.fixture
def key_in() -> Callable[[EmailMessage], str]:
    """Return a function that finds the key in a mail, as a person would copy it."""

    def find(mail: EmailMessage) -> str:
        found = re.search(r"asks for a key: (\S+)", str(mail.body))
        assert found, mail.body
        return found.group(1)

    return find
