"""Newer figures of what was logged: offered below the meal, looked at, taken or left."""

from typing import Any, Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from meals.models import MealItem
from nutrition.models import Food
from tests.nutrition.curating import revise_food
from tests.web.conftest import OneAtATime
from tests.web.steps import item, log, look_up, meal_card
from tests.web.test_looks import AXE, SMALL_TARGETS, TAPPED, TARGET_PX

pytestmark = pytest.mark.browser

BANANA = "Newer figures: Banana 89 → 100 kcal in 100 g."


def curate(page: Page, food: Food, **changes: Any) -> None:
    """A curator changes the food, and the day is looked at again."""
    page.wait_for_load_state("networkidle")
    with OneAtATime.lock:
        revise_food(food=food, by=None, **changes)
    page.reload()


def offer(page: Page) -> Locator:
    return page.get_by_role("region", name="Newer figures")


@pytest.fixture
def logged(ann: Page, kitchen: dict[str, Food]) -> Page:
    """200 g of banana, of which a curator has found since that it has 100 kcal and another letter."""
    look_up(ann, "200 g banana and a glass of orange juice for lunch")
    log(ann, "lunch")
    curate(ann, kitchen["Banana"], energy_kcal=100.0, sugars_g=60.0, saturated_fat_g=9.0)
    expect(offer(ann)).to_contain_text(BANANA)
    return ann


def banana() -> MealItem:
    with OneAtATime.lock:
        return MealItem.objects.get(name="Banana")


def test_they_are_shown_before_they_are_taken(logged: Page):
    logged.get_by_role("button", name="Use them").click()
    expect(logged.get_by_role("heading", name="What newer figures change")).to_be_focused()
    expect(offer(logged)).to_contain_text("178→ becomes 200 kcal")
    expect(offer(logged)).to_contain_text("Sugars")
    expect(meal_card(logged, "Lunch")).to_contain_text("178 kcal")
    logged.get_by_role("button", name="Use the newer figures").click()
    expect(item(logged, "Banana")).to_contain_text("200 kcal")
    expect(offer(logged)).to_have_count(0)
    taken = banana()
    assert (taken.grams, taken.nutrients()["energy_kcal"], taken.provenance["revision"]) == (200, 200, 2)


def test_not_now_changes_nothing(logged: Page):
    logged.get_by_role("button", name="Use them").click()
    logged.get_by_role("button", name="Not now").click()
    expect(logged.get_by_role("button", name="Use them")).to_be_focused()
    expect(offer(logged)).to_contain_text(BANANA)
    assert banana().provenance["revision"] == 1


def test_what_is_to_be_kept_is_not_asked_again(logged: Page, kitchen: dict[str, Food]):
    logged.get_by_role("button", name="Keep mine").click()
    expect(offer(logged)).to_have_count(0)
    logged.reload()
    expect(item(logged, "Banana")).to_contain_text("178 kcal")
    expect(offer(logged)).to_have_count(0)
    curate(logged, kitchen["Banana"], energy_kcal=101.0)
    expect(offer(logged)).to_contain_text("Banana 89 → 101 kcal in 100 g")


def test_keeping_can_be_undone(logged: Page):
    logged.get_by_role("button", name="Keep mine").click()
    logged.get_by_role("button", name="Undo").click()
    expect(offer(logged)).to_contain_text(BANANA)


def test_without_a_network_they_are_taken_later(logged: Page):
    logged.get_by_role("button", name="Use them").click()
    taking = logged.get_by_role("button", name="Use the newer figures")
    expect(taking).to_be_visible()
    logged.context.set_offline(True)
    taking.click()
    expect(meal_card(logged, "Lunch")).to_contain_text("Kept here, not sent yet.")
    expect(item(logged, "Banana")).to_contain_text("200 kcal")
    assert banana().provenance["revision"] == 1
    with logged.expect_response("**/newer-figures/"):
        logged.context.set_offline(False)
    expect(meal_card(logged, "Lunch")).not_to_contain_text("not sent yet")
    assert banana().provenance["revision"] == 2


def test_without_a_network_nothing_is_offered(logged: Page):
    logged.context.set_offline(True)
    logged.get_by_role("button", name="Use them").click()
    expect(logged.get_by_text("No network. Try again when you are back online.")).to_be_visible()
    logged.get_by_role("link", name="Day before").click()
    logged.get_by_role("link", name="Day after").click()
    expect(item(logged, "Banana")).to_contain_text("178 kcal")
    expect(offer(logged)).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_offer_holds_up(logged: Page, scheme: Literal["light", "dark"]):
    """On the narrowest phone, for fingers, for eyes and for who hears the page (axe-core)."""
    logged.set_viewport_size({"width": 320, "height": 640})
    logged.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    logged.get_by_role("button", name="Use them").click()
    expect(logged.get_by_role("button", name="Not now")).to_be_visible()
    assert logged.evaluate("document.documentElement.scrollWidth") <= 320
    assert logged.evaluate(SMALL_TARGETS, [TAPPED, TARGET_PX]) == []
    logged.evaluate(AXE.read_text(encoding="utf-8"))
    found = logged.evaluate("axe.run().then(({ violations }) => violations.map(({ id }) => id))")
    assert found == []
