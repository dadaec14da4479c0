"""Numbers that the browser's preprocessing is held to: `python -m tests.ml.golden_inputs` writes them anew.

Golden images (ml/made_up.py) prepared by several rules; of each input a few values spread over all of it.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from ml.made_up import golden
from ml.preprocessing import Preprocessing, as_dict, prepare

PLACE = Path(__file__).resolve().parents[1] / "web" / "js" / "preprocessing.json"
SIZES = ((64, 64), (96, 128), (300, 225), (384, 512), (37, 90), (2, 3), (1, 1))
RULES = (
    Preprocessing(96),
    Preprocessing(128, crop=0.875, mean=(0.485, 0.456, 0.406), std=(0.229, 0.224, 0.225)),
    Preprocessing(64, shrink=48),
)
SAMPLES = 40


def rows() -> list[dict[str, Any]]:
    """Return image, rule and some of the values of its input."""
    found = []
    for number, (height, width) in enumerate(SIZES):
        image = golden(number, height, width)
        rule = RULES[number % len(RULES)]
        x = prepare(image, rule).reshape(-1)
        found.append(
            {
                "number": number,
                "height": height,
                "width": width,
                "pixels_sha256": hashlib.sha256(image.tobytes()).hexdigest(),
                "rule": as_dict(rule),
                "every": x.size // SAMPLES,
                "samples": [round(float(value), 6) for value in x[:: x.size // SAMPLES]],
            }
        )
    return found


if __name__ == "__main__":
    PLACE.write_text(json.dumps(rows(), indent=1) + "\n", encoding="utf-8")
