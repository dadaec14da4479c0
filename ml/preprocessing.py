"""From a photo's pixels to the model's input: the one rule that training, judging and the browser follow.

1. The centre square: side = ``crop`` x the shorter side, whole edges.
2. Where ``shrink`` is given and the square is larger: area average to ``shrink`` x ``shrink``.
3. Triangle filter to ``size`` x ``size``; when making smaller its base grows with the ratio, so that every
   pixel counts ("antialiased bilinear"; the same weights as Pillow's BILINEAR, without its rounding).
4. (value / 255 - mean) / std, channels red, green, blue first.

All in floating point, no rounding between the steps; each step is two small matrix products, so that
the same few lines in JavaScript give the same numbers.
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
    side = crop * min(height, width)
    pixels: Floats = image.astype(np.float32)
    if shrink and side > shrink:
        pixels = _resample(pixels, shrink, side, "area")
        side = float(shrink)
    return _resample(pixels, size, side, "triangle")


def _resample(pixels: Floats, size: int, side: float, kernel: str) -> Floats:
    height, width, channels = pixels.shape
    down = weights(height, size, side, kernel)
    across = weights(width, size, side, kernel)
    rows = (down @ pixels.reshape(height, -1)).reshape(size, width, channels)
    resampled: Floats = np.matmul(across, rows)
    return resampled


@lru_cache(maxsize=256)
def weights(length: int, size: int, side: float, kernel: str) -> Floats:
    """Return the matrix (size, length) that brings the middle ``side`` of ``length`` pixels to ``size``."""
    step = side / size
    centres = (length - side) / 2 + (np.arange(size) + 0.5) * step
    pixels = np.arange(length)
    if kernel == "area":
        start, end = centres[:, None] - step / 2, centres[:, None] + step / 2
        raw = np.clip(np.minimum(end, pixels + 1) - np.maximum(start, pixels), 0, None)
    else:
        reach = max(step, 1.0)
        raw = np.clip(1 - np.abs(pixels + 0.5 - centres[:, None]) / reach, 0, None)
    matrix: Floats = (raw / raw.sum(1, keepdims=True)).astype(np.float32)
    return matrix


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
