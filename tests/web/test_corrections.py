"""What is changed of a proposal is told only if it was agreed to; unknown words leave only when asked to."""

import re
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.selectors import profile_for
from nutrition.models import Food
from tests.nutrition.sources import conftest as sources
from tests.nutrition.sources.server import Reply, Server
from tests.nutrition.sources.shapes import fdc, fdc_food
from tests.web.steps import line, log, look_up
from tests.web.test_products import holds_up

pytestmark = pytest.mark.browser
server, turn_on = sources.server, sources.turn_on


def corrections(page: Page) -> list[Any]:
    """What the page tells of changes from now on, as it is sent."""
    sent: list[Any] = []
    page.on(
        "request", lambda asked: sent.append(asked.post_data_json) if "v1/corrections" in asked.url else None
    )
    return sent


def agree(page: Page, site: str) -> None:
    """Switch the sharing of corrections on."""
    page.goto(f"{site}/you/")
    page.get_by_role("switch", name="Help improve the matches").check()


def eat_another_juice(page: Page) -> None:
    """Log apple juice where orange juice was proposed, and two bananas where it was one."""
    look_up(page, "a glass of orange juice and a banana for lunch")
    juice = line(page, "Orange juice")
    juice.get_by_text("Not quite right?").click()
    juice.get_by_role("combobox", name="Something else").press_sequentially("apple")
    juice.get_by_role("option", name="Apple juice").click()
    expect(line(page, "Apple juice")).to_be_visible()
    line(page, "Banana").get_by_role("button", name=re.compile("^2 times")).click()
    log(page, "lunch")
    page.wait_for_load_state("networkidle")


def test_nothing_is_told_unless_it_was_agreed_to(guest: Page, site: str):
    sent = corrections(guest)
    guest.goto(f"{site}/you/")
    expect(guest.get_by_role("switch", name="Help improve the matches")).not_to_be_checked()
    eat_another_juice(guest)
    assert sent == []


def test_a_guest_who_agreed_tells_what_was_changed(guest: Page, site: str, kitchen: dict[str, Food]):
    sent = corrections(guest)
    agree(guest, site)
    eat_another_juice(guest)
    juice, banana = sent
    assert (juice["proposed_food_id"], juice["food_id"]) == (
        kitchen["Orange juice"].pk,
        kitchen["Apple juice"].pk,
    )
    assert (banana["proposed_grams"], banana["grams"], banana["agreed"]) == (118, 236, True)
    guest.goto(f"{site}/you/")
    expect(guest.get_by_role("switch", name="Help improve the matches")).to_be_checked()


def test_what_was_not_changed_is_not_told(guest: Page, site: str):
    sent = corrections(guest)
    agree(guest, site)
    look_up(guest, "a banana for lunch")
    log(guest, "lunch")
    guest.wait_for_load_state("networkidle")
    assert sent == []


def test_a_meal_is_logged_though_its_corrections_are_lost(guest: Page, site: str):
    agree(guest, site)
    guest.route("**/api/v1/corrections", lambda route: route.abort())
    eat_another_juice(guest)
    expect(guest.get_by_role("article", name="Lunch")).to_contain_text("Apple juice")


def test_an_account_agrees_in_its_profile(ann: Page, site: str, user: User):
    sent = corrections(ann)
    agree(ann, site)
    expect(ann.get_by_text("Saved.")).to_be_attached()
    ann.wait_for_load_state("networkidle")
    assert profile_for(user).shares_corrections
    with ann.expect_response("**/api/v1/corrections") as answered:
        eat_another_juice(ann)
    assert answered.value.status == 204
    assert "agreed" not in sent[0]
    ann.goto(f"{site}/you/")
    ann.get_by_role("switch", name="Help improve the matches").uncheck()
    ann.wait_for_load_state("networkidle")
    ann.goto(site)
    eat_another_juice(ann)
    assert len(sent) == 2


@pytest.fixture
def outside(turn_on: Any, server: Server) -> Server:
    """A source outside that knows the frobnitz."""
    turn_on("usda_fdc")
    server.replies["/fdc/v1/foods/search"] = fdc(fdc_food("Frobnitz, crunchy banana"))
    return server


def test_unknown_words_stay_here_until_they_are_sent_outside(outside: Server, guest: Page):
    look_up(guest, "a banana and 200 g frobnitz")
    card = guest.get_by_role("region", name="Not known")
    expect(card).to_contain_text("leave this server for USDA FoodData Central")
    assert outside.asked == []
    card.get_by_role("button", name="Look it up outside").click()
    found = card.get_by_role("group", name="Found outside")
    expect(found).to_contain_text("900 kcal")
    expect(found).to_contain_text("USDA FoodData Central 2024-10-31, asked today")
    assert outside.asked[0].query["query"] == "frobnitz"
    expect(card.get_by_role("combobox", name="Say what it is")).to_have_value("banana")
    card.get_by_role("option", name="Banana bread").click()
    expect(line(guest, "Banana bread")).to_contain_text("200 g")
    expect(card).to_have_count(0)


def test_a_meal_that_is_logged_meanwhile_stays_logged(outside: Server, guest: Page):
    reply = outside.replies["/fdc/v1/foods/search"]
    assert isinstance(reply, Reply)
    outside.replies["/fdc/v1/foods/search"] = replace(reply, wait_s=1.0)
    look_up(guest, "a banana and 200 g frobnitz for lunch")
    with guest.expect_response(lambda answer: "found_outside" in answer.text()):
        guest.get_by_role("button", name="Look it up outside").click()
        log(guest, "lunch")
    guest.wait_for_load_state("networkidle")
    guest.reload()
    expect(guest.get_by_role("article", name="Lunch")).to_contain_text("Banana")
    expect(guest.get_by_text("Lunch is not logged yet.")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_was_found_outside_can_be_read_and_pressed(outside: Server, guest: Page, scheme: Any):
    guest.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    look_up(guest, "a banana and 200 g frobnitz")
    guest.get_by_role("button", name="Look it up outside").click()
    expect(guest.get_by_role("option", name="Banana bread")).to_be_visible()
    holds_up(guest)


def test_without_a_source_nobody_is_offered_one(guest: Page):
    look_up(guest, "a banana and 200 g frobnitz")
    expect(guest.get_by_role("region", name="Not known")).to_be_visible()
    expect(guest.get_by_role("button", name="Look it up outside")).to_have_count(0)
