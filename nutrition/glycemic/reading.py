"""A licence holder's table of glycemic values (CSV), read and checked."""

import csv
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

from nutrition.glycemic.models import GlycemicValue
from nutrition.models import Origin

COLUMNS = ("name", "gi", "serving", "carbohydrate", "source", "year")
GREATEST_GI = 200.0
FIRST_YEAR = 1970
_LONGEST = {"name": 160, "source": 160}
# The units that a column's name may give: those in which its values are taken.
_UNITS = {"gi": "glucose = 100", "serving": "g", "carbohydrate": "g"}
_HEADING = re.compile(r"\s*(?P<column>[a-z]+)\s*(?:\((?P<unit>[^()]*)\)\s*)?", re.ASCII)
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?", re.ASCII)
# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@")


class BrokenValuesError(Exception):
    """A table that cannot be imported: says which row and column, and what is wrong."""


def read_values(path: Path) -> list[GlycemicValue]:
    """The values of the table, unsaved; all of it is right, or ``BrokenValuesError`` is raised.

    The columns ``name, gi, serving, carbohydrate, source, year`` may stand in any order and case, with their
    unit in brackets (``gi (glucose = 100)``, ``serving (g)``); serving and carbohydrate may be empty.
    """
    values: dict[tuple[str, str], int] = {}
    found = []
    for row, cells in _rows(path):
        value = _value(row, cells)
        first = values.setdefault((value.name.lower(), value.source), row)
        if first != row:
            raise BrokenValuesError(f"row {row}: {value.name!r} of this source stands in row {first} already")
        found.append(value)
    if not found:
        raise BrokenValuesError("there is no row")
    return found


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(StringIO(_text(path), newline=""))
    try:
        header = [_column(cell) for cell in next(reader, [])]
        _check_header(header)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                raise BrokenValuesError(
                    f"row {reader.line_num}: {len(cells)} cells, the header has {len(header)}"
                )
            yield reader.line_num, dict(zip(header, map(str.strip, cells), strict=True))
    except csv.Error as error:
        raise BrokenValuesError(f"row {reader.line_num}: {error}") from error


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise BrokenValuesError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BrokenValuesError(f"{path.name} is not UTF-8 (byte {error.start})") from error


def _column(heading: str) -> str:
    """``Serving (g)`` and ``serving_g`` -> ``serving``; what is in another unit is refused."""
    found = _HEADING.fullmatch(heading.lower().strip().removesuffix("_g"))
    if found is None or found["column"] not in COLUMNS:
        return heading.strip().lower()
    column, unit = found["column"], found["unit"]
    if unit is not None and (column not in _UNITS or _tight(unit) != _tight(_UNITS[column])):
        wanted = f"only ({_UNITS[column]})" if column in _UNITS else "no unit"
        raise BrokenValuesError(f"column {heading.strip()!r}: takes {wanted}")
    return column


def _tight(unit: str) -> str:
    return "".join(unit.split())


def _check_header(header: list[str]) -> None:
    for column in COLUMNS:
        if header.count(column) != 1:
            wrong = "is missing" if column not in header else "is there twice"
            raise BrokenValuesError(f"column {column!r} {wrong}; needed are {', '.join(COLUMNS)}")


def _value(row: int, cells: dict[str, str]) -> GlycemicValue:
    gi = _number(row, "gi", cells["gi"])
    serving = _number(row, "serving", cells["serving"])
    carbohydrate = _number(row, "carbohydrate", cells["carbohydrate"])
    if gi is None:
        raise BrokenValuesError(f"row {row}, column 'gi': is empty")
    if gi > GREATEST_GI:
        raise BrokenValuesError(f"row {row}, column 'gi': {gi:g} is above {GREATEST_GI:g}")
    if serving == 0:
        raise BrokenValuesError(f"row {row}, column 'serving': a serving of 0 g")
    if serving is not None and carbohydrate is not None and carbohydrate > serving:
        raise BrokenValuesError(
            f"row {row}, column 'carbohydrate': {carbohydrate:g} g in a serving of {serving:g} g"
        )
    return GlycemicValue(
        name=_words(row, "name", cells["name"]),
        gi=gi,
        serving_g=serving,
        carbohydrate_available_g=carbohydrate,
        source=_words(row, "source", cells["source"]),
        year=_year(row, cells["year"]),
        origin=Origin.RELEASE,
    )


def _words(row: int, column: str, text: str) -> str:
    if not text:
        raise BrokenValuesError(f"row {row}, column {column!r}: is empty")
    if len(text) > _LONGEST[column] or not text.isprintable():
        raise BrokenValuesError(
            f"row {row}, column {column!r}: at most {_LONGEST[column]} printable characters, one line"
        )
    if text.startswith(_FORMULA) or not any(sign.isalpha() for sign in text):
        raise BrokenValuesError(f"row {row}, column {column!r}: {text!r} is no name")
    return text


def _number(row: int, column: str, text: str) -> float | None:
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        hint = "; write decimals with a point" if "," in text else ""
        raise BrokenValuesError(f"row {row}, column {column!r}: {text!r} is no amount of 0 or more{hint}")
    return float(text)


def _year(row: int, text: str) -> int:
    last = datetime.now(UTC).year + 1
    if not re.fullmatch("[0-9]{4}", text) or not FIRST_YEAR <= int(text) <= last:
        raise BrokenValuesError(f"row {row}, column 'year': {text!r} is no year from {FIRST_YEAR} to {last}")
    return int(text)
