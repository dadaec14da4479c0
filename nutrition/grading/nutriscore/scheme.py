"""The Nutri-Score's tables, parsed once: which amounts earn which points in which class of food."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from nutrition.grading import tables

CLASSES = ("general", "red_meat", "cheese", "fats_oils_nuts_seeds", "beverage", "water")
# Alcoholic drinks, food for babies, salt, vinegar, coffee …: the scheme does not cover them.
NOT_RATED = "not_rated"

Row = Mapping[str, str]
# Amounts that are computed (salt from sodium, kJ from kcal, a ratio) carry the noise of binary fractions.
# A threshold is moved by this much so that an amount equal to it in decimals stays on its side.
_NOISE = 1e-9


@dataclass(frozen=True, slots=True)
class Line:
    """One component of the score: where its amount comes from and what it earns.

    ``points[n]`` are earned by an amount that has passed ``n`` of the ``thresholds``.
    """

    key: str
    amount: str
    unit: str
    thresholds: tuple[float, ...]
    points: tuple[int, ...]

    def points_for(self, amount: float) -> int:
        """The points of an amount in the line's unit."""
        return self.points[bisect_left(self.thresholds, amount)]


@dataclass(frozen=True, slots=True)
class Rules:
    """How a class of food is scored.

    Protein counts below ``protein_below`` negative points (``None``: always) or from ``protein_from_fruit``
    points for fruit (``None``: no such rule). ``letters[n]`` is for a score above ``n`` of the ``limits``.
    """

    negative: tuple[Line, ...]
    positive: tuple[Line, ...]
    protein_below: int | None
    protein_from_fruit: int | None
    limits: tuple[int, ...]
    letters: str

    def letter(self, score: int) -> str:
        """The letter of a score."""
        return self.letters[bisect_left(self.limits, score)]

    def protein_counts(self, negative_points: int, fruit_points: int) -> bool:
        """Whether the points for protein are taken off."""
        if self.protein_below is None or negative_points < self.protein_below:
            return True
        return self.protein_from_fruit is not None and fruit_points >= self.protein_from_fruit


@cache
def rules(version: str, food_class: str) -> Rules:
    """The rules of ``version`` ("2023", "2017") for one of ``CLASSES``; raises ValueError for another."""
    for row in tables.rows("nutriscore_classes"):
        if row["version"] == version and row["food_class"] == food_class:
            return _rules(version, row)
    raise ValueError(f"Nutri-Score {version} has no class {food_class!r}; it has {', '.join(CLASSES)}")


def _rules(version: str, row: Row) -> Rules:
    lines = [
        component
        for component in tables.rows("nutriscore_components")
        if component["version"] == version and component["food_class"] == row["scored_as"]
    ]
    limits = {letter: row[f"{letter.lower()}_at_most"] for letter in "ABCD"}
    given = {letter: int(limit) for letter, limit in limits.items() if limit}
    return Rules(
        negative=tuple(_line(line) for line in lines if line["side"] == "negative"),
        positive=tuple(_line(line) for line in lines if line["side"] == "positive"),
        protein_below=_number(row["protein_counts_below_negative_points"]),
        protein_from_fruit=_number(row["protein_counts_from_fruit_points"]),
        limits=tuple(given.values()),
        letters="".join(given) + "E",
    )


def _line(component: Row) -> Line:
    steps = _scales()[component["version"], component["scale"]]
    most = _number(component["most_points"])
    points = [int(step["points"]) for step in steps]
    return Line(
        key=component["component"],
        amount=component["amount"],
        unit=steps[0]["unit"],
        thresholds=tuple(_moved(step) for step in steps),
        points=(0, *(value if most is None else min(value, most) for value in points)),
    )


@cache
def _scales() -> Mapping[tuple[str, str], list[Row]]:
    return _grouped(tables.rows("nutriscore_thresholds"))


def _grouped(steps: Iterable[Row]) -> Mapping[tuple[str, str], list[Row]]:
    scales: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for step in steps:
        scales[step["version"], step["scale"]].append(step)
    return scales


def _moved(step: Row) -> float:
    noise = {"above": _NOISE, "at_least": -_NOISE}[step["comparison"]]
    return float(step["threshold"]) + noise


def _number(text: str) -> int | None:
    return int(text) if text else None
