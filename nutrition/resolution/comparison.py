"""A question that compares foods, taken apart: "oatmeal vs eggs for energy" -> two meals and a focus.

The words stand in ``data/language/comparison.csv``. "vs" and its like part the sides; "or" and commas part a
choice of several; "and", "with" and "to" only behind a word that asks for a comparison, for else they belong
to a meal ("toast with butter"). What is neither side nor focus ("for kids") is kept as unread, never taken
for a food.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_UNKNOWN_PURPOSE = re.compile(
    r"\b(?:for|before|after)\s+[^,:;?]+?(?=\s*(?:[,:;?]|\b(?:vs|versus|or)\b|$))", re.I
)
_ASKED_BEHIND = re.compile(r"[,;]\s*(?P<clause>(?:which|what)\b.*)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Question:
    """What is compared, each side a meal in words, and for which focus (``None``: it was not said).

    ``unread`` are the words that were not understood.
    """

    sides: tuple[str, ...]
    focus: str | None
    unread: tuple[str, ...] = ()


def read_question(text: str) -> Question:
    """Take a question apart; one without anything to compare has one side or none."""
    rest = " ".join(text.split()).strip(" .?!")
    rest, said = _without_focuses(rest)
    unread = tuple(found.group().strip() for found in _UNKNOWN_PURPOSE.finditer(rest))
    rest = _UNKNOWN_PURPOSE.sub(" ", rest)
    rest, behind, clause = _without_clause_behind(rest)
    rest, asked, before = _without_leads(rest)
    sides, between = _sides(rest, asked or behind is not None)
    focus = next((meant for meant in (*said, between, before, behind) if meant), None)
    named = tuple(side for part in sides if (side := _bare(part)))
    return Question(named, focus, (*unread, *clause))


def _without_focuses(text: str) -> tuple[str, list[str]]:
    """The text without what it asks for, and the focuses in the order said."""
    meanings = _meanings("focus")
    said: list[str] = []
    for found in _pattern("focus").finditer(text):
        for word in re.finditer(_any("focus"), found.group(), re.IGNORECASE):
            meant = meanings[word.group().lower()]
            said += [meant] if meant and meant not in said else []
    return _pattern("focus").sub(" ", text).strip(), said


def _without_clause_behind(text: str) -> tuple[str, str | None, tuple[str, ...]]:
    """The text before ", which is better", what that means, and the clause itself where nobody knows."""
    found = _ASKED_BEHIND.search(text)
    if found is None:
        return text, None, ()
    clause = _bare(found["clause"]).lower()
    known = clause in _meanings("lead")
    return text[: found.start()], _meanings("lead").get(clause), () if known else (clause,)


def _without_leads(text: str) -> tuple[str, bool, str | None]:
    """The text behind the words that ask, whether there were any, and the focus that they mean."""
    asked, meant = False, None
    while found := _pattern("lead").match(text):
        asked, meant = True, meant or _meanings("lead")[found["said"].lower()]
        text = text[found.end() :]
    return text, asked, meant


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
def _any(kind: str) -> str:
    """A pattern for any of the words, the longest first."""
    return rf"(?:{'|'.join(map(re.escape, sorted(_meanings(kind), key=len, reverse=True)))})(?!\w)"


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    said = f"(?P<said>{_any(kind)})"
    mine = r"(?:my\s+|the\s+|better\s+|more\s+|good\s+)?"
    further = r"(?:\s+and\s+|\s*,\s*(?:and\s+)?)"
    around = {
        "focus": rf"\b(?:for|to|before|after)\s+{mine}{_any(kind)}(?:{further}{mine}{_any(kind)})*",
        "lead": rf"^{said}[\s:,]*",
    }
    return re.compile(around.get(kind, rf"(?:^|(?<=[\s,])){said}(?=[\s,]|$)"), re.IGNORECASE)
