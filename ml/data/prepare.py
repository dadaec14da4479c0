"""Data sets -> one pack: labels to classes, photos decoded once, near-duplicates across splits taken out.

Everything is made in a folder beside the pack, which takes its place when it is whole. The same data give
the same pack; a run that was stopped goes on where it was.
"""

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ml.data.duplicates import MAX_BITS
from ml.data.finish import finish
from ml.data.labels import Labels, LabelsError
from ml.data.pack import FORMAT
from ml.data.parts import PART, Labelled, Progress, write_parts
from ml.data.photo import TRAIN, VAL, DataError, Item, Photo, Problem
from ml.data.readers import has_layout, layout_of
from ml.data.sources import DataSet, source_of
from ml.files import write_json

DEFAULT_SIDE = 160
KEY = "key.json"
OFFICIAL = "food101"
"""The label set whose photos carry the same official ids in every copy of the set."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides the contents of a pack, besides the data."""

    side: int = DEFAULT_SIDE
    skip_unknown: bool = False
    max_bits: int = MAX_BITS
    part: int = PART
    """Photos that are decoded before they are written down: what a kill costs at most."""


def data_sets(arguments: Iterable[str], only: Iterable[str] = ()) -> list[DataSet]:
    """Return the data sets of arguments `PATH` or `NAME=PATH`.

    A folder that is no data set itself stands for those below it. ``only`` keeps the sets of these names.
    Raises DataError for a path without a data set, or a name in ``only`` that is not there.
    """
    found: list[DataSet] = []
    for argument in arguments:
        name, _, path = argument.rpartition("=")
        found += _below(Path(path).resolve(), name)
    names = [each.name for each in found]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise DataError(f"two data sets are called {', '.join(twice)}; NAME=PATH names one otherwise")
    wanted = set(only)
    if missing := wanted - set(names):
        raise DataError(f"no data set {', '.join(sorted(missing))}; there are {', '.join(sorted(names))}")
    return [each for each in found if not wanted or each.name in wanted]


def prepare(
    sets: list[DataSet], out: Path, labels: Labels, settings: Settings, *, workers: int, progress: Progress
) -> dict[str, Any]:
    """Make the pack at ``out`` and return what its `pack.json` says.

    Raises DataError and LabelsError where data or labels cannot be used (nothing is left at ``out``), and
    OSError for a full disk; what was done so far is taken up again by the next call.
    """
    if out.exists():
        raise DataError(f"{out} exists already; delete it or choose another name")
    partial = out.with_name(f".{out.name}.partial")
    _same_work_or_none(partial, sets, labels, settings)
    readings = [(each, layout_of(each.path).read(each.path, each.name)) for each in sets]
    total = sum(reading.total for _, reading in readings)
    items = (
        labelled
        for each, reading in readings
        for labelled in _labelled(each, reading.items, labels, settings.skip_unknown)
    )
    parts = write_parts(
        items, total, partial, side=settings.side, part=settings.part, workers=workers, progress=progress
    )
    about = finish(
        parts,
        partial,
        sets,
        labels,
        name=out.name,
        side=settings.side,
        max_bits=settings.max_bits,
        progress=progress,
    )
    for part in (*parts, partial / KEY):
        part.unlink()
    partial.rename(out)
    return about


def _below(path: Path, name: str) -> list[DataSet]:
    if not name and not source_of(path).folders and (children := _sets_in(path)):
        return [_data_set(child) for child in children]
    layout_of(path)
    return [_data_set(path, name)]


def _sets_in(path: Path) -> list[Path]:
    """Return the folders below that are called like a known data set and hold one."""
    children = sorted(path.iterdir()) if path.is_dir() else []
    return [child for child in children if child.is_dir() and source_of(child).folders and has_layout(child)]


def _data_set(path: Path, name: str = "") -> DataSet:
    return DataSet(name or path.name, path, source_of(path, name))


def _labelled(data_set: DataSet, items: Iterator[Item], labels: Labels, skip: bool) -> Iterator[Labelled]:
    """Give every photo its class and split; an unknown label is a problem to skip, or ends it all."""
    label_set = data_set.source.label_set
    for item in items:
        if isinstance(item, Problem):
            yield Labelled(item, "", "")
            continue
        known = labels.find(label_set, item.label)
        if known is not None:
            split = item.split or _drawn_split(data_set, item)
            yield Labelled(_with_id(data_set, item), known.label, split)
        elif skip:
            yield Labelled(Problem(item.id, item.source, "unknown_label", item.label), "", "")
        else:
            rest = (each.label for each in items if isinstance(each, Photo))
            raise _unknown(data_set, [item.label, *rest], labels)


def _unknown(data_set: DataSet, seen: list[str], labels: Labels) -> LabelsError:
    label_set = data_set.source.label_set
    names = sorted({label for label in seen if labels.find(label_set, label) is None})
    return LabelsError(
        f"{data_set.name}: labels that the table does not know: {', '.join(names)}. Add them to labels.csv "
        f"(label set {label_set}) or to a table of your own (--labels), or give --skip-unknown."
    )


def _with_id(data_set: DataSet, photo: Photo) -> Photo:
    """Name the photo so that copies of one photo in several data sets have one id, and others never."""
    if photo.id.startswith(f"{OFFICIAL}:"):
        return photo
    if data_set.source.label_set == OFFICIAL:
        return replace(photo, id=f"{OFFICIAL}:{photo.label}/{Path(photo.id).stem}")
    return replace(photo, id=f"{data_set.name}:{photo.id}")


def _drawn_split(data_set: DataSet, photo: Photo) -> str:
    """Draw `val` or `train` from the photo's name, so that it never changes and a group stays together."""
    name = f"{data_set.source.name}/{photo.group or photo.id}"
    drawn = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
    return VAL if drawn % data_set.source.val_one_in == 0 else TRAIN


def _same_work_or_none(partial: Path, sets: list[DataSet], labels: Labels, settings: Settings) -> None:
    """Keep what a stopped run left if it was about the very same data; else begin anew."""
    key = {
        "format": FORMAT,
        "part": settings.part,
        "side": settings.side,
        "sets": [
            [each.source.name, each.source.label_set, str(each.path), _state(each.path)] for each in sets
        ],
        "skip_unknown": settings.skip_unknown,
        "meanings": _meanings(sets, labels),
    }
    try:
        same = _goes_on(json.loads((partial / KEY).read_text()), key)
    except (OSError, ValueError, KeyError, AttributeError):
        same = False
    if not same:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
    write_json(partial / KEY, key)


def _goes_on(found: dict[str, Any], key: dict[str, Any]) -> bool:
    """Return whether parts hold what they would hold now: the same data, and classes that mean the same.

    Labels may have been added, which is what who met an unknown one does, unless such were skipped.
    """
    if any(found[name] != key[name] for name in ("format", "part", "side", "sets")):
        return False
    if found["skip_unknown"]:
        return bool(key["skip_unknown"] and found["meanings"] == key["meanings"])
    return bool(found["meanings"].items() <= key["meanings"].items())


def _meanings(sets: list[DataSet], labels: Labels) -> dict[str, str]:
    """Return what the labels of these sets mean, and the food of each class."""
    used = {each.source.label_set for each in sets}
    of_labels = {f"{kind} {label}": name for (kind, label), name in labels.by_label.items() if kind in used}
    return of_labels | {name: f"{each.kind} {each.food_id}" for name, each in labels.classes.items()}


def _state(path: Path) -> str:
    """Return a digest of the names, sizes and times of all files."""
    files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
    hashed = hashlib.sha256()
    for file in files:
        stat = file.stat()
        hashed.update(f"{file}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return hashed.hexdigest()
