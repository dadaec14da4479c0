"""How the pages hold up: narrow, wide, dark, with big targets and enough contrast (axe-core)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.web.colours import ORANGE, file, picture
from tests.web.steps import compare, log, look_up

pytestmark = pytest.mark.browser

AXE = settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
TARGET_PX = 44
Open = Callable[[Page, str], None]


def today(page: Page, site: str) -> None:
    look_up(page, "a banana, a slice of whole wheat toast and a glass of orange juice for lunch")
    log(page, "lunch")
    page.get_by_role("button", name="Banana").first.click()
    page.get_by_text("All nutrients").click()


def review(page: Page, site: str) -> None:
    look_up(page, "two scrambled eggs, a slice of whole wheat toast and a xyzzy")
    page.get_by_text("Not quite right?").first.click()
    page.get_by_role("button", name="Change meal or time").click()
    page.get_by_role("combobox", name="Say what it is").press_sequentially("bana")
    expect(page.get_by_role("option").first).to_be_visible()


def sheet(page: Page, site: str) -> None:
    page.get_by_role("link", name="Add").click()
    page.get_by_role("dialog").get_by_label("What did you eat?").press_sequentially("bana")
    expect(page.get_by_role("button", name="Banana bread")).to_be_visible()


def foods(page: Page, site: str) -> None:
    page.goto(f"{site}/foods/?q=bana")
    expect(page.get_by_role("link", name="Banana bread")).to_be_visible()


def food(page: Page, site: str) -> None:
    foods(page, site)
    page.get_by_role("link", name="Banana bread").click()
    expect(page.get_by_role("heading", name="Nutrients in 60 g")).to_be_visible()


def grades(page: Page, site: str) -> None:
    page.goto(f"{site}/foods/?q=dough")
    page.get_by_role("link", name="Blueberry doughnut").click()
    page.get_by_text("Why?").click()
    for focus in page.locator(".focus summary").all():
        focus.click()


def letters(page: Page, site: str) -> None:
    look_up(page, "a banana, a blueberry doughnut and a tablespoon of butter")
    page.get_by_role("button", name="of Banana: why?").click()


def comparison(page: Page, site: str) -> None:
    page.goto(f"{site}/foods/")
    compare(page, "a banana, oat porridge, butter or a blueberry doughnut")
    for more in page.locator("main summary").all():
        more.click()


def gathering(page: Page, site: str) -> None:
    page.goto(f"{site}/compare/")
    page.get_by_role("combobox", name="Add a food").press_sequentially("bana")
    page.get_by_role("option", name="Banana bread").click()
    expect(page.get_by_text("Banana bread, and what else?")).to_be_visible()


def recognition(page: Page, site: str) -> None:
    page.goto(f"{site}/recognition/")
    page.get_by_label("Choose").set_input_files(file(picture(ORANGE)))
    expect(page.get_by_text("ms on this device")).to_be_visible()
    for more in page.get_by_role("button", name="Show its guesses").all():
        more.click()
    page.locator("summary").get_by_text("Learned from").click()


def you(page: Page, site: str) -> None:
    page.goto(f"{site}/you/")


def signup(page: Page, site: str) -> None:
    page.goto(f"{site}/accounts/signup/")


PLACES = [today, review, letters, sheet, foods, food, grades, comparison, gathering, recognition, you, signup]


@pytest.fixture(params=PLACES, ids=lambda place: place.__name__)
def place(request: pytest.FixtureRequest) -> Open:
    """Every page in turn, with as much of it open as there is."""
    chosen: Open = request.param
    return chosen


def test_nothing_is_wider_than_the_narrowest_phone(guest: Page, site: str, place: Open):
    guest.set_viewport_size({"width": 320, "height": 640})
    place(guest, site)
    assert guest.evaluate("document.documentElement.scrollWidth") <= 320


TAPPED = "a, button, input, textarea, summary, [role=option]"
SMALL_TARGETS = """([selector, least]) => [...document.querySelectorAll(selector)]
  .filter((element) => element.checkVisibility() && !element.closest("p, .fine, .skip"))
  .map((element) => [element, (element.closest("label") ?? element).getBoundingClientRect()])
  .filter(([, box]) => box.height > 1 && (box.height < least - 0.5 || box.width < least - 0.5))
  .map(([element, box]) => `${element.outerHTML.slice(0, 90)} ${box.width}x${box.height}`)"""


def test_targets_are_as_large_as_a_finger(guest: Page, site: str, place: Open):
    place(guest, site)
    assert guest.evaluate(SMALL_TARGETS, [TAPPED, TARGET_PX]) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(guest: Page, site: str, place: Open, scheme: Any):
    guest.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    place(guest, site)
    # Evaluated, not added as an element: the page's policy lets no script in.
    guest.evaluate(AXE.read_text(encoding="utf-8"))
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    found = guest.evaluate("options => axe.run(options)", rules)
    problems = [
        (violation["id"], node["html"][:120], node["failureSummary"][-200:])
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
    assert problems == []
    assert found["passes"]


def test_dark_is_dark_and_light_is_light(guest: Page, site: str):
    colours = []
    for scheme in ("light", "dark"):
        guest.emulate_media(color_scheme=scheme)
        colours.append(guest.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
    assert colours == ["rgb(250, 248, 244)", "rgb(19, 23, 21)"]


def test_where_there_is_room_the_parts_stand_side_by_side(guest: Page, site: str):
    guest.set_viewport_size({"width": 1280, "height": 800})
    day = guest.get_by_role("heading", name="Today").bounding_box()
    words = guest.get_by_role("textbox", name="What did you eat?").bounding_box()
    tabs = guest.get_by_role("navigation", name="Pages").bounding_box()
    assert day
    assert words
    assert tabs
    assert tabs["x"] + tabs["width"] <= day["x"] < words["x"]


def test_nothing_moves_for_who_wants_no_motion(guest: Page, site: str):
    sheet(guest, site)
    assert (
        guest.evaluate("document.getAnimations().filter((each) => each.playState === 'running').length") == 0
    )


def test_figures_line_up(guest: Page, site: str):
    assert "tabular-nums" in guest.evaluate("getComputedStyle(document.body).fontVariantNumeric")
    guest.wait_for_function("document.fonts.check('16px Figtree')")
