"""Everything without a pointer: by keys alone, with the focus where one expects it."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.steps import line, look_up, meal_card

pytestmark = pytest.mark.browser


# The browser's own controls, which come after the last element of the sheet, show as the body.
FOCUS_STAYS = """document.activeElement === document.body
  || document.querySelector("dialog").contains(document.activeElement)"""


def tab_to(page: Page, target: Locator, most: int = 60) -> None:
    """Press Tab until the target has the focus."""
    for _ in range(most):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    expect(target).to_be_focused()


def test_a_meal_is_logged_by_keys_alone(guest: Page):
    tab_to(guest, guest.get_by_role("link", name="Add"))
    guest.keyboard.press("Enter")
    words = guest.get_by_role("dialog").get_by_label("What did you eat?")
    expect(words).to_be_focused()
    guest.keyboard.type("a banana for lunch")
    guest.keyboard.press("Enter")
    expect(guest.get_by_role("heading", name="Lunch")).to_be_focused()
    field = line(guest, "Banana").get_by_label("Banana in g")
    tab_to(guest, field)
    guest.keyboard.type("200")
    guest.keyboard.press("Enter")
    expect(line(guest, "Banana")).to_contain_text("178 kcal")
    tab_to(guest, guest.get_by_role("button", name="Log lunch"))
    guest.keyboard.press("Enter")
    expect(meal_card(guest, "Lunch")).to_contain_text("200 g")
    expect(guest.get_by_role("heading", name="Today")).to_be_focused()


def test_the_sheet_keeps_the_focus_and_gives_it_back(guest: Page):
    add = guest.get_by_role("link", name="Add")
    tab_to(guest, add)
    guest.keyboard.press("Enter")
    sheet = guest.get_by_role("dialog")
    for _ in range(6):
        guest.keyboard.press("Tab")
        assert guest.evaluate(FOCUS_STAYS)
    guest.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(add).to_be_focused()


def test_a_search_is_moved_through_by_arrows(guest: Page):
    look_up(guest, "a glass of orange juice")
    search = guest.get_by_role("combobox", name="Add a food")
    tab_to(guest, search)
    guest.keyboard.type("bana")
    options = guest.get_by_role("region", name="Add to this meal").get_by_role("option")
    expect(options.first).to_have_attribute("aria-selected", "true")
    guest.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(search).to_have_attribute("aria-activedescendant", options.nth(1).get_attribute("id") or "none")
    guest.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(search).to_have_value("bana")


def test_results_are_said_aloud(guest: Page):
    look_up(guest, "a banana and a xyzzy")
    expect(guest.locator("#voice")).to_have_text("1 food found. 1 phrase to clear up.")


def test_after_deleting_by_keys_the_way_back_has_the_focus(guest: Page):
    look_up(guest, "a banana for lunch")
    guest.get_by_role("button", name="Log lunch").click()
    banana = meal_card(guest, "Lunch").get_by_role("button", name="Banana").first
    tab_to(guest, banana)
    guest.keyboard.press("Enter")
    tab_to(guest, guest.get_by_role("button", name="Delete Banana"))
    guest.keyboard.press("Enter")
    undo = guest.get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    guest.keyboard.press("Enter")
    expect(meal_card(guest, "Lunch")).to_contain_text("Banana")


def test_the_tabs_can_be_skipped(guest: Page):
    guest.keyboard.press("Tab")
    skip = guest.get_by_role("link", name="To the page")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
