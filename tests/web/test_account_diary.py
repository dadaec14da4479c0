"""Someone with an account: their diary on the server, edited with a way back, and without a network."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from accounts.models import User
from accounts.selectors import profile_for
from meals.models import Meal, MealItem
from tests.web.conftest import sign_in
from tests.web.steps import item, line, log, look_up, meal_card

pytestmark = pytest.mark.browser


def names() -> list[str]:
    """What stands in the diary on the server, in order."""
    return list(MealItem.objects.order_by("meal__eaten_at", "position").values_list("name", flat=True))


def test_a_meal_is_logged_to_the_account(ann: Page, user: User):
    look_up(ann, "118 g banana and 248 g orange juice for lunch")
    log(ann, "lunch")
    expect(meal_card(ann, "Lunch")).to_contain_text("Orange juice")
    expect(ann.get_by_role("region", name="The day so far")).to_contain_text("217")
    meal = Meal.objects.get()
    assert (meal.user, meal.kind, meal.time_zone) == (user, "lunch", "America/New_York")
    banana = meal.items.get(name="Banana")
    assert (banana.grams, banana.provenance["source"]) == (118, "fndds")
    assert "banana" in banana.description


def test_an_amount_is_changed_where_it_stands(ann: Page):
    look_up(ann, "a banana for lunch")
    log(ann, "lunch")
    item(ann, "Banana").get_by_role("button", name="Banana").first.click()
    with ann.expect_response("**/items/**"):
        item(ann, "Banana").get_by_role("button", name=re.compile("^2 times")).click()
    expect(meal_card(ann, "Lunch")).to_contain_text("236 g")
    assert MealItem.objects.get().grams == 236
    ann.reload()
    expect(meal_card(ann, "Lunch")).to_contain_text("210 kcal")


def test_a_deleted_food_comes_back_in_its_place(ann: Page):
    look_up(ann, "a banana and a glass of orange juice for lunch")
    log(ann, "lunch")
    assert names() == ["Banana", "Orange juice"]
    item(ann, "Banana").get_by_role("button", name="Banana").first.click()
    ann.get_by_role("button", name="Delete Banana").click()
    expect(item(ann, "Banana")).to_have_count(0)
    assert names() == ["Orange juice"]
    ann.get_by_role("button", name="Undo").click()
    expect(item(ann, "Banana")).to_be_visible()
    assert names() == ["Banana", "Orange juice"]


def test_a_deleted_meal_comes_back(ann: Page):
    look_up(ann, "a banana for lunch")
    log(ann, "lunch")
    ann.get_by_text("Change lunch").click()
    ann.get_by_role("button", name="Delete lunch").click()
    expect(ann.get_by_text("Nothing logged yet today.")).to_be_visible()
    assert not Meal.objects.exists()
    ann.get_by_role("button", name="Undo").click()
    expect(meal_card(ann, "Lunch")).to_contain_text("Banana")
    assert names() == ["Banana"]


def test_a_meal_moves_to_another_day(ann: Page):
    look_up(ann, "a banana for lunch")
    log(ann, "lunch")
    ann.get_by_text("Change lunch").click()
    ann.get_by_label("Dinner").check(force=True)
    ann.get_by_label("Day", exact=True).fill("2026-01-05")
    ann.get_by_label("Time", exact=True).fill("19:30")
    ann.get_by_role("button", name="Save").click()
    expect(ann.get_by_text("Nothing logged yet today.")).to_be_visible()
    ann.goto(ann.url + "?day=2026-01-05")
    expect(meal_card(ann, "Dinner")).to_contain_text("19:30")


def test_days_are_turned_like_pages(ann: Page):
    ann.get_by_role("link", name="Day before").click()
    expect(ann.get_by_role("heading", name="Yesterday")).to_be_focused()
    expect(ann.get_by_text("Nothing was logged on this day.")).to_be_visible()
    ann.get_by_role("link", name="Day after").click()
    expect(ann.get_by_role("heading", name="Today")).to_be_visible()


def test_a_guest_takes_their_meals_along(guest: Page, site: str, user: User):
    look_up(guest, "a banana for lunch")
    log(guest, "lunch")
    sign_in(guest, site, user.email)
    expect(guest.get_by_text("1 meal from before you signed in.")).to_be_visible()
    guest.get_by_role("button", name="Add to my account").click()
    expect(meal_card(guest, "Lunch")).to_contain_text("Banana")
    assert Meal.objects.get().user == user
    guest.reload()
    expect(meal_card(guest, "Lunch")).to_contain_text("Banana")
    expect(guest.get_by_text("from before you signed in")).to_have_count(0)


def test_without_a_network_a_meal_is_kept_and_sent_later_once(ann: Page):
    look_up(ann, "a banana for lunch")
    ann.context.set_offline(True)
    ann.get_by_role("button", name="Log lunch").click()
    expect(ann.get_by_text("No network: kept here, will be sent later (1 waiting).")).to_be_visible()
    expect(meal_card(ann, "Lunch")).to_contain_text("Kept here, not sent yet.")
    assert not Meal.objects.exists()
    with ann.expect_response("**/api/v1/meals/"):
        ann.context.set_offline(False)
    expect(meal_card(ann, "Lunch")).not_to_contain_text("not sent yet")
    assert names() == ["Banana"]


def test_an_answer_that_was_lost_does_not_log_twice(ann: Page):
    """The server carries the write out, but the browser never hears of it and sends it again."""
    lost: list[str] = []

    def lose_first(route: Route) -> None:
        if lost or route.request.method != "POST":
            route.continue_()
        else:
            lost.append(str(route.fetch().status))
            route.abort()

    look_up(ann, "a banana for lunch")
    ann.route("**/api/v1/meals/", lose_first)
    ann.get_by_role("button", name="Log lunch").click()
    expect(ann.get_by_text("(1 waiting)").first).to_be_visible()
    ann.get_by_role("button", name="Try now").click()
    expect(ann.get_by_text("Not sent yet.")).to_have_count(0)
    assert lost == ["201"]
    assert names() == ["Banana"]


def test_what_the_server_refuses_is_said_and_kept(ann: Page, kitchen):
    look_up(ann, "a banana for lunch")
    kitchen["Banana"].live.state = "retired"
    kitchen["Banana"].live.save()
    ann.get_by_role("button", name="Log lunch").click()
    refusal = ann.get_by_role("alert").filter(has_text="was not accepted")
    expect(refusal).to_contain_text("There is no such food.")
    refusal.get_by_role("button", name="Give it up").click()
    expect(refusal).to_have_count(0)
    assert not Meal.objects.exists()


def test_what_waits_is_sent_for_nobody_else(other_user: User, ann: Page, site: str):
    look_up(ann, "a banana for lunch")
    ann.context.set_offline(True)
    ann.get_by_role("button", name="Log lunch").click()
    expect(ann.get_by_text("(1 waiting)").first).to_be_visible()
    ann.context.clear_cookies()
    ann.evaluate("removeEventListener('online', () => {})")
    ann.context.set_offline(False)
    sign_in(ann, site, other_user.email)
    expect(ann.get_by_text("Nothing logged yet today.")).to_be_visible()
    assert not Meal.objects.filter(user=other_user).exists()


def test_a_new_account_takes_its_words_and_zone_from_the_browser(guest: Page, site: str, user: User):
    with guest.expect_response(lambda response: response.request.method == "PATCH"):
        sign_in(guest, site, user.email)
    profile = profile_for(user)
    assert (profile.region, profile.time_zone) == ("US", "America/New_York")


def test_preferences_are_kept_and_shown(ann: Page, site: str, user: User):
    ann.get_by_role("link", name="You").click()
    with ann.expect_response(lambda response: response.request.method == "PATCH"):
        ann.get_by_label("kJ").check(force=True)
    assert profile_for(user).energy_unit == "kJ"
    look_up(ann, "a banana")
    expect(line(ann, "Banana")).to_contain_text("439 kJ")


def test_signing_out_ends_the_session(ann: Page, site: str):
    ann.get_by_role("link", name="You").click()
    ann.get_by_role("link", name="Sign out").click()
    ann.get_by_role("button", name="Sign out").click()
    expect(ann.get_by_text("Signed out.")).to_be_visible()
    ann.goto(f"{site}/you/")
    expect(ann.get_by_text("A guest on this device")).to_be_visible()
