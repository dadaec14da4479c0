"""The words that resolution knows, read once from ``nutrition/data/language``."""

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

Stems = tuple[str, ...]


def _text(name: str) -> str:
    return files("nutrition").joinpath(f"data/language/{name}").read_text(encoding="utf-8")


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(_text(name).splitlines()))


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(_text("words.toml"))


@cache
def word_set(part: str) -> frozenset[str]:
    """The words of ``words.toml`` that play ``part``."""
    return frozenset(_words()[part])


def fillers() -> frozenset[str]:
    """Words that tell no foods apart."""
    return word_set("fillers")


def negations() -> frozenset[str]:
    """Words after which a food is said to be absent."""
    return word_set("negations")


def unchanging() -> frozenset[str]:
    """Words in -s that are no plurals."""
    return word_set("unchanging")


def ie_words() -> frozenset[str]:
    """Singulars in -ie."""
    return word_set("ie_words")


def f_words() -> frozenset[str]:
    """Singulars in -f with a plural in -ves."""
    return word_set("f_words")


@cache
def connector_costs() -> dict[str, float]:
    """Connector -> the share of a run that a cut there must gain."""
    return dict(_words()["connector_costs"])


@cache
def weak_words() -> dict[str, float]:
    """Token -> factor on its weight, for tokens that tell foods apart only a little."""
    return dict(_words()["weak"])


@cache
def meal_words() -> dict[str, str]:
    """Word or phrase -> the meal it names."""
    return {word: meal for meal, words in _words()["meals"].items() for word in words}


@cache
def spelling() -> dict[str, str]:
    """Word -> its standard spelling and form."""
    return {row["word"]: row["standard"] for row in _rows("spelling.csv")}


@dataclass(frozen=True, slots=True)
class WordGroups:
    """Groups of stems that mean one thing, the tokens that stand for them, the longest by first stem."""

    table: dict[Stems, Stems]
    longest_from: dict[str, int]


@cache
def word_groups() -> WordGroups:
    """The collocations; keys are stemmed like any other text, so that both sides agree."""
    from nutrition.resolution.text import fold, stem, words

    table = {
        tuple(stem(word) for word in words(fold(row["words"]))): tuple(row["canonical"].split())
        for row in _rows("word_groups.csv")
    }
    longest_from: dict[str, int] = {}
    for key in table:
        longest_from[key[0]] = max(longest_from.get(key[0], 0), len(key))
    return WordGroups(table, longest_from)
