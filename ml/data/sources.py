"""The data sets that are known: where they come from, under which terms, and which labels they use."""

import csv
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

from ml.data.labels import CLASS_NAMES

TABLE = Path(__file__).with_name("sources.csv")
UNKNOWN_LICENCE = "not stated"
RESEARCH = "research"


@dataclass(frozen=True, slots=True)
class Source:
    """A published data set."""

    name: str
    folders: tuple[str, ...]
    """Patterns of the names of folders that hold it."""
    label_set: str
    """Whose labels it uses, in labels.csv."""
    title: str
    url: str
    sha256: str
    """Of the file at ``url``; empty where nobody publishes one."""
    size: int | None
    """Bytes of that file, where known."""
    val_one_in: int
    """Where the publisher has no `val` split, one photo (or group of them) in so many becomes it."""
    licence: str
    allowed_use: str
    attribution: str
    note: str


@dataclass(frozen=True, slots=True)
class DataSet:
    """A folder or file of photos, what it is called here, and the publication it comes from."""

    name: str
    path: Path
    source: Source


@cache
def sources(path: Path = TABLE) -> dict[str, Source]:
    """Return the known data sets by name."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [_source(row) for row in csv.DictReader(file)]
    return {row.name: row for row in rows}


def source_of(folder: Path, name: str = "") -> Source:
    """Return the data set of that name, else the one whose folders are called so.

    A folder that nobody knows is one whose labels are class names, of unstated licence and for research
    only: what may be done with it is the user's to say, not ours to guess.
    """
    known = sources()
    if name in known:
        return known[name]
    for source in known.values():
        if any(fnmatch((name or folder.name).lower(), pattern.lower()) for pattern in source.folders):
            return source
    called = name or folder.name
    return Source(
        called, (), CLASS_NAMES, called, "", "", None, 10, UNKNOWN_LICENCE, RESEARCH, UNKNOWN_LICENCE, ""
    )


def _source(row: dict[str, str]) -> Source:
    return Source(
        name=row["name"],
        folders=tuple(row["folders"].split()),
        label_set=row["label_set"],
        title=row["title"],
        url=row["url"],
        sha256=row["sha256"],
        size=int(row["bytes"]) if row["bytes"] else None,
        val_one_in=int(row["val_one_in"]),
        licence=row["licence"],
        allowed_use=row["allowed_use"],
        attribution=row["attribution"],
        note=row["note"],
    )
