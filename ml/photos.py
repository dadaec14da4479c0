"""A pack's photos, decoded once into one memory-mapped file, so that no step waits for a decoder.

Beside the pack stands `PACK.decoded/`: `pixels.u8` (all photos one after the other, rows of RGB bytes),
`index.npz` and `key.json` (of which pack; what was broken). It can be deleted at any time.
"""

import hashlib
import io
import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
from numpy.typing import NDArray
from PIL import Image as Pillow

from ml.classes import FoodClass, read_classes
from ml.data.decode import BrokenPhotoError
from ml.files import write_json

Image = NDArray[np.uint8]
Progress = Callable[[str, int, int], None]
Row = dict[str, Any]
Read = Callable[[Row], Image]
COLUMNS = ["id", "class", "split", "source", "image"]
SMALL_SIDE = 80
"""Photos up to this shorter side are small, in pixels; all others are called sharp."""
FORMAT = 1
BROKEN = (OSError, SyntaxError, ValueError, Pillow.DecompressionBombError, BrokenPhotoError)
"""What is raised for a file that cannot be read."""


class PackError(Exception):
    """A pack cannot be read; the message names the file and what is wrong."""


@dataclass(frozen=True, slots=True)
class Photos:
    """All photos of a pack; one row each in every column."""

    classes: tuple[FoodClass, ...]
    digest: str
    broken: tuple[str, ...]
    """Ids of photos that could not be decoded, with the reason."""
    pixels: Image
    offset: NDArray[np.int64]
    height: NDArray[np.int64]
    width: NDArray[np.int64]
    label: NDArray[np.int64]
    """Position in ``classes``."""
    split: NDArray[np.str_]
    source: NDArray[np.str_]
    id: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.label)

    def image(self, row: int) -> Image:
        """Return the photo of a row as (height, width, 3), read from the disk where it is not in memory."""
        height, width, start = int(self.height[row]), int(self.width[row]), int(self.offset[row])
        return self.pixels[start : start + height * width * 3].reshape(height, width, 3)

    @property
    def is_small(self) -> NDArray[np.bool_]:
        """Return which photos are small."""
        small: NDArray[np.bool_] = np.minimum(self.height, self.width) <= SMALL_SIDE
        return small

    @property
    def kind(self) -> NDArray[np.str_]:
        """Return the kind of each photo's class."""
        return np.array([each.kind for each in self.classes])[self.label]


def decoded(pack: Path, *, progress: Progress) -> Photos:
    """Return the photos of a pack, decoding them first where that was not done for this very pack.

    Raises PackError, ClassesError and OSError (a full disk leaves no half-decoded folder).
    """
    classes = read_classes(pack / "classes.csv")
    shards = sorted(pack.glob("photos-*.parquet"))
    if not shards:
        raise PackError(f"{pack}: no photos-*.parquet; ml_prepare makes a pack")
    digest = _digest(pack, shards)
    folder = pack.resolve().with_name(pack.resolve().name + ".decoded")
    if _key(folder).get("digest") != digest or _key(folder).get("format") != FORMAT:
        decode_rows(_rows(shards, progress), classes, folder, digest, lambda row: decode(row["image"]))
    return mapped(classes, folder)


def mapped(classes: tuple[FoodClass, ...], folder: Path) -> Photos:
    """Return the photos of a folder that ``decode_rows`` wrote; pixels stay on the disk until asked for."""
    index = np.load(folder / "index.npz")
    pixels = np.memmap(folder / "pixels.u8", dtype=np.uint8, mode="r")
    columns = {name: index[name] for name in index.files}
    key = _key(folder)
    return Photos(
        classes=classes, digest=key["digest"], broken=tuple(key["broken"]), pixels=pixels, **columns
    )


def decode(content: bytes) -> Image:
    """Return the pixels of a pack's photo, which is upright RGB already. Raises one of BROKEN."""
    with Pillow.open(io.BytesIO(content)) as image:
        return np.asarray(image.convert("RGB"))


def _digest(pack: Path, shards: list[Path]) -> str:
    hashed = hashlib.sha256((pack / "classes.csv").read_bytes())
    description = pack / "pack.json"
    hashed.update(description.read_bytes() if description.exists() else b"")
    hashed.update(repr([(each.name, each.stat().st_size) for each in shards]).encode())
    return hashed.hexdigest()


def _key(folder: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads((folder / "key.json").read_text())
    except (OSError, ValueError):
        return {}
    return content


def decode_rows(
    rows: Iterable[Row],
    classes: tuple[FoodClass, ...],
    folder: Path,
    digest: str,
    read: Callable[[Row], Image],
) -> None:
    """Write rows (id, class, split, source and what ``read`` needs) decoded into a folder, as a whole.

    ``read`` gives the pixels of a row or raises one of BROKEN. Such photos and those of unknown classes are
    skipped, with their names kept. Raises PackError when none is left.
    """
    temporary = folder.with_name(f".{folder.name}.tmp")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    try:
        _write_decoded(rows, classes, temporary, digest, read)
        shutil.rmtree(folder, ignore_errors=True)
        temporary.rename(folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _write_decoded(
    rows: Iterable[Row],
    classes: tuple[FoodClass, ...],
    folder: Path,
    digest: str,
    read: Callable[[Row], Image],
) -> None:
    position = {each.label: i for i, each in enumerate(classes)}
    kept: list[tuple[Any, ...]] = []
    broken: list[str] = []
    end = 0
    with (folder / "pixels.u8").open("wb") as file:
        for row in rows:
            try:
                image = read(row)
            except BROKEN as error:
                broken.append(f"{row['id']}: {': '.join(str(each) for each in error.args if each)}")
                continue
            if row["class"] not in position:
                broken.append(f"{row['id']}: no class {row['class']!r}")
                continue
            file.write(image.tobytes())
            kept.append(
                (end, *image.shape[:2], position[row["class"]], row["split"], row["source"], row["id"])
            )
            end += image.size
    if not kept:
        raise PackError("no photo could be used" + "".join(f"\n  {each}" for each in broken[:5]))
    names = ("offset", "height", "width", "label", "split", "source", "id")
    columns = zip(names, zip(*kept, strict=True), strict=True)
    arrays: dict[str, Any] = {name: np.array(column) for name, column in columns}
    np.savez(folder / "index.npz", **arrays)
    write_json(folder / "key.json", {"format": FORMAT, "digest": digest, "broken": broken})


def _rows(shards: list[Path], progress: Progress) -> Iterator[dict[str, Any]]:
    done, total = 0, 0
    for shard in shards:
        try:
            total += int(pq.ParquetFile(shard).metadata.num_rows)
        except (OSError, pa.ArrowException) as error:
            raise PackError(f"{shard}: {error}") from error
    for shard in shards:
        try:
            for batch in pq.ParquetFile(shard).iter_batches(256, columns=COLUMNS):
                yield from batch.to_pylist()
                done += batch.num_rows
                progress("decoding photos", done, total)
        except (OSError, pa.ArrowException) as error:
            raise PackError(f"{shard}: {error}") from error
