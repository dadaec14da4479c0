"""A question that compares foods, taken apart: "oatmeal vs eggs for energy" -> two meals and a focus.

The words stand in ``data/language/comparison.csv``. "vs" and its like part the sides; "or" and commas part a
choice of several; "and", "with" and "to" only behind a word that asks for a comparison, for else they belong
to a meal ("toast with butter").
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Question:
    """What is compared, each side a meal in words, and for which focus (``None``: it was not said)."""

    sides: tuple[str, ...]
    focus: str | None


def read_question(text: str) -> Question:
    """Take a question apart; one without anything to compare has one side or none."""
    rest = " ".join(text.split()).strip(" .?!")
    rest, focus = _without_focus(rest)
    rest, asked, meant = _without_lead(rest)
    sides, between = _sides(rest, asked)
    focus = focus or between or meant
    return Question(tuple(side for part in sides if (side := _bare(part))), focus)


def _without_focus(text: str) -> tuple[str, str | None]:
    found = _pattern("focus").search(text)
    if found is None:
        return text, None
    return f"{text[: found.start()]} {text[found.end() :]}".strip(), _meanings("focus")[found["said"].lower()]


def _without_lead(text: str) -> tuple[str, bool, str | None]:
    """The text behind the words that ask, whether there were any, and the focus that they mean."""
    found = _pattern("lead").match(text)
    if found is None:
        return text, False, None
    return text[found.end() :], True, _meanings("lead")[found["said"].lower()]


def _sides(text: str, asked: bool) -> tuple[list[str], str | None]:
    """The sides and the focus that the word between them means."""
    found = _pattern("between").search(text)
    if found:
        return _pattern("between").sub("\n", text).split("\n"), _meanings("between")[found["said"].lower()]
    for kind in ("choice", "joined") if asked else ("choice",):
        if _pattern(kind).search(text):
            return re.split(r"\n|,", _pattern(kind).sub("\n", text)), None
    return text.split(",") if asked else [text], None


def _bare(side: str) -> str:
    return side.strip(" ,.:;?!")


@cache
def _rows() -> tuple[dict[str, str], ...]:
    text = files("nutrition").joinpath("data/language/comparison.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def _meanings(kind: str) -> dict[str, str | None]:
    return {row["text"]: row["meaning"] or None for row in _rows() if row["kind"] == kind}


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    longest_first = sorted(_meanings(kind), key=len, reverse=True)
    said = f"(?P<said>{'|'.join(map(re.escape, longest_first))})"
    around = {
        "focus": rf"\b(?:for|to)\s+(?:my\s+|the\s+|better\s+|more\s+)?{said}(?!\w)",
        "lead": rf"^{said}(?!\w)[\s:,]*",
    }
    return re.compile(around.get(kind, rf"(?:^|(?<=[\s,])){said}(?=[\s,]|$)"), re.IGNORECASE)
