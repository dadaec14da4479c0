"""Golden images: the same answers wherever the model runs, preprocessing included."""

import hashlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.judging.classifier import Classifier
from ml.made_up import golden
from ml.preprocessing import prepare

Floats = NDArray[np.float32]
SIZES = ((64, 64), (96, 128), (128, 128), (224, 224), (300, 225), (384, 512), (37, 90), (2, 3))
"""Height and width in pixels; the number of an image is its place in this list."""
FIRST = 5


def images() -> list[NDArray[np.uint8]]:
    """Return the golden images, made by formula (``ml.made_up.golden``)."""
    return [golden(number, *size) for number, size in enumerate(SIZES)]


def answers(classifier: Classifier) -> Floats:
    """Return the logits of the golden images, one at a time as in the browser."""
    rule = classifier.contract.preprocessing
    return np.concatenate([classifier.logits(prepare(image, rule)[None]) for image in images()])


def golden_table(classifier: Classifier) -> list[dict[str, Any]]:
    """Return what a runner must get for each golden image: pixels, input, logits, first five answers."""
    rows = []
    for number, (image, logits) in enumerate(zip(images(), answers(classifier), strict=True)):
        x = prepare(image, classifier.contract.preprocessing)
        rows.append(
            {
                "number": number,
                "height": image.shape[0],
                "width": image.shape[1],
                "pixels_sha256": hashlib.sha256(image.tobytes()).hexdigest(),
                "input_mean": round(float(x.mean()), 6),
                # Spread over all channels and rows, so that a turned or shifted input is seen.
                "input_samples": [round(float(v), 6) for v in x.reshape(-1)[:: max(1, x.size // 64)]],
                "logits": [round(float(v), 5) for v in logits],
                "first": np.argsort(-logits, kind="stable")[:FIRST].tolist(),
            }
        )
    return rows


def compare(wanted: Floats, found: Floats, tolerance: float) -> dict[str, Any]:
    """Return how far two sets of logits are apart and whether that passes.

    The first five answers must be the same, but for those whose logits are closer than the tolerance.
    """
    difference = float(np.abs(wanted - found).max())
    same = True
    for one, other in zip(wanted, found, strict=True):
        first = np.sort(one)[::-1][: FIRST + 1]
        chosen = np.argsort(-other, kind="stable")[:FIRST]
        # Each of their answers stands where ours has (nearly) the same logit.
        same &= bool((np.abs(one[chosen] - first[: len(chosen)]) <= 2 * tolerance).all())
    return {
        "images": len(wanted),
        "largest_difference": difference,
        "tolerance": tolerance,
        "same_first_five": same,
        "passed": difference <= tolerance and same,
    }
