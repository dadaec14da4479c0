"""Photos decoded by several processes into parts on the disk; what is there already is not done again."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from ml.data.decode import BrokenPhotoError, decode
from ml.data.photo import Item, Problem
from ml.files import replacing

T = TypeVar("T")
Progress = Callable[[str, int, int], None]
PART = 1024
"""Items in a part, unless told otherwise."""
CHUNK = 64
"""Items that a process is given at a time."""
SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("id", "class", "split", "source")),
        ("width", pa.int32()),
        ("height", pa.int32()),
        ("image", pa.binary()),
        ("hash", pa.binary()),
        *((name, pa.string()) for name in ("problem", "detail")),
    ]
)


@dataclass(frozen=True, slots=True)
class Row:
    """One item of a part: a photo with its class, or what is wrong with it."""

    id: str
    klass: str
    """The column `class`, which Python cannot call so."""
    split: str
    source: str
    width: int = 0
    height: int = 0
    image: bytes | None = None
    """None where there is no usable photo."""
    hash: bytes = b""
    problem: str = ""
    """Codes of what is wrong or was unusual, with `;` between them."""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Labelled:
    """An item with the class that its label means and the split that it goes to."""

    item: Item
    klass: str
    split: str


Run = Callable[[Iterator[list[Labelled]]], Iterator[list[Row]]]


def write_parts(
    items: Iterable[Labelled],
    total: int,
    folder: Path,
    *,
    side: int,
    part: int,
    workers: int,
    progress: Progress,
) -> list[Path]:
    """Decode all items into ``folder``; a part that is there already is passed over. Returns the parts.

    The parts depend on the items and on ``side`` alone. Raises OSError (a full disk), after which the parts
    written so far stay good.
    """
    parts: list[Path] = []
    done = 0
    with _decoders(workers, side) as decoded:
        for number, batch in enumerate(_batches(items, part)):
            path = folder / f"part-{number:05}.parquet"
            if not path.exists():
                rows: list[Row] = []
                for chunk in decoded(_batches(batch, CHUNK)):
                    rows += chunk
                    progress("decoding", done + len(rows), total)
                write_rows(path, rows)
            parts.append(path)
            done += len(batch)
            progress("decoding", done, total)
    return parts


def decode_items(side: int, items: list[Labelled]) -> list[Row]:
    """Decode one chunk; a photo that cannot be used becomes a row that says why."""
    return [_row(each, side) for each in items]


def write_rows(path: Path, rows: list[Row]) -> None:
    """Write rows as Parquet, as a whole or not at all."""
    values = [{"class": row.klass, **asdict(row)} for row in rows]
    table = pa.table({name: [row[name] for row in values] for name in SCHEMA.names}, schema=SCHEMA)
    with replacing(path) as temporary:
        pq.write_table(table, temporary, compression="none", row_group_size=max(1, len(rows)))


def _row(labelled: Labelled, side: int) -> Row:
    item = labelled.item
    known = (item.id, labelled.klass, labelled.split, item.source)
    if isinstance(item, Problem):
        return Row(*known, problem=item.code, detail=item.detail)
    try:
        photo = decode(item.image, side, item.box)
    except BrokenPhotoError as error:
        return Row(*known, problem=error.code, detail=error.detail)
    notes = ";".join(photo.notes)
    return Row(*known, photo.width, photo.height, photo.image, photo.hash, notes)


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch


@contextmanager
def _decoders(workers: int, side: int) -> Iterator[Run]:
    """Yield a function that decodes chunks, in their order, in so many processes or in this one alone."""
    if workers <= 1:
        yield lambda chunks: (decode_items(side, chunk) for chunk in chunks)
        return
    # Not forked: the progress bar's thread may hold a lock at that moment.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_start_worker)
    try:
        yield lambda chunks: _through(pool, 3 * workers, side, chunks)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _through(
    pool: ProcessPoolExecutor, ahead: int, side: int, chunks: Iterator[list[Labelled]]
) -> Iterator[list[Row]]:
    # Only a few chunks wait at a time, or a large set would be read into memory as a whole.
    waiting: deque[Future[list[Row]]] = deque()
    for chunk in chunks:
        waiting.append(pool.submit(decode_items, side, chunk))
        if len(waiting) > ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _start_worker() -> None:
    # Ctrl-C is for the process that gives the work; when that one is killed, nobody is left working.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
