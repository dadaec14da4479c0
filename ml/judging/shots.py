"""Photos to judge a model on: a pack, a folder of class folders, or Parquet with `label` and `image`."""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
from numpy.typing import NDArray

from ml.classes import DISH, FOOD
from ml.contract import Contract
from ml.photos import PackError, Photos, Progress, decode_rows, decoded, mapped

LARGEST = 512
"""Shorter side in pixels that larger photos are kept at."""
SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif"}


@dataclass(frozen=True, slots=True)
class Shots:
    """Photos with the positions of their labels among the model's classes."""

    photos: Photos
    rows: NDArray[np.int64]
    labels: NDArray[np.int64]
    sets: NDArray[np.str_]
    """small, sharp, unseen (sharp, of a class whose sharp photos training never saw), grocery, not_food."""
    counted: NDArray[np.bool_]
    """False for training photos, which are looked at only because they were kept out of training."""
    skipped: tuple[str, ...]

    def images(self, chosen: NDArray[np.int64] | None = None) -> Iterator[NDArray[np.uint8]]:
        """Yield the pixels of all photos, or of those at the given places."""
        for i in range(len(self.rows)) if chosen is None else chosen:
            yield self.photos.image(int(self.rows[i]))


@dataclass(frozen=True, slots=True)
class Source:
    """Where photos to judge are."""

    path: Path
    labels: Path | None = None
    """CSV with the columns label and class (and label_set): their names and the model's."""
    label_set: str | None = None
    """Use only the rows of this label set."""
    split: str | None = None
    """Of a pack; None: `test`, where there is none `val`."""


def read_shots(source: Source, contract: Contract, *, scratch: Path, progress: Progress) -> Shots:
    """Read photos to judge; ``scratch`` is a folder for decoded ones, which must outlive them.

    Of a pack the photos of the split and all sharp ones of held-out classes; else all.
    Raises PackError, ClassesError, OSError.
    """
    path, split = source.path, source.split
    if (path / "classes.csv").exists():
        photos = decoded(path, progress=progress)
    else:
        names = _names(source)
        rows = _parquet(path) if _is_parquet(path) else _folders(path)
        named = ({**row, "class": names.get(row["class"], row["class"])} for row in rows)
        digest = hashlib.sha256(str(path).encode()).hexdigest()
        decode_rows(named, contract.classes, scratch / "photos", digest, LARGEST)
        photos = mapped(contract.classes, scratch / "photos")
        split = "all"
    return _chosen(photos, contract, split)


def _chosen(photos: Photos, contract: Contract, split: str | None) -> Shots:
    position = {each.label: i for i, each in enumerate(contract.classes)}
    theirs = np.array([position.get(each.label, -1) for each in photos.classes])
    out = np.array([each.label in contract.held_out for each in photos.classes])[photos.label]
    edible, small = np.isin(photos.kind, [DISH, FOOD]), photos.is_small
    unseen = edible & ~small & out
    split = split or ("test" if (photos.split == "test").any() else "val")
    counted = (photos.split == split) | (split == "all")
    label = theirs[photos.label]
    rows = np.flatnonzero((counted | unseen) & (label >= 0))
    if not len(rows):
        raise PackError(f"no photo of split {split!r} with a class of the model")
    # The kind itself where it is neither a dish nor another food.
    sets = np.where(~edible, photos.kind, np.where(small, "small", np.where(unseen, "unseen", "sharp")))
    unknown = sorted({photos.classes[i].label for i in photos.label[label < 0]})
    skipped = photos.broken + tuple(f"{each}: the model does not know this class" for each in unknown)
    return Shots(photos, rows, label[rows], sets[rows], counted[rows], skipped)


def _names(source: Source) -> dict[str, str]:
    if source.labels is None:
        return {}
    wanted = source.label_set
    try:
        with source.labels.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if wanted is None or row["label_set"] == wanted]
        return {row["label"]: row["class"] for row in rows}
    except (KeyError, OSError) as error:
        raise PackError(f"{source.labels}: a CSV file with label and class is wanted ({error})") from error


def _folders(path: Path) -> Iterator[dict[str, Any]]:
    if not path.is_dir():
        raise PackError(f"{path}: neither a pack, nor Parquet, nor a folder of class folders")
    for folder in sorted(each for each in path.iterdir() if each.is_dir()):
        for file in sorted(each for each in folder.iterdir() if each.suffix.lower() in SUFFIXES):
            name = f"{folder.name}/{file.name}"
            yield {
                "id": name,
                "class": folder.name,
                "split": "all",
                "source": path.name,
                "image": file.read_bytes(),
            }


def _is_parquet(path: Path) -> bool:
    return path.suffix == ".parquet" or (path.is_dir() and any(path.glob("*.parquet")))


def _parquet(path: Path) -> Iterator[dict[str, Any]]:
    number = 0
    for shard in [path] if path.is_file() else sorted(path.glob("*.parquet")):
        try:
            file = pq.ParquetFile(shard)
            label = "label" if "label" in file.schema_arrow.names else "class"
            for batch in file.iter_batches(64):
                for row in batch.to_pylist():
                    yield _parquet_row(row, label, number, path.name)
                    number += 1
        except (OSError, KeyError, pa.ArrowException) as error:
            raise PackError(f"{shard}: {error}; the columns label and image are wanted") from error


def _parquet_row(row: dict[str, Any], label: str, number: int, source: str) -> dict[str, Any]:
    image = row["image"]
    return {
        "id": str(row.get("id") or number),
        "class": str(row[label]),
        "split": "all",
        "source": str(row.get("source") or source),
        "image": image["bytes"] if isinstance(image, dict) else image,
    }
