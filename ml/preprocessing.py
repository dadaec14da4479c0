"""From a photo's pixels to the model's input: the one rule that training, judging and the browser follow.

1. The centre square is cut out: side = ``crop`` x the shorter side, rounded half up, at least 1; what
   cannot be halved is left over on the right and below.
2. Where ``shrink`` is given and the square is larger: area average to ``shrink`` x ``shrink``.
3. Triangle filter to ``size`` x ``size``; when making smaller its base grows with the ratio, so that every
   pixel counts ("antialiased bilinear"; the same weights as Pillow's BILINEAR, without its rounding).
4. (value / 255 - mean) / std, channels red, green, blue first.

All in floating point (32 bits), no rounding between the steps; columns (up and down) first, then rows.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Preprocessing:
    """How a photo becomes the model's input."""

    size: int
    crop: float = 1.0
    shrink: int = 0
    """Shorter side in pixels that every larger photo is brought to first; 0: none."""
    mean: tuple[float, ...] = (0.5, 0.5, 0.5)
    std: tuple[float, ...] = (0.5, 0.5, 0.5)


def prepare(image: Image, rule: Preprocessing) -> Floats:
    """Return the model's input (3, size, size) for an RGB image (height, width, 3)."""
    pixels = square(image, size=rule.size, crop=rule.crop, shrink=rule.shrink)
    mean, std = np.asarray(rule.mean, np.float32), np.asarray(rule.std, np.float32)
    return np.ascontiguousarray(((pixels / np.float32(255) - mean) / std).transpose(2, 0, 1))


def square(image: Image, *, size: int, crop: float = 1.0, shrink: int = 0) -> Floats:
    """Return the centre square as (size, size, 3), values 0 to 255 (steps 1 to 3)."""
    height, width = image.shape[:2]
    side = max(1, int(crop * min(height, width) + 0.5))
    top, left = (height - side) // 2, (width - side) // 2
    pixels: Floats = image[top : top + side, left : left + side].astype(np.float32)
    if shrink and side > shrink:
        pixels = _resample(pixels, shrink, "area")
    return _resample(pixels, size, "triangle")


def _resample(pixels: Floats, size: int, kernel: str) -> Floats:
    down = _along_rows(pixels, size, kernel)
    return _along_rows(down.transpose(1, 0, 2), size, kernel).transpose(1, 0, 2)


def _along_rows(pixels: Floats, size: int, kernel: str) -> Floats:
    """Bring the first axis to ``size``, each row a weighted sum of a few.

    Not a matrix product, because a library that shares such small ones among threads takes ten times as long.
    """
    rows, weight = taps(len(pixels), size, kernel)
    found: Floats = weight[:, 0, None, None] * pixels[rows[:, 0]]
    for tap in range(1, rows.shape[1]):
        found += weight[:, tap, None, None] * pixels[rows[:, tap]]
    return found


@lru_cache(maxsize=256)
def taps(side: int, size: int, kernel: str) -> tuple[NDArray[np.int64], Floats]:
    """Return which of ``side`` pixels each of ``size`` is made of, and with which weights, both (size, taps).

    ``kernel``: area or triangle. Places beyond the edge have the weight 0.
    """
    step = side / size
    centre = (np.arange(size) + 0.5)[:, None] * step
    reach = step / 2 if kernel == "area" else max(step, 1.0)
    first = np.floor(centre - reach).astype(np.int64)
    pixel = first + np.arange(int(np.ceil(2 * reach)) + 1)
    if kernel == "area":
        overlap = np.minimum(centre + reach, pixel + 1) - np.maximum(centre - reach, pixel)
        weight = np.clip(overlap, 0, None)
    else:
        weight = np.clip(1 - np.abs(pixel + 0.5 - centre) / reach, 0, None)
    weight[(pixel < 0) | (pixel >= side)] = 0
    weight /= weight.sum(1, keepdims=True)
    return np.clip(pixel, 0, side - 1), weight.astype(np.float32)


def as_dict(rule: Preprocessing) -> dict[str, Any]:
    """Return the rule as it stands in the manifest."""
    return {
        "size": rule.size,
        "crop": rule.crop,
        "shrink": rule.shrink,
        "shrink_filter": "area",
        "filter": "triangle",
        "mean": list(rule.mean),
        "std": list(rule.std),
        "channels": "RGB",
        "layout": "NCHW",
    }


def from_dict(content: dict[str, Any]) -> Preprocessing:
    """Return the rule that a manifest states."""
    return Preprocessing(
        size=content["size"],
        crop=content["crop"],
        shrink=content["shrink"],
        mean=tuple(content["mean"]),
        std=tuple(content["std"]),
    )
