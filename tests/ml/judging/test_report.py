"""What is said of a model. The model here is the mean colour of a photo, so that no torch is needed."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ml.classes import FoodClass
from ml.contract import Contract, Thresholds
from ml.judging.classifier import ModelError
from ml.judging.report import Asked, judge
from ml.judging.shots import Source
from ml.judging.strange import KINDS
from ml.preprocessing import Preprocessing
from tests.ml.conftest import FIXTURES, silent
from tests.ml.data.small_sets import class_folders
from tests.ml.tiny import CLASSES, make_pack

PALE = (215, 215, 215)


@dataclass
class MeanColour:
    """Takes a photo for the class whose colour on pale ground its mean is closest to."""

    contract: Contract
    broken: bool = False

    def logits(self, x: Any) -> Any:
        """Return (n, classes)."""
        seen = (x * 0.5 + 0.5).mean((2, 3)) * 255
        colours = np.array([0.35 * np.array(colour) + 0.65 * np.array(PALE) for *_, colour, _ in CLASSES])
        found = -((seen[:, None] - colours[None]) ** 2).mean(2) / 20
        return (found * (np.nan if self.broken else 1)).astype(np.float32)


@pytest.fixture
def classifier() -> MeanColour:
    """The mean colour among the tiny pack's classes."""
    classes = tuple(
        FoodClass(label, kind, None if kind == "not_food" else i + 1, label, "violet" * (kind == "grocery"))
        for i, (label, kind, *_) in enumerate(CLASSES)
    )
    return MeanColour(Contract("colour", classes, Preprocessing(32), held_out=("blue_box",)))


def judged(classifier: MeanColour, photos: Path) -> dict[str, Any]:
    """Return the figures."""
    scratch = photos.parent / "scratch"
    asked = Asked(Source(photos), FIXTURES, sample=20)
    return judge(classifier, asked, scratch=scratch, progress=silent).figures


@pytest.fixture
def figures(classifier: MeanColour, tmp_path: Path) -> dict[str, Any]:
    """What is said of it on the tiny pack."""
    return judged(classifier, make_pack(tmp_path / "pack"))


def test_all_that_can_be_measured_is_in_the_headline(figures: dict[str, Any]) -> None:
    assert figures["sets"]["small"]["top1"] > 0.8
    assert {"small_top5", "sharp_dish_top1", "unseen_top1", "grocery_coarse_top1", "dish_as_grocery"} < set(
        figures["headline"]
    )
    assert all(np.isfinite(value) for value in figures["headline"].values())


def test_no_photo_is_judged_by_what_it_helped_to_fit(figures: dict[str, Any]) -> None:
    assert figures["calibration"]["crosswise"]
    words = figures["calibration"]["words"]
    assert sum(row["share"] for row in words.values()) == pytest.approx(1)
    assert set(figures["refusal"]["accepted"]) == {"small", "sharp", "unseen", "grocery"}


def test_a_model_with_thresholds_is_judged_by_its_own(classifier: MeanColour, tmp_path: Path) -> None:
    never = Thresholds(food=1e9, likely=0.0, possible=0.0)
    strict = MeanColour(replace(classifier.contract, thresholds=never, temperature=2.0))
    figures = judged(strict, make_pack(tmp_path / "pack"))
    assert not figures["calibration"]["crosswise"]
    assert figures["refusal"]["photos_refused"] == figures["refusal"]["made_up_refused"] == 1
    assert figures["refusal"]["accepted"]["small"] == 0
    assert figures["calibration"]["words"]["likely"]["share"] == 1


def test_without_a_photo_of_food_no_refusal_is_measured(classifier: MeanColour, tmp_path: Path) -> None:
    figures = judged(classifier, class_folders(tmp_path / "other", ["not_food"], each=4))
    assert figures["sets"]["not_food"]["photos"] == 4
    assert figures["refusal"]["photos_refused"] is None
    assert "refused" not in figures["headline"]
    assert "ece" not in figures["headline"]


def test_answers_that_are_no_numbers_are_refused(classifier: MeanColour, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="colour: some of its answers are no finite numbers"):
        judged(replace(classifier, broken=True), make_pack(tmp_path / "pack"))


def test_pictures_for_judging_alone_can_all_be_drawn_and_repeat() -> None:
    for name, draw in KINDS.items():
        one, other = (draw(np.random.default_rng(3), 96) for _ in range(2))
        assert one.shape == (96, 96, 3), name
        assert one.dtype == np.uint8
        assert np.array_equal(one, other)
        assert not np.array_equal(one, draw(np.random.default_rng(4), 96))
