"""A pack of coloured shapes and a run that learns them in seconds."""

import csv
import io
import json
from pathlib import Path

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
from PIL import Image, ImageDraw

CLASSES = (
    # label, kind, colour, shape; the foods are real ones of the tables
    ("red_disc", "dish", (200, 30, 30), "ellipse"),
    ("green_disc", "dish", (30, 180, 40), "ellipse"),
    ("blue_box", "dish", (30, 50, 210), "rectangle"),
    ("yellow_box", "food", (220, 210, 40), "rectangle"),
    ("grocery_violet", "grocery", (150, 40, 190), "ellipse"),
    ("not_food", "not_food", (128, 128, 128), "line"),
)
RUN = """
name = "tiny"
seed = 3
held_out = ["blue_box"]
[network]
backbone = "test_efficientnet"
drop_path = 0.05
[preprocessing]
size = 32
[mixing]
small = 8
food = 4
grocery = 2
not_food = 2
[optimiser]
consistency = 0.1
ema = 0.9
mixed = 0.25
cutmix = 0.5
[watching]
validations_per_epoch = 1
photos = 40
[[stages]]
size = 24
epochs = 8
body_rate = 2e-3
head_rate = 1e-2
frozen_steps = 2
[[stages]]
size = 32
epochs = 16
body_rate = 3e-3
head_rate = 1e-2
"""


def make_pack(folder: Path, *, each: int = 16) -> Path:
    """Write a pack: ``each`` small photos a dish, half as many sharp ones a class, every 4th in `val`."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "classes.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["class", "kind", "food_id", "name", "coarse"])
        for i, (label, kind, *_) in enumerate(CLASSES):
            food = "" if kind == "not_food" else i + 1
            writer.writerow(
                [label, kind, food, label.replace("_", " "), "violet" if kind == "grocery" else ""]
            )
    random = np.random.default_rng(5)
    rows = []
    for label, kind, colour, shape in CLASSES:
        sides = [64] * each * (kind == "dish") + [96] * (each // 2)
        for i, side in enumerate(sides):
            split = "val" if i % 4 == 3 else "train"
            source = "small set" if side == 64 else "sharp set"
            image = picture(random, side, colour, shape)
            rows.append((f"{label}-{i}", label, split, source, side, side, encoded(image)))
    names = ("id", "class", "split", "source", "width", "height", "image")
    columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    pq.write_table(pa.table(columns), folder / "photos-00000.parquet")
    (folder / "pack.json").write_text(json.dumps({"name": "tiny", "format": 1}))
    return folder


def picture(random: np.random.Generator, side: int, colour: tuple[int, ...], shape: str) -> Image.Image:
    """Draw one coloured shape somewhere on a light ground with some noise."""
    ground = random.integers(190, 250, (side, side, 3)).astype(np.uint8)
    image = Image.fromarray(ground)
    wide = int(side * random.uniform(0.5, 0.8))
    left, top = random.integers(0, side - wide, 2).tolist()
    getattr(ImageDraw.Draw(image), shape)((left, top, left + wide, top + wide), fill=tuple(colour))
    return image


def encoded(image: Image.Image) -> bytes:
    """Return the picture as WebP."""
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=90)
    return buffer.getvalue()
