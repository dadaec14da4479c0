"""A barcode, typed where a meal is written, shows the packet: its label and what is reckoned beyond it."""

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from nutrition import catalog
from nutrition.models import Food, FoodRevision
from nutrition.products.importing import import_file
from tests.nutrition.products.files import CODE, row, write_export
from tests.web.test_looks import AXE, SMALL_TARGETS, TAPPED, TARGET_PX

pytestmark = pytest.mark.browser
TOLD = {
    "brands": "Ann's", "quantity": "200 g", "categories_tags": "en:snacks,en:banana-bread",
    "allergens": "en:milk", "traces_tags": "en:nuts", "countries_tags": "en:france",
    "serving_size": "25 g", "serving_quantity": "25", "ingredients_text": "oats, butter",
    "nutriscore_grade": "d",
}  # fmt: skip
UNKNOWN = "96385074"


@pytest.fixture
def kitchen(kitchen: dict[str, Food], tmp_path: Path) -> dict[str, Food]:
    """The kitchen with a packet in it, whose kind of food has iron."""
    FoodRevision.objects.filter(food=kitchen["Banana bread"]).update(iron_mg=2.0)
    rows = [row(**TOLD), row("20000011", figures={})]
    import_file(write_export(tmp_path / "off.csv", rows), progress=lambda what, done, total: None)
    catalog.forget()
    return kitchen


def type_in(page: Page, words: str) -> None:
    """Write into the sheet and look it up."""
    page.get_by_role("link", name="Add").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("What did you eat?").fill(words)
    sheet.get_by_role("button", name="Look it up").click()


def test_a_typed_barcode_shows_its_packet(guest: Page):
    type_in(guest, "3 017620 422003")
    expect(guest.get_by_role("heading", name="Butter biscuits")).to_be_visible()
    expect(guest.get_by_text("Ann's · 200 g")).to_be_visible()
    expect(guest.get_by_role("img", name="Nutri-Score E").first).to_be_visible()
    label = guest.get_by_role("region", name="On the label")
    expect(label).to_contain_text("480")
    expect(label).to_contain_text("65 g")
    guest.get_by_label("1 serving, 25 g").check()
    expect(label).to_contain_text("120")


def test_every_figure_tells_where_it_is_from(guest: Page, site: str):
    guest.goto(f"{site}/products/{CODE}/")
    fat, iron = (guest.locator(".nutrient").filter(has_text=name).first for name in ("Fat", "Iron"))
    fat.locator("summary").click()
    expect(fat).to_contain_text("Open Food Facts, label")
    iron.locator("summary").click()
    expect(iron).to_contain_text("USDA FNDDS, Banana bread, by mass")
    guest.get_by_role("link", name="Banana bread").click()
    expect(guest.get_by_role("heading", name="Banana bread")).to_be_visible()


def test_allergens_are_never_free_from(guest: Page, site: str):
    guest.goto(f"{site}/products/{CODE}/")
    allergens = guest.locator("section", has=guest.get_by_role("heading", name="Allergens"))
    expect(allergens).to_contain_text("ContainsMilk.")
    expect(allergens).to_contain_text("May containNuts.")
    expect(allergens).to_contain_text("Not named is not free from")
    expect(guest.get_by_text("Open Food Facts contributors")).to_be_visible()
    expect(guest.get_by_text("ODbL 1.0")).to_be_visible()


def test_an_unknown_barcode_is_said_where_it_was_typed(guest: Page, site: str):
    type_in(guest, UNKNOWN)
    sheet = guest.get_by_role("dialog")
    expect(sheet.get_by_role("alert")).to_have_text("We don't know this one yet.")
    sheet.get_by_label("What did you eat?").fill("3017620422004")
    sheet.get_by_role("button", name="Look it up").click()
    expect(sheet.get_by_role("alert")).to_contain_text("a digit was misread")
    guest.goto(f"{site}/products/{UNKNOWN}/")
    expect(guest.get_by_role("main")).to_contain_text("We don't know this one yet.")


def test_a_packet_without_figures_shows_none(guest: Page, site: str):
    guest.goto(f"{site}/products/20000011/")
    expect(guest.get_by_role("region", name="On the label")).to_contain_text("unknown")
    expect(guest.get_by_role("img", name="No Nutri-Score")).to_be_visible()


def holds_up(page: Page) -> None:
    """On the narrowest phone, for fingers, for eyes and for who hears the page (axe-core)."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(SMALL_TARGETS, [TAPPED, TARGET_PX]) == []
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")
    assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found["violations"]] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("digits", [CODE, UNKNOWN])
def test_the_page_holds_up(guest: Page, site: str, digits: str, scheme: Literal["light", "dark"]):
    guest.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    guest.goto(f"{site}/products/{digits}/")
    guest.wait_for_load_state("networkidle")
    for more in guest.locator("main summary").all():
        more.click()
    holds_up(guest)
