"""Medians from bins of 5 %."""

import math
from statistics import median_low

from hypothesis import given
from hypothesis import strategies as st

from nutrition.learning.histogram import BIN_WIDTH, LEAST, Histogram, median, with_one_more

AMOUNTS = st.lists(st.floats(LEAST, 1e6), min_size=1, max_size=50)


def histogram(amounts: list[float]) -> Histogram:
    made: Histogram = {}
    for amount in amounts:
        made = with_one_more(made, amount)
    return made


@given(AMOUNTS)
def test_the_median_is_right_to_half_a_bin(amounts):
    found = median(histogram(amounts))
    assert found is not None
    assert abs(math.log(found / median_low(amounts))) <= math.log(BIN_WIDTH) / 2 + 1e-6


@given(AMOUNTS)
def test_every_amount_is_counted_whatever_the_order(amounts):
    assert histogram(amounts) == histogram(amounts[::-1])
    assert sum(histogram(amounts).values()) == len(amounts)


def test_nothing_at_all_has_a_bin_of_its_own():
    assert median(histogram([0.0, 0.0, 5.0])) == 0.0


def test_no_amounts_have_no_median():
    assert median({}) is None
