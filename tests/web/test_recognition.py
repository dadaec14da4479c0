"""Recognising a photo in the browser, with a classifier that knows colours (tests/web/colours)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from PIL import Image
from playwright.sync_api import FilePayload, Page, Request, expect
from pytest_django import Settings

from nutrition.models import Food
from tests.web.colours import BLUE, ORANGE, WHITE, YELLOW, file, picture, publish

pytestmark = pytest.mark.browser

ORIENTATION = 0x0112
TURNED_RIGHT = 6
"""The picture is to be turned by a quarter, clockwise, to stand upright."""
HUGE_PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (20_000).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
READY = "Ready. It needs no network from here on."


@pytest.fixture
def place(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """An empty folder that is served before what is published in the project."""
    folder = tmp_path / "static" / "wasm"
    folder.mkdir(parents=True)
    settings.STATICFILES_DIRS = [folder.parent, *settings.STATICFILES_DIRS]
    finders.get_finder.cache_clear()  # type: ignore[attr-defined]
    yield folder
    finders.get_finder.cache_clear()  # type: ignore[attr-defined]


@pytest.fixture
def food_ids(kitchen: dict[str, Food]) -> dict[str, int]:
    """The foods that the classifier knows."""
    return {name: kitchen[name].pk for name in ("Orange juice", "Banana")}


@pytest.fixture
def colours(place: Path, food_ids: dict[str, int]) -> Path:
    """The classifier that knows colours, published."""
    publish(place, food_ids)
    return place


@pytest.fixture
def photo_page(colours: Path, guest: Page, site: str) -> Page:
    """The page, ready."""
    guest.goto(f"{site}/recognition/")
    expect(guest.get_by_text(READY)).to_be_visible()
    return guest


def choose(page: Page, chosen: FilePayload) -> None:
    page.get_by_label("Choose").set_input_files(chosen)


def corner(colour: tuple[int, int, int]) -> Image.Image:
    """White, but for the upper left quarter."""
    image = picture(WHITE)
    image.paste(colour, (0, 0, 32, 32))
    return image


def test_a_photo_is_named_with_how_sure_it_is(photo_page: Page):
    choose(photo_page, file(picture(ORANGE)))
    expect(photo_page.get_by_role("heading", name="Looks like orange juice")).to_be_visible()
    first = photo_page.get_by_role("button", name="Orange juice")
    expect(first).to_contain_text("likely")
    expect(first).to_contain_text("92 %")
    expect(photo_page.get_by_text("ms on this device")).to_be_visible()


def test_an_answer_leads_to_its_food(photo_page: Page, food_ids: dict[str, int]):
    choose(photo_page, file(picture(ORANGE)))
    photo_page.get_by_role("link", name="What is in orange juice").click()
    expect(photo_page.get_by_role("heading", name="Orange juice", exact=True)).to_be_visible()
    assert photo_page.url.endswith(f"/foods/{food_ids['Orange juice']}/")


def test_an_answer_goes_into_a_meal(photo_page: Page):
    choose(photo_page, file(picture(YELLOW)))
    photo_page.get_by_role("button", name="Add to a meal").click()
    expect(photo_page.get_by_role("list", name="Foods").get_by_text("Banana", exact=True)).to_be_visible()


def test_what_the_model_looked_at_is_shown_and_said(photo_page: Page):
    choose(photo_page, file(corner(YELLOW)))
    expect(photo_page.get_by_role("img", name="looked most at the upper left")).to_be_visible()
    shown = pixels(photo_page)
    photo_page.get_by_role("switch", name="Show what the model looked at").uncheck()
    expect(photo_page.get_by_role("img", name="Your photo", exact=True)).to_be_visible()
    assert pixels(photo_page) != shown


def test_each_answer_has_its_own_heat(photo_page: Page):
    choose(photo_page, file(corner(YELLOW)))
    photo_page.get_by_role("button", name="Orange juice").click()
    expect(photo_page.get_by_role("img", name="For orange juice it looked")).to_be_visible()
    expect(photo_page.get_by_role("button", name="Banana")).to_have_attribute("aria-expanded", "false")


def test_what_is_no_food_is_refused_and_its_guesses_are_one_step_away(photo_page: Page):
    choose(photo_page, file(picture(BLUE)))
    expect(photo_page.get_by_role("heading", name="Looks like no food")).to_be_visible()
    expect(photo_page.get_by_role("button", name="Banana")).to_have_count(0)
    photo_page.get_by_role("button", name="Show its guesses").click()
    expect(photo_page.get_by_role("button", name="Banana")).to_be_visible()


def test_a_photo_that_was_held_upright_is_seen_upright(photo_page: Page):
    exif = Image.Exif()
    exif[ORIENTATION] = TURNED_RIGHT
    choose(photo_page, file(corner(YELLOW), "JPEG", exif=exif, quality=95))
    expect(photo_page.get_by_role("img", name="looked most at the upper right")).to_be_visible()


def test_only_the_middle_square_of_a_large_photo_counts(photo_page: Page):
    wide = picture(BLUE, (3000, 1400))
    wide.paste(ORANGE, (800, 0, 2200, 1400))
    choose(photo_page, file(wide, "JPEG"))
    expect(photo_page.get_by_role("heading", name="Looks like orange juice")).to_be_visible()


def test_a_photo_for_printers_and_an_animation_are_read(photo_page: Page):
    choose(photo_page, file(picture(ORANGE).convert("CMYK"), "JPEG", quality=95))
    expect(photo_page.get_by_role("heading", name="Looks like orange juice")).to_be_visible()
    moving = file(picture(YELLOW), "GIF", save_all=True, append_images=[picture(BLUE)])
    choose(photo_page, moving)
    expect(photo_page.get_by_role("heading", name="Looks like banana")).to_be_visible()


def test_what_is_see_through_lies_on_white(photo_page: Page):
    clear = Image.new("RGBA", (64, 64), (*BLUE, 0))
    clear.paste((*YELLOW, 255), (0, 0, 32, 32))
    choose(photo_page, file(clear))
    expect(photo_page.get_by_role("heading", name="Looks like banana")).to_be_visible()


BROKEN = {
    "a text": (b"This is a text, whatever it is called.", "not a photo that can be opened"),
    "nothing": (b"", "That file is empty."),
    "one pixel": (file(picture(ORANGE, (1, 1)))["buffer"], "1 × 1 pixels: too few"),
    "400 million pixels": (HUGE_PNG, "20,000 × 20,000 pixels, which is more than fits"),
    "an iPhone's own kind": (b"\0\0\0\x18ftypheic" + bytes(20), "cannot open HEIC photos"),
    "the head of a photo": (file(picture(ORANGE), "JPEG")["buffer"][:200], "not a photo that can be opened"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_file_that_cannot_be_used_is_told_and_the_next_one_works(photo_page: Page, what: str):
    content, words = BROKEN[what]
    choose(photo_page, {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": content})
    expect(photo_page.get_by_role("alert")).to_contain_text(words)
    choose(photo_page, file(picture(ORANGE)))
    expect(photo_page.get_by_role("heading", name="Looks like orange juice")).to_be_visible()
    expect(photo_page.get_by_role("alert")).to_have_count(0)


def test_nothing_is_asked_for_once_the_model_is_there(photo_page: Page):
    asked: list[Request] = []
    photo_page.context.on("request", lambda request: asked.append(request))
    photo_page.context.set_offline(True)
    choose(photo_page, file(picture(ORANGE)))
    expect(photo_page.get_by_role("heading", name="Looks like orange juice")).to_be_visible()
    photo_page.get_by_role("button", name="Banana").click()
    assert [request.url for request in asked] == []
    photo_page.context.set_offline(False)


HAND_OVER = """async ([kind, bytes]) => {
  const given = new DataTransfer();
  given.items.add(new File([new Uint8Array(bytes)], "photo.png", { type: "image/png" }));
  const target = kind === "drop" ? document.querySelector(".photo-choice") : document.body;
  const event = kind === "drop"
    ? new DragEvent("drop", { dataTransfer: given, bubbles: true, cancelable: true })
    : new ClipboardEvent("paste", { clipboardData: given, bubbles: true, cancelable: true });
  target.dispatchEvent(event);
}"""


@pytest.mark.parametrize("kind", ["drop", "paste"])
def test_a_photo_can_be_dropped_or_pasted(photo_page: Page, kind: str):
    photo_page.evaluate(HAND_OVER, [kind, list(file(picture(ORANGE))["buffer"])])
    expect(photo_page.get_by_role("heading", name="Looks like orange juice")).to_be_visible()


def test_without_a_model_that_is_said_and_all_else_works(guest: Page, site: str, place: Path):
    (place / "manifest.json").write_text("{}")
    guest.goto(f"{site}/recognition/")
    expect(guest.get_by_role("alert")).to_contain_text("Recognition is not available")
    guest.get_by_role("link", name="look a food up").click()
    expect(guest.get_by_role("heading", name="Foods")).to_be_visible()


def test_a_model_with_another_hash_is_not_used(guest: Page, site: str, place: Path, food_ids: dict[str, int]):
    publish(place, food_ids, sha256="0" * 64)
    guest.goto(f"{site}/recognition/")
    expect(guest.get_by_role("alert")).to_contain_text("its sha256 is another")


def test_the_card_says_what_the_model_is(photo_page: Page):
    card = photo_page.locator(".model-card")
    for words in (
        "2 foods: 2 other foods",
        "75 %",
        "90 % of other photos are refused",
        "Licence: MIT",
        "2.1 points",
    ):
        expect(card).to_contain_text(words)
    link = photo_page.get_by_role("link", name="The whole model card").get_attribute("href")
    assert photo_page.request.get(link or "").text() == "# Colours\n"


def test_add_leads_to_it_and_keeps_the_meal(photo_page: Page, site: str):
    photo_page.goto(f"{site}/?add")
    photo_page.get_by_role("dialog").get_by_role("link", name="Or show a photo").click()
    expect(photo_page.get_by_role("heading", name="Recognise a photo")).to_be_visible()
    expect(photo_page.get_by_role("dialog")).to_have_count(0)


def pixels(page: Page) -> str:
    """What the photo's canvas shows."""
    shown: str = page.evaluate("document.querySelector('.recognised-photo').toDataURL()")
    return shown
