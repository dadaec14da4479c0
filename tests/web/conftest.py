"""A browser, a server, and a kitchen for the tests that use the pages as people do."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as project
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from playwright.sync_api import ConsoleMessage, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from nutrition import catalog
from nutrition.models import Food
from tests.conftest import PASSWORD
from tests.web.kitchen import stock

BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
    "--disable-quic",
]
PHONE = {"width": 390, "height": 844}
PATIENCE_MS = 10_000


class OneAtATime:
    """Lets one request at a time to the database: all threads of a test's server share one connection."""

    lock = threading.RLock()

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Wait for the others, then answer."""
        with self.lock:
            return self.get_response(request)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the system's Chromium."""
    # Playwright's loop runs in the thread of the tests from here on; nothing of ours runs in it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    return {**browser_type_launch_args, "executable_path": shutil.which("chromium"), "args": BROWSER_FLAGS}


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A phone in New York, without motion."""
    return {
        **browser_context_args,
        "viewport": PHONE,
        "locale": "en-US",
        "timezone_id": "America/New_York",
        "reduced_motion": "reduce",
    }


@pytest.fixture
def kitchen(transactional_db: None) -> dict[str, Food]:
    """The made-up foods, by name."""
    foods = stock()
    catalog.forget()
    return foods


@pytest.fixture(scope="session")
def live_server(django_db_setup: None) -> Iterator[LiveServer]:
    """A server that answers one request at a time; it keeps the middleware that it starts with."""
    with override_settings(MIDDLEWARE=["tests.web.conftest.OneAtATime", *project.MIDDLEWARE]):
        server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture
def site(kitchen: dict[str, Food], live_server: LiveServer) -> str:
    """The address of the server."""
    expect.set_options(timeout=PATIENCE_MS)
    return live_server.url


@pytest.fixture
def guest(site: str, page: Page) -> Iterator[Page]:
    """The page of someone who opens the site for the first time; an error on a page fails the test."""
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("console", lambda message: broken.append(message.text) if is_ours(message) else None)
    page.set_default_timeout(PATIENCE_MS)
    page.goto(site)
    yield page
    # Nothing may ask while the database is emptied: close the page, let the last answer finish.
    page.close()
    with OneAtATime.lock:
        pass
    assert broken == []


def is_ours(message: ConsoleMessage) -> bool:
    """Whether the console tells of an error of the pages; that an answer failed is the browser's own word."""
    return message.type == "error" and not message.text.startswith("Failed to load resource")


@pytest.fixture
def ann(guest: Page, site: str, user: User) -> Page:
    """The page of Ann, who has signed in."""
    sign_in(guest, site, user.email)
    return guest


def sign_in(page: Page, site: str, email: str) -> None:
    """Sign in on the page for it."""
    page.goto(f"{site}/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Today")).to_be_visible()
