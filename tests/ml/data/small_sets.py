"""Made-up photos and tiny data sets in every layout."""

import io
import tarfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
from PIL import Image

from ml.data.photo import Photo, Problem
from ml.data.readers import read


def picture(number: int, size: tuple[int, int] = (48, 48)) -> Image.Image:
    """A photo of nothing in particular, another one for each number."""
    fields = np.random.default_rng(number).integers(0, 256, (6, 6, 3), dtype=np.uint8)
    return Image.fromarray(fields).resize(size, Image.Resampling.BICUBIC)


def jpeg(number: int, size: tuple[int, int] = (48, 48), quality: int = 90) -> bytes:
    """The same as the bytes of a JPEG."""
    return encoded(picture(number, size), "JPEG", quality=quality)


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    """The bytes of an image's file."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def put(path: Path, content: bytes | str) -> Path:
    """Write a file, with the folders that it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def class_folders(root: Path, labels: Sequence[str], each: int = 3) -> Path:
    """`<class>/<number>.jpg`; no two photos are alike."""
    for place, label in enumerate(labels):
        for number in range(each):
            put(root / label / f"{number}.jpg", jpeg(100 * place + number))
    return root


def parquet(
    path: Path, rows: Sequence[Mapping[str, object]], metadata: dict[bytes, bytes] | None = None
) -> Path:
    """A table with these rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    table = pa.Table.from_pylist([dict(row) for row in rows])
    pq.write_table(table.replace_schema_metadata(metadata), path)
    return path


def tar(path: Path, files: dict[str, bytes]) -> Path:
    """An archive with these files."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, "w") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


def photos_of(root: Path) -> list[Photo]:
    """What a reader gives that is a photo."""
    return [item for item in read(root, "set").items if isinstance(item, Photo)]


def problems_of(root: Path) -> list[tuple[str, str]]:
    """What a reader gives that is none: where and why."""
    return [(item.id, item.code) for item in read(root, "set").items if isinstance(item, Problem)]
