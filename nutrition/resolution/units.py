"""The words that measure, read from ``data/language/measures.csv`` and ``numbers.csv``."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from nutrition.resolution.lexemes import Kind, Lexeme
from nutrition.resolution.text import stem


@dataclass(frozen=True, slots=True)
class Measure:
    """A word that measures: its kind (mass, volume, size, container, piece, count), name, grams or ml."""

    kind: str
    name: str
    amount: float | None


@cache
def _table() -> tuple[dict[tuple[str, ...], Measure], int]:
    text = files("nutrition").joinpath("data/language/measures.csv").read_text(encoding="utf-8")
    table = {
        tuple(row["word"].replace(".", "").replace("-", " ").split()): Measure(
            row["kind"], row["measure"], float(row["amount"]) if row["amount"] else None
        )
        for row in csv.DictReader(text.splitlines())
    }
    return table, max(len(key) for key in table)


@cache
def numbers() -> dict[str, tuple[float, str]]:
    """Number word -> its value and kind: number, fraction ("half") or multiple ("dozen")."""
    text = files("nutrition").joinpath("data/language/numbers.csv").read_text(encoding="utf-8")
    return {row["word"]: (float(row["value"]), row["kind"]) for row in csv.DictReader(text.splitlines())}


@cache
def imperial_ml() -> dict[str, float]:
    """Unit -> its millilitres in the United Kingdom, where they differ from the American ones."""
    text = files("nutrition").joinpath("data/language/measures_gb.csv").read_text(encoding="utf-8")
    return {row["measure"]: float(row["amount"]) for row in csv.DictReader(text.splitlines())}


@cache
def size_words() -> frozenset[str]:
    """The measures that only say how large: small, medium, bite size."""
    return frozenset(measure.name for measure in _table()[0].values() if measure.kind == "size")


@cache
def shape_words() -> frozenset[str]:
    """The stems of measures that name a shape or piece: slice, nugget, wedge, floret."""
    return frozenset(
        stem(measure.name) for measure in _table()[0].values() if measure.kind in ("piece", "count")
    )


def measure_at(lexemes: list[Lexeme], i: int) -> tuple[Measure, int] | None:
    """The longest measure that starts at ``i`` and the index after it."""
    table, longest = _table()
    if i < len(lexemes) and lexemes[i].text.endswith("-inch"):
        return Measure("size", lexemes[i].text, None), i + 1
    for size in range(min(longest, len(lexemes) - i), 0, -1):
        window = lexemes[i : i + size]
        if any(lexeme.kind is not Kind.WORD for lexeme in window):
            continue
        words = tuple(lexeme.text.replace("'s", "") for lexeme in window)
        found = table.get(words) or table.get((*words[:-1], stem(words[-1])))
        if found:
            return found, i + size
    return None
