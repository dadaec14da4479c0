"""What stands in one cell: written so that it comes back the same, read with a word on what is wrong."""

import math
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from nutrition.fixtures import exact_text

Cell = str | float | int | None

# What a spreadsheet takes for a formula, also in its wide forms; a cell may bring its own apostrophes.
_LIKE_A_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", re.ASCII)
_NO_NUMBER = re.compile(r"[+-]?(?:nan|inf|infinity|n/?a|null|none|-+)", re.IGNORECASE)
_THOUSANDS = re.compile(r"-?[0-9]{1,3}(?:([ ,.'’\u00a0\u202f])[0-9]{3})+(?:[.,][0-9]+)?", re.ASCII)
_COMMA = re.compile(r"-?[0-9]*,[0-9]+", re.ASCII)
_WITH_UNIT = re.compile(r"([<>~]?-?[0-9][0-9.,]*)\s*([^\W\d_].*|%)")
_ERRORS = ("#VALUE!", "#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NUM!", "#NULL!")
# How a cell is told that a spreadsheet took for a day.
DATE = "#DATE"
_A_DATE = "was made a date by the spreadsheet; format the column as text and write it again"
_FLAGS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


class CellError(ValueError):
    """What is wrong with a cell, and how to write it."""


def escaped(text: str) -> str:
    """``text`` so that no spreadsheet computes it: with an apostrophe before what looks like a formula."""
    return f"'{text}" if _LIKE_A_FORMULA.match(text) else text


def unescaped(text: str) -> str:
    """The text that was `escaped`."""
    return text[1:] if text.startswith("'") and _LIKE_A_FORMULA.match(text) else text


def text_of(cell: Cell) -> str:
    """A value as it stands in a file; numbers as short as they go without losing any of them."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, float):
        return exact_text(cell)
    return str(cell)


def number_of(text: str, unit: str = "") -> float:
    """The number in a cell. Raises CellError that says how to write it."""
    if _NUMBER.fullmatch(text):
        value = float(text)
        if abs(value) == float("inf"):
            raise CellError("is beyond any number")
        return value
    raise CellError(_what_is_wrong(text, unit))


def _what_is_wrong(text: str, unit: str) -> str:
    if _NO_NUMBER.fullmatch(text):
        return "is no number; leave the cell empty where it is unknown"
    if _COMMA.fullmatch(text) and not _THOUSANDS.fullmatch(text):
        return f"has a decimal comma; write it with a point: {text.replace(',', '.')}"
    if found := _THOUSANDS.fullmatch(text):
        plain = text.replace(found.group(1), "").replace(",", ".")
        other = f", or {text.replace(',', '.')} if the comma is a decimal one" if text.count(",") == 1 else ""
        return f"has a thousands separator; write {plain}{other}"
    if found := _WITH_UNIT.fullmatch(text):
        told = f"; the column is in {unit}" if unit else ""
        return f"has a unit in it; write only the number{told}"
    if text in _ERRORS:
        return "is an error of the spreadsheet; write the number"
    if text.startswith(DATE):
        return _A_DATE
    if _LIKE_A_FORMULA.match(text):
        return "is a formula; write its result"
    return "is no number"


def words_of(text: str, longest: int) -> str:
    """The text of a cell, without spaces around it. Raises CellError for what is none or too long."""
    if _LIKE_A_FORMULA.match(text) and not text.startswith("'"):
        raise CellError("begins like a formula; put an apostrophe (') before it if it is meant")
    text = unescaped(text).strip()
    if text in _ERRORS:
        raise CellError("is an error of the spreadsheet; write the text")
    if text.startswith(f"{DATE} "):
        raise CellError(_A_DATE)
    if not all(letter.isprintable() or letter in "\u00a0\u200d\u200c\u2060" for letter in text):
        raise CellError("has a line break or another character that is not seen")
    if len(text) > longest:
        raise CellError(f"has {len(text)} characters; at most {longest} fit")
    return text


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file: its name, how a changed cell is read (None: it is only shown), what it needs."""

    name: str
    read: Callable[[str], Any] | None = None
    is_needed: bool = False
    drops_zeros: bool = False
    is_number: bool = False

    def same(self, one: str, other: str) -> bool:
        """Whether two cells say the same.

        A spreadsheet may have dropped zeros before a number, and it keeps 15 digits.
        """
        if one == other:
            return True
        if self.is_number and _NUMBER.fullmatch(one) and _NUMBER.fullmatch(other):
            return math.isclose(float(one), float(other), rel_tol=1e-14)
        return self.drops_zeros and one.isdecimal() and other.isdecimal() and int(one) == int(other)

    def value(self, text: str) -> Any:
        """What the cell says. Raises CellError."""
        if not text.strip() and self.is_needed:
            raise CellError("is empty")
        return None if self.read is None else self.read(text)


def shown(name: str) -> Column:
    """A column that tells something and is not read."""
    return Column(name)


def words(name: str, longest: int, *, is_needed: bool = False, drops_zeros: bool = False) -> Column:
    """A column of text."""
    return Column(name, lambda text: words_of(text, longest), is_needed, drops_zeros)


def amount(
    name: str,
    unit: str,
    *,
    most: float,
    least: float = 0.0,
    is_needed: bool = False,
    above: bool = False,
) -> Column:
    """A column of numbers from ``least`` (``above``: more than it) to ``most``, in ``unit``; empty: None."""

    def read(text: str) -> float | None:
        if not text.strip():
            return None
        value = number_of(text.strip(), unit)
        if value < least or (above and value == least):
            below = "has to be above" if above else "cannot be below"
            raise CellError(f"{below} {least:g} {unit}".rstrip())
        if value > most:
            raise CellError(f"is far too much: at most {most:g} {unit}".rstrip())
        return value

    return Column(name, read, is_needed, is_number=True)


def flag(name: str, *, empty: bool | None = None) -> Column:
    """A column of 1 (yes) and 0 (no); what an empty cell says, None is unknown."""

    def read(text: str) -> bool | None:
        if not text.strip():
            return empty
        if text.strip().lower() not in _FLAGS:
            raise CellError("is neither 1 (yes) nor 0 (no)")
        return _FLAGS[text.strip().lower()]

    return Column(name, read)


def choice(name: str, choices: Collection[str], *, is_needed: bool = False) -> Column:
    """A column of one of few words, or nothing."""

    def read(text: str) -> str:
        if text.strip() and text.strip() not in choices:
            raise CellError(f"is none of {', '.join(filter(None, choices))}")
        return text.strip()

    return Column(name, read, is_needed)


def several(name: str, longest: int) -> Column:
    """A column of words with ``|`` between them."""

    def read(text: str) -> list[str]:
        found = [words_of(part, longest) for part in text.split("|")] if text.strip() else []
        return list(dict.fromkeys(filter(None, found)))

    return Column(name, read)


def whole(text: str) -> int | None:
    """An id or a number that counts, None for an empty cell. Raises CellError."""
    text = text.strip().removesuffix(".0")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()) or len(text) > 18:
        raise CellError("is no number of a row; leave it as it was exported")
    return int(text)


def joined(parts: Collection[str]) -> str:
    """A list as one cell."""
    return "|".join(map(str, parts))
