"""Measures on logits, by hand."""

import numpy as np
import pytest

from ml.classes import FoodClass
from ml.judging import measures
from ml.judging.energy import class_energy, energy_error
from tests.ml.conftest import FIXTURES

LOGITS = np.array([[3.0, 2.0, 1.0], [1.0, 3.0, 2.0], [1.0, 2.0, 3.0], [3.0, 1.0, 2.0]])
LABELS = np.array([0, 2, 2, 1])


def test_top_k_counts_the_label_among_the_first_answers() -> None:
    assert [measures.top(LOGITS, LABELS, k) for k in (1, 2, 3)] == [0.5, 0.75, 1]
    assert measures.top(LOGITS[:0], LABELS[:0]) is None


def test_only_the_classes_that_are_present_may_be_answers() -> None:
    assert measures.top(LOGITS, LABELS, 1, np.array([True, False, True])) == 0.75


def test_a_model_that_says_the_same_of_every_class_is_seldom_right() -> None:
    alike = np.zeros((4, 4))
    labels = np.arange(4)
    assert [measures.top(alike, labels, k) for k in (1, 2, 4)] == [0.25, 0.5, 1]


def test_what_is_no_number_is_wrong() -> None:
    assert measures.top(np.full((2, 3), np.nan), np.array([0, 1]), 3) == 0


def test_the_calibration_error_is_the_gap_between_sure_and_right() -> None:
    confidence = np.array([0.95, 0.95, 0.95, 0.95, 0.5, 0.5])
    right = np.array([True, True, True, False, True, True])
    assert measures.calibration_error(confidence, right) == pytest.approx((4 * 0.2 + 2 * 0.5) / 6)


def test_the_temperature_undoes_what_made_the_logits_too_sure() -> None:
    random = np.random.default_rng(1)
    honest = random.normal(size=(20_000, 5)) * 2
    share = measures.probabilities(honest)
    labels = (share.cumsum(1) > random.random((20_000, 1))).argmax(1)
    assert measures.fit_temperature(honest * 3, labels) == pytest.approx(3, rel=0.05)
    after = measures.probabilities(honest * 3, 3).max(1)
    error = measures.calibration_error(after, honest.argmax(1) == labels)
    assert error is not None
    assert error < 0.02


def test_food_is_weighed_against_what_is_not_food() -> None:
    logits = np.log(np.array([[0.5, 0.25, 0.25], [0.1, 0.1, 0.8]]))
    score = measures.food_score(logits, np.array([True, True, False]))
    assert score == pytest.approx(np.log([3, 0.25]))


def test_the_threshold_lets_the_wanted_share_of_food_pass() -> None:
    scores = np.random.default_rng(2).normal(size=1000)
    threshold = measures.refusal_threshold(scores, 0.95)
    assert 0.95 <= (scores >= threshold).mean() <= 0.952


def test_the_least_confidence_keeps_answers_right_often_enough() -> None:
    confidence = np.linspace(1, 0.01, 100)
    right = np.arange(100) < 60
    assert measures.least_confidence(confidence, right, 0.75) == pytest.approx(confidence[79])
    assert measures.least_confidence(confidence, ~right, 0.75) > 1


def test_who_says_nothing_when_unsure_is_right_more_often() -> None:
    confidence, right = np.array([0.9, 0.8, 0.3, 0.2]), np.array([True, True, True, False])
    half, full = measures.selective(confidence, right, (0.5, 1.0))
    assert (half.accuracy, half.confidence) == (1, 0.8)
    assert full.accuracy == 0.75


def test_a_confused_food_costs_the_difference_in_energy() -> None:
    energy = np.array([100.0, 250.0, np.nan])
    figures = energy_error(np.array([0, 0, 1, 2]), np.array([0, 1, 1, 0]), energy)
    assert figures["mean_kcal"] == pytest.approx(50)
    assert figures["bias_kcal"] == pytest.approx(50)
    assert figures["within_20_percent"] == pytest.approx(2 / 3)
    assert figures["left_out"] == 1


def test_the_energy_of_a_class_comes_from_the_food_tables() -> None:
    classes = (
        FoodClass("flour", "food", 10281, "rice flour", ""),
        FoodClass("no", "not_food", None, "no", ""),
    )
    energy = class_energy(classes, FIXTURES)
    assert energy[0] == 358
    assert np.isnan(energy[1])
