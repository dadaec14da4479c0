"""A histogram of amounts in bins of 5 %: it tells the median to half of that and holds no amount itself."""

import math
from collections.abc import Mapping

BIN_WIDTH = 1.05
# All that is below it (0 above all) shares a bin.
LEAST = 1e-3
_NOTHING = "0"

Histogram = dict[str, int]


def with_one_more(histogram: Mapping[str, int], amount: float) -> Histogram:
    """The histogram with ``amount`` (0 or more) in it."""
    name = _bin(amount)
    return {**histogram, name: histogram.get(name, 0) + 1}


def median(histogram: Mapping[str, int]) -> float | None:
    """The middle of the bin that holds the median, the lower one of two; None if the histogram is empty."""
    total = sum(histogram.values())
    if not total:
        return None
    seen = 0
    for name in sorted(histogram, key=_middle):
        seen += histogram[name]
        if 2 * seen >= total:
            return _middle(name)
    raise AssertionError("half of the amounts lie in the bins")


def _bin(amount: float) -> str:
    if amount < LEAST:
        return _NOTHING
    return f"{round(math.log(amount / LEAST, BIN_WIDTH)):+d}"


def _middle(name: str) -> float:
    return 0.0 if name == _NOTHING else LEAST * BIN_WIDTH ** int(name)
