"""Quantiles of times that were counted in buckets."""

from bisect import bisect_left
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrition.monitoring.quantiles import quantile_us
from nutrition.monitoring.tables import BUCKETS_US, OVER_US


def test_a_quantile_lies_evenly_within_its_bucket():
    counts = {1_000: 90, 5_000: 10}
    assert quantile_us(counts, 0.95) == 2_000 + 3_000 * 5 / 10


def test_what_is_longer_than_all_bounds_is_at_least_the_longest():
    assert quantile_us({OVER_US: 3}, 0.95) == BUCKETS_US[-1]


def test_nothing_counted_has_no_quantile():
    with pytest.raises(ValueError, match="nothing"):
        quantile_us({}, 0.5)


@given(st.lists(st.integers(1, BUCKETS_US[-1]), min_size=1), st.floats(0.01, 1))
def test_a_quantile_is_in_the_bucket_of_the_exact_one(times, share):
    counts = Counter(BUCKETS_US[bisect_left(BUCKETS_US, time)] for time in times)
    exact = sorted(times)[max(-int(-share * len(times) // 1), 1) - 1]
    place = bisect_left(BUCKETS_US, exact)
    lower = BUCKETS_US[place - 1] if place else 0
    assert lower <= quantile_us(counts, share) <= BUCKETS_US[place]
