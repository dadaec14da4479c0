"""Pictures made up for judging alone: kinds of what is not food that training never draws.

Training has its own (``ml.made_up``), and a model knows what it was trained on.
"""

import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from ml.made_up import Draw, Image, Random

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,-:/%"


def _clouds(random: Random, side: int) -> Image:
    """Coloured noise that is stronger the coarser it is, as the light of most photos."""
    across, down = np.fft.fftfreq(side)[None], np.fft.fftfreq(side)[:, None]
    falling = 1 / np.maximum(np.hypot(across, down), 1 / side) ** random.uniform(0.8, 2.2)
    waves = np.fft.fft2(random.normal(size=(3, side, side))) * falling
    planes = np.fft.ifft2(waves).real.transpose(1, 2, 0)
    low, high = planes.min((0, 1)), planes.max((0, 1))
    found: Image = ((planes - low) / (high - low) * random.uniform(120, 255, 3)).astype(np.uint8)
    return found


def _speckle(random: Random, side: int) -> Image:
    """Plain ground with pixels of salt and pepper."""
    page = np.tile(random.integers(0, 256, 3, dtype=np.uint8), (side, side, 1))
    hit = random.random((side, side)) < random.uniform(0.02, 0.4)
    page[hit] = 255 * random.integers(0, 2, (int(hit.sum()), 1), dtype=np.uint8)
    return page


def _tiles(random: Random, side: int) -> Image:
    """Squares of a chessboard or a tablecloth in two colours, perhaps with joints."""
    wide, joint = int(random.integers(6, side // 4)), int(random.integers(0, 4))
    y, x = np.mgrid[0:side, 0:side]
    odd = (y // wide + x // wide) % 2 == 1 if random.random() < 0.6 else (y // wide) % 2 == 1
    page = np.where(odd[..., None], random.integers(0, 256, 3), random.integers(0, 256, 3)).astype(np.uint8)
    page[(y % wide < joint) | (x % wide < joint)] = random.integers(0, 256, 3)
    return page


def _bricks(random: Random, side: int) -> Image:
    """Rows of stones of nearly one colour, each row shifted."""
    page, high = _plain(random, side, 90, 230), int(random.integers(10, side // 5))
    draw, colour = ImageDraw.Draw(page), random.integers(30, 230, 3)
    for row, top in enumerate(range(0, side, high)):
        for left in range(-high * (row % 2), side, 2 * high):
            fill = tuple(np.clip(colour + random.integers(-25, 26, 3), 0, 255).tolist())
            draw.rectangle((left + 1, top + 1, left + 2 * high - 2, top + high - 2), fill=fill)
    return np.asarray(page)


def _page(random: Random, side: int) -> Image:
    """A page of letters without sense in one or two columns, light on dark or dark on light, held askew."""
    dark = random.random() < 0.4
    page, high = _plain(random, 2 * side, *((0, 70) if dark else (215, 256))), int(random.integers(9, 22))
    draw, font = ImageDraw.Draw(page), ImageFont.load_default(high)
    ink = (235, 235, 235) if dark else (25, 25, 35)
    columns = int(random.integers(1, 3))
    for column in range(columns):
        for top in range(4, 2 * side, int(high * 1.4)):
            letters = "".join(random.choice(list(LETTERS + "      "), 3 * side // (columns * high)))
            draw.text((8 + column * 2 * side // columns, top), letters, fill=ink, font=font)
    turned = page.rotate(float(random.normal() * 6), Pillow.Resampling.BILINEAR)
    left, top = random.integers(0, side // 2, 2).tolist()
    return np.asarray(turned.crop((left, top, left + side, top + side)))


def _form(random: Random, side: int) -> Image:
    """A table of figures with lines, as on a bill or in a spreadsheet."""
    page, high = _plain(random, side, 225, 256), int(random.integers(11, 24))
    draw, font = ImageDraw.Draw(page), ImageFont.load_default(high * 2 // 3)
    wide = int(random.integers(30, 80))
    for top in range(0, side, high):
        draw.line((0, top, side, top), fill=(170, 170, 175))
        for left in range(0, side, wide):
            draw.text(
                (left + 3, top + 2), f"{random.integers(1, 99999) / 100:.2f}", fill=(20, 20, 30), font=font
            )
    for left in range(0, side, wide):
        draw.line((left, 0, left, side), fill=(170, 170, 175))
    return np.asarray(page)


def _chat(random: Random, side: int) -> Image:
    """A dark or light screen with bubbles of a talk on both sides."""
    dark = random.random() < 0.5
    page = _plain(random, side, *((5, 45) if dark else (235, 256)))
    draw, font, top = ImageDraw.Draw(page), ImageFont.load_default(max(8, side // 20)), 6
    while top < side:
        high, wide = (
            int(random.integers(side // 12, side // 5)),
            int(random.integers(side // 3, side * 3 // 4)),
        )
        left = 6 if random.random() < 0.5 else side - wide - 6
        fill = tuple(random.integers(*((50, 140) if dark else (150, 235)), 3).tolist())
        draw.rounded_rectangle((left, top, left + wide, top + high), 8, fill=fill)
        letters = "".join(random.choice(list(LETTERS + "    "), 20))
        draw.text((left + 8, top + 4), letters, fill="white" if dark else "black", font=font)
        top += high + 8
    return np.asarray(page)


def _chart(random: Random, side: int) -> Image:
    """Bars or a line over two axes."""
    page, edge = _plain(random, side, 235, 256), side // 10
    draw, count = ImageDraw.Draw(page), int(random.integers(4, 14))
    values = random.uniform(0.1, 0.9, count) * (side - 2 * edge)
    step, colour = (side - 2 * edge) / count, tuple(random.integers(20, 220, 3).tolist())
    places = [(edge + (i + 0.5) * step, side - edge - value) for i, value in enumerate(values.tolist())]
    if random.random() < 0.5:
        for x, y in places:
            draw.rectangle((x - step / 3, y, x + step / 3, side - edge), fill=colour)
    else:
        draw.line(places, fill=colour, width=3)
    draw.line((edge, edge, edge, side - edge, side - edge, side - edge), fill="black", width=2)
    return np.asarray(page)


def _plain(random: Random, side: int, low: int, high: int) -> Pillow.Image:
    return Pillow.new("RGB", (side, side), tuple(random.integers(low, high, 3).tolist()))


KINDS: dict[str, Draw] = {
    "noise: clouds": _clouds,
    "noise: speckle": _speckle,
    "texture: tiles": _tiles,
    "texture: bricks": _bricks,
    "text: page": _page,
    "text: table of figures": _form,
    "screenshot: talk": _chat,
    "screenshot: chart": _chart,
}
