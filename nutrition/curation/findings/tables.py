"""The thresholds of the findings (``nutrition/data/curation/finding_*.csv``), each row with its source."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Watched:
    """A nutrient whose figures are compared; ``least`` is the amount (in its unit) that tells nothing yet.

    ``unusual``: it is held against the foods of its category; ``same``: two foods that are one agree in it.
    """

    key: str
    least: float
    unusual: bool
    same: bool


@dataclass(frozen=True, slots=True)
class Check:
    """What a check of the figures is called and sets against each other, nutrient -> factor.

    ``whole`` is what the parts may at most come to: amounts of the food, or so many grams.
    """

    words: str
    parts: dict[str, float]
    whole: dict[str, float] | float


@cache
def limits() -> dict[str, float]:
    """Name -> value; what each means stands in the table."""
    return {row["name"]: float(row["value"]) for row in _rows("finding_limits")}


@cache
def watched() -> tuple[Watched, ...]:
    """The nutrients that are compared."""
    return tuple(
        Watched(row["nutrient"], float(row["least"]), row["unusual"] == "1", row["same"] == "1")
        for row in _rows("finding_nutrients")
    )


@cache
def least() -> dict[str, float]:
    """By compared nutrient the amount that tells nothing yet."""
    return {nutrient.key: nutrient.least for nutrient in watched()}


@cache
def checks() -> dict[str, Check]:
    """The checks by their code."""
    return {
        row["code"]: Check(row["words"], _amounts(row["parts"]), _whole(row["whole"]))
        for row in _rows("finding_checks")
    }


def _amounts(text: str) -> dict[str, float]:
    pairs = (part.partition("*") for part in text.split("|") if part)
    return {key: float(factor or 1) for key, _, factor in pairs}


def _whole(text: str) -> dict[str, float] | float:
    return float(text) if text.isdigit() else _amounts(text)


def _rows(name: str) -> list[dict[str, str]]:
    text = files("nutrition").joinpath(f"data/curation/{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
