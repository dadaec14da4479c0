"""Photos to judge a model on: a pack, or a data set of any layout that the readers know."""

import csv
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ml.classes import DISH, FOOD
from ml.contract import Contract
from ml.data.decode import BrokenPhotoError, pixels
from ml.data.labels import FOODS, TABLE, folded, read_labels
from ml.data.photo import TEST, TRAIN, VAL, Item, Problem
from ml.data.readers import layout_of
from ml.data.sources import source_of
from ml.photos import PackError, Photos, Progress, Row, decode_rows, decoded, mapped

LARGEST = 512
"""Shorter side in pixels that larger photos are brought to: about 1 MB a photo in the scratch folder."""
ALL = "all"


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
    """CSV with label, class and perhaps label_set: their names and the model's; None: the project's."""
    label_set: str | None = None
    """Use only these rows; None: those of the data set whose folder is called so, else all."""
    split: str | None = None
    """None: of a pack `test`, where there is none `val`; else all photos."""


def read_shots(source: Source, contract: Contract, *, scratch: Path, progress: Progress) -> Shots:
    """Read photos to judge; ``scratch`` is a folder for decoded ones, which must outlive them.

    Of a pack the photos of the split and the sharp ones of held-out classes; else all, or those of the split.
    Raises PackError, DataError, ClassesError, OSError.
    """
    path = source.path
    if (path / "classes.csv").exists() and any(path.glob("photos-*.parquet")):
        photos = decoded(path, progress=progress)
        return _chosen(photos, contract, source.split or (TEST if (photos.split == TEST).any() else VAL))
    reading = layout_of(path).read(path, path.name)
    rows = _rows(reading.items, _class_of(source), reading.total, progress)
    digest = hashlib.sha256(str(path).encode()).hexdigest()
    decode_rows(rows, contract.classes, scratch / "photos", digest, _read)
    return _chosen(mapped(contract.classes, scratch / "photos"), contract, source.split or ALL)


def _chosen(photos: Photos, contract: Contract, split: str) -> Shots:
    position = {each.label: i for i, each in enumerate(contract.classes)}
    theirs = np.array([position.get(each.label, -1) for each in photos.classes])
    edible, small = np.isin(photos.kind, [DISH, FOOD]), photos.is_small
    out = np.array([each.label in contract.held_out for each in photos.classes])[photos.label]
    sharp_out = edible & ~small & out
    unseen = sharp_out & ~_trained_on(photos, ~sharp_out)
    counted = (photos.split == split) | (split == ALL)
    label = theirs[photos.label]
    rows = np.flatnonzero((counted & (unseen | ~sharp_out) | unseen) & (label >= 0))
    if not len(rows):
        raise PackError(f"no photo of split {split!r} with a class of the model")
    # The kind itself where it is neither a dish nor another food.
    sets = np.where(~edible, photos.kind, np.where(small, "small", np.where(unseen, "unseen", "sharp")))
    unknown = sorted({photos.classes[i].label for i in photos.label[label < 0]})
    skipped = photos.broken + tuple(f"{each}: the model does not know this class" for each in unknown)
    return Shots(photos, rows, label[rows], sets[rows], counted[rows], skipped)


def _trained_on(photos: Photos, learnt: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which photos have a copy (one id) among the training photos that ``learnt`` tells.

    A sharp photo that was trained on at 64 px is not unseen, even though its sharp copy was kept out.
    """
    copies: NDArray[np.bool_] = np.isin(photos.id, photos.id[learnt & (photos.split == TRAIN)])
    return copies


def _class_of(source: Source) -> Callable[[str], str]:
    """Return what gives a label's class: the table's, else the label itself, written as classes are."""
    wanted = source.label_set or source_of(source.path).label_set
    if wanted == FOODS:
        labels = read_labels()
        return lambda label: found.label if (found := labels.find(FOODS, label)) else label
    table = source.labels or TABLE
    try:
        with table.open(encoding="utf-8", newline="") as file:
            rows = [(row.get("label_set") or "", row["label"], row["class"]) for row in csv.DictReader(file)]
    except (KeyError, OSError, ValueError) as error:
        raise PackError(f"{table}: a CSV file with label and class is wanted ({error})") from error
    if source.label_set or any(label_set == wanted for label_set, _, _ in rows):
        rows = [row for row in rows if row[0] == wanted]
        if not rows:
            raise PackError(f"{table}: no row of the label set {wanted!r}")
    meant: dict[str, set[str]] = {}
    for _, label, name in rows:
        meant.setdefault(label, set()).add(name)

    def class_of(label: str) -> str:
        found = meant.get(label, {folded(label)})
        if len(found) > 1:
            names = " or ".join(sorted(found))
            raise PackError(f"{table}: {label!r} means {names}; say whose labels they are with --label-set")
        return min(found)

    return class_of


def _rows(
    items: Iterator[Item], class_of: Callable[[str], str], total: int, progress: Progress
) -> Iterator[Row]:
    for done, item in enumerate(items):
        if isinstance(item, Problem):
            yield {"id": item.id, "problem": (item.code, item.detail)}
        else:
            named = {"class": class_of(item.label), "split": item.split or ALL}
            yield {"id": item.id, "source": item.source, "image": item.image, "box": item.box, **named}
        progress("reading photos", min(done + 1, total), total)


def _read(row: Row) -> NDArray[np.uint8]:
    if "problem" in row:
        raise BrokenPhotoError(*row["problem"])
    return pixels(row["image"], LARGEST, row["box"])
