"""The letter of foods and meals: seen with its shape, explained on demand, never that of something else."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Locator, Page, expect

from nutrition import catalog
from nutrition.glycemic.models import GlycemicLink, GlycemicValue
from nutrition.models import Food
from tests.web.pages import static_text
from tests.web.steps import item, line, log, look_up, meal_card, open_food

pytestmark = pytest.mark.browser

LETTERS = "abcde"
ENOUGH_CONTRAST = 4.5


def letter(place: Page | Locator, grade: str, of: str = "Nutri-Score") -> Locator:
    """The letter of a grade, as it is read out."""
    return place.get_by_role("img", name=f"{of} {grade}", exact=True).first


def total(page: Page) -> Locator:
    """The sums of the meal under review."""
    return page.get_by_role("region", name="This meal")


# --- Seen ---


def test_each_food_and_the_meal_have_their_letter(guest: Page):
    look_up(guest, "a banana and a blueberry doughnut")
    expect(letter(line(guest, "Banana"), "A")).to_be_visible()
    expect(letter(line(guest, "Blueberry doughnut"), "E")).to_be_visible()
    expect(letter(total(guest), "D")).to_be_visible()


def test_a_search_row_has_the_letter(guest: Page):
    guest.get_by_role("link", name="Foods", exact=True).click()
    guest.get_by_label("Search foods").press_sequentially("oat p")
    expect(letter(guest.get_by_role("link", name="Oat porridge"), "A")).to_be_visible()


def test_the_letter_tells_what_it_is_of_on_demand(guest: Page):
    look_up(guest, "a banana")
    guest.get_by_role("button", name="Nutri-Score A of Banana: why?").click()
    note = guest.locator(".grade-note:popover-open")
    expect(note).to_contain_text("−1 point, where fewer are better.")
    note.get_by_role("link", name="Every point of Banana").click()
    expect(guest.get_by_role("table", name="The points of this Nutri-Score")).to_be_visible()


def test_where_there_is_no_letter_the_reason_is_told(guest: Page):
    look_up(guest, "a tablespoon of butter")
    expect(line(guest, "Butter").get_by_role("img", name="No Nutri-Score")).to_be_visible()
    guest.get_by_role("button", name="No Nutri-Score of Butter: why?").click()
    expect(guest.locator(".grade-note:popover-open")).to_contain_text("Not computable:")
    guest.keyboard.press("Escape")
    guest.get_by_role("button", name="No Nutri-Score of this").click()
    expect(guest.locator(".grade-note:popover-open")).to_contain_text("None of it has a letter")


# --- Always of what stands there ---


def test_another_amount_gives_the_meal_another_letter(guest: Page):
    look_up(guest, "a banana and a blueberry doughnut")
    expect(letter(total(guest), "D")).to_be_visible()
    field = line(guest, "Blueberry doughnut").get_by_label("Blueberry doughnut in g")
    field.fill("5")
    field.press("Enter")
    expect(letter(total(guest), "B")).to_be_visible()
    expect(letter(line(guest, "Blueberry doughnut"), "E")).to_be_visible()


def test_another_food_gives_the_line_its_letter(guest: Page):
    look_up(guest, "a banana")
    banana = line(guest, "Banana")
    banana.get_by_text("Not quite right?").click()
    banana.get_by_role("combobox", name="Something else").press_sequentially("dough")
    banana.get_by_role("option", name="Blueberry doughnut").click()
    expect(letter(line(guest, "Blueberry doughnut"), "E")).to_be_visible()
    expect(letter(total(guest), "E")).to_be_visible()


def test_a_letter_that_cannot_be_asked_for_is_left_out(guest: Page):
    look_up(guest, "a banana and a blueberry doughnut")
    expect(letter(total(guest), "D")).to_be_visible()
    guest.route("**/api/v1/grade", lambda route: route.fulfill(status=204))
    guest.get_by_role("button", name="Remove Blueberry doughnut").click()
    expect(total(guest).get_by_role("img")).to_have_count(0)
    expect(letter(line(guest, "Banana"), "A")).to_be_visible()


def test_a_guests_meal_keeps_its_letter_and_gets_another_with_another_amount(guest: Page):
    look_up(guest, "a banana and a blueberry doughnut for lunch")
    log(guest, "lunch")
    expect(letter(meal_card(guest, "Lunch"), "D")).to_be_visible()
    guest.reload()
    expect(letter(meal_card(guest, "Lunch"), "D")).to_be_visible()
    item(guest, "Blueberry doughnut").get_by_role("button", name="Blueberry doughnut").first.click()
    guest.get_by_role("button", name="Delete Blueberry doughnut").click()
    expect(letter(meal_card(guest, "Lunch"), "A")).to_be_visible()


def test_the_day_has_a_letter_of_all_its_meals(guest: Page):
    look_up(guest, "a banana for lunch")
    log(guest, "lunch")
    look_up(guest, "a blueberry doughnut for a snack")
    log(guest, "snack")
    expect(letter(meal_card(guest, "Snack"), "E")).to_be_visible()
    expect(letter(guest.get_by_role("region", name="The day so far"), "D")).to_be_visible()


def test_an_accounts_meals_and_day_have_their_letters(ann: Page):
    look_up(ann, "a banana and a blueberry doughnut for lunch")
    log(ann, "lunch")
    expect(letter(meal_card(ann, "Lunch"), "D")).to_be_visible()
    expect(letter(ann.get_by_role("region", name="The day so far"), "D")).to_be_visible()
    ann.get_by_role("button", name="Nutri-Score D of lunch: why?").click()
    expect(ann.locator(".grade-note:popover-open")).to_contain_text("weighed by the energy")


# --- Explained on the page of a food ---


def test_a_food_tells_how_its_points_come_about(guest: Page):
    open_food(guest, "Blueberry doughnut")
    expect(guest.get_by_text("21 points, for energy, sugars, saturated fat and salt.")).to_be_visible()
    guest.get_by_text("Why?").click()
    points = guest.get_by_role("table", name="The points of this Nutri-Score")
    expect(points.get_by_role("row", name="Sugars")).to_contain_text("25 g")
    expect(points.get_by_role("row", name="Sugars")).to_contain_text("7 of 15")
    expect(points.get_by_role("row", name="Protein")).to_contain_text("does not count")
    expect(guest.get_by_text("How much fruit and vegetables it holds is not known")).to_be_visible()
    expect(guest.get_by_text("By the formula of 2017 it was")).to_be_visible()


def test_ten_focuses_open_to_what_speaks_for_and_against(guest: Page):
    open_food(guest, "Blueberry doughnut")
    focuses = guest.locator(".focus")
    expect(focuses).to_have_count(10)
    heart = focuses.filter(has_text="Heart")
    heart.locator("summary").click()
    expect(heart).to_contain_text("Against it")
    expect(heart.get_by_role("table")).to_contain_text("Saturated fat")
    expect(heart).to_contain_text("of 100 make")


def test_what_is_graded_follows_the_amount(guest: Page):
    open_food(guest, "Blueberry doughnut")
    expect(guest.get_by_text("For 60 g at once")).to_be_visible()
    guest.get_by_role("button", name="2 times 1 doughnut").click()
    expect(guest.get_by_text("For 120 g at once")).to_be_visible()
    expect(guest.locator(".grades")).to_have_attribute("aria-busy", "false")


def test_ones_own_focus_comes_first(guest: Page):
    guest.get_by_role("link", name="You").click()
    guest.get_by_label("What matters most to you").select_option("bone_joint")
    open_food(guest, "Banana")
    expect(guest.locator(".focus").first).to_contain_text("Bones and joints your focus")


def test_a_glycemic_index_says_how_near_the_tested_food_is(guest: Page, kitchen: dict[str, Food]):
    tested = GlycemicValue.objects.create(name="Ripe banana", gi=51, source="A study, 1999", year=1999)
    GlycemicLink.objects.create(food=kitchen["Banana"], value=tested, kind="close")
    catalog.forget()
    open_food(guest, "Banana")
    expect(guest.get_by_text("51, low")).to_be_visible()
    expect(guest.get_by_text("Measured in a food close to it: Ripe banana. A study, 1999.")).to_be_visible()


def test_scores_say_what_they_are_not(guest: Page):
    open_food(guest, "Banana")
    effects = guest.locator(".effects")
    expect(effects).to_contain_text("not a measurement")
    expect(effects).to_contain_text(re.compile(r"\d+ of 45 parameters known"))
    expect(effects).to_contain_text("no finding about your body")


def test_grades_that_do_not_come_can_be_asked_for_again(guest: Page):
    guest.route("**/grade?*", lambda route: route.abort())
    open_food(guest, "Banana")
    again = guest.get_by_role("button", name="Try again")
    expect(again).to_be_visible()
    guest.unroute("**/grade?*")
    again.click()
    expect(letter(guest.locator(".verdict"), "A")).to_be_visible()


# --- Looks ---


def test_letters_stand_out_from_their_colour():
    tokens: dict[str, str] = dict(
        re.findall(r"--((?:on-)?grade(?:-[a-e])?): (#[0-9a-f]{6})", static_text("css/tokens.css"))
    )
    for grade in LETTERS:
        ink = tokens[f"on-grade-{grade}"] if f"on-grade-{grade}" in tokens else tokens["on-grade"]
        assert contrast(ink, tokens[f"grade-{grade}"]) >= ENOUGH_CONTRAST, grade


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.2)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


SHAPE = """element => {
  const { borderRadius, clipPath } = getComputedStyle(element);
  return borderRadius + clipPath;
}"""


def test_each_letter_has_a_shape_of_its_own(guest: Page):
    open_food(guest, "Banana")
    place = guest.locator(".verdict .letter")
    shapes = []
    for grade in LETTERS:
        place.evaluate("(element, grade) => { element.className = `letter letter-${grade}` }", grade)
        shapes.append(place.evaluate(SHAPE))
    assert len(set(shapes)) == len(LETTERS)
    assert all(one != other for one, other in pairwise(shapes))
