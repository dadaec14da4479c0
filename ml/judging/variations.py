"""The same photo as other cameras, hands and lamps would have given it, and what a model says of it then."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageEnhance, ImageFilter

from ml.classes import DISH, GROCERY
from ml.judging import measures
from ml.judging.classifier import Classifier, predict
from ml.judging.shots import Shots
from ml.photos import Progress

Image = NDArray[np.uint8]
SIDES = (64, 96, 128, 224, 512)


def at_side(image: Image, side: int) -> Image:
    """Return the photo with the shorter side of ``side`` pixels (Lanczos down, bicubic up)."""
    height, width = image.shape[:2]
    share = side / min(height, width)
    size = (max(side, round(width * share)), max(side, round(height * share)))
    kernel = Pillow.Resampling.LANCZOS if share < 1 else Pillow.Resampling.BICUBIC
    return np.asarray(Pillow.fromarray(image).resize(size, kernel))


def _blurred(share: float) -> Callable[[Image], Image]:
    def change(image: Image) -> Image:
        radius = share * min(image.shape[:2])
        return np.asarray(Pillow.fromarray(image).filter(ImageFilter.GaussianBlur(radius)))

    return change


def _cropped(share: float, across: float) -> Callable[[Image], Image]:
    def change(image: Image) -> Image:
        side = max(1, round(share * min(image.shape[:2])))
        top, left = (image.shape[0] - side) // 2, round((image.shape[1] - side) * across)
        return image[top : top + side, left : left + side]

    return change


def _lit(factor: float) -> Callable[[Image], Image]:
    return lambda image: np.asarray(ImageEnhance.Brightness(Pillow.fromarray(image)).enhance(factor))


VARIATIONS: dict[str, Callable[[Image], Image]] = {
    "as it is": lambda image: image,
    "blurred by 1 % of the side": _blurred(0.01),
    "blurred by 2 % of the side": _blurred(0.02),
    "middle 70 %": _cropped(0.7, 0.5),
    "left 80 %": _cropped(0.8, 0.0),
    "light x 0.5": _lit(0.5),
    "light x 1.5": _lit(1.5),
    "mirrored": lambda image: np.ascontiguousarray(image[:, ::-1]),
}


def at_other_sizes(classifier: Classifier, shots: Shots, count: int, progress: Progress) -> dict[str, Any]:
    """Return what becomes of sharp photos and groceries that reach the model at other sizes.

    At most ``count`` photos of each set are looked at. `enlarged` is the share of photos that are in truth
    smaller than the size.
    """
    chosen = _drawn(shots, ("sharp", "unseen", GROCERY), count)
    labels, sets = shots.labels[chosen], shots.sets[chosen]
    kinds = np.array([each.kind for each in classifier.contract.classes])
    dish = kinds[labels] == DISH
    native = np.minimum(shots.photos.height, shots.photos.width)[shots.rows[chosen]]
    table = {}
    for side in SIDES if len(chosen) else ():
        images = (at_side(image, side) for image in shots.images(chosen))
        out = predict(classifier, images, len(chosen), what=f"at {side} px", progress=progress)
        row = {n: measures.top(out[sets == n], labels[sets == n]) for n in ("sharp", "unseen", GROCERY)}
        row["dish_as_grocery"] = measures.mean(kinds[out[dish].argmax(1)] == GROCERY)
        row["enlarged"] = measures.mean(native < side)
        table[str(side)] = row
    return table


def varied(classifier: Classifier, shots: Shots, count: int, progress: Progress) -> dict[str, float | None]:
    """Return the top-1 of sharp photos and groceries (``count`` of each at most) under each variation."""
    chosen = _drawn(shots, ("sharp", GROCERY), count)
    labels = shots.labels[chosen]
    table = {}
    for name, change in VARIATIONS.items() if len(chosen) else ():
        images = (change(image) for image in shots.images(chosen))
        out = predict(classifier, images, len(chosen), what=name, progress=progress)
        table[name] = measures.top(out, labels)
    return table


def _drawn(shots: Shots, names: tuple[str, ...], count: int) -> NDArray[np.int64]:
    random = np.random.default_rng(11)
    parts = [random.permutation(np.flatnonzero(shots.sets == name))[:count] for name in names]
    return np.sort(np.concatenate(parts))
