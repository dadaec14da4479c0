"""Parquet with the columns `label` and `image`, and perhaps `split`, `id` and `coarse_label`.

Hugging Face's shape is one of these: `image` a struct of `bytes` and `path`, `label` a number whose names
stand in the schema's metadata, the split in the file's name (`train-00000-of-00004.parquet`).
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from ml.data.photo import DataError, Item, Photo, Problem, Reading, split_name

BATCH = 256


def matches(root: Path) -> bool:
    """Return whether there is Parquet, in the folder or below."""
    return root.suffix == ".parquet" if root.is_file() else bool(_files(root))


def read(root: Path, name: str) -> Reading:
    """Read all files in the order of their names."""
    files = [root] if root.is_file() else _files(root)
    try:
        total = sum(int(pq.ParquetFile(path).metadata.num_rows) for path in files)
    except (OSError, pa.ArrowException) as error:
        raise DataError(f"{root}: {error}") from error
    return Reading(total, _items(files, name))


def _files(root: Path) -> list[Path]:
    return sorted(root.rglob("*.parquet")) if root.is_dir() else []


def _items(files: list[Path], name: str) -> Iterator[Item]:
    for path in files:
        try:
            file = pq.ParquetFile(path)
            schema = file.schema_arrow
            if missing := {"label", "image"} - set(schema.names):
                raise DataError(f"{path}: no column {', '.join(sorted(missing))}")
            columns = [each for each in ("id", "label", "split", "image") if each in schema.names]
            labels = _label_names(schema)
            row = 0
            for batch in file.iter_batches(BATCH, columns=columns):
                for values in batch.to_pylist():
                    yield _item(values, path, row, labels, name)
                    row += 1
        except (OSError, pa.ArrowException) as error:
            raise DataError(f"{path}: {error}") from error


def _item(values: dict[str, Any], path: Path, row: int, labels: list[str], name: str) -> Item:
    image = values["image"]
    content, inner = (image.get("bytes"), image.get("path")) if isinstance(image, dict) else (image, None)
    photo_id = str(values.get("id") or inner or f"{path.name}:{row}")
    label = values["label"]
    if isinstance(label, int) and labels:
        label = labels[label] if 0 <= label < len(labels) else None
    if label is None:
        return Problem(photo_id, name, "no_label", f"{path.name}, row {row}: {values['label']!r}")
    if not isinstance(content, bytes) or not content:
        return Problem(photo_id, name, "no_image", f"{path.name}, row {row}")
    split = split_name(str(values.get("split") or "") or path.name.partition("-")[0])
    return Photo(photo_id, str(label), split, name, content)


def _label_names(schema: Any) -> list[str]:
    try:
        features = json.loads((schema.metadata or {})[b"huggingface"])["info"]["features"]
        return [str(each) for each in features["label"].get("names") or ()]
    except (KeyError, ValueError, TypeError, AttributeError):
        return []
