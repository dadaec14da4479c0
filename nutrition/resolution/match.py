"""A phrase -> the foods whose names explain it best.

Every name (everyday name, the table's description, alias) is a set of weighted tokens; a rare token weighs
more. A candidate's score is Tversky's index of phrase and name: what both share, against what the name does
not explain of the phrase (weighs more) and what it adds to it (weighs less). Scores lie in 0-1.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from nutrition.resolution import language

UNEXPLAINED_COST = 1.0
ADDED_COST = 0.35
UNKNOWN_WORD_WEIGHT = 1.0
MAX_WEIGHT = 8.0
MIN_HEAD_WEIGHT = 4.0
QUALIFIER_FACTOR = 0.7
ABSENCE_FACTOR = 0.35
FOREIGN_WORD_COST = 0.3


def _kind_factor(token: str, heads: Collection[str]) -> float:
    """A word that names foods weighs fully, one that qualifies less, one for what is absent least."""
    if token.startswith("no:"):
        return ABSENCE_FACTOR
    return 1.0 if token in heads else QUALIFIER_FACTOR


@dataclass(frozen=True, slots=True)
class Candidate:
    """A food that a phrase may mean: the rows of the ``food`` and of the ``name`` that matched."""

    food: int
    name: int
    score: float


@dataclass(slots=True)
class NameIndex:
    """An inverted index over names; rows are appended and disabled, never moved."""

    tokens: dict[str, int] = field(default_factory=dict)
    postings: list[array[int]] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    food_of: array[int] = field(default_factory=lambda: array("i"))
    prior: array[float] = field(default_factory=lambda: array("d"))
    region: list[str] = field(default_factory=list)
    prior_in: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    total: array[float] = field(default_factory=lambda: array("d"))
    key_of: list[tuple[str, ...]] = field(default_factory=list)

    def build(
        self, rows: Iterable[tuple[int, Sequence[str], str, float]], heads: Collection[str] = frozenset()
    ) -> None:
        """Add all names ``(food, tokens, region, prior)`` and weigh the tokens by how rare they are.

        ``heads`` are the words that can name a food alone; the others, which only qualify, weigh less.
        """
        for food, tokens, region, prior in rows:
            self._append(food, tokens, region, prior)
        count = max(len(self.food_of), 1)
        weak = language.weak_words()
        self.weights = [
            max(
                min(math.log(1 + count / (1 + len(posting))), MAX_WEIGHT),
                MIN_HEAD_WEIGHT if token in heads else 0.0,
            )
            * weak.get(token, _kind_factor(token, heads))
            for token, posting in zip(self.tokens, self.postings, strict=True)
        ]
        self.total = array("d", (self._weigh(key) for key in self.key_of))

    def add(self, food: int, tokens: Sequence[str], region: str, prior: float) -> int:
        """Add one name to a built index; its new tokens weigh like a rare word."""
        row = self._append(food, tokens, region, prior)
        self.prior_in.clear()
        rare = math.log(1 + len(self.food_of))
        self.weights.extend([rare] * (len(self.postings) - len(self.weights)))
        self.total.append(self._weigh(self.key_of[row]))
        return row

    def disable(self, row: int) -> None:
        """Never return the name in ``row`` again."""
        self.prior[row] = -np.inf
        self.prior_in.clear()

    def _append(self, food: int, tokens: Sequence[str], region: str, prior: float) -> int:
        row = len(self.food_of)
        unique = tuple(dict.fromkeys(tokens))
        for token in unique:
            index = self.tokens.setdefault(token, len(self.postings))
            if index == len(self.postings):
                self.postings.append(array("i"))
            self.postings[index].append(row)
        self.food_of.append(food)
        self.prior.append(prior)
        self.region.append(region)
        self.key_of.append(unique)
        return row

    def _weigh(self, tokens: Iterable[str]) -> float:
        return sum(self.weights[self.tokens[token]] for token in tokens)

    def __getitem__(self, token: str, /) -> float:
        return self.weights[self.tokens[token]]

    def weight(self, token: str) -> float:
        """How much ``token`` tells; a word in no name weighs ``UNKNOWN_WORD_WEIGHT``."""
        index = self.tokens.get(token)
        return UNKNOWN_WORD_WEIGHT if index is None else self.weights[index]

    def search(
        self, tokens: Sequence[str], optional: frozenset[str] = frozenset(), region: str = "", limit: int = 8
    ) -> list[Candidate]:
        """The best ``limit`` foods for ``tokens``, the best first, each with its best name.

        ``optional`` tokens help a name that has them; a name without them loses nothing.
        """
        unique = dict.fromkeys(tokens)
        known = [index for token in unique if (index := self.tokens.get(token)) is not None]
        if not known:
            return []
        required_weight = sum(self.weight(token) for token in unique if token not in optional)
        shared, required = self._shared(
            known, {self.tokens.get(token, -1) for token in optional & unique.keys()}
        )
        total = np.frombuffer(self.total, dtype=np.float64)
        touched = np.flatnonzero(shared)
        hit = shared[touched]
        lacking = required_weight - (hit if required is None else required[touched])
        scores = hit / (hit + UNEXPLAINED_COST * lacking + ADDED_COST * (total[touched] - hit))
        scores += self.priors(region)[touched]
        wanted = min(limit * 4, len(scores))
        best = np.argpartition(scores, -wanted)[-wanted:]
        ranked = best[np.lexsort((touched[best], -scores[best]))]
        return self._best_by_food(touched[ranked], scores[ranked], limit)

    def _shared(
        self, known: list[int], optional: set[int]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64] | None]:
        """Per name the weight it shares with the phrase, and the part of it that is required."""
        shared = np.zeros(len(self.food_of))
        for index in known:
            if index not in optional:
                shared[np.frombuffer(self.postings[index], dtype=np.int32)] += self.weights[index]
        helpful = [index for index in known if index in optional]
        if not helpful:
            return shared, None
        required = shared.copy()
        for index in helpful:
            shared[np.frombuffer(self.postings[index], dtype=np.int32)] += self.weights[index]
        return shared, required

    def priors(self, region: str) -> NDArray[np.float64]:
        """The names' priors as seen from ``region``: another region's words count less."""
        if region not in self.prior_in:
            foreign = np.array([bool(word) and word != region for word in self.region])
            self.prior_in[region] = np.array(self.prior) - FOREIGN_WORD_COST * foreign
        return self.prior_in[region]

    def _best_by_food(
        self, rows: NDArray[np.intp], scores: NDArray[np.float64], limit: int
    ) -> list[Candidate]:
        found: dict[int, Candidate] = {}
        for row, score in zip(rows.tolist(), scores.tolist(), strict=True):
            food = self.food_of[row]
            if score > 0 and food not in found:
                found[food] = Candidate(food, row, score)
                if len(found) == limit:
                    break
        return list(found.values())
