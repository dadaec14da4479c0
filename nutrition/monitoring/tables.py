"""The tables of monitoring, ``nutrition/data/resolution_*.csv``: they bound what is told apart."""

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

OTHER = "other"
# Upper bounds of the buckets that times are counted in; the last holds all that took longer.
BUCKETS_US = (
    100, 250, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 350_000, 500_000,
    750_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000,
)  # fmt: skip
OVER_US = 2**31 - 1


class Step(StrEnum):
    """How far a resolution had to go."""

    OWN_NAME = "own_name"
    OTHER_NAME = "other_name"
    NEAR_NAME = "near_name"
    COMPOSED = "composed"
    OUTSIDE = "outside"
    LAST_RESORT = "last_resort"
    NONE = "none"


class CacheUse(StrEnum):
    """Whether the answer was kept from before."""

    HIT = "hit"
    MISS = "miss"
    UNASKED = "unasked"


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure should be: ``above``, ``below`` or ``about`` a value."""

    figure: str
    bound: str
    value: float
    unit: str
    source: str

    def is_met_by(self, figure: float | None) -> bool | None:
        """Whether a figure is; None where it is not known or the target is only what was expected."""
        if figure is None or self.bound == "about":
            return None
        return figure > self.value if self.bound == "above" else figure < self.value


def _rows(name: str) -> list[dict[str, str]]:
    text = files("nutrition").joinpath(f"data/resolution_{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def steps() -> dict[str, Step]:
    """Source -> how far one has gone who asks it."""
    return {row["source"]: Step(row["step"]) for row in _rows("steps")}


@cache
def layers() -> frozenset[str]:
    """The layers that are told apart."""
    return frozenset(row["layer"] for row in _rows("layers"))


@cache
def targets() -> dict[str, Target]:
    """Figure -> target, in the order to show them."""
    return {
        row["figure"]: Target(row["figure"], row["bound"], float(row["value"]), row["unit"], row["source"])
        for row in _rows("targets")
    }
