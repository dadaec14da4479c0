"""The same photo as other cameras, hands and lamps would have given it."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageEnhance, ImageFilter

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
