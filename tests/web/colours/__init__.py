"""A release of a classifier that knows colours, for tests of the page that recognises photos."""

import hashlib
import io
import json
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import FilePayload

SIZE = 32
ORANGE, YELLOW, BLUE, WHITE = (255, 128, 0), (250, 220, 40), (10, 30, 220), (255, 255, 255)
COLOURS = (("Orange juice", ORANGE), ("Banana", YELLOW), ("not food", BLUE))
SET = {"title": "Colours", "photos": 3, "attribution": "Platewise", "licence": "MIT", "allowed_use": "any"}
MODEL = Path(__file__).with_name("model.onnx")


def publish(place: Path, food_ids: dict[str, int], **changes: Any) -> None:
    """Write the release into ``place`` as ml_publish lays it out, the manifest with ``changes``."""
    content = MODEL.read_bytes()
    folder = f"colours-{hashlib.sha256(content).hexdigest()[:12]}"
    (place / folder).mkdir(parents=True)
    (place / folder / "model.onnx").write_bytes(content)
    (place / folder / "card.md").write_text("# Colours\n")
    (place / "manifest.json").write_text(json.dumps(manifest(content, folder, food_ids) | changes))


def manifest(content: bytes, folder: str, food_ids: dict[str, int]) -> dict[str, Any]:
    """Return what a manifest says that the browser reads."""
    return {
        "format": 1,
        "name": "colours",
        "title": "Colours",
        "file": "model.onnx",
        "folder": folder,
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "outputs": ["logits", "maps"],
        "preprocessing": {
            "size": SIZE, "crop": 1.0, "shrink": 0, "shrink_filter": "area", "filter": "triangle",
            "mean": [0.5] * 3, "std": [0.5] * 3, "channels": "RGB", "layout": "NCHW",
        },
        "temperature": 1.0,
        "thresholds": {"food": 0.0, "likely": 0.8, "possible": 0.3, "accepted_food": 0.95},
        "classes": [_class(name, food_ids.get(name)) for name, _ in COLOURS],
        "metrics": {"sharp_top1": 0.75, "sharp_top5": 1.0, "refused": 0.9, "ece": 0.021},
        "licence": "MIT",
        "allowed_use": "any",
        "data": {"photos": 3, "sets": [SET]},
    }  # fmt: skip


def _class(name: str, food_id: int | None) -> dict[str, Any]:
    kind = "food" if food_id else "not_food"
    return {"label": name, "kind": kind, "food_id": food_id, "name": name.lower(), "coarse": ""}


def picture(colour: tuple[int, int, int], size: tuple[int, int] = (64, 64)) -> Image.Image:
    """Return a picture of one colour."""
    return Image.new("RGB", size, colour)


def file(image: Image.Image, kind: str = "PNG", **options: Any) -> FilePayload:
    """Return the picture as a file to be chosen on a page."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return {
        "name": f"picture.{kind.lower()}",
        "mimeType": f"image/{kind.lower()}",
        "buffer": buffer.getvalue(),
    }
