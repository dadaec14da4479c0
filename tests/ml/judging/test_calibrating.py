"""Temperature, thresholds and words, and how honestly they are judged."""

import numpy as np
import pytest

from ml.classes import FoodClass
from ml.contract import Contract
from ml.judging.calibrating import calibrated, errors, said, said_crosswise
from ml.preprocessing import Preprocessing

KINDS = ("dish", "dish", "grocery", "not_food")
CONTRACT = Contract(
    "any", tuple(FoodClass(str(i), k, None, "", "") for i, k in enumerate(KINDS)), Preprocessing(8)
)


def photos(count: int, too_sure: float, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Answers that are ``too_sure`` times as sure as they are right."""
    random = np.random.default_rng(seed)
    honest = random.normal(size=(count, 3)) * 2
    share = np.exp(honest) / np.exp(honest).sum(1, keepdims=True)
    labels = (share.cumsum(1) > random.random((count, 1))).argmax(1)
    return np.hstack([honest * too_sure, np.full((count, 1), -9.0)]), labels


def test_each_set_of_food_has_its_share_past_the_refusal() -> None:
    logits, labels = photos(2000, 1)
    sets = np.repeat(["small", "sharp", "grocery", "small"], 500)
    logits[500:1000] -= 0.5 * np.array([1, 1, 1, 0])
    found = said(logits, calibrated(logits, labels, sets, CONTRACT))
    assert found is not None
    shares = {name: found.accepted[sets == name].mean() for name in set(sets.tolist())}
    assert min(shares.values()) == pytest.approx(0.95, abs=0.003)


def test_a_large_set_does_not_outweigh_a_small_one() -> None:
    many, few = photos(5000, 1), photos(500, 5, seed=2)
    logits, labels = np.vstack([many[0], few[0]]), np.concatenate([many[1], few[1]])
    sets = np.repeat(["small", "sharp"], [5000, 500])
    alone = calibrated(*few, sets[5000:], CONTRACT).temperature
    assert alone > 3
    assert 1.5 < calibrated(logits, labels, sets, CONTRACT).temperature < alone


def test_the_likely_ones_of_every_set_count_the_same() -> None:
    # The small photos are right whenever they are sure, the sharp ones never.
    confidence = np.log(np.linspace(0.5, 0.99, 100))[:, None]
    logits = np.hstack([confidence, np.log1p(-np.exp(confidence)), np.full((100, 2), -30.0)])
    sets = np.repeat(["small", "sharp"], [90, 10])
    sets[::10] = "sharp"
    sets[90:] = "small"
    labels = np.where(sets == "small", 0, 1)
    found = said(logits, calibrated(logits, labels, sets, CONTRACT))
    assert found is not None
    assert found.likely.sum() < 25


def test_held_out_dishes_have_no_say() -> None:
    logits, labels = photos(1000, 1)
    other, wrong = photos(1000, 8, seed=3)
    sets = np.repeat(["small", "unseen"], 1000)
    both = calibrated(np.vstack([logits, other]), np.concatenate([labels, wrong]), sets, CONTRACT)
    assert both == calibrated(logits, labels, sets[:1000], CONTRACT)


def test_a_calibration_is_not_judged_on_what_it_was_fitted_on() -> None:
    # So few photos of so many answers that a fit to themselves looks far better than it is.
    random = np.random.default_rng(5)
    logits, labels = random.normal(size=(12, 4)), random.integers(0, 3, 12)
    sets = np.array(["small"] * 12)
    crossed = said_crosswise(logits, labels, sets, CONTRACT)
    assert crossed is not None
    halves = [calibrated(logits[i::2], labels[i::2], sets[i::2], CONTRACT) for i in (0, 1)]
    mine = said(logits[::2], halves[1])
    assert mine is not None
    assert crossed.confidence[::2].tolist() == mine.confidence.tolist()
    assert crossed.accepted[::2].tolist() == mine.accepted.tolist()


def test_the_error_falls_by_the_temperature() -> None:
    logits, labels = photos(4000, 3)
    sets = np.repeat(["small", "sharp"], 2000)
    crossed = said_crosswise(logits, labels, sets, CONTRACT)
    assert crossed is not None
    table = errors(logits, labels, sets, crossed.confidence)
    assert set(table) == {"all", "small", "sharp"}
    assert all(row["after"] < 0.04 < row["before"] for row in table.values())


def test_without_food_there_are_no_thresholds() -> None:
    logits, labels = photos(10, 1)
    contract = calibrated(logits, labels, np.array(["not_food"] * 10), CONTRACT)
    assert (contract.thresholds, contract.temperature) == (None, 1)
    assert said(logits, contract) is None
    assert said_crosswise(logits, labels, np.array(["not_food"] * 10), CONTRACT) is None
