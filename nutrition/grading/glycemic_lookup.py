"""Which tested food stands for a food, by its names and category: exact, alias, similar, default.

The values come from the caller; what a category stands for, and how sure each way is, stands in
``nutrition/data/grading/glycemic_*.csv``.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from nutrition.grading.glycemic import CATEGORY, CLOSE, NONE, SAME, GlycemicIndex, rule
from nutrition.grading.tables import rows
from nutrition.resolution.text import fold, stem, words

# What every way to boil is called when names are compared, though not where they must be the same.
COOKED = "cooked"


@dataclass(frozen=True, slots=True)
class MeasuredFood:
    """A value of the tables: the food as tested, other words for it, its index and where that stands."""

    name: str
    gi: float
    source: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A tested food found by name: how near, how sure (0-1)."""

    tested: MeasuredFood
    kind: str
    confidence: float

    def index(self) -> GlycemicIndex:
        """The index that the tested food lends."""
        return GlycemicIndex(self.tested.gi, self.kind, self.confidence, self.tested.name, self.tested.source)


@dataclass(frozen=True, slots=True)
class _Name:
    """A name's words in one order and spelling; ``alike`` with one word for boiling; ``head`` its noun."""

    exact: str
    alike: str
    head: str


class Lookup:
    """The tested foods, ready to be searched. Of two with one name the first given stands."""

    def __init__(self, tested: Iterable[MeasuredFood]) -> None:
        self._names: dict[str, MeasuredFood] = {}
        self._aliases: dict[str, MeasuredFood] = {}
        self._by_head: dict[str, list[MeasuredFood]] = defaultdict(list)
        self._keys: dict[str, list[str]] = defaultdict(list)
        for food in tested:
            self._add(food)

    def _add(self, food: MeasuredFood) -> None:
        own = _name(food.name)
        if own.exact and self._names.setdefault(own.exact, food) is food:
            # Aliases leave out too much to be compared with: fried rice is like "rice", not like boiled rice.
            self._by_head[own.head].append(food)
            self._keys[own.head].append(own.alike)
        for name in (own, *map(_name, food.aliases)):
            if name.alike:
                self._aliases.setdefault(name.alike, food)

    def lookup(self, names: Sequence[str], category: str) -> GlycemicIndex | None:
        """The index of a food by its names (the full one first), else the default of its category (a slug).

        ``None`` where there is neither.
        """
        found = self.find(names)
        return found.index() if found else category_default(category, " ".join(names))

    def find(self, names: Sequence[str]) -> Match | None:
        """The tested food with one of these names, with an alias like it, or with a similar name.

        Only the first name, which must be the full one, makes it the same food: an everyday name leaves out
        what it is of or how it was cooked.
        """
        known = [name for name in map(_name, names) if name.exact]
        if known and known[0].exact in self._names:
            return Match(self._names[known[0].exact], SAME, rule("confidence_same"))
        for name in known:
            if name.alike in self._aliases:
                return Match(self._aliases[name.alike], CLOSE, rule("confidence_alias"))
        similar = [match for name in known if name.head in self._keys and (match := self._similar(name))]
        return max(similar, key=lambda match: match.confidence, default=None)

    def _similar(self, name: _Name) -> Match | None:
        """The tested food of the same kind (head noun) with the most similar name, all of it said."""
        least = rule("least_similarity") * 100
        keys = self._keys[name.head]
        hits = process.extract(name.alike, keys, scorer=fuzz.ratio, score_cutoff=least, limit=None)
        for key, score, at in hits:
            if _says_all(name.alike, key) and not _says_another(name.alike, key):
                confidence = min(score / 100, rule("greatest_similarity"))
                return Match(self._by_head[name.head][at], CLOSE, confidence)
        return None


def category_default(category: str, name: str) -> GlycemicIndex | None:
    """What the nearest category with a default stands for; some depend on words of the food's name."""
    while category:
        for when, default in _categories().get(category, ()):
            if not when or _said(when).search(name.lower()):
                return _defaults()[default]
        category = category.rpartition("/")[0]
    return None


@lru_cache(maxsize=16384)
def _name(text: str) -> _Name:
    folded = fold(text)
    spoken = words(folded)
    first = words(folded.partition(",")[0]) if "," in folded else spoken
    stems = set(map(stem, spoken))
    exact = " ".join(sorted(stems))
    boiled = _stems_of("boiled")
    alike = exact if stems.isdisjoint(boiled) else " ".join(sorted(stems - boiled | {COOKED}))
    return _Name(exact, alike, stem(first[-1]) if first else "")


def _says_all(said: str, tested: str) -> bool:
    """Whether every word of the tested food's name stands in ``said``; how it was boiled may stay unsaid."""
    spoken = said.split()
    least = rule("least_word_similarity") * 100
    return all(
        word in spoken or word == COOKED or any(fuzz.ratio(word, other) >= least for other in spoken)
        for word in tested.split()
    )


def _says_another(said: str, tested: str) -> bool:
    """Whether ``said`` holds a word that makes another food of the noun (sweet potato), not ``tested``."""
    return bool(_stems_of("other_food").intersection(said.split()).difference(tested.split()))


@cache
def _stems_of(when: str) -> frozenset[str]:
    return frozenset(stem(row["word"]) for row in rows("glycemic_words") if row["when"] == when)


@cache
def _said(when: str) -> re.Pattern[str]:
    said = [re.escape(row["word"]) for row in rows("glycemic_words") if row["when"] == when]
    return re.compile(rf"\b(?:{'|'.join(said)})\b")


@cache
def _categories() -> dict[str, tuple[tuple[str, str], ...]]:
    """Category -> (words that must be said, default), those with words first."""
    table: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows("glycemic_categories"):
        table[row["category"]].append((row["when"], row["default"]))
    return {slug: tuple(sorted(found, key=lambda pair: not pair[0])) for slug, found in table.items()}


@cache
def _defaults() -> dict[str, GlycemicIndex | None]:
    defaults: dict[str, GlycemicIndex | None] = {
        row["name"]: GlycemicIndex(
            float(row["gi"]), CATEGORY, rule("confidence_category"), row["label"], row["source"]
        )
        for row in rows("glycemic_defaults")
    }
    return defaults | {NONE: None}
