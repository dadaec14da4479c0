"""A dietitian's first day: finding, mending, verifying, reverting, merging, importing, taking a release."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from playwright.sync_api import Page, expect

from accounts.models import User
from nutrition import catalog
from nutrition.curation.models import Finding
from nutrition.curation.release_compare import silent
from nutrition.curation.release_review import review
from nutrition.curation.rights import DIETITIAN, SENIOR_DIETITIAN, give_rights
from nutrition.learning.models import Proposal
from nutrition.loading.load import load_release
from nutrition.models import Alias, Food, Portion
from tests.conftest import PASSWORD, MakeUser
from tests.nutrition.small_release import food, write
from tests.web.conftest import PATIENCE_MS, OneAtATime, is_ours

pytestmark = pytest.mark.browser
AXE = settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
Desk = Callable[[User], Page]


@pytest.fixture
def dora(make_user: MakeUser, transactional_db: None) -> User:
    give_rights()
    return curator(make_user, "dora@example.org", DIETITIAN)


@pytest.fixture
def emil(make_user: MakeUser, transactional_db: None) -> User:
    give_rights()
    return curator(make_user, "emil@example.org", SENIOR_DIETITIAN)


def curator(make_user: MakeUser, email: str, group: str) -> User:
    user = make_user(email, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def desk(site: str, page: Page) -> Iterator[Desk]:
    """Return a function that opens the desk of a curator; an error on a page fails the test."""
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("console", lambda message: broken.append(message.text) if is_ours(message) else None)
    page.set_default_timeout(PATIENCE_MS)
    page.set_viewport_size({"width": 1280, "height": 900})

    def open_desk(user: User) -> Page:
        page.context.clear_cookies()
        page.goto(f"{site}/admin/")
        page.get_by_label("Email").fill(user.email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("link", name="The desk").first).to_be_visible()
        return page

    yield open_desk
    page.close()
    with OneAtATime.lock:
        pass
    assert broken == []


def open_food(page: Page, typed: str, name: str) -> None:
    """Find a food in the list of foods as it would be typed."""
    page.get_by_role("link", name=re.compile(r"\bFoods$")).first.click()
    page.locator("#searchbar").fill(typed)
    page.keyboard.press("Enter")
    page.get_by_role("link", name=name).first.click()
    expect(page.get_by_label(re.compile("^Name"))).to_have_value(name)


def mend(page: Page, nutrient: str, amount: str, why: str = "as on the label") -> None:
    """Put a figure right and publish it."""
    page.get_by_label(nutrient, exact=True).fill(amount)
    page.get_by_label("Why", exact=True).fill(why)
    page.get_by_role("button", name="Save and publish").click()
    expect(page.get_by_text("reviewed by you")).to_be_visible()


def test_a_dietitian_finds_and_mends_a_food(desk: Desk, dora: User, kitchen: dict[str, Food]):
    page = desk(dora)
    open_food(page, "oat poridge", "Oat porridge")
    mend(page, "Sodium", "20")
    food = Food.objects.get(pk=kitchen["Oat porridge"].pk)
    assert (food.live.sodium_mg, food.live.state) == (20.0, "reviewed")
    found = catalog.latest().food(food.pk)
    assert found
    assert found.revision == 2


def test_the_nutri_score_changes_with_the_form_before_it_is_saved(desk: Desk, dora: User, kitchen):
    page = desk(dora)
    open_food(page, "oat porridge", "Oat porridge")
    expect(page.get_by_role("heading", name="Nutri-Score A")).to_be_visible()
    page.get_by_label("Sugars", exact=True).fill("45")
    expect(page.get_by_role("heading", name=re.compile("Nutri-Score [CDE]"))).to_be_visible()
    assert Food.objects.get(pk=kitchen["Oat porridge"].pk).revisions.count() == 1


def test_somebody_else_verifies_and_reverts(desk: Desk, dora: User, emil: User, kitchen):
    page = desk(dora)
    open_food(page, "banana bread", "Banana bread")
    mend(page, "Protein", "4.8")
    expect(page.get_by_role("button", name="Verify")).to_have_count(0)

    page = desk(emil)
    open_food(page, "banana bread", "Banana bread")
    page.get_by_role("button", name="Verify").click()
    expect(page.locator(".state-verified")).to_be_visible()

    page.get_by_role("link", name="History").first.click()
    expect(page.get_by_text("Protein 4.3 → 4.8 g")).to_be_visible()
    page.get_by_role("link", name="Go back to this").last.click()
    page.get_by_role("button", name="Go back to revision 1").click()
    expect(page.get_by_text("revision 3").first).to_be_visible()
    food = Food.objects.get(pk=kitchen["Banana bread"].pk)
    assert (food.live.number, food.live.protein_g) == (3, 4.3)


def test_the_desk_is_worked_off_where_it_stands(desk: Desk, dora: User, kitchen: dict[str, Food]):
    porridge, bread = kitchen["Oat porridge"], kitchen["Banana bread"]
    said = {"phrase": "porrige with oats", "reason": Proposal.Reason.NEAR_NAME, "evidence": 19}
    Proposal.objects.create(kind=Proposal.Kind.ALIAS, food=porridge, **said)
    told = {"figures": {"energy_kcal": 0.0}, "message": "Energy of 0 kcal against 300 kcal."}
    Finding.objects.create(kind=Finding.Kind.IMPOSSIBLE, food=bread, subject="energy", size=9.0, details=told)
    page = desk(dora)
    page.locator("#proposals").get_by_role("button", name="Accept", exact=True).click()
    expect(page.locator("#proposals")).to_contain_text("Nothing waits")
    page.locator("#suspicious").get_by_role("button", name="Right as it is").click()
    expect(page.locator("#suspicious")).to_contain_text("No figure stands out")
    assert Alias.objects.filter(food=porridge, text="porrige with oats", active=True).exists()
    assert Finding.objects.get(food=bread).state == Finding.State.DISMISSED
    page.keyboard.press("t")
    page.keyboard.type("porrige with oats")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Oat porridge").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_that_keeps_anybody_out(desk: Desk, dora: User, kitchen, scheme: Any):
    """The desk, the list of foods and a food, for eyes and for who hears the page (axe-core)."""
    page = desk(dora)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    site = page.url.partition("/admin/")[0]
    places = ("", "nutrition/food/", f"nutrition/food/{kitchen['Oat porridge'].pk}/change/")
    for place in places:
        page.goto(f"{site}/admin/{place}")
        page.evaluate(AXE.read_text() + "; 0")
        # The list around "Import" and "Export" is that of the library.
        found = page.evaluate("axe.run({rules: {list: {enabled: false}}})")
        grave = [one for one in found["violations"] if one["impact"] in ("critical", "serious")]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in grave] == []


def test_two_foods_that_are_one_are_merged(desk: Desk, emil: User, kitchen: dict[str, Food]):
    kept, gone = kitchen["Orange juice"], kitchen["Apple juice"]
    page = desk(emil)
    open_food(page, "orange juice", "Orange juice")
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name=re.compile("Merge")).click()
    page.locator(".select2-selection").click()
    page.locator(".select2-search__field").fill("apple jui")
    page.get_by_role("option", name="Apple juice").click()
    page.get_by_role("button", name="Compare the two").click()
    page.get_by_label("Keep Orange juice").check()
    page.get_by_role("button", name="Merge the two").click()
    expect(page.get_by_text("merged", exact=False).first).to_be_visible()
    gone.refresh_from_db()
    assert gone.merged_into == kept
    found = catalog.latest().food(gone.pk)
    assert found
    assert found.id == kept.pk


def test_an_import_with_an_error_in_line_7_stores_nothing_until_it_is_mended(
    desk: Desk, dora: User, kitchen: dict[str, Food], tmp_path: Path
):
    foods = list(kitchen.values())[:6]
    rows = [f"{food.pk},serving {number},{100 + number}" for number, food in enumerate(foods)]
    broken = tmp_path / "portions.csv"
    broken.write_text("\n".join(["food,label,grams", *rows[:5], rows[5].replace("105", '"105,5"')]))
    page = desk(dora)
    page.get_by_role("link", name=re.compile(r"\bPortions$")).first.click()
    page.locator("a[href='/admin/nutrition/portion/import/']").click()
    page.locator("input[type=file]").set_input_files(broken)
    page.get_by_role("button", name="Show what would change").click()
    row = page.get_by_role("row", name=re.compile("105,5"))
    expect(row).to_contain_text("7")
    expect(row).to_contain_text("grams")
    assert not Portion.objects.filter(label__startswith="serving").exists()

    broken.write_text("\n".join(["food,label,grams", *rows]))
    page.locator("input[type=file]").set_input_files(broken)
    page.get_by_role("button", name="Show what would change").click()
    assert not Portion.objects.filter(label__startswith="serving").exists()
    page.get_by_role("button", name="Store 6 changes").click()
    expect(page.get_by_text("6", exact=False).first).to_be_visible()
    assert Portion.objects.filter(label__startswith="serving", active=True).count() == 6


def test_a_release_is_looked_at_and_accepted(desk: Desk, emil: User, kitchen, tmp_path: Path):
    write(tmp_path, [food(501), food(502, name="Parsnip")])
    load_release(directory=tmp_path, progress=silent)
    write(tmp_path, [food(501, energy_kcal=45.0, release="29"), food(503, name="Swede", release="29")])
    review(directory=tmp_path, by=emil)
    page = desk(emil)
    page.get_by_role("link", name=re.compile(r"\bReleases$")).first.click()
    page.get_by_role("link", name=re.compile(tmp_path.name)).first.click()
    for told in ("41 → 45 kcal", "Swede", "Parsnip"):
        expect(page.get_by_text(told).first).to_be_visible()
    page.get_by_role("link", name=re.compile("Accept all")).click()
    page.get_by_role("button", name=re.compile("Accept all")).click()
    expect(page.get_by_text("Everything is decided")).to_be_visible()
    current = catalog.latest()
    assert [bool(current.food(number)) for number in (501, 502, 503)] == [True, False, True]
    assert Food.objects.get(pk=501).live.energy_kcal == 45.0
