"""A cooked food of which only the raw one was measured has the same figures from Review to the diary."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from meals.models import Meal, MealItem
from nutrition import catalog
from nutrition.models import Category, Food, Preparation
from tests.web.conftest import sign_in
from tests.web.steps import item, line, log, look_up, meal_card

pytestmark = pytest.mark.browser

MEAL = "118 g grilled banana for lunch"
WORDS = "grilled · reckoned from the raw food"
# 118 g at 89 kcal per 100 g raw, of which 25 g of water go.
ENERGY = "140 kcal"


@pytest.fixture
def kitchen(kitchen: dict[str, Food]) -> dict[str, Food]:
    """The kitchen with a raw banana that may be grilled."""
    banana = kitchen["Banana"].live
    banana.description = "Banana, raw"
    banana.save()
    grilled = Preparation.objects.create(
        slug="grilled", name="Grilled", words=["grilled"], water_loss_percent=25, source="a cook"
    )
    grilled.applies_to.add(Category.objects.get(slug="fruit"))
    catalog.forget()
    return kitchen


def test_an_account_keeps_what_review_showed(ann: Page):
    look_up(ann, MEAL)
    expect(line(ann, "Banana")).to_contain_text(ENERGY)
    expect(line(ann, "Banana")).to_contain_text("reckoned from the raw food")
    log(ann, "lunch")
    expect(meal_card(ann, "Lunch")).to_contain_text(WORDS)
    expect(meal_card(ann, "Lunch")).to_contain_text(ENERGY)
    logged = MealItem.objects.get()
    assert logged.preparation == "grilled"
    assert logged.nutrients()["energy_kcal"] == pytest.approx(89 * 1.18 / 0.75)

    item(ann, "Banana").get_by_role("button", name="Banana").first.click()
    with ann.expect_response("**/items/**"):
        item(ann, "Banana").get_by_role("button", name=re.compile("^½ times")).click()
    ann.reload()
    expect(meal_card(ann, "Lunch")).to_contain_text("70 kcal")
    expect(meal_card(ann, "Lunch")).to_contain_text(WORDS)


def test_a_guest_keeps_it_and_takes_it_along(guest: Page, site: str, user: User):
    look_up(guest, MEAL)
    log(guest, "lunch")
    guest.reload()
    expect(meal_card(guest, "Lunch")).to_contain_text(WORDS)
    expect(meal_card(guest, "Lunch")).to_contain_text(ENERGY)
    assert not Meal.objects.exists()

    sign_in(guest, site, user.email)
    guest.get_by_role("button", name="Add to my account").click()
    expect(guest.get_by_text("They are in your account now.")).to_be_visible()
    guest.reload()
    expect(meal_card(guest, "Lunch")).to_contain_text(WORDS)
    expect(meal_card(guest, "Lunch")).to_contain_text(ENERGY)
    assert MealItem.objects.get().provenance["preparation"]["slug"] == "grilled"


def test_a_deleted_food_comes_back_prepared(ann: Page):
    look_up(ann, f"{MEAL} and a glass of orange juice")
    log(ann, "lunch")
    item(ann, "Banana").get_by_role("button", name="Banana").first.click()
    ann.get_by_role("button", name="Delete Banana").click()
    expect(item(ann, "Banana")).to_have_count(0)
    ann.get_by_role("button", name="Undo").click()
    expect(meal_card(ann, "Lunch")).to_contain_text(WORDS)
    assert MealItem.objects.get(name="Banana").preparation == "grilled"


def test_the_same_again_is_prepared_again(ann: Page):
    look_up(ann, MEAL)
    log(ann, "lunch")
    ann.get_by_role("link", name="Add").click()
    ann.get_by_role("dialog").get_by_role("button", name="Banana").click()
    expect(line(ann, "Banana")).to_contain_text(ENERGY)
    expect(line(ann, "Banana")).to_contain_text("Grilled · reckoned from the raw food.")
