"""Rows and cells of the project's own tables: what is wrong with one is told with file, row and column."""

import csv
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", re.ASCII)
# Ids stay below what every database can hold.
_MOST_DIGITS = 15


class BrokenFixtureError(Exception):
    """A food table that cannot be loaded: says which file, row and column, and what is wrong."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: the file's name, its number as a spreadsheet counts, and its cells by column."""

    file: str
    number: int
    cells: dict[str, str]

    def wrong(self, column: str, what: str) -> BrokenFixtureError:
        """What to raise for a cell."""
        return BrokenFixtureError(f"{self.file}, row {self.number}, column {column!r}: {what}")

    def text(self, column: str, longest: int) -> str:
        """The text of a cell. Raises BrokenFixtureError for what no database holds."""
        text = self.cells[column]
        if len(text) > longest:
            raise self.wrong(column, f"has {len(text)} characters; at most {longest} fit")
        if "\0" in text:
            raise self.wrong(column, "has a character that cannot be stored (U+0000)")
        return text

    def amount(self, column: str, least: float = 0.0) -> float | None:
        """The number in a cell, None where it is empty. Raises BrokenFixtureError."""
        text = self.cells[column]
        if not text:
            return None
        value = float(text) if _NUMBER.fullmatch(text) else math.nan
        if not math.isfinite(value):
            hint = "; decimals are written with a point" if "," in text else ""
            raise self.wrong(column, f"{text!r} is no number{hint}")
        if value < least:
            raise self.wrong(column, f"{text!r} is below {least:g}")
        return value

    def needed_amount(self, column: str, least: float = 0.0) -> float:
        """The number in a cell. Raises BrokenFixtureError where there is none."""
        value = self.amount(column, least)
        if value is None:
            raise self.wrong(column, "is empty")
        return value

    def whole(self, column: str) -> int:
        """The id or other whole number in a cell. Raises BrokenFixtureError."""
        text = self.cells[column]
        if not (text.isascii() and text.isdecimal()) or len(text) > _MOST_DIGITS:
            raise self.wrong(column, f"{text!r} is no whole number")
        return int(text)

    def flag(self, column: str) -> bool | None:
        """1, 0, or None for an empty cell. Raises BrokenFixtureError."""
        text = self.cells[column]
        if text not in ("", "0", "1"):
            raise self.wrong(column, f"{text!r} is neither 0, 1 nor empty")
        return None if not text else text == "1"


def rows_of(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (row number, row) of a table that must have ``columns``. Raises BrokenFixtureError."""
    for row in read_rows(path, columns):
        yield row.number, row.cells


def read_rows(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    """The rows of a table that must have ``columns``. Raises BrokenFixtureError."""
    number = 1
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            missing = [column for column in columns if column not in (reader.fieldnames or [])]
            if missing:
                raise BrokenFixtureError(f"{path.name}: column {missing[0]!r} is missing")
            for number, cells in enumerate(reader, start=2):
                if None in cells or None in cells.values():
                    raise BrokenFixtureError(f"{path.name}, row {number}: too few or too many cells")
                yield Row(path.name, number, cells)
    except FileNotFoundError:
        raise BrokenFixtureError(f"{path.name}: this file is missing") from None
    except UnicodeDecodeError as error:
        raise BrokenFixtureError(f"{path.name}, {_line_not_utf8(path)} is not UTF-8") from error
    except (csv.Error, OSError) as error:
        raise BrokenFixtureError(f"{path.name}, row {number + 1}: cannot be read ({error})") from error


def _line_not_utf8(path: Path) -> str:
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        try:
            line.decode()
        except UnicodeDecodeError:
            return f"line {number}"
    return "its end"
