"""The Nutri-Score's points as a score out of 100 in which more is better."""

from functools import cache
from itertools import pairwise

from nutrition.grading import tables
from nutrition.grading.nutriscore.score import NutriScore

_WATER = 100.0
_Anchors = tuple[tuple[float, float], ...]


def balanced_score(result: NutriScore) -> float | None:
    """The points of a 2023 Nutri-Score as 0-100, ``None`` without points; water is 100.

    Fewer points are always more, on straight lines between the anchors of ``nutriscore_balanced.csv``. They
    are laid so that A is 80 and more, B from 65, C from 50, D from 35 and E below, as for the focus grades.
    Raises ValueError for a result of 2017, whose letters lie elsewhere.
    """
    if result.version != "2023":
        raise ValueError(f"balanced_score is for Nutri-Score 2023, not {result.version}")
    if result.food_class == "water":
        return _WATER
    return None if result.score is None else _between(_anchors(result.food_class), result.score)


@cache
def _between(anchors: _Anchors, points: int) -> float:
    for (left, above), (right, below) in pairwise(anchors):
        if points <= right:
            return above - (above - below) * (points - left) / (right - left)
    raise ValueError(f"{points} points are more than the Nutri-Score gives")


@cache
def _anchors(food_class: str) -> _Anchors:
    rows = tables.rows("nutriscore_balanced")
    return tuple(
        (float(row["points"]), float(row["balanced"])) for row in rows if row["food_class"] == food_class
    )
