"""Recipes of one's own: what goes into the pot, and what is eaten of it."""

from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from meals.lines import LineFields
from meals.models import MealItem, Recipe
from meals.recipes import services
from nutrition.models import Food, FoodRevision
from tests.web.steps import item, line
from tests.web.test_looks import AXE, SMALL_TARGETS, TAPPED, TARGET_PX

pytestmark = pytest.mark.browser


def ingredient(page: Page, name: str) -> Locator:
    """The row of an ingredient that is being written down."""
    return page.get_by_role("list", name="Ingredients").get_by_role("listitem").filter(has_text=name)


def settled(page: Page) -> None:
    """Wait until the page has asked for everything: the tests look into the database that answers it."""
    page.wait_for_load_state("networkidle")


def write_down(page: Page, site: str, words: str) -> None:
    """Start a recipe and look its ingredients up."""
    page.goto(f"{site}/recipes/new/")
    page.get_by_label("Name", exact=True).fill("Breakfast bake")
    page.get_by_label("What goes in?").fill(words)
    page.get_by_role("button", name="Look it up").click()
    expect(page.get_by_role("list", name="Ingredients")).to_be_visible()


@pytest.fixture
def bake(user: User, kitchen: dict[str, Food]) -> Recipe:
    """300 g of eggs and 100 g of toast, weighing 320 g when it is baked, for two.

    To be asked for before `ann`: her page asks the database as soon as it opens.
    """
    lines: list[LineFields] = [
        {"food_id": kitchen["Scrambled eggs"].pk, "grams": 300},
        {"food_id": kitchen["Whole wheat toast"].pk, "grams": 100},
    ]
    return services.create_recipe(user=user, name="Egg bake", ingredients=lines, yield_g=320, servings=2)


def test_the_first_recipe_is_written_down(ann: Page, site: str):
    ann.get_by_role("link", name="Foods", exact=True).first.click()
    ann.get_by_role("link", name="Recipes").click()
    ann.get_by_role("link", name="Write down a recipe").click()
    write_down(ann, site, "300 g scrambled eggs and 2 slices of whole wheat toast")
    expect(ingredient(ann, "Whole wheat toast")).to_contain_text("96 g")
    ann.get_by_label("Weight in g").fill("320")
    ann.get_by_label("Servings").fill("2")
    expect(ann.get_by_role("region", name="This recipe")).to_contain_text("2 servings of 160 g")
    ann.get_by_role("button", name="Save recipe").click()
    expect(ann.get_by_role("heading", name="Breakfast bake")).to_be_visible()
    settled(ann)
    stored = Recipe.objects.get()
    assert (stored.grams, stored.servings, stored.ingredients.count()) == (320, 2, 2)


def test_some_of_a_pot_is_logged(bake: Recipe, ann: Page, site: str):
    ann.goto(f"{site}/recipes/{bake.pk}/")
    ann.get_by_label("Egg bake in g").fill("80")
    ann.get_by_label("Egg bake in g").blur()
    expect(ann.get_by_role("region", name="I ate some")).to_contain_text("185")
    ann.get_by_role("button", name="Add to a meal").click()
    expect(line(ann, "Egg bake")).to_contain_text("Your recipe")
    ann.get_by_role("button", name="Log ").click()
    expect(item(ann, "Egg bake")).to_contain_text("185 kcal")
    settled(ann)
    logged = MealItem.objects.get()
    assert (logged.recipe, logged.grams, logged.food) == (bake, 80, None)


def test_a_logged_serving_is_changed_where_it_stands(bake: Recipe, ann: Page, site: str):
    ann.goto(f"{site}/recipes/{bake.pk}/")
    ann.get_by_role("button", name="Add to a meal").click()
    ann.get_by_role("button", name="Log ").click()
    item(ann, "Egg bake").get_by_role("button", name="Egg bake").first.click()
    with ann.expect_response("**/items/**"):
        ann.get_by_role("button", name="the whole pot").click()
    expect(item(ann, "Egg bake")).to_contain_text("320 g")
    ann.get_by_role("link", name="About this recipe").click()
    expect(ann.get_by_role("heading", name="Egg bake")).to_be_visible()
    settled(ann)


def test_a_recipe_is_mended_and_what_it_misses_is_said(bake: Recipe, ann: Page, site: str):
    ann.goto(f"{site}/recipes/{bake.pk}/edit/")
    ingredient(ann, "Whole wheat toast").get_by_role("button").first.click()
    ann.get_by_role("button", name="Take out").click()
    ann.get_by_label("Weight in g").fill("20")
    ann.get_by_role("button", name="Save recipe").click()
    expect(ann.get_by_role("alert")).to_contain_text("weighs more")
    ann.get_by_label("Weight in g").fill("")
    ann.get_by_role("button", name="Save recipe").click()
    expect(ann.get_by_role("heading", name="Egg bake")).to_be_visible()
    settled(ann)
    assert bake.ingredients.count() == 1


def test_newer_figures_are_offered(bake: Recipe, ann: Page, site: str, kitchen: dict[str, Food]):
    settled(ann)
    eggs = kitchen["Scrambled eggs"]
    before = FoodRevision.objects.get(food=eggs)
    figures = before.nutrients() | {"energy_kcal": 200.0}
    eggs.live = FoodRevision.objects.create(
        food=eggs, number=2, name=before.name, category=before.category, source="fndds", **figures
    )
    eggs.save()
    ann.goto(f"{site}/recipes/{bake.pk}/")
    ann.get_by_role("button", name="Use them").click()
    expect(ann.get_by_role("region", name="I ate some")).to_contain_text("445")
    expect(ann.get_by_role("button", name="Use them")).to_have_count(0)


def test_a_deleted_recipe_comes_back(bake: Recipe, ann: Page, site: str):
    ann.goto(f"{site}/recipes/{bake.pk}/")
    ann.get_by_role("button", name="Delete this recipe").click()
    expect(ann.get_by_role("link", name="Write down a recipe")).to_be_visible()
    ann.get_by_role("button", name="Undo").click()
    expect(ann.get_by_role("heading", name="Egg bake")).to_be_visible()
    settled(ann)
    assert Recipe.objects.get().pk == bake.pk


def test_what_is_being_written_outlasts_the_page(ann: Page, site: str):
    write_down(ann, site, "300 g scrambled eggs")
    ann.goto(site)
    ann.goto(f"{site}/recipes/new/")
    expect(ingredient(ann, "Scrambled eggs")).to_contain_text("300 g")


def test_a_guest_is_told_kindly(guest: Page, site: str):
    guest.goto(f"{site}/recipes/")
    expect(guest.get_by_role("heading", name="Recipes are kept with an account")).to_be_visible()
    expect(guest.get_by_role("link", name="Create an account")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("place", ["", "new/", "{bake}/", "{bake}/edit/"])
def test_the_pages_hold_up(bake: Recipe, ann: Page, site: str, place: str, scheme: Literal["light", "dark"]):
    """On the narrowest phone, for fingers, for eyes and for who hears the page (axe-core)."""
    ann.set_viewport_size({"width": 320, "height": 640})
    ann.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    ann.goto(f"{site}/recipes/{place.format(bake=bake.pk)}")
    settled(ann)
    for row in ann.locator("main .item-head, main summary").all():
        row.click()
    assert ann.evaluate("document.documentElement.scrollWidth") <= 320
    assert ann.evaluate(SMALL_TARGETS, [TAPPED, TARGET_PX]) == []
    ann.evaluate(AXE.read_text(encoding="utf-8"))
    found = ann.evaluate("axe.run()")
    assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found["violations"]] == []
