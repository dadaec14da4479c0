"""Two foods that may be one: the same words in a name, and nearly the same nutrients."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from nutrition.curation.findings.found import Found, LiveFoods, Only
from nutrition.curation.findings.tables import limits, watched
from nutrition.resolution.foods import Food
from nutrition.resolution.text import name_tokens

Words = frozenset[str]
Rows = NDArray[np.intp] | list[int]
SIZE_DIGITS = 1


def find(live: LiveFoods, only: Only) -> Iterator[Found]:
    """Pairs of foods; the size is by how many percent they agree. The smaller id stands first."""
    pairs = _of_the_same_words(live) if only is None else _around(live, live.chosen(only))
    for one, other in sorted(pairs):
        apart = float(percent_apart_on_average(live, one, [other])[0])
        if apart < limits()["duplicate_percent"]:
            foods = live.foods[one], live.foods[other]
            yield Found(
                foods[0].id,
                "",
                round(100 - apart, SIZE_DIGITS),
                {"figures": {str(food.id): _figures(live, food) for food in foods}},
                foods[1].id,
            )


def percent_apart_on_average(live: LiveFoods, one: int, others: Rows) -> NDArray[np.float64]:
    """By how many percent a food (a row) differs from each of the others, on average over its nutrients.

    Those count that both know; NaN: none. A difference is a share of the larger of two amounts, which is at
    least ten times what tells nothing.
    """
    total, known = np.zeros(len(others)), np.zeros(len(others))
    for nutrient in watched():
        if nutrient.same:
            column = live.column(nutrient.key)
            own, their = column[one], column[others]
            apart = 100 * np.abs(their - own) / np.maximum(np.maximum(their, own), 10 * nutrient.least)
            is_known = ~np.isnan(apart)
            total[is_known] += apart[is_known]
            known += is_known
    return total / np.where(known, known, np.nan)


def _of_the_same_words(live: LiveFoods) -> set[tuple[int, int]]:
    """The rows of foods of which a name has the same words, in whatever order."""
    alike: dict[Words, list[int]] = defaultdict(list)
    for row, food in enumerate(live.foods):
        for words in _words(food):
            alike[words].append(row)
    return {pair for rows in alike.values() for pair in combinations(rows, 2)}


def _around(live: LiveFoods, rows: Iterable[int]) -> set[tuple[int, int]]:
    """The same pairs for a few foods: looked for among those with nearly the same nutrients."""
    everything = np.arange(len(live.foods))
    pairs = set()
    for row in rows:
        words, apart = _words(live.foods[row]), percent_apart_on_average(live, row, everything)
        for other in map(int, np.flatnonzero(apart < limits()["duplicate_percent"])):
            if other != row and words & _words(live.foods[other]):
                pairs.add((min(row, other), max(row, other)))
    return pairs


def _words(food: Food) -> set[Words]:
    names = {food.name, food.description} - {""}
    return {frozenset(name_tokens(name)) for name in names} - {frozenset()}


def _figures(live: LiveFoods, food: Food) -> list[object]:
    row = live.rows[food.id]
    return [food.name, *(live.nutrients(row)[nutrient.key] for nutrient in watched() if nutrient.same)]
