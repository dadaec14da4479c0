"""Quantiles of times that were counted in buckets."""

from collections.abc import Mapping

from nutrition.monitoring.tables import BUCKETS_US, OVER_US


def quantile_us(counts: Mapping[int, int], share: float) -> float:
    """The time below which ``share`` (0-1) of the calls lie; ``counts`` goes by a bucket's upper bound.

    Within a bucket the calls are taken to lie evenly. What took longer than all bounds counts as the longest
    bound: "at least that". Raises ValueError where nothing was counted.
    """
    total = sum(counts.values())
    if not total:
        raise ValueError("nothing was counted")
    wanted = share * total
    lower = seen = 0
    for bound in (*BUCKETS_US, OVER_US):
        inside = counts.get(bound, 0)
        if inside and seen + inside >= wanted:
            if bound == OVER_US:
                return float(lower)
            return lower + (bound - lower) * (wanted - seen) / inside
        seen += inside
        lower = bound
    raise AssertionError("every call lies in a bucket")
