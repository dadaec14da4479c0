"""As-you-type search over the food tables: every word typed so far begins some word of a name.

Names stand in the order in which they would be shown if nothing else told them apart (everyday foods first,
the shorter first); a query only marks names in that order, which keeps it fast at a hundred thousand.
"""

from __future__ import annotations

import math
import threading
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from heapq import merge
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from nutrition.resolution.foods import ALIAS, BASE_NAME, DESCRIPTION, SYNONYM, FoodTables
from nutrition.resolution.language import fillers, spelling
from nutrition.resolution.text import fold, stem, words

MAX_WORDS = 8
REBUILD_ABOVE = 1_000
LONG_WORD = 8
MIN_MISSPELT = 4
_KINDS = {BASE_NAME: 0, ALIAS: 1, DESCRIPTION: 2, SYNONYM: 3}
_LAST = "\U0010ffff"

# How a name answers the words typed, the worst first.
_BEGINS_WORDS, _HAS_WORDS, _STARTS, _STARTS_WHOLE, _IS = range(5)

Marks = NDArray[np.bool_]
Places = NDArray[np.int32]
Rank = tuple[int, bool, int, int, str]


@dataclass(frozen=True, slots=True)
class Hit:
    """A food's row in the tables and the row of the name that answered."""

    food: int
    name: int


class Shelf:
    """Some names of the tables, put in order and indexed by the words in them.

    A name's *place* is where it stands in that order.
    """

    def __init__(self, tables: FoodTables, name_rows: Iterable[int]) -> None:
        self.tables = tables
        rows = list(name_rows)
        keys, numbers = self._read(rows)
        by_key = np.array(sorted(range(len(rows)), key=keys.__getitem__), dtype=np.int32)
        order = self._order(rows, keys, by_key)
        place_of = np.empty(len(rows), dtype=np.int32)
        place_of[order] = np.arange(len(rows), dtype=np.int32)
        self.rows = [rows[i] for i in order.tolist()]
        self.keys = [keys[i] for i in by_key.tolist()]
        self.place_of_key = place_of[by_key]
        self._index_words(numbers, place_of)

    def _read(self, rows: Sequence[int]) -> tuple[list[str], dict[str, array[int]]]:
        """The key of each name, and under each word the numbers of the names that have it."""
        keys: list[str] = []
        numbers: dict[str, array[int]] = defaultdict(lambda: array("i"))
        for number, row in enumerate(rows):
            typed = words(fold(self.tables.names[row].text))
            stems = [stem(word) for word in typed]
            keys.append(" ".join(stems))
            for word in {*typed, *stems, *self.tables.index.key_of[row]}:
                numbers[word].append(number)
        for variant, standard in spelling().items():
            if standard in numbers and variant not in numbers:
                numbers[variant] = numbers[standard]
        return keys, numbers

    def _order(self, rows: Sequence[int], keys: Sequence[str], by_key: Places) -> NDArray[np.intp]:
        """The names' numbers in order, and what it is made of, by place."""
        alphabetic = np.empty(len(rows), dtype=np.int32)
        alphabetic[by_key] = np.arange(len(rows), dtype=np.int32)
        foods, food_of, names = self.tables.foods, self.tables.index.food_of, self.tables.names
        is_obscure = np.array([not foods[food_of[row]].is_base for row in rows], dtype=bool)
        kind = np.array([_KINDS[names[row].kind] for row in rows], dtype=np.int8)
        length = np.array([len(key) for key in keys], dtype=np.int16)
        order = np.lexsort((alphabetic, length, kind, is_obscure))
        self.is_obscure, self.kind, self.length = is_obscure[order], kind[order], length[order]
        region = np.array([_region_code(names[row].region) for row in rows], dtype=np.int8)
        self.region = region[order]
        return order

    def _index_words(self, numbers: Mapping[str, array[int]], place_of: Places) -> None:
        """Words in the order of the alphabet, their places end to end: a prefix is one slice."""
        self.words = sorted(numbers)
        self.offsets = [0, *np.cumsum([len(numbers[word]) for word in self.words]).tolist()]
        if self.words:
            joined = np.concatenate([np.frombuffer(numbers[word], dtype=np.int32) for word in self.words])
            self.places = place_of[joined]

    def find(self, typed: Sequence[str], region: str) -> Iterable[tuple[Rank, Hit]]:
        """Names that answer ``typed``, the best first, each with what it is ranked by."""
        marks = self._all_of([self._beginning(word) for word in typed])
        if not marks.any():
            marks = self._all_of([self._beginning(word) | self._misspelt(word) for word in typed])
        found = np.flatnonzero(marks)
        tiers = self._tiers(typed, region)[found]
        for i in np.argsort(tiers, kind="stable"):
            place = found[i]
            row = self.rows[place]
            if self.tables.index.prior[row] != -math.inf:
                yield self._rank(int(tiers[i]), place), Hit(self.tables.index.food_of[row], row)

    def _rank(self, tier: int, place: int) -> Rank:
        row = self.rows[place]
        standing = (bool(self.is_obscure[place]), int(self.kind[place]), int(self.length[place]))
        return (tier, *standing, self.tables.names[row].text)

    def _all_of(self, marks: Sequence[Marks]) -> Marks:
        return reduce(np.logical_and, marks)

    def _marked(self, slices: Iterable[tuple[int, int]]) -> Marks:
        """The names that hold any of the words ``[low, high)`` of each slice."""
        marks = np.zeros(len(self.rows), dtype=bool)
        for low, high in slices:
            marks[self.places[self.offsets[low] : self.offsets[high]]] = True
        return marks

    def _beginning(self, word: str) -> Marks:
        return self._marked(self._prefixed(form) for form in {word, stem(word)})

    def _prefixed(self, prefix: str) -> tuple[int, int]:
        low = bisect_left(self.words, prefix)
        return low, bisect_left(self.words, prefix + _LAST, low)

    def _whole(self, word: str) -> Marks:
        return self._marked(
            (low, low + 1)
            for form in {word, stem(word)}
            if (low := bisect_left(self.words, form)) < len(self.words) and self.words[low] == form
        )

    def _misspelt(self, word: str) -> Marks:
        """Names with a word that begins almost like ``word``: one slip, two in a long word."""
        if len(word) < MIN_MISSPELT:
            return self._marked(())
        allowed = 2 if len(word) >= LONG_WORD else 1
        first, last = self._prefixed(word[0])
        known = self.words[first:last]
        distances = np.full(len(known), allowed + 1, dtype=np.uint8)
        for length in range(len(word) - 1, len(word) + 2):
            cut = [each[:length] for each in known]
            row = cdist([word], cut, scorer=OSA.distance, score_cutoff=allowed, dtype=np.uint8)[0]
            distances = np.minimum(distances, row)
        nearest = distances.min(initial=allowed + 1)
        if nearest > allowed:
            return self._marked(())
        return self._marked((first + i, first + i + 1) for i in np.flatnonzero(distances == nearest).tolist())

    def _tiers(self, typed: Sequence[str], region: str) -> NDArray[np.int16]:
        """One number a place, the smaller the better: the region's words, exact, everyday, start of name."""
        fit = np.full(len(self.rows), _BEGINS_WORDS, dtype=np.int16)
        fit[self._all_of([self._whole(word) for word in typed])] = _HAS_WORDS
        stems = [stem(word) for word in typed]
        starts = {" ".join([*stems[:-1], typed[-1]]), " ".join(stems)}
        for ending, level in (("", _STARTS), (" ", _STARTS_WHOLE)):
            for start in starts:
                fit[self._keys_between(start + ending, start + ending + _LAST)] = level
        fit[(self.kind != _KINDS[BASE_NAME]) & (fit > _HAS_WORDS)] = _HAS_WORDS
        for start in starts:
            fit[self._keys_between(start, start + "\0")] = _IS
        foreign = (self.region != 0) & (self.region != _region_code(region))
        return np.asarray(
            ((foreign * 2 + (fit != _IS)) * 2 + self.is_obscure) * 8 + (_IS - fit), dtype=np.int16
        )

    def _keys_between(self, low: str, high: str) -> Places:
        return self.place_of_key[bisect_left(self.keys, low) : bisect_left(self.keys, high)]


class SearchIndex:
    """All names of the tables: the many of when it was built, and the few that changed since."""

    def __init__(self, tables: FoodTables) -> None:
        self.tables = tables
        self.built = len(tables.names)
        self.main = Shelf(tables, range(self.built))
        self.recent = Shelf(tables, ())

    @property
    def is_outgrown(self) -> bool:
        """Whether so much changed that building anew pays."""
        return len(self.tables.names) - self.built > REBUILD_ABOVE

    def find(self, query: str, region: str, limit: int) -> list[Hit]:
        """The foods whose names answer ``query``, each once with its best name, the best first."""
        typed = _typed(query)
        if not typed:
            return []
        if len(self.tables.names) - self.built != len(self.recent.rows):
            self.recent = Shelf(self.tables, range(self.built, len(self.tables.names)))
        shelves = [shelf.find(typed, region) for shelf in (self.main, self.recent) if shelf.rows]
        seen: dict[int, Hit] = {}
        for _, hit in islice(merge(*shelves, key=lambda found: found[0]), limit * 50):
            seen.setdefault(hit.food, hit)
            if len(seen) == limit:
                break
        return list(seen.values())


def _typed(query: str) -> list[str]:
    """The words typed, but for those that tell no foods apart."""
    typed = words(fold(query))[:MAX_WORDS]
    return [word for i, word in enumerate(typed) if i == len(typed) - 1 or word not in fillers()]


def _region_code(region: str) -> int:
    return {"": 0, "US": 1, "GB": 2}[region]


_lock = threading.Lock()
_index: SearchIndex | None = None


def index_of(tables: FoodTables) -> SearchIndex:
    """The search index of these tables, built when first asked for and kept as long as they are in use."""
    global _index
    with _lock:
        if _index is None or _index.tables is not tables or _index.is_outgrown:
            _index = SearchIndex(tables)
        return _index
