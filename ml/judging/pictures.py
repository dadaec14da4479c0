"""The commonest mistakes as one picture: which photos were taken for what."""

from pathlib import Path

import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from ml.files import replacing
from ml.judging.report import Judged

SIDE, GAP, LINE = 112, 6, 20
PHOTOS = 6
"""Photos shown of each pair, the surest mistakes first."""


def draw_confused(judged: Judged, path: Path) -> bool:
    """Draw the commonest pairs, a row each, into a PNG; False when nothing was confused.

    The picture shows photos of the data sets and is not for publishing.
    """
    pairs = judged.figures["confused"]
    if not pairs:
        return False
    wide, high = PHOTOS * (SIDE + GAP) + GAP, SIDE + LINE + GAP
    page = Pillow.new("RGB", (wide, high * len(pairs)), "white")
    for i, pair in enumerate(pairs):
        _draw_pair(page, judged, pair["is"], pair["taken_for"], pair["photos"], i * high)
    with replacing(path) as temporary:
        page.save(temporary, "PNG")
    return True


def _draw_pair(page: Pillow.Image, judged: Judged, true: str, given: str, count: int, top: int) -> None:
    font = ImageFont.load_default(13)
    ImageDraw.Draw(page).text((GAP, top + 3), f"{true} taken for {given}: {count}", fill="black", font=font)
    labels = [each.label for each in judged.contract.classes]
    mine = (judged.shots.labels == labels.index(true)) & (judged.logits.argmax(1) == labels.index(given))
    surest = np.flatnonzero(mine)
    surest = surest[np.argsort(-judged.logits[surest].max(1), kind="stable")][:PHOTOS]
    for column, image in enumerate(judged.shots.images(surest)):
        shown = Pillow.fromarray(np.ascontiguousarray(image))
        shown.thumbnail((SIDE, SIDE))
        page.paste(shown, (GAP + column * (SIDE + GAP), top + LINE))
