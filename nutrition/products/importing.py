"""Import of a file of Open Food Facts: streamed, checked, stored in batches, resumed where it was stopped.

Each batch, its rejections and how far the file is done are one transaction: whenever it is stopped, the table
holds whole batches, and the next import of the same file goes on behind the last.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from nutrition.products import csv_files, parquet_files, result_files
from nutrition.products.lines import LineFile
from nutrition.products.models import ProductImport
from nutrition.products.rows import Malformed, RawProduct, Source, UnreadableFileError
from nutrition.products.storing import keep_rejections, store
from nutrition.products.taking import Rejected, Taken, take

BATCH = 4_000
_ENDS = 1 << 16
_PARQUET = b"PAR1"
_COUNTED = ("read", "inserted", "updated", "unchanged", "superseded", "rejected", "flagged")
_SHOWN_COLUMNS = 6

# Called with what is being done, and how much of how much is done.
Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class ImportReport:
    """What an import did; ``resumed_at`` rows had been done before, and count."""

    file: str
    layout: str
    release: str
    resumed_at: int = 0
    read: int = 0
    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    superseded: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    flagged: Counter[str] = field(default_factory=Counter)

    def as_data(self) -> dict[str, Any]:
        """All of it as plain data."""
        return {name: getattr(self, name) for name in self.__slots__}


def open_source(path: Path) -> Source:
    """The file in the layout that its beginning tells; raises UnreadableFileError for any other."""
    if not path.is_file():
        raise UnreadableFileError(f"There is no file {path}.")
    with path.open("rb") as file:
        beginning = file.read(len(_PARQUET))
    if not beginning:
        raise UnreadableFileError("The file is empty.")
    if beginning == _PARQUET:
        parquet = parquet_files.ParquetFile(path)
        _needs(parquet_files.NEEDED, parquet.names)
        return parquet
    header = next(LineFile(path).lines(), "").split("\t")
    if set(header) >= result_files.NEEDED:
        return result_files.ResultFile(path)
    _needs(csv_files.NEEDED, set(header))
    return csv_files.ExportFile(path)


def import_file(
    path: Path, *, progress: Progress, limit: int | None = None, release: date | None = None
) -> ImportReport:
    """Import ``path``, or go on with it where an earlier import stopped.

    ``release`` is its date, by default that of the file. With ``limit`` so many rows are tried from the
    beginning, and nothing is noted for later. Raises UnreadableFileError; what was read until then stays.
    """
    source = open_source(path)
    released = release or datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
    with _small_memory():
        if limit is not None:
            report = ImportReport(path.name, source.layout, released.isoformat())
            _run(islice(source.rows(0), limit), report, released, source, progress, None)
            return report
        mark = _mark(path, source.layout, released)
        report = _report(mark)
        _run(source.rows(mark.rows_done), report, mark.release, source, progress, mark)
        mark.finished_at = timezone.now()
        mark.save(update_fields=["finished_at", "updated_at"])
    return report


@contextmanager
def _small_memory() -> Iterator[None]:
    """Let SQLite map no file into memory meanwhile: every page that is written would count as used."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA mmap_size").fetchone()
        cursor.execute("PRAGMA mmap_size=0")
    try:
        yield
    finally:
        if before:
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA mmap_size={int(before[0])}")


def _run(
    rows: Iterator[RawProduct | Malformed],
    report: ImportReport,
    release: date,
    source: Source,
    progress: Progress,
    mark: ProductImport | None,
) -> None:
    while batch := [
        take(row, report.read + number) for number, row in enumerate(islice(rows, BATCH), start=1)
    ]:
        with transaction.atomic():
            _store(batch, report, release)
            if mark is not None:
                mark.rows_done, mark.counts = report.read, _counts(report)
                mark.save(update_fields=["rows_done", "counts", "updated_at"])
        progress(f"importing {report.file}", source.done(), source.total)


def _store(batch: list[Taken | Rejected], report: ImportReport, release: date) -> None:
    taken = [row for row in batch if isinstance(row, Taken)]
    rejected = [row for row in batch if isinstance(row, Rejected)]
    counts = store(taken, release)
    keep_rejections(rejected, [row.code for row in taken], release)
    report.read += len(batch)
    report.inserted += counts["inserted"]
    report.updated += counts["updated"]
    report.unchanged += counts["unchanged"]
    report.superseded += counts["superseded"]
    report.rejected.update(row.reason for row in rejected)
    report.flagged.update(flag for row in taken for flag in row.flags)


def _needs(wanted: set[str], columns: set[str]) -> None:
    missing = sorted(wanted - columns)
    if missing:
        raise UnreadableFileError(
            "This is neither Open Food Facts' export (tab-separated or parquet) nor its downloaded results: "
            f"there is no column {', '.join(missing)}; the columns begin with "
            f"{', '.join(name[:40] for name in sorted(columns)[:_SHOWN_COLUMNS])}."
        )


def _mark(path: Path, layout: str, release: date) -> ProductImport:
    """The note of an import of this file that was not finished, or a new one."""
    mark, _ = ProductImport.objects.get_or_create(
        file_digest=_digest(path),
        finished_at=None,
        defaults={"file_name": path.name[:255], "layout": layout, "release": release},
    )
    return mark


def _digest(path: Path) -> str:
    """What tells a file from another without reading gigabytes: its size, beginning and end."""
    size = path.stat().st_size
    digest = sha256(str(size).encode())
    with path.open("rb") as file:
        digest.update(file.read(_ENDS))
        file.seek(max(size - _ENDS, 0))
        digest.update(file.read(_ENDS))
    return digest.hexdigest()


def _counts(report: ImportReport) -> dict[str, Any]:
    return {name: getattr(report, name) for name in _COUNTED}


def _report(mark: ProductImport) -> ImportReport:
    report = ImportReport(mark.file_name, mark.layout, mark.release.isoformat(), resumed_at=mark.rows_done)
    for name, value in mark.counts.items():
        setattr(report, name, Counter(value) if isinstance(value, dict) else value)
    return report
