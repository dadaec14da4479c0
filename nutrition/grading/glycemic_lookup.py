"""Which tested food stands for a food, by its names and category: exact, alias, similar, default.

Nothing here knows Django. The values come from the tables; what a category stands for, and how sure each way
is, stands in ``nutrition/data/grading/glycemic_*.csv``.
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

# Ways to boil a thing: the tested "boiled" and a table's "cooked" are one and the same.
_COOKED = {"boiled": "cooked", "steamed": "cooked", "simmered": "cooked"}


@dataclass(frozen=True, slots=True)
class TestedFood:
    """A value of the tables: the food as tested, other words for it, its index and where that stands."""

    name: str
    gi: float
    source: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A tested food found by name: how near, how sure (0-1)."""

    tested: TestedFood
    kind: str
    confidence: float

    def index(self) -> GlycemicIndex:
        """The index that the tested food lends."""
        return GlycemicIndex(self.tested.gi, self.kind, self.confidence, self.tested.name, self.tested.source)


@dataclass(frozen=True, slots=True)
class _Named:
    key: str
    tested: TestedFood


class Lookup:
    """The tested foods, ready to be searched. Of two with one name the first given stands."""

    def __init__(self, tested: Iterable[TestedFood]) -> None:
        self._names: dict[str, TestedFood] = {}
        self._aliases: dict[str, TestedFood] = {}
        self._by_head: dict[str, list[_Named]] = defaultdict(list)
        for food in tested:
            self._add(food)
        self._keys = {head: [named.key for named in group] for head, group in self._by_head.items()}

    def _add(self, food: TestedFood) -> None:
        key, head = _key_and_head(food.name)
        if key and self._names.setdefault(key, food) is food:
            self._by_head[head].append(_Named(key, food))
        for alias in food.aliases:
            key, head = _key_and_head(alias)
            if key and self._aliases.setdefault(key, food) is food:
                self._by_head[head].append(_Named(key, food))

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
        keys = [pair for pair in map(_key_and_head, names) if pair[0]]
        if keys and keys[0][0] in self._names:
            return Match(self._names[keys[0][0]], SAME, rule("confidence_same"))
        for key, _ in keys:
            if alike := self._names.get(key) or self._aliases.get(key):
                return Match(alike, CLOSE, rule("confidence_alias"))
        similar = [match for pair in keys if pair[1] in self._keys and (match := self._similar(*pair))]
        return max(similar, key=lambda match: match.confidence, default=None)

    def _similar(self, key: str, head: str) -> Match | None:
        """The tested food of the same kind (head noun) with the most similar name, all of it said."""
        least = rule("least_similarity") * 100
        hits = process.extract(key, self._keys[head], scorer=fuzz.ratio, score_cutoff=least, limit=None)
        for named_key, score, at in hits:
            if _says_all(key, named_key) and not _says_another(key, named_key):
                confidence = min(score / 100, rule("greatest_similarity"))
                return Match(self._by_head[head][at].tested, CLOSE, confidence)
        return None


def category_default(category: str, name: str) -> GlycemicIndex | None:
    """What the nearest category with a default stands for; some depend on words of the food's name."""
    while category:
        for when, default in _categories().get(category, ()):
            if not when or _said(when).search(name.lower()):
                return _defaults()[default]
        category = category.rpartition("/")[0]
    return None


def default_label(name: str) -> str:
    """The words for a category default as a user reads them."""
    return next(row["label"] for row in rows("glycemic_defaults") if row["name"] == name)


@lru_cache(maxsize=4096)
def _key_and_head(text: str) -> tuple[str, str]:
    """A name's words in one order and spelling, and its head noun (the last word before a comma)."""
    folded = fold(text)
    first = words(folded.partition(",")[0])
    stems = sorted({_COOKED.get(word, word) for word in map(stem, words(folded))})
    return " ".join(stems), stem(first[-1]) if first else ""


def _says_all(said: str, tested: str) -> bool:
    """Whether every word of the tested food's name stands in ``said``; how it was cooked may stay unsaid."""
    spoken = said.split()
    least = rule("least_word_similarity") * 100
    return all(
        word in spoken or word == "cooked" or any(fuzz.ratio(word, other) >= least for other in spoken)
        for word in tested.split()
    )


def _says_another(said: str, tested: str) -> bool:
    """Whether ``said`` holds a word that makes another food of the noun (sweet potato), and ``tested`` not."""
    return bool(_other_food().intersection(said.split()).difference(tested.split()))


@cache
def _other_food() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("glycemic_words") if row["when"] == "other_food")


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


@cache
def _said(when: str) -> re.Pattern[str]:
    said = [re.escape(row["word"]) for row in rows("glycemic_words") if row["when"] == when]
    return re.compile(rf"\b(?:{'|'.join(said)})\b")
