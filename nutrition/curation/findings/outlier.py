"""Figures unlike those of the other foods in the category.

Far from the category's median by the robust z-score of the logarithms (Iglewicz & Hoaglin 1993, "How to
detect and handle outliers"), and lonely: several foods near by are a kind of their own, no slip of the pen.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

from nutrition.curation.findings.found import Found, LiveFoods, Only
from nutrition.curation.findings.tables import Watched, limits, watched

# The standard deviation of a normal distribution in median absolute deviations.
NORMAL = 1.4826
SIZE_DIGITS = 2
FIGURE_DIGITS = 4


def find(live: LiveFoods, only: Only) -> Iterator[Found]:
    """Foods with an unusual figure; the subject is the nutrient, the size its robust z-score."""
    wanted = None if only is None else {live.foods[row].category for row in live.chosen(only)}
    members: dict[str, list[int]] = defaultdict(list)
    for row, food in enumerate(live.foods):
        if wanted is None or food.category in wanted:
            members[food.category].append(row)
    for rows in members.values():
        for nutrient in watched():
            if nutrient.unusual:
                yield from _unusual(live, rows, nutrient)


def _unusual(live: LiveFoods, rows: Sequence[int], nutrient: Watched) -> Iterator[Found]:
    values = live.column(nutrient.key)[rows]
    known = np.flatnonzero(values >= 0)
    if len(known) < limits()["least_foods_of_a_category"]:
        return
    logs = np.log(values[known] + nutrient.least)
    median = float(np.median(logs))
    spread = NORMAL * float(np.median(np.abs(logs - median)))
    z = np.abs(logs - median) / max(spread, log(limits()["least_spread"]))
    for place in map(int, np.flatnonzero(z > limits()["robust_z"])):
        if _is_lonely(logs, place):
            food, value = live.foods[rows[known[place]]], float(values[known[place]])
            yield Found(
                food.id,
                nutrient.key,
                round(float(z[place]), SIZE_DIGITS),
                {
                    "figures": {nutrient.key: value, "category": food.category},
                    "median": float(f"{np.exp(median) - nutrient.least:.{FIGURE_DIGITS}g}"),
                    "foods": len(known),
                },
            )


def _is_lonely(logs: NDArray[np.float64], place: int) -> bool:
    """Whether few others of the category are near this one."""
    near = np.abs(logs - logs[place]) <= log(limits()["lonely_factor"])
    return int(near.sum()) - 1 < limits()["lonely_foods"]
