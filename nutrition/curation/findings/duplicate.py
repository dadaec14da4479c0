"""Two foods that may be one: the same words in a name, and nearly the same nutrients."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

import numpy as np

from nutrition.curation.findings.found import Found, LiveFoods, Only
from nutrition.curation.findings.tables import limits, watched
from nutrition.resolution.foods import Food
from nutrition.resolution.text import name_tokens

Words = frozenset[str]
SIZE_DIGITS = 1


def find(live: LiveFoods, only: Only) -> Iterator[Found]:
    """Pairs of foods; the size is by how many percent they agree. The smaller id stands first."""
    for one, other in sorted(_pairs_of_the_same_words(live, only)):
        apart = percent_apart_on_average(live, one, other)
        if apart is not None and apart < limits()["duplicate_percent"]:
            foods = live.foods[one], live.foods[other]
            yield Found(
                foods[0].id,
                "",
                round(100 - apart, SIZE_DIGITS),
                {"figures": {str(food.id): _figures(live, food) for food in foods}},
                foods[1].id,
            )


def percent_apart_on_average(live: LiveFoods, one: int, other: int) -> float | None:
    """By how many percent two foods differ on average over the nutrients that both know; None: none.

    A difference is a share of the larger of two amounts, which is at least ten times what tells nothing.
    """
    apart = []
    for nutrient in watched():
        if nutrient.same:
            column = live.column(nutrient.key)
            first, second = float(column[one]), float(column[other])
            if not np.isnan(first + second):
                apart.append(100 * abs(first - second) / max(first, second, 10 * nutrient.least))
    return sum(apart) / len(apart) if apart else None


def _pairs_of_the_same_words(live: LiveFoods, only: Only) -> set[tuple[int, int]]:
    """The rows of foods of which a name has the same words, in whatever order."""
    alike: dict[Words, list[int]] = defaultdict(list)
    for row, food in enumerate(live.foods):
        for words in _words(food):
            alike[words].append(row)
    changed = None if only is None else set(live.chosen(only))
    return {
        (one, other)
        for rows in alike.values()
        if len(rows) > 1
        for one, other in combinations(rows, 2)
        if changed is None or one in changed or other in changed
    }


def _words(food: Food) -> set[Words]:
    names = {food.name, food.description} - {""}
    return {frozenset(name_tokens(name)) for name in names} - {frozenset()}


def _figures(live: LiveFoods, food: Food) -> list[object]:
    row = live.rows[food.id]
    return [food.name, *(live.nutrients(row)[nutrient.key] for nutrient in watched() if nutrient.same)]
