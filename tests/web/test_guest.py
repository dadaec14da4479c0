"""A guest looks a meal up, mends it, and keeps it on their own device."""

import re

import pytest
from playwright.sync_api import Page, expect

from meals.models import Meal
from tests.web.steps import line, log, look_up, meal_card

pytestmark = pytest.mark.browser

BREAKFAST = "two scrambled eggs, a slice of whole wheat toast with butter and a glass of orange juice"


def test_a_meal_in_words_becomes_foods_with_their_grams_and_sources(guest: Page):
    look_up(guest, BREAKFAST)
    for name in ("Scrambled eggs", "Whole wheat toast", "Butter", "Orange juice"):
        expect(line(guest, name)).to_be_visible()
    eggs = line(guest, "Scrambled eggs")
    expect(eggs).to_contain_text("122 g")
    expect(eggs).to_contain_text("183 kcal")
    expect(eggs).to_contain_text("likely")
    expect(eggs).to_contain_text("USDA FNDDS 2021-2023 · imported")


def test_portions_and_multiples_are_one_tap_away(guest: Page):
    look_up(guest, "a banana")
    banana = line(guest, "Banana")
    expect(banana).to_contain_text("118 g")
    banana.get_by_role("button", name=re.compile("^½ times")).click()
    expect(banana).to_contain_text("59 g")
    banana.get_by_role("button", name="1 cup").click()
    expect(banana).to_contain_text("1 cup · 150 g")
    expect(banana.get_by_role("button", name="1 cup")).to_have_attribute("aria-pressed", "true")
    expect(banana).to_contain_text("134 kcal")


def test_an_amount_is_written_and_nonsense_is_refused_at_its_field(guest: Page):
    look_up(guest, "a banana")
    field = line(guest, "Banana").get_by_label("Banana in g")
    field.fill("0")
    field.press("Enter")
    expect(line(guest, "Banana")).to_contain_text("more than 0")
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("200")
    field.press("Enter")
    expect(line(guest, "Banana")).to_contain_text("178 kcal")
    expect(line(guest, "Banana")).not_to_contain_text("more than 0")


def test_what_is_unknown_is_not_added_up_as_zero(guest: Page):
    look_up(guest, "a slice of whole wheat toast and a banana")
    guest.get_by_text("All nutrients").click()
    fibre = guest.locator(".nutrient", has_text="Fibre")
    expect(fibre).to_contain_text("≥ 3.1 g (1 unknown)")
    fibre.locator("summary").click()
    expect(fibre).to_contain_text("Banana")
    expect(fibre).to_contain_text("unknown")
    expect(fibre).to_contain_text("USDA FNDDS 2021-2023, no.")


def test_a_guest_logs_and_the_server_keeps_nothing(guest: Page):
    look_up(guest, "a banana for lunch")
    log(guest, "lunch")
    expect(guest.get_by_role("status").filter(has_text="Logged")).to_be_visible()
    expect(meal_card(guest, "Lunch")).to_contain_text("Banana")
    guest.reload()
    expect(meal_card(guest, "Lunch")).to_contain_text("105 kcal")
    assert not Meal.objects.exists()


def test_a_draft_waits_until_it_is_logged_or_discarded(guest: Page, site: str):
    look_up(guest, "a banana for lunch")
    guest.goto(site)
    expect(guest.get_by_text("Lunch is not logged yet.")).to_be_visible()
    guest.get_by_role("button", name="Discard").click()
    expect(guest.get_by_text("Lunch is not logged yet.")).to_have_count(0)
    guest.get_by_role("button", name="Undo").click()
    expect(guest.get_by_text("Lunch is not logged yet.")).to_be_visible()


def test_an_unknown_food_is_mended_by_search(guest: Page):
    look_up(guest, "a glass of orange juice and a xyzzy")
    unknown = guest.get_by_role("region", name="Not known: a xyzzy")
    expect(unknown).to_contain_text("We don't know this one yet.")
    expect(guest.get_by_text("Not counted: “a xyzzy”.")).to_be_visible()
    search = unknown.get_by_role("combobox", name="Say what it is")
    search.press_sequentially("porr")
    expect(unknown.get_by_role("option", name="Oat porridge")).to_be_visible()
    search.press("Enter")
    expect(unknown).to_have_count(0)
    expect(line(guest, "Oat porridge")).to_contain_text("170 kcal")
    expect(line(guest, "Oat porridge")).to_contain_text("your choice")


def test_an_unknown_food_can_be_left_out(guest: Page):
    look_up(guest, "a banana and a xyzzy")
    expect(guest.locator(".card.unresolved")).to_be_visible()
    guest.get_by_role("button", name="Leave it out").click()
    # Its card, as a screen reader is told that “xyzzy” is left out.
    expect(guest.locator(".card.unresolved")).to_have_count(0)
    expect(line(guest, "Banana")).to_be_visible()


def test_a_food_is_taken_for_another_and_back(guest: Page):
    look_up(guest, "a glass of orange juice")
    juice = line(guest, "Orange juice")
    juice.get_by_text("Not quite right?").click()
    juice.get_by_role("combobox", name="Something else").press_sequentially("apple")
    juice.get_by_role("option", name="Apple juice").click()
    changed = line(guest, "Apple juice")
    expect(changed).to_contain_text("your choice")
    changed.get_by_role("button", name="Orange juice").click()
    expect(line(guest, "Orange juice")).to_be_visible()


def test_a_removed_food_comes_back(guest: Page):
    look_up(guest, "a banana and a glass of orange juice")
    guest.get_by_role("button", name="Remove Banana").click()
    expect(line(guest, "Banana")).to_have_count(0)
    guest.get_by_role("button", name="Undo").click()
    expect(line(guest, "Banana")).to_be_visible()


def test_nothing_written_is_said_at_the_field(guest: Page):
    guest.get_by_role("link", name="Add").click()
    guest.get_by_role("button", name="Look it up").click()
    expect(guest.get_by_role("alert")).to_have_text("Write what you ate first.")
    expect(guest.get_by_role("dialog").get_by_label("What did you eat?")).to_be_focused()


def test_one_food_is_suggested_while_it_is_typed(guest: Page):
    guest.get_by_role("link", name="Add").click()
    sheet = guest.get_by_role("dialog")
    sheet.get_by_label("What did you eat?").press_sequentially("bana")
    sheet.get_by_role("button", name="Banana bread").click()
    expect(line(guest, "Banana bread")).to_contain_text("60 g")


def test_british_words_are_meant_where_the_browser_speaks_british(browser, site: str):
    page = browser.new_context(locale="en-GB").new_page()
    with page.expect_request("**/api/v1/analyze/text") as sent:
        page.goto(f"{site}/?add")
        sheet = page.get_by_role("dialog")
        sheet.get_by_label("What did you eat?").fill("a banana")
        sheet.get_by_role("button", name="Look it up").click()
    assert sent.value.post_data_json == {"text": "a banana", "region": "GB"}
    page.context.close()


def test_html_in_words_stays_words(guest: Page):
    look_up(guest, "<img src=x onerror=alert(1)> and a banana")
    expect(line(guest, "Banana")).to_be_visible()
    expect(guest.locator("main img")).to_have_count(0)


def test_words_are_kept_without_a_network(guest: Page, site: str):
    guest.get_by_role("link", name="Add").click()
    sheet = guest.get_by_role("dialog")
    sheet.get_by_label("What did you eat?").fill("a banana and a glass of orange juice")
    guest.route("**/api/v1/analyze/text", lambda route: route.abort())
    sheet.get_by_role("button", name="Look it up").click()
    expect(sheet.get_by_role("alert")).to_contain_text("your words are kept here")
    guest.goto(site)
    guest.unroute("**/api/v1/analyze/text")
    guest.get_by_role("link", name="Add").click()
    expect(sheet.get_by_label("What did you eat?")).to_have_value("a banana and a glass of orange juice")
    sheet.get_by_role("button", name="Look it up").click()
    expect(line(guest, "Banana")).to_be_visible()


def test_a_kind_of_food_is_offered_and_not_counted(guest: Page):
    look_up(guest, "a banana and a flumpy pastries")
    offer = guest.get_by_text("Nothing is counted until you choose one.")
    expect(offer).to_contain_text("Foods of the kind “Pastries” have about")
    expect(guest.get_by_role("list", name="Foods").get_by_role("listitem")).to_have_count(1)


def test_what_was_assumed_stands_with_the_food(guest: Page):
    look_up(guest, "a bowl of orange juice")
    expect(line(guest, "Orange juice")).to_contain_text("A bowl taken as")
