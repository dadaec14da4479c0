"""What every reader gives: photos, and what could not become one."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TRAIN, VAL, TEST = SPLITS = ("train", "val", "test")
"""From the most open to the most held out."""
_SPLIT_NAMES = {"training": TRAIN, "validation": VAL, "valid": VAL, "dev": "", "testing": TEST}
MAX_BYTES = 64 * 2**20
"""A photo's file may have so many bytes; larger ones are named and skipped."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels of the upright photo."""


class DataError(Exception):
    """A data set cannot be read as a whole; the message names the file and what is wrong."""


@dataclass(frozen=True, slots=True)
class Photo:
    """One labelled photo as its publisher gives it."""

    id: str
    label: str
    """In the publisher's words."""
    split: str
    """One of SPLITS, or empty where the publisher has none."""
    source: str
    """Name of the data set."""
    image: bytes
    """The file, not yet decoded: it may be anything."""
    box: Box | None = None
    """The part that shows the food; None for all of it."""
    group: str = ""
    """Photos of one group (one plate) must not be told apart by the split; empty: the photo alone."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that gave no photo, by name."""

    id: str
    source: str
    code: str
    detail: str = ""


Item = Photo | Problem


@dataclass(frozen=True, slots=True)
class Reading:
    """A data set being read: how many items to expect, and the items, always in the same order."""

    total: int
    items: Iterator[Item]


def split_name(text: str) -> str:
    """Return the split that a folder or a column names; empty for a name of none."""
    folded = text.strip().lower()
    return folded if folded in SPLITS else _SPLIT_NAMES.get(folded, "")


def is_split(text: str) -> bool:
    """Return whether a folder's name is one of a split."""
    return text.strip().lower() in (*SPLITS, *_SPLIT_NAMES)


def read_lines(path: Path) -> list[str]:
    """Return the lines of a publisher's text file. Raises DataError where it is none."""
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: {error}") from error


def read_table(path: Path, *columns: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file; cells that a row lacks are empty.

    Raises DataError where it is no such file or lacks one of ``columns``.
    """
    reader = csv.DictReader(read_lines(path), restval="")
    if missing := set(columns) - set(reader.fieldnames or ()):
        raise DataError(f"{path}: no column {', '.join(sorted(missing))}")
    try:
        return list(reader)
    except csv.Error as error:
        raise DataError(f"{path}, line {reader.line_num}: {error}") from error


def read_photo_file(path: Path) -> bytes:
    """Return the bytes of a photo's file. Raises ValueError with a reason that can be shown."""
    try:
        size = path.stat().st_size
        if not 0 < size <= MAX_BYTES:
            raise ValueError(
                "empty file" if not size else f"{size / 2**20:.0f} MiB, at most {MAX_BYTES >> 20}"
            )
        return path.read_bytes()
    except OSError as error:
        raise ValueError(error.strerror or str(error)) from error
