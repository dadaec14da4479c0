"""Parts -> a pack: one split per photo, near-duplicates taken out, tables written."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from ml.classes import FoodClass
from ml.data.duplicates import Pair, near_duplicates, strictest_splits
from ml.data.labels import Labels
from ml.data.pack import CLASSES, COLUMNS, DESCRIPTION, DROPPED, FORMAT, PROBLEMS, Digest, classes_csv
from ml.data.parts import SCHEMA, Progress
from ml.data.photo import SPLITS, DataError
from ml.data.sources import RESEARCH, DataSet
from ml.files import replacing, write_bytes, write_json

SHARD = 8192
"""Photos in a file of the pack."""
ROW_GROUP = 1024
_PHOTOS = pa.schema([SCHEMA.field(name) for name in COLUMNS])
_KEPT = (("kept_id", pa.string()), ("kept_source", pa.string()), ("bits", pa.int32()))
_DROPPED = pa.schema([*_PHOTOS, *(pa.field(name, kind) for name, kind in _KEPT)])


@dataclass(frozen=True, slots=True)
class _Index:
    """What the parts hold, without the photos."""

    rows: list[dict[str, Any]]
    splits: list[str]
    """The final split of each photo; empty where there is no photo."""
    pairs: dict[int, Pair]
    """What is dropped, by its place in ``rows``."""

    def kept(self) -> list[int]:
        """Return the places of the photos that stay."""
        return [place for place, split in enumerate(self.splits) if split and place not in self.pairs]


def finish(
    parts: list[Path],
    folder: Path,
    sets: list[DataSet],
    labels: Labels,
    *,
    name: str,
    side: int,
    max_bits: int,
    progress: Progress,
) -> dict[str, Any]:
    """Write the pack's files into ``folder`` beside the parts and return what `pack.json` says.

    Raises DataError where no photo can be used.
    """
    progress("comparing", 0, 1)
    index = _read_index(parts, max_bits)
    progress("comparing", 1, 1)
    if not index.kept():
        first = "; ".join(f"{row['id']}: {row['problem']}" for row in index.rows[:5])
        raise DataError(f"no photo could be used{': ' if first else ''}{first}")
    used = {index.rows[place]["class"] for place in index.kept()}
    classes = [each for each in labels.classes.values() if each.label in used]
    digest = Digest(classes_csv(classes))
    _write_photos(parts, folder, index, digest, progress)
    _write_dropped(parts, folder, index)
    _write_problems(folder, index)
    write_bytes(folder / CLASSES, classes_csv(classes).encode())
    research = any(each.source.allowed_use == RESEARCH for each in sets)
    about = {
        "format": FORMAT,
        "name": name,
        "side": side,
        "digest": digest.hexdigest(),
        **_counts(index, classes),
        "allowed_use": RESEARCH if research else "as each set says",
        "sets": [_about_set(each, index) for each in sets],
    }
    write_json(folder / DESCRIPTION, about)
    return about


def _read_index(parts: list[Path], max_bits: int) -> _Index:
    columns = [name for name in SCHEMA.names if name != "image"]
    rows = [row for part in parts for row in pq.read_table(part, columns=columns).to_pylist()]
    places = [place for place, row in enumerate(rows) if row["width"]]
    ids = [rows[place]["id"] for place in places]
    strictest = strictest_splits(ids, [rows[place]["split"] for place in places])
    splits = [""] * len(rows)
    for place, split in zip(places, strictest, strict=True):
        splits[place] = split
    pairs = near_duplicates(ids, strictest, [rows[place]["hash"] for place in places], max_bits)
    found = (Pair(places[pair.dropped], places[pair.kept], pair.bits) for pair in pairs)
    return _Index(rows, splits, {pair.dropped: pair for pair in found})


def _photos(parts: list[Path], index: _Index) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the usable photos with their places and final splits."""
    place = 0
    for part in parts:
        for row in pq.read_table(part, columns=list(COLUMNS)).to_pylist():
            if index.splits[place]:
                yield place, {**row, "split": index.splits[place]}
            place += 1


def _write_photos(parts: list[Path], folder: Path, index: _Index, digest: Digest, progress: Progress) -> None:
    kept = (row for place, row in _photos(parts, index) if place not in index.pairs)
    total, done = len(index.kept()), 0
    for number in range(-(-total // SHARD)):
        rows = list(islice(kept, SHARD))
        for row in rows:
            digest.add(row)
        _write(folder / f"photos-{number:05}.parquet", rows, _PHOTOS)
        done += len(rows)
        progress("writing", done, total)


def _write_dropped(parts: list[Path], folder: Path, index: _Index) -> None:
    dropped = []
    for place, row in _photos(parts, index) if index.pairs else ():
        if pair := index.pairs.get(place):
            kept = index.rows[pair.kept]
            nearest = {"kept_id": kept["id"], "kept_source": kept["source"], "bits": pair.bits}
            dropped.append(row | nearest)
    _write(folder / DROPPED, dropped, _DROPPED)


def _write(path: Path, rows: list[dict[str, Any]], schema: Any) -> None:
    table = pa.Table.from_pylist(rows, schema=schema)
    with replacing(path) as temporary:
        pq.write_table(table, temporary, compression="none", row_group_size=ROW_GROUP)


def _write_problems(folder: Path, index: _Index) -> None:
    with replacing(folder / PROBLEMS) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("source", "id", "problem", "detail", "kept"))
        for row, split in zip(index.rows, index.splits, strict=True):
            if row["problem"]:
                kept = "yes" if split else "no"
                writer.writerow((row["source"], row["id"], row["problem"], row["detail"], kept))


def _counts(index: _Index, classes: list[FoodClass]) -> dict[str, Any]:
    kept = index.kept()
    problems = [(row["problem"], split) for row, split in zip(index.rows, index.splits, strict=True)]
    return {
        "photos": len(kept),
        "splits": _by_split(index, kept),
        "classes": len(classes),
        "near_duplicates": len(index.pairs),
        "moved": sum(index.splits[place] != index.rows[place]["split"] for place in kept),
        "unusable": dict(sorted(Counter(problem for problem, split in problems if not split).items())),
        "unusual": dict(sorted(Counter(problem for problem, split in problems if split and problem).items())),
    }


def _by_split(index: _Index, places: list[int]) -> dict[str, int]:
    counted = Counter(index.splits[place] for place in places)
    return {split: counted[split] for split in SPLITS}


def _about_set(data_set: DataSet, index: _Index) -> dict[str, Any]:
    own = {place for place, row in enumerate(index.rows) if row["source"] == data_set.name}
    kept = [place for place in index.kept() if place in own]
    source = data_set.source
    return {
        "name": data_set.name,
        "title": source.title,
        "photos": len(kept),
        "splits": _by_split(index, kept),
        "near_duplicates": len(own & index.pairs.keys()),
        "unusable": sum(not index.splits[place] for place in own),
        "licence": source.licence,
        "allowed_use": source.allowed_use,
        "attribution": source.attribution,
    }
