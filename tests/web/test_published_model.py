"""The published food classifier gives in the browser what it gave in Python, from the pixels on."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.web.colours import ORANGE, file, picture

pytestmark = pytest.mark.browser

WASM = Path(settings.BASE_DIR) / "static" / "wasm"
GOLDEN = Path(__file__).with_name("js") / "golden.js"
NOISE = 1e-3
"""Largest difference of a logit between two machines that run the same file (ml/export/publishing.py)."""
RUN = """async (rows) => {
  %s
  const { prepare } = await import("#app/recognition/preprocess.js");
  const { about, recognise } = await import("#app/recognition/client.js");
  const { preprocessing } = await about();
  const found = [];
  for (const { number, height, width } of rows) {
    const image = golden(number, height, width);
    const input = prepare(image, preprocessing);
    const { logits, answers } = await recognise(image);
    const step = Math.max(1, Math.floor(input.length / 64));
    const samples = Array.from(input).filter((_, i) => i %% step === 0);
    found.push({ samples, logits: Array.from(logits), labels: answers.map(({ label }) => label) });
  }
  return found;
}"""


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    """The manifest of the release that the repository holds."""
    content: dict[str, Any] = json.loads((WASM / "manifest.json").read_text(encoding="utf-8"))
    return content


@pytest.fixture(scope="module")
def rows(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """What the release must give for each golden image."""
    content: list[dict[str, Any]] = json.loads((WASM / manifest["folder"] / "golden.json").read_text())
    return content


@pytest.fixture
def found(guest: Page, site: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What it gives in the browser."""
    guest.goto(f"{site}/recognition/")
    golden = GOLDEN.read_text(encoding="utf-8").replace("export function", "function")
    images = [{key: row[key] for key in ("number", "height", "width")} for row in rows]
    answers: list[dict[str, Any]] = guest.evaluate(RUN % golden, images)
    return answers


def test_the_browser_gives_the_same_answers(
    found: list[dict[str, Any]], rows: list[dict[str, Any]], manifest: dict[str, Any]
):
    labels = [each["label"] for each in manifest["classes"]]
    assert len(found) == len(rows) >= 8
    for got, wanted in zip(found, rows, strict=True):
        assert got["samples"] == pytest.approx(wanted["input_samples"], abs=2e-5)
        assert np.abs(np.subtract(got["logits"], wanted["logits"])).max() <= NOISE
        # Where two answers are as good as equal, either may come first.
        order = [labels.index(label) for label in got["labels"]]
        ours, theirs = (np.array(wanted["logits"])[each] for each in (order, wanted["first"]))
        assert ours == pytest.approx(theirs, abs=2 * NOISE)


def test_every_answer_of_the_release_is_a_food_or_says_that_it_is_none(manifest: dict[str, Any]):
    assert all(bool(each["food_id"]) == (each["kind"] != "not_food") for each in manifest["classes"])


def test_a_plain_colour_gets_an_answer_or_is_refused(guest: Page, site: str):
    guest.goto(f"{site}/recognition/")
    guest.get_by_label("Choose").set_input_files(file(picture(ORANGE)))
    expect(guest.get_by_text("ms on this device")).to_be_visible()
