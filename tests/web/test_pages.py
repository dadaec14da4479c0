"""The pages over HTTP: that they are there, that nothing in them is inline, that all they name exists."""

import json
import posixpath
import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from accounts.models import User
from tests.web.pages import CSS_URL, STATIC, page_of, static_text

pytestmark = pytest.mark.django_db

APP = [
    "/",
    "/review/",
    "/foods/",
    "/foods/1/",
    "/products/3017620422003/",
    "/compare/",
    "/recipes/",
    "/recipes/new/",
    "/recognition/",
    "/you/",
]
ACCOUNT = ["login", "signup", "password/reset", "password/reset/done", "confirm-email"]
PAGES = [*APP, *(f"/accounts/{name}/" for name in ACCOUNT)]
MODULES = sorted((settings.BASE_DIR / "static" / "js").rglob("*.js"))
IMPORT = re.compile(r"""(?:from|import)\s+["']([^"']+)["']""")


@pytest.mark.parametrize("address", PAGES)
def test_page_is_there_for_everyone(client: Client, address: str):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/html")
    assert [tag for tag, _ in page_of(response).elements].count("main") == 1


@pytest.mark.parametrize("address", PAGES)
def test_only_our_own_files_may_run(client: Client, address: str):
    policy = dict(
        part.strip().split(" ", 1) for part in client.get(address)["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert re.fullmatch(r"'self'( 'nonce-[^']+')?", policy["script-src"])
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_inline_but_the_import_map(client: Client, address: str):
    response = client.get(address)
    page = page_of(response)
    for attributes, text in page.scripts:
        if "src" in attributes:
            assert not text.strip()
        else:
            assert attributes["type"] == "importmap"
            assert f"'nonce-{attributes['nonce']}'" in response["Content-Security-Policy"]
    assert not page.of("style")
    for _, attributes in page.elements:
        assert not [name for name in attributes if name == "style" or name.startswith("on")]


@pytest.mark.parametrize("address", PAGES)
def test_every_file_that_a_page_names_exists(client: Client, address: str):
    files = page_of(client.get(address)).static_files()
    assert files
    assert [name for name in files if not finders.find(name)] == []


def test_every_file_that_a_style_sheet_names_exists(client: Client):
    sheets = [name for name in page_of(client.get("/")).static_files() if name.endswith(".css")]
    named = [
        posixpath.normpath(f"css/{url}") for name in sheets for url in CSS_URL.findall(static_text(name))
    ]
    assert named
    assert [name for name in named if not finders.find(name)] == []


def test_every_module_is_named_and_every_import_leads_to_a_file(client: Client):
    imports = page_of(client.get("/")).import_map()
    assert len([name for name in imports if name.startswith("#app/")]) == len(MODULES)
    for module in MODULES:
        for name in IMPORT.findall(module.read_text(encoding="utf-8")):
            package = next(
                (prefix for prefix in imports if prefix.endswith("/") and name.startswith(prefix)), ""
            )
            address = imports.get(name) or imports[package] + name.removeprefix(package)
            assert finders.find(address.removeprefix(STATIC)), f"{module.name} imports {name}"


def test_every_icon_that_is_used_is_in_the_sprite():
    drawn = set(re.findall(r'<symbol id="([^"]+)"', static_text("icons.svg")))
    templates = (settings.BASE_DIR / "templates").rglob("*.html")
    texts = [path.read_text(encoding="utf-8") for path in [*MODULES, *templates]]
    named = re.compile(r'\bicon\("([^"]+)"\)|icons[^"]*}}#([a-z0-9-]+)"')
    used = {name for text in texts for name in named.findall(text)}
    assert {one or other for one, other in used} <= drawn


def test_a_guest_is_told_nothing_of_anyone(client: Client, user: User):
    (html,) = page_of(client.get("/")).of("html")
    assert "data-user" not in html
    assert user.email not in client.get("/").content.decode()


def test_a_user_finds_their_own_preferences(client: Client, user: User, other_user: User):
    client.force_login(user)
    (html,) = page_of(client.get("/")).of("html")
    assert html["data-user"] == str(user.pk)
    assert html["data-email"] == user.email
    assert (html["data-region"], html["data-energy-unit"], html["data-day-starts-at"]) == (
        "US",
        "kcal",
        "00:00",
    )
    assert other_user.email not in client.get("/").content.decode()


def test_what_a_user_is_called_cannot_leave_its_attribute(client: Client, make_user):
    client.force_login(make_user('"><script>x</script>@example.org'))
    assert "<script>x" not in client.get("/").content.decode()


def test_pages_are_not_kept_by_anyone_in_between(client: Client):
    control = client.get("/")["Cache-Control"]
    assert "no-store" in control
    assert "private" in control


def test_pages_set_the_cookie_that_writes_need(client: Client):
    assert "csrftoken" in client.get("/").cookies


def test_pages_are_only_read(client: Client):
    assert client.post("/").status_code == 405


@pytest.mark.parametrize("address", ["/nothing/", "/foods/cheese/", "/foods/-1/", "/products/12/"])
def test_an_address_of_nothing_is_a_page_that_says_so(client: Client, address: str):
    response = client.get(address)
    assert response.status_code == 404
    assert "There is nothing at this address" in response.content.decode()


def test_signing_in_is_said_once(client: Client, user: User):
    client.post("/accounts/login/", {"login": user.email, "password": "correct horse battery"})
    assert "Signed in." in client.get("/").content.decode()
    assert "Signed in." not in client.get("/").content.decode()


def test_errors_of_a_form_stand_at_their_field(client: Client):
    page = page_of(client.post("/accounts/signup/", {"email": "x", "password1": "1", "password2": "2"}))
    (email,) = [each for each in page.of("input") if each.get("name") == "email"]
    assert email["aria-invalid"] == "true"
    assert email["aria-describedby"] in {attributes.get("id") for _, attributes in page.elements}


def test_packages_are_pinned_and_name_no_registry():
    package = json.loads((settings.BASE_DIR / "package.json").read_text(encoding="utf-8"))
    versions = [*package["dependencies"].values(), *package["devDependencies"].values()]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions)
    assert "resolved" not in (settings.BASE_DIR / "package-lock.json").read_text(encoding="utf-8")
