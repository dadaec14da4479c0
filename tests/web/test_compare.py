"""Foods and meals side by side: asked for in a sentence, gathered one by one, from Review and the diary."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.steps import column, compare, log, look_up, open_food

pytestmark = pytest.mark.browser

DUEL = "240 g oat porridge vs 122 g scrambled eggs for energy"


def answer_in_words(page: Page) -> None:
    """Wait until what is shown is the answer to what was asked last."""
    expect(page.locator(".compare-result")).to_have_attribute("aria-busy", "false")


# --- Asked for ---


def test_one_sentence_puts_foods_side_by_side(guest: Page):
    compare(guest, DUEL)
    expect(guest.get_by_label("Better for")).to_have_value("energy")
    expect(column(guest, "Oat porridge")).to_contain_text("240 g · 170 kcal")
    expect(column(guest, "Oat porridge").get_by_role("img", name="Nutri-Score A")).to_be_visible()
    expect(column(guest, "Scrambled eggs").get_by_role("img", name="Nutri-Score B")).to_be_visible()
    expect(guest.get_by_role("heading", level=2).first).to_contain_text("Oat porridge")


def test_the_first_action_stands_on_the_empty_page(guest: Page, site: str):
    guest.goto(f"{site}/compare/")
    expect(guest.get_by_text("Ask in one sentence, or put foods side by side.")).to_be_visible()
    guest.get_by_role("button", name="Apple, banana or orange").click()
    expect(guest.get_by_role("alert")).to_contain_text("We don't know “Apple” yet.")
    expect(guest.get_by_label("What to compare")).to_have_value("Apple, banana or orange")


def test_nothing_written_is_said_at_the_field(guest: Page, site: str):
    guest.goto(f"{site}/compare/")
    guest.get_by_role("button", name="Compare").click()
    expect(guest.get_by_role("alert")).to_contain_text("Write what to compare first.")
    expect(guest.get_by_label("What to compare")).to_be_focused()


def test_an_answer_is_found_again_by_its_address(guest: Page):
    compare(guest, DUEL)
    guest.get_by_label("Better for").select_option("muscle_building")
    answer_in_words(guest)
    guest.reload()
    expect(guest.get_by_label("Better for")).to_have_value("muscle_building")
    expect(column(guest, "Scrambled eggs")).to_contain_text("Best")


def test_without_a_network_what_was_asked_is_kept(guest: Page, site: str):
    guest.goto(f"{site}/compare/")
    guest.route("**/api/v1/compare", lambda route: route.abort())
    guest.get_by_label("What to compare").fill(DUEL)
    guest.get_by_role("button", name="Compare").click()
    expect(guest.get_by_role("alert")).to_contain_text("No network. Try again when you are back online.")
    guest.unroute("**/api/v1/compare")
    guest.get_by_role("button", name="Compare").click()
    expect(column(guest, "Oat porridge")).to_be_visible()


# --- Gathered ---


def test_foods_are_gathered_from_their_pages(guest: Page):
    open_food(guest, "Banana")
    guest.get_by_role("button", name="2 times 1 medium").click()
    guest.get_by_role("button", name="Compare").click()
    expect(guest.get_by_text("Banana, and what else?")).to_be_visible()
    open_food(guest, "Blueberry doughnut")
    guest.get_by_role("button", name="Compare").click()
    expect(column(guest, "Banana")).to_contain_text("236 g")
    expect(column(guest, "Blueberry doughnut")).to_be_visible()


def test_a_food_joins_what_was_asked_and_another_leaves(guest: Page):
    compare(guest, DUEL)
    search = guest.get_by_role("combobox", name="Add a food")
    search.press_sequentially("dough")
    guest.get_by_role("option", name="Blueberry doughnut").click()
    expect(column(guest, "Blueberry doughnut")).to_be_visible()
    guest.get_by_role("button", name="Take Scrambled eggs out").click()
    expect(column(guest, "Scrambled eggs")).to_have_count(0)
    expect(column(guest, "Oat porridge")).to_be_visible()
    guest.get_by_role("button", name="Start over").click()
    expect(guest.get_by_text("Ask in one sentence")).to_be_visible()


def test_a_meal_under_review_is_compared(guest: Page):
    look_up(guest, "a banana and a blueberry doughnut for lunch")
    guest.get_by_role("button", name="of this lunch: why?").click()
    guest.get_by_role("button", name="Compare it").click()
    expect(guest.get_by_text("This lunch, and what else?")).to_be_visible()
    guest.get_by_role("combobox", name="Add a food").press_sequentially("oat p")
    guest.get_by_role("option", name="Oat porridge").click()
    expect(column(guest, "This lunch")).to_contain_text("178 g")


def test_a_meal_of_the_diary_is_compared(ann: Page):
    for meal in ("a banana for lunch", "a blueberry doughnut for a snack"):
        look_up(ann, meal)
        log(ann, meal.split()[-1])
        ann.get_by_role("button", name=f"of {meal.split()[-1]}: why?").click()
        ann.get_by_role("button", name="Compare it").click()
        ann.get_by_role("link", name="Today", exact=True).click()
    ann.goto(ann.url.rstrip("/") + "/compare/")
    expect(column(ann, "Lunch, today")).to_be_visible()
    expect(column(ann, "Snack, today").get_by_role("img", name="Nutri-Score E")).to_be_visible()


# --- Answered ---


def test_another_focus_has_another_winner(guest: Page):
    compare(guest, DUEL)
    expect(column(guest, "Oat porridge")).to_contain_text("Best for lasting energy")
    guest.get_by_role("button", name="Muscle").click()
    expect(column(guest, "Scrambled eggs")).to_contain_text("Best for muscle")
    expect(column(guest, "Oat porridge")).not_to_contain_text("Best")
    expect(guest.get_by_role("button", name="Muscle")).to_have_attribute("aria-pressed", "true")
    expect(guest.locator("#voice")).to_contain_text("Scrambled eggs")


def test_what_is_compared_of_each_can_be_chosen(guest: Page):
    compare(guest, DUEL)
    guest.get_by_label("100 g").check(force=True)
    for name in ("Oat porridge", "Scrambled eggs"):
        expect(column(guest, name)).to_contain_text("100 g ·")
    guest.get_by_label("100 kcal").check(force=True)
    expect(column(guest, "Oat porridge")).to_contain_text("100 kcal")


def test_differences_say_value_and_unit_and_who_is_better(guest: Page):
    compare(guest, DUEL)
    protein = guest.locator(".difference").filter(has=guest.get_by_role("heading", name="Protein"))
    expect(protein.get_by_role("listitem").nth(0)).to_contain_text("6 g")
    expect(protein.get_by_role("listitem").nth(1)).to_contain_text("12.2 g, better")


def test_every_figure_is_one_tap_away(guest: Page):
    compare(guest, DUEL)
    guest.get_by_text("All figures").click()
    table = guest.get_by_role("region", name="All figures").get_by_role("table")
    expect(table.get_by_role("row", name="Protein 6 g 12.2 g")).to_be_visible()
    guest.get_by_text("Who leads in what").click()
    expect(guest.locator(".leaders")).to_contain_text("Most protein")


def test_a_comparison_is_made_by_keys_alone(guest: Page, site: str):
    guest.goto(f"{site}/compare/")
    guest.get_by_label("What to compare").focus()
    guest.keyboard.type(DUEL)
    guest.keyboard.press("Enter")
    expect(column(guest, "Oat porridge")).to_be_visible()
    guest.get_by_label("Better for").focus()
    guest.keyboard.type("Mus")
    expect(column(guest, "Scrambled eggs")).to_contain_text("Best for muscle")


def test_ten_foods_are_wider_than_a_phone_but_the_page_is_not(guest: Page):
    guest.set_viewport_size({"width": 320, "height": 640})
    names = ["banana", "scrambled eggs", "orange juice", "apple juice", "banana bread", "oat porridge"]
    compare(guest, f"{', '.join(names)}, butter, whole wheat toast or blueberry doughnut")
    expect(guest.get_by_role("group", name="Side by side").get_by_role("article")).to_have_count(9)
    assert guest.evaluate("document.documentElement.scrollWidth") <= 320
