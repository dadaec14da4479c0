"""A pack: the one shape of photos that training and judging read.

A folder with `classes.csv`, `photos-00000.parquet` … (`id`, `class`, `split`, `source`, `width`, `height`,
`image`), `pack.json` (of what it was made, under which terms, and the digest of its contents), and, to look
at, `dropped.parquet` (near-duplicates that were taken out) and `problems.csv` (by name what was wrong).
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from ml.classes import COLUMNS as CLASS_COLUMNS
from ml.classes import FoodClass, read_classes
from ml.data.photo import DataError

FORMAT = 1
COLUMNS = ("id", "class", "split", "source", "width", "height", "image")
DESCRIPTION, CLASSES, PROBLEMS, DROPPED = "pack.json", "classes.csv", "problems.csv", "dropped.parquet"


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack on the disk."""

    path: Path
    classes: tuple[FoodClass, ...]
    about: dict[str, Any]
    """What `pack.json` says."""

    @property
    def shards(self) -> list[Path]:
        """Return the files with photos, in order."""
        return sorted(self.path.glob("photos-*.parquet"))

    def rows(self, columns: Iterable[str] = COLUMNS) -> Iterator[dict[str, Any]]:
        """Yield the photos in order, with these columns. Raises DataError for a file that is broken."""
        for shard in self.shards:
            try:
                for batch in pq.ParquetFile(shard).iter_batches(256, columns=list(columns)):
                    yield from batch.to_pylist()
            except (OSError, pa.ArrowException) as error:
                raise DataError(f"{shard}: {error}") from error

    def dropped(self) -> Iterator[dict[str, Any]]:
        """Yield what was taken out as a near-duplicate, with `kept_id`, `kept_source` and `bits` apart."""
        path = self.path / DROPPED
        if path.exists():
            yield from pq.read_table(path).to_pylist()

    def problems(self) -> list[dict[str, str]]:
        """Return what was wrong with which file."""
        with (self.path / PROBLEMS).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


def open_pack(path: Path) -> Pack:
    """Open a pack. Raises DataError or ClassesError where it is none, or of another format."""
    try:
        about = json.loads((path / DESCRIPTION).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"{path}: no pack; ml_prepare makes one ({error})") from error
    if about.get("format") != FORMAT:
        raise DataError(f"{path}: a pack of format {about.get('format')}, this code reads {FORMAT}")
    return Pack(path, read_classes(path / CLASSES), about)


def classes_csv(classes: Iterable[FoodClass]) -> str:
    """Return the text of `classes.csv`."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(CLASS_COLUMNS)
    writer.writerows((c.label, c.kind, c.food_id or "", c.name, c.coarse) for c in classes)
    return text.getvalue()


class Digest:
    """SHA-256 over classes and photos in their order, whatever wrote the files that hold them."""

    def __init__(self, classes: str) -> None:
        self._hash = hashlib.sha256(classes.encode())

    def add(self, row: dict[str, Any]) -> None:
        """Take in one photo."""
        for name in ("id", "class", "split", "source"):
            self._hash.update(row[name].encode() + b"\0")
        self._hash.update(hashlib.sha256(row["image"]).digest())

    def hexdigest(self) -> str:
        """Return the digest of all that was taken in."""
        return self._hash.hexdigest()


def digest_of(pack: Pack) -> str:
    """Compute the digest anew from the files, to be compared with ``pack.about["digest"]``."""
    digest = Digest(classes_csv(pack.classes))
    for row in pack.rows(("id", "class", "split", "source", "image")):
        digest.add(row)
    return digest.hexdigest()
