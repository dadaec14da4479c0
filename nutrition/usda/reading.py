"""Reading the publishers' text files, with errors that name file, row and column."""

import csv
import gzip
import io
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, TypeVar

Row = TypeVar("Row")

# How the publishers spell the units of nutrients.py.
UNITS = {
    "kcal": "kcal",
    "g": "g",
    "mg": "mg",
    "ug": "µg",
    "µg": "µg",
    "mcg": "µg",
    "mcg_rae": "µg",
    "mcg_dfe": "µg",
}


class BrokenTableError(Exception):
    """A publisher's file that cannot be read: says which file, row and column, and what is wrong."""

    def __init__(self, path: Path, problem: str, row: int | None = None, column: str = "") -> None:
        where = [path.name]
        if row is not None:
            where.append(f"row {row}")
        if column:
            where.append(f"column {column!r}")
        super().__init__(f"{', '.join(where)}: {problem}")


def find(directory: Path, name: str) -> Path | None:
    """The file ``name`` in ``directory``, plain or gzipped."""
    for candidate in (directory / name, directory / f"{name}.gz"):
        if candidate.is_file():
            return candidate
    return None


def need(directory: Path, name: str) -> Path:
    """Like ``find``, but a missing file is a ``BrokenTableError``."""
    path = find(directory, name)
    if path is None:
        raise BrokenTableError(directory / name, "this file is missing")
    return path


def open_text(path: Path, encoding: str = "utf-8-sig") -> IO[str]:
    """Open a plain or gzipped text file for reading."""
    if path.suffix == ".gz":
        return io.TextIOWrapper(gzip.open(path), encoding=encoding, newline="")
    return path.open(encoding=encoding, newline="")


def csv_rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (row number, row) of a CSV with a header, of which ``columns`` must be there."""
    with open_text(path) as file:
        yield from named_rows(path, enumerate(csv.reader(file), start=1), columns)


def named_rows(
    path: Path, rows: Iterable[tuple[int, list[str]]], columns: Sequence[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Put names to the cells of ``rows``; the first is the header, whose cells may hold line breaks."""
    try:
        iterator = iter(rows)
        header_row, header = next(iterator, (1, []))
        header = [" ".join(cell.split()) for cell in header]
        for column in columns:
            if column not in header:
                raise BrokenTableError(path, "this column is missing", header_row, column)
        for number, cells in iterator:
            if not any(cells):
                continue
            if len(cells) != len(header):
                raise BrokenTableError(path, f"{len(cells)} cells where the header has {len(header)}", number)
            yield number, dict(zip(header, cells, strict=True))
    except (UnicodeDecodeError, csv.Error, EOFError, gzip.BadGzipFile) as error:
        raise BrokenTableError(path, f"this file cannot be read ({error})") from error


def number(path: Path, row: int, column: str, text: str) -> float | None:
    """The number in a cell, ``None`` for an empty one; anything else is a ``BrokenTableError``."""
    text = text.strip()
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        raise BrokenTableError(path, f"{text!r} is not a number", row, column) from None
    if not math.isfinite(value):
        raise BrokenTableError(path, f"{text!r} is not a number", row, column)
    return value


def amount(path: Path, row: int, column: str, text: str) -> float | None:
    """Like ``number``, but never negative."""
    value = number(path, row, column, text)
    if value is not None and value < 0:
        raise BrokenTableError(path, f"{text.strip()!r} is negative", row, column)
    return value


def required(path: Path, row: int, column: str, text: str) -> float:
    """Like ``amount``, but the cell must not be empty."""
    value = amount(path, row, column, text)
    if value is None:
        raise BrokenTableError(path, "this cell is empty", row, column)
    return value


def check_unit(path: Path, row: int, column: str, found: str, expected: str) -> None:
    """Refuse a nutrient in a unit other than ours: a silent factor of 1,000 would be worse than no import."""
    unit = UNITS.get(found.strip().lower())
    if unit is None:
        raise BrokenTableError(path, f"the unit {found!r} is unknown", row, column)
    if unit != expected:
        raise BrokenTableError(path, f"the unit is {found!r} where {expected!r} is expected", row, column)


def reference(path: Path, row: int, column: str, key: str, table: Mapping[str, Row]) -> Row:
    """The row of ``table`` that a cell points to."""
    try:
        return table[key]
    except KeyError:
        raise BrokenTableError(path, f"{key!r} is not known", row, column) from None
