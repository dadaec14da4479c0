"""Servings as labels word them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrition.products.servings import grams_in, is_volume


@pytest.mark.parametrize(
    ("words", "grams"),
    [
        ("30 g", 30), ("30g", 30), ("2 biscuits (25,5 g)", 25.5), ("1 cup (240 ml)", 240), ("33 cl", 330),
        ("1 L", 1000), ("1.06 ONZ (30 g)", 30), ("0.5 kg", 500), ("2 pieces", None), ("", None),
        ("0 g", None), ("9999999 g", None), ("14.000000000000002g", 14.000000000000002),
    ],
)  # fmt: skip
def test_the_amount_is_found(words, grams):
    assert grams_in(words) == grams


def test_only_a_volume_is_a_volume():
    assert is_volume("1 cup (240 ml)")
    assert not is_volume("1 cup (240 ml, 250 g)")
    assert not is_volume("a handful")


@given(st.text(max_size=60))
def test_any_words_give_an_amount_that_can_be_eaten_or_none(words):
    grams = grams_in(words)
    assert grams is None or 0 < grams <= 5_000
