"""Which of several names answers what was asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrition.resolution.descriptor import FoodDescriptor
from nutrition.sources.naming import closeness, wanted_words


def test_the_same_words_in_any_order_are_the_same_name():
    assert closeness("Granola bars", "bar granola") == 1


def test_the_brand_may_answer_words_and_costs_nothing():
    assert closeness("wobble granola", "Granola", brand="Wobble") == 1
    assert closeness("granola", "Granola", brand="Wobble") == 1


def test_a_lacking_word_costs_more_than_an_added_one():
    assert closeness("apple", "Apple pie") > closeness("apple pie", "Apple")


def test_details_behind_a_comma_hardly_count():
    assert closeness("apples", "Apples, raw, with skin") > 0.93
    assert closeness("apple", "Pie, apple") < 0.76


@pytest.mark.parametrize(("wanted", "name"), [("apple", "Pear"), ("", "Pear"), ("apple", ""), ("???", "!!!")])
def test_names_without_a_common_word_are_strangers(wanted, name):
    assert closeness(wanted, name) == 0


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=20))
def test_it_lies_within_0_and_1(wanted, name, brand):
    assert 0 <= closeness(wanted, name, brand) <= 1


def test_restaurant_and_brand_are_looked_up_with_the_name():
    assert wanted_words(FoodDescriptor("burrito", restaurant="Chipotle")) == "Chipotle burrito"
    assert wanted_words(FoodDescriptor("KIND bar", brand="Kind")) == "KIND bar"
