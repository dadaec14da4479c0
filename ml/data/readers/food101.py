"""Food-101 as its publishers lay it out: `images/<class>/<id>.jpg`, `meta/train.txt`, `meta/test.txt`.

The lists may be JSON instead (`{"apple_pie": ["apple_pie/1005649", …]}`). They have no `val` split.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from ml.data.photo import TEST, TRAIN, DataError, Item, Photo, Problem, Reading, read_lines, read_photo_file


def matches(root: Path) -> bool:
    """Return whether there are photos and the publishers' lists."""
    return (root / "images").is_dir() and _list(root, TRAIN) is not None


def read(root: Path, name: str) -> Reading:
    """Read what the lists name, in their order: first the train list, then the test list."""
    listed = [(split, entry) for split in (TRAIN, TEST) for entry in _entries(root, split)]
    return Reading(len(listed), _items(root, listed, name))


def _items(root: Path, listed: list[tuple[str, str]], name: str) -> Iterator[Item]:
    with_photos = {entry.partition("/")[0] for _, entry in listed}
    for folder in sorted((root / "images").iterdir()):
        if folder.is_dir() and folder.name not in with_photos:
            yield Problem(folder.name, name, "empty_class", "no list names a photo of this folder")
    for split, entry in listed:
        label, _, number = entry.partition("/")
        try:
            yield Photo(number, label, split, name, read_photo_file(root / "images" / f"{entry}.jpg"))
        except ValueError as error:
            yield Problem(entry, name, "unreadable", str(error))


def _list(root: Path, split: str) -> Path | None:
    for suffix in (".txt", ".json"):
        path = root / "meta" / f"{split}{suffix}"
        if path.is_file():
            return path
    return None


def _entries(root: Path, split: str) -> list[str]:
    path = _list(root, split)
    if path is None:
        return []
    text = "\n".join(read_lines(path))
    try:
        by_class = json.loads(text) if path.suffix == ".json" else {"": text.split()}
        entries = [entry for listed in by_class.values() for entry in listed]
    except (ValueError, AttributeError, TypeError) as error:
        raise DataError(f"{path}: {error}") from error
    for entry in entries:
        if not isinstance(entry, str) or entry.count("/") != 1 or ".." in entry or entry.startswith("/"):
            raise DataError(f"{path}: {entry!r} is no <class>/<id>")
    return entries
