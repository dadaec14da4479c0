"""Pictures of a pack for the eye: bars of the classes, sheets of photos, pairs side by side."""

import io
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from PIL import Image, ImageDraw

from ml.files import write_bytes

THUMB = 72
"""Side of a photo on a sheet, in pixels."""
LABEL = 150
LINE = 12
BAR = 600
COLOURS = {"train": "#4c78a8", "val": "#f58518", "test": "#54a24b"}

Bars = Sequence[tuple[str, dict[str, int]]]


def balance_svg(bars: Bars) -> str:
    """Return horizontal bars, one a class, with the photos of each split behind one another."""
    most = max((sum(counts.values()) for _, counts in bars), default=1) or 1
    lines = []
    for number, (name, counts) in enumerate(bars):
        top, left = number * LINE, float(LABEL)
        lines.append(f'<text x="{LABEL - 6}" y="{top + 9}" text-anchor="end">{escape(name)}</text>')
        for split, colour in COLOURS.items():
            width = BAR * counts.get(split, 0) / most
            lines.append(
                f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="{LINE - 2}" fill="{colour}"/>'
            )
            left += width
        lines.append(f'<text x="{left + 4:.1f}" y="{top + 9}">{sum(counts.values()):,}</text>')
    size = f'width="{LABEL + BAR + 60}" height="{len(bars) * LINE}"'
    style = 'font-family="sans-serif" font-size="9"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style}>{"".join(lines)}</svg>'


def sheet(path: Path, rows: Sequence[tuple[str, Sequence[bytes]]]) -> None:
    """Write a JPEG with one row of photos for each name."""
    across = max((len(photos) for _, photos in rows), default=0)
    canvas = Image.new("RGB", (LABEL + across * (THUMB + 2), max(1, len(rows)) * (THUMB + 2)), "white")
    draw = ImageDraw.Draw(canvas)
    for row, (name, photos) in enumerate(rows):
        draw.text((4, row * (THUMB + 2) + THUMB // 2 - 6), name[:26], fill="black")
        for column, photo in enumerate(photos):
            canvas.paste(_thumb(photo), (LABEL + column * (THUMB + 2), row * (THUMB + 2)))
    _write_jpeg(path, canvas)


def pairs(path: Path, shown: Iterable[tuple[str, bytes, bytes]], across: int = 5) -> None:
    """Write a JPEG with pairs of photos, each with its caption."""
    cells = list(shown)
    width, height = 2 * THUMB + 16, THUMB + 18
    down = max(1, -(-len(cells) // across))
    canvas = Image.new("RGB", (across * width, down * height), "white")
    draw = ImageDraw.Draw(canvas)
    for number, (caption, one, other) in enumerate(cells):
        left, top = number % across * width, number // across * height
        canvas.paste(_thumb(one), (left, top))
        canvas.paste(_thumb(other), (left + THUMB + 2, top))
        draw.text((left, top + THUMB + 2), caption[:26], fill="black")
    _write_jpeg(path, canvas)


def _thumb(photo: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(photo)).convert("RGB")
    image.thumbnail((THUMB, THUMB))
    return image


def _write_jpeg(path: Path, image: Image.Image) -> None:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=85)
    write_bytes(path, file.getvalue())
