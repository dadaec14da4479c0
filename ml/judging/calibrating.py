"""Temperature and thresholds: how a model's answers are put into words."""

import numpy as np
from numpy.typing import NDArray

from ml.classes import GROCERY, NOT_FOOD
from ml.contract import Contract, Thresholds
from ml.judging import measures

Floats = NDArray[np.floating]
Ints = NDArray[np.int64]
Names = NDArray[np.str_]


def even_weight(sets: Names) -> NDArray[np.float64]:
    """Return weights that let every set of photos count the same, however many photos it has."""
    names, places, counts = np.unique(sets, return_inverse=True, return_counts=True)
    weight: NDArray[np.float64] = (len(sets) / len(names) / counts)[places]
    return weight


def calibrate(logits: Floats, labels: Ints, sets: Names, contract: Contract) -> tuple[float, Thresholds]:
    """Return temperature and thresholds fitted on validation photos, small and sharp counting the same.

    The refusal's threshold lets `accepted_food` of the small, the sharp and the grocery photos pass each.
    """
    edible = sets != NOT_FOOD
    temperature = measures.fit_temperature(logits[edible], labels[edible], even_weight(sets[edible]))
    share = measures.probabilities(logits[edible], temperature)
    confidence, right = share.max(1), share.argmax(1) == labels[edible]
    scores = measures.food_score(logits, np.array(contract.is_food))
    parts = [sets == name for name in ("small", "sharp", GROCERY)]
    lowest = [
        measures.refusal_threshold(scores[mask], contract.accepted_food) for mask in parts if mask.any()
    ]
    return temperature, Thresholds(
        food=min(lowest, default=float(scores.min()) if len(scores) else 0.0),
        likely=measures.least_confidence(confidence, right, contract.likely_accuracy),
        possible=measures.least_confidence(confidence, right, contract.possible_accuracy),
    )


def crossed_errors(logits: Floats, labels: Ints, sets: Names) -> dict[str, dict[str, float]]:
    """Return the calibration error before and after the temperature, by set.

    No photo is judged by a temperature that it helped to fit: each half is judged by the other's.
    """
    half = np.arange(len(labels)) % 2 == 0
    after = np.zeros(len(labels))
    for mine, other in ((half, ~half), (~half, half)):
        if other.any() and mine.any():
            fitted = measures.fit_temperature(logits[other], labels[other], even_weight(sets[other]))
            after[mine] = measures.probabilities(logits[mine], fitted).max(1)
    return errors(logits, labels, sets, after)


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
