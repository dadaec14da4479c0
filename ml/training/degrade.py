"""Single sharp photos, changed by chance before they become tensors: crop, shrink, compress."""

import io
import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow

from ml.run_config import Augmentation

Image = NDArray[np.uint8]
Random = np.random.Generator
SHRINKING = (
    Pillow.Resampling.BOX,
    Pillow.Resampling.BILINEAR,
    Pillow.Resampling.BICUBIC,
    Pillow.Resampling.LANCZOS,
)
ENLARGING = SHRINKING[1:]


def random_crop(image: Image, size: int, smallest: float, random: Random) -> Pillow.Image:
    """Return a crop of at least ``smallest`` of the area, mirrored half the time, as size x size."""
    height, width = image.shape[:2]
    area = height * width * random.uniform(smallest, 1)
    ratio = math.exp(random.uniform(-0.25, 0.25))
    wide, high = min(width, math.sqrt(area * ratio)), min(height, math.sqrt(area / ratio))
    left, top = random.uniform(0, width - wide), random.uniform(0, height - high)
    cropped = Pillow.fromarray(image).resize(
        (size, size), _any(SHRINKING, random), box=(left, top, left + wide, top + high)
    )
    return cropped.transpose(Pillow.Transpose.FLIP_LEFT_RIGHT) if random.random() < 0.5 else cropped


def degrade(image: Pillow.Image, how: Augmentation, random: Random) -> Pillow.Image:
    """Return what is left of a photo that was once small: shrunk, perhaps compressed, enlarged again."""
    side = int(random.choice(how.degraded_sides))
    small = image.resize((side, side), _any(SHRINKING, random))
    if random.random() < how.compressed:
        small = _compressed(small, random)
    return small.resize(image.size, _any(ENLARGING, random))


def _compressed(image: Pillow.Image, random: Random) -> Pillow.Image:
    buffer = io.BytesIO()
    quality = int(random.integers(50, 92))
    if random.random() < 0.5:
        image.save(buffer, "WEBP", quality=quality, method=0)
    else:
        image.save(buffer, "JPEG", quality=quality)
    return Pillow.open(buffer).convert("RGB")


def _any(kernels: tuple[Pillow.Resampling, ...], random: Random) -> Pillow.Resampling:
    return kernels[int(random.integers(len(kernels)))]
