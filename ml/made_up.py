"""Pictures made up by code: what is not food for training, and golden images for parity."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

Image = NDArray[np.uint8]
Random = np.random.Generator
Draw = Callable[[Random, int], Image]
WORDS = (
    "menu", "total", "price", "open", "until", "table", "order", "water", "glass", "please", "receipt",
)  # fmt: skip


def made_up(random: Random, side: int) -> tuple[str, Image]:
    """Return what it is and a picture (side, side, 3) that shows no food, drawn by ``random``."""
    names = tuple(KINDS)
    name = names[int(random.integers(len(names)))]
    return name, KINDS[name](random, side)


def _noise(random: Random, side: int) -> Image:
    grain = int(random.choice([2, 4, 8, 16, 64]))
    coarse = random.integers(0, 256, (grain, grain, 3), dtype=np.uint8)
    kernel = Pillow.Resampling.NEAREST if random.random() < 0.5 else Pillow.Resampling.BICUBIC
    return np.asarray(Pillow.fromarray(coarse).resize((side, side), kernel))


def _gradient(random: Random, side: int) -> Image:
    corners = random.integers(0, 256, (2, 2, 3), dtype=np.uint8)
    return np.asarray(Pillow.fromarray(corners).resize((side, side), Pillow.Resampling.BILINEAR))


def _texture(random: Random, side: int) -> Image:
    y, x = np.mgrid[0:side, 0:side] / side
    waves = np.zeros((side, side))
    for _ in range(int(random.integers(1, 4))):
        across, down = random.uniform(-40, 40, 2)
        waves += np.sin(across * x + down * y + random.uniform(0, 6.3))
    if random.random() < 0.4:
        waves = np.sign(waves)
    share = ((waves - waves.min()) / (np.ptp(waves) + 1e-9))[..., None]
    dark, light = random.uniform(0, 255, (2, 3))
    textured: Image = (dark + (light - dark) * share).astype(np.uint8)
    return textured


def _text(random: Random, side: int) -> Image:
    page = Pillow.new("RGB", (side, side), _colour(random, 190, 256))
    height = max(6, side // int(random.integers(7, 16)))
    draw, font = ImageDraw.Draw(page), ImageFont.load_default(height)
    for top in range(2, side, int(height * 1.3)):
        words = " ".join(random.choice(WORDS, 6)) if random.random() < 0.7 else str(random.integers(10**12))
        draw.text((3, top), words, fill=_colour(random, 0, 110), font=font)
    return np.asarray(page)


def _screenshot(random: Random, side: int) -> Image:
    page = Pillow.new("RGB", (side, side), _colour(random, 225, 256))
    draw, font = ImageDraw.Draw(page), ImageFont.load_default(max(6, side // 14))
    draw.rectangle((0, 0, side, side // 9), fill=_colour(random, 20, 200))
    for _ in range(int(random.integers(3, 9))):
        left, top = random.integers(0, int(side * 0.8), 2).tolist()
        wide, high = random.integers(side // 10, side // 2, 2).tolist()
        draw.rounded_rectangle(
            (left, top, left + wide, top + high // 2), side // 40, fill=_colour(random, 90, 256)
        )
        draw.text((left + 2, top + 1), str(random.choice(WORDS)), fill=_colour(random, 0, 90), font=font)
    return np.asarray(page)


def _colour(random: Random, low: int, high: int) -> tuple[int, int, int]:
    red, green, blue = random.integers(low, high, 3).tolist()
    return red, green, blue


KINDS: dict[str, Draw] = {
    "noise": _noise,
    "gradient": _gradient,
    "texture": _texture,
    "text": _text,
    "screenshot": _screenshot,
}


def golden(number: int, height: int, width: int) -> Image:
    """Return the golden image of a number: whole-number formulas only, so that JavaScript makes the same.

    value(y, x, c) = ((y*(7+n) + x*(11+2n) + c*85 + ((x*y) >> (2 + n%4)) * (n+1)) mod 256), and for odd n
    pixels where ((x >> 3) + (y >> 3)) is odd are turned round (255 - value).
    """
    y, x, c = np.ogrid[0:height, 0:width, 0:3]
    value = (
        y * (7 + number) + x * (11 + 2 * number) + c * 85 + ((x * y) >> (2 + number % 4)) * (number + 1)
    ) % 256
    if number % 2:
        value = np.where(((x >> 3) + (y >> 3)) % 2 == 1, 255 - value, value)
    return np.ascontiguousarray(value.astype(np.uint8))
