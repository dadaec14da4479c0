"""Temperature and thresholds: how a model's answers are put into words, and how honest the words are."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ml.classes import GROCERY, NOT_FOOD
from ml.contract import Contract, Thresholds
from ml.judging import measures

Floats = NDArray[np.floating]
Ints = NDArray[np.int64]
Names = NDArray[np.str_]
Mask = NDArray[np.bool_]
ACCEPTED = ("small", "sharp", GROCERY)
"""Sets of which each must get its share of photos past the refusal."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a model says of each photo, by a temperature and thresholds."""

    confidence: Floats
    """Probability of the first answer."""
    likely: Mask
    possible: Mask
    """And not likely."""
    accepted: Mask
    """As food."""


def even_weight(sets: Names) -> NDArray[np.float64]:
    """Return weights that let every set of photos count the same, however many photos it has."""
    names, places, counts = np.unique(sets, return_inverse=True, return_counts=True)
    weight: NDArray[np.float64] = (len(sets) / len(names) / counts)[places]
    return weight


def calibrated(logits: Floats, labels: Ints, sets: Names, contract: Contract) -> Contract:
    """Return the contract with temperature and thresholds fitted on photos, all sets of food counting alike.

    The refusal's threshold lets `accepted_food` of the small, the sharp and the grocery photos pass each. The
    sharp photos of held-out classes have no say: at home nobody knows what was held out. Without a photo of
    food nothing can be fitted, and there are no thresholds.
    """
    edible = (sets != NOT_FOOD) & ((sets != "unseen") | ~np.isin(sets, ACCEPTED).any())
    if not edible.any():
        return replace(contract, temperature=1.0, thresholds=None)
    logits, labels, sets = logits[edible], labels[edible], sets[edible]
    weight = even_weight(sets)
    temperature = measures.fit_temperature(logits, labels, weight)
    confidence = measures.probabilities(logits, temperature).max(1)
    right = logits.argmax(1) == labels
    scores = measures.food_score(logits, np.array(contract.is_food))
    lowest = [measures.refusal_threshold(scores[sets == name], contract.accepted_food) for name in set(sets)]
    thresholds = Thresholds(
        food=min(lowest),
        likely=measures.least_confidence(confidence, right, contract.likely_accuracy, weight),
        possible=measures.least_confidence(confidence, right, contract.possible_accuracy, weight),
    )
    return replace(contract, temperature=temperature, thresholds=thresholds)


def said(logits: Floats, contract: Contract) -> Said | None:
    """Return what is said of photos by the contract's own thresholds; None where it has none."""
    if contract.thresholds is None:
        return None
    confidence = measures.probabilities(logits, contract.temperature).max(1)
    likely = confidence >= contract.thresholds.likely
    possible = ~likely & (confidence >= contract.thresholds.possible)
    scores = measures.food_score(logits, np.array(contract.is_food))
    return Said(confidence, likely, possible, scores >= contract.thresholds.food)


def said_crosswise(logits: Floats, labels: Ints, sets: Names, contract: Contract) -> Said | None:
    """Return what is said of photos by temperatures and thresholds that they did not help to fit.

    Every second photo of each set is judged by what the others give. None where one half has no food.
    """
    half = _halves(sets)
    found: list[tuple[Mask, Said]] = []
    for mine in (half, ~half):
        one = said(logits[mine], calibrated(logits[~mine], labels[~mine], sets[~mine], contract))
        if one is None:
            return None
        found.append((mine, one))
    columns = {}
    for name in ("confidence", "likely", "possible", "accepted"):
        column = np.zeros(len(sets), float if name == "confidence" else bool)
        for mine, one in found:
            column[mine] = getattr(one, name)
        columns[name] = column
    return Said(**columns)


def errors(logits: Floats, labels: Ints, sets: Names, after: Floats) -> dict[str, dict[str, float]]:
    """Return the calibration error of the plain softmax and of the confidences ``after`` scaling, by set."""
    before, right = measures.probabilities(logits).max(1), logits.argmax(1) == labels
    table = {}
    for name in ("all", *sorted(set(sets.tolist()))):
        mine = np.ones(len(sets), bool) if name == "all" else sets == name
        first = measures.calibration_error(before[mine], right[mine])
        second = measures.calibration_error(after[mine], right[mine])
        if first is not None and second is not None:
            table[name] = {"before": first, "after": second, "photos": int(mine.sum())}
    return table


def _halves(sets: Names) -> Mask:
    """Return every second photo of each set."""
    half = np.zeros(len(sets), bool)
    for name in set(sets.tolist()):
        half[np.flatnonzero(sets == name)[::2]] = True
    return half
