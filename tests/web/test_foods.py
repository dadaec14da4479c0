"""Looking a food up, reading what is known of it, and taking it into a meal."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.steps import line, log, look_up, meal_card, open_food

pytestmark = pytest.mark.browser


def test_a_search_row_says_name_portion_energy_and_source(guest: Page):
    guest.get_by_role("link", name="Foods").click()
    guest.get_by_label("Search foods").press_sequentially("oat p")
    row = guest.get_by_role("link", name="Oat porridge")
    for words in ("1 bowl", "170 kcal", "USDA FNDDS"):
        expect(row).to_contain_text(words)
    expect(guest.locator("#voice")).to_have_text("1 food found.")


def test_a_search_is_found_again_after_going_back(guest: Page):
    open_food(guest, "Oat porridge")
    guest.go_back()
    expect(guest.get_by_label("Search foods")).to_have_value("oat p")
    expect(guest.get_by_role("link", name="Oat porridge")).to_be_visible()


def test_a_food_tells_its_portions_nutrients_and_sources(guest: Page):
    open_food(guest, "Banana bread")
    expect(guest).to_have_title("Banana bread · Platewise")
    expect(guest.get_by_text("196 kcal in 1 slice")).to_be_visible()
    guest.get_by_role("button", name="2 times 1 slice").click()
    expect(guest.get_by_role("heading", name="Nutrients in 120 g")).to_be_visible()
    facts = guest.locator(".facts")
    for words in ("USDA FNDDS 2021-2023, no.", "Imported: taken over from the source as it is."):
        expect(facts).to_contain_text(words)
    expect(guest.locator(".nutrient", has_text="Fibre")).to_contain_text("1.3 g")
    expect(guest.get_by_text("Unknown: Starch").or_(guest.get_by_text("Unknown: ")).first).to_be_visible()


def test_allergens_are_never_absent_by_silence(guest: Page, kitchen):
    bread = kitchen["Banana bread"].live
    bread.allergens = ["contains:gluten", "may_contain:nuts"]
    bread.save()
    open_food(guest, "Banana bread")
    facts = guest.locator(".facts")
    expect(facts).to_contain_text("Gluten.")
    expect(facts).to_contain_text("Nuts.")
    expect(facts).to_contain_text("Unknown. What is named is derived")


def test_a_food_goes_into_a_meal_with_its_amount(guest: Page):
    open_food(guest, "Banana bread")
    guest.get_by_role("button", name="2 times 1 slice").click()
    guest.get_by_role("button", name="Add to a meal").click()
    expect(line(guest, "Banana bread")).to_contain_text("120 g")


def test_a_food_that_is_not_there_is_said_so(guest: Page, site: str):
    page = guest.context.new_page()
    page.goto(f"{site}/foods/999999999/")
    expect(page.get_by_role("heading", name="There is no such food.")).to_be_visible()


def test_nothing_found_is_said_with_the_next_step(guest: Page):
    guest.get_by_role("link", name="Foods").click()
    guest.get_by_label("Search foods").fill("qqqqqq")
    expect(guest.get_by_text("We don't know this one yet.")).to_be_visible()


def test_what_was_eaten_lately_is_one_tap_away(guest: Page):
    look_up(guest, "200 g banana for lunch")
    log(guest, "lunch")
    guest.get_by_role("link", name="Add").click()
    guest.get_by_role("dialog").get_by_role("button", name="Banana").click()
    expect(line(guest, "Banana")).to_contain_text("200 g")


def test_a_guests_meals_are_deleted_with_a_way_back(guest: Page, site: str):
    look_up(guest, "a banana for lunch")
    log(guest, "lunch")
    guest.get_by_role("link", name="You").click()
    guest.get_by_role("button", name="Delete what is on this device").click()
    expect(guest.get_by_text("Nothing is kept yet.")).to_be_visible()
    guest.get_by_role("button", name="Undo").click()
    expect(guest.get_by_text("1 meal so far.")).to_be_visible()
    guest.get_by_role("link", name="Today", exact=True).click()
    expect(meal_card(guest, "Lunch")).to_contain_text("Banana")
