"""Measures on logits: pure functions of arrays. `logits` is (photos, classes), `labels` (photos)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
BINS = 15


def probabilities(logits: Floats, temperature: float = 1.0) -> Floats:
    """Return the softmax of the logits divided by the temperature (Guo et al. 2017, arXiv:1706.04599)."""
    scaled = logits.astype(np.float64) / temperature
    raised = np.exp(scaled - scaled.max(1, keepdims=True))
    share: Floats = raised / raised.sum(1, keepdims=True)
    return share


def top(logits: Floats, labels: Ints, k: int = 1, among: Mask | None = None) -> float | None:
    """Return the share of photos whose label is among the first ``k`` answers; None without photos.

    ``among`` (classes) leaves only some classes to answer with. Of equal logits the first counts, as with
    ``argmax``: a model that says the same of every class is not always right. What is no number is wrong.
    """
    if not len(labels):
        return None
    if among is not None:
        logits = np.where(among[None], logits, -np.inf)
    own = np.take_along_axis(logits, labels[:, None], 1)
    earlier = np.arange(logits.shape[1])[None] < labels[:, None]
    before = ((logits > own) | ((logits == own) & earlier)).sum(1)
    return float(((before < k) & np.isfinite(own[:, 0])).mean())


def mean(values: NDArray[np.generic]) -> float | None:
    """Return the mean; None of nothing."""
    return float(values.mean()) if len(values) else None


def calibration_error(confidence: Floats, right: Mask) -> float | None:
    """Return the expected calibration error: |accuracy - confidence| over 15 equal bins, weighted by photos.

    Source: Guo et al. 2017, arXiv:1706.04599, equation 3. None without photos.
    """
    if not len(right):
        return None
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = [abs(float(right[bins == b].sum() - confidence[bins == b].sum())) for b in range(BINS)]
    return sum(gaps) / len(right)


def fit_temperature(logits: Floats, labels: Ints, weight: Floats | None = None) -> float:
    """Return the temperature of the least (weighted) negative log-likelihood, between 0.05 and 20.

    The likelihood has one valley in 1/T, which a golden-section search walks down.
    """
    weight = np.ones(len(labels)) if weight is None else weight
    below = (logits - logits.max(1, keepdims=True)).astype(np.float64)
    own = np.take_along_axis(below, labels[:, None], 1)[:, 0]

    def loss(log_temperature: float) -> float:
        cold = float(np.exp(-log_temperature))
        return float((weight * (np.log(np.exp(below * cold).sum(1)) - own * cold)).sum())

    low, high = np.log(0.05), np.log(20.0)
    golden = (5**0.5 - 1) / 2
    while high - low > 1e-4:
        first, second = high - golden * (high - low), low + golden * (high - low)
        low, high = (low, second) if loss(first) < loss(second) else (first, high)
    return float(np.exp((low + high) / 2))


def food_score(logits: Floats, is_food: Mask) -> Floats:
    """Return the log-odds of food against what is not food; ``is_food`` (classes) says which are food."""
    if is_food.all() or not is_food.any():
        return np.zeros(len(logits))
    score: Floats = _log_sum(logits[:, is_food]) - _log_sum(logits[:, ~is_food])
    return score


def refusal_threshold(food_scores: Floats, accepted: float) -> float:
    """Return the score below which a photo is refused, so that ``accepted`` of these food photos pass."""
    return (
        float(np.quantile(food_scores, 1 - accepted, method="lower")) if len(food_scores) else float("-inf")
    )


def least_confidence(confidence: Floats, right: Mask, accuracy: float, weight: Floats | None = None) -> float:
    """Return the least confidence from which on answers are right this often; 1.01 where none are."""
    order = np.argsort(-confidence, kind="stable")
    counted = np.ones(len(order)) if weight is None else weight[order]
    so_far = np.cumsum(counted * right[order]) / np.cumsum(counted)
    # An answer more or less among the surest ten tells nothing.
    enough = np.flatnonzero((so_far >= accuracy) & (np.arange(len(order)) >= min(10, len(order)) - 1))
    return float(confidence[order[enough[-1]]]) if len(enough) else 1.01


@dataclass(frozen=True, slots=True)
class Selective:
    """What is said when only answers of at least ``confidence`` are given."""

    coverage: float
    accuracy: float
    confidence: float


def selective(
    confidence: Floats, right: Mask, coverages: tuple[float, ...] = (0.5, 0.7, 0.8, 0.9, 1.0)
) -> list[Selective]:
    """Return how often the answers are right when the least sure photos stay without one."""
    order = np.argsort(-confidence, kind="stable")
    rows = []
    for coverage in coverages if len(order) else ():
        count = max(1, round(coverage * len(order)))
        kept = order[:count]
        rows.append(Selective(coverage, float(right[kept].mean()), float(confidence[kept[-1]])))
    return rows


def _log_sum(logits: Floats) -> Floats:
    highest = logits.max(1)
    total: Floats = highest + np.log(np.exp(logits - highest[:, None]).sum(1))
    return total
