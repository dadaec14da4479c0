"""A photo's file -> pixels, safely: files come from strangers and may be anything.

The size is read from the header and bounded before a pixel is decoded; only formats of photos are opened.
"""

import io
import struct
import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageCms, ImageOps, UnidentifiedImageError

from ml.data.photo import Box

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")
MAX_PIXELS = 64_000_000
"""Width times height: telephones make photos of 50 million; decoded, these take 192 MB."""
MIN_SIDE = 16
MAX_RATIO = 8.0
"""Longer side over shorter: what is narrower is a strip or a banner."""
HASH_SIDE = 16
FLAT = 16
"""Grey levels between the darkest and the lightest field below which a photo is too flat to be hashed."""
QUALITY = 90
"""Of the WebP that a changed photo is stored as: 38 dB to the pixels, a tenth of their bytes."""
_PRIVATE = {"exif", "icc_profile", "xmp", "comment", "photoshop"}
_BROKEN = (
    OSError, SyntaxError, ValueError, EOFError, LookupError, ArithmeticError, RuntimeError, TypeError,
    AttributeError, struct.error, MemoryError,
)  # fmt: skip
"""What Pillow's decoders raise for broken files: a RuntimeError for AVIF, others what they stumble over."""


class BrokenPhotoError(Exception):
    """A file is no usable photo: ``code`` counts it, ``detail`` says what is wrong."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code, detail)
        self.code, self.detail = code, detail


@dataclass(frozen=True, slots=True)
class Decoded:
    """A photo as the pack holds it."""

    image: bytes
    """WebP or JPEG, upright, RGB, without camera data."""
    width: int
    height: int
    hash: bytes
    """Difference hash, 32 bytes; empty where the photo is too flat."""
    notes: tuple[str, ...]
    """What was unusual and was dealt with: animated, cmyk, 16-bit, rotated, colour profile, see-through."""


def decode(content: bytes, side: int, box: Box | None = None) -> Decoded:
    """Decode a file, cut out ``box``, and shrink it to a shorter side of at most ``side`` pixels.

    A small upright RGB JPEG or WebP without camera data keeps its bytes, so that nothing is compressed
    twice. Raises BrokenPhotoError.
    """
    image, notes, plain = _read(content, side, box)
    small = _shrunk(image, side)
    stored = content if plain and small is image else _encoded(small)
    return Decoded(stored, *small.size, difference_hash(image), tuple(notes))


def pixels(content: bytes, side: int, box: Box | None = None) -> NDArray[np.uint8]:
    """Return what ``decode`` would store as (height, width, 3), not compressed once more.

    Raises BrokenPhotoError.
    """
    return np.asarray(_shrunk(_read(content, side, box)[0], side))


def _read(content: bytes, side: int, box: Box | None) -> tuple[Image.Image, list[str], bool]:
    """Return the photo upright in RGB, what was unusual, and whether its file may be kept as it is."""
    notes: list[str] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            opened = _open(content)
            if box is None:
                opened.draft(None, (2 * side, 2 * side))
            opened.load()
            image = _upright_rgb(opened, notes)
        except _BROKEN as error:
            code = "truncated" if "truncated" in str(error) or isinstance(error, EOFError) else "broken"
            raise BrokenPhotoError(code, str(error) or type(error).__name__) from error
    if box is not None:
        image = _cut(image, box)
    usual = not notes and box is None and not _PRIVATE & opened.info.keys()
    return image, notes, usual and opened.format in ("JPEG", "WEBP") and opened.mode == "RGB"


def _open(content: bytes) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise BrokenPhotoError("too_large", str(error)) from error
    except UnidentifiedImageError as error:
        raise BrokenPhotoError("not_an_image", f"starts with {content[:12]!r}") from error
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise BrokenPhotoError("too_large", f"{width:,} x {height:,} pixels")
    if min(width, height) < MIN_SIDE:
        raise BrokenPhotoError("too_small", f"{width} x {height} pixels")
    if max(width, height) > MAX_RATIO * min(width, height):
        raise BrokenPhotoError("too_narrow", f"{width} x {height} pixels")
    return image


def _upright_rgb(image: Image.Image, notes: list[str]) -> Image.Image:
    # Telephones put several pictures into one JPEG (MPO); that is no animation.
    if getattr(image, "is_animated", False) and image.format != "MPO":
        notes.append("animated")
    upright = ImageOps.exif_transpose(image)
    if image.getexif().get(ExifTags.Base.Orientation, 1) in range(2, 9):
        notes.append("rotated")
    if upright.mode.startswith("I"):
        notes.append("16-bit")
        return _from_16_bit(upright).convert("RGB")
    if upright.mode == "CMYK":
        notes.append("cmyk")
    elif (converted := _in_srgb(upright)) is not None:
        notes.append("colour profile")
        upright = converted
    if upright.has_transparency_data:
        notes.append("see-through")
        upright = upright.convert("RGBA")
        white = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(white, upright)
    return upright.convert("RGB")


def _from_16_bit(image: Image.Image) -> Image.Image:
    # Pillow would cut off everything above 255 instead of scaling it.
    levels = np.asarray(image).astype(np.int64)
    return Image.fromarray(
        (levels >> 8 if levels.max(initial=0) > 255 else levels).clip(0, 255).astype(np.uint8)
    )


def _in_srgb(image: Image.Image) -> Image.Image | None:
    """Return the image in the colours that browsers give; None where it is already, or does not say."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode != "RGB":
        return None
    try:
        if "srgb" in ImageCms.getProfileDescription(io.BytesIO(profile)).lower():
            return None
        return ImageCms.profileToProfile(image, io.BytesIO(profile), ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError):
        return None


def _cut(image: Image.Image, box: Box) -> Image.Image:
    left, top = max(0, round(box[0])), max(0, round(box[1]))
    right, bottom = min(image.width, round(box[2])), min(image.height, round(box[3]))
    if right - left < MIN_SIDE or bottom - top < MIN_SIDE:
        raise BrokenPhotoError("bad_box", f"box {box} of a photo of {image.width} x {image.height} pixels")
    return image.crop((left, top, right, bottom))


def _shrunk(image: Image.Image, side: int) -> Image.Image:
    scale = side / min(image.size)
    if scale >= 1:
        return image
    size = (max(side, round(image.width * scale)), max(side, round(image.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS)


def _encoded(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "WEBP", quality=QUALITY, method=4)
    return file.getvalue()


def difference_hash(image: Image.Image) -> bytes:
    """Return which of 16 x 16 fields of the middle square are lighter than their right neighbour, 256 bits.

    It hardly changes when a photo is shrunk or compressed again. Empty where the photo is too flat to say.
    """
    square = _middle(image).convert("L").resize((HASH_SIDE + 1, HASH_SIDE), Image.Resampling.BOX)
    grey: NDArray[np.int16] = np.asarray(square, dtype=np.int16)
    if int(grey.max()) - int(grey.min()) < FLAT:
        return b""
    return np.packbits(grey[:, :-1] > grey[:, 1:]).tobytes()


def _middle(image: Image.Image) -> Image.Image:
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    return image.crop((left, top, left + side, top + side))
