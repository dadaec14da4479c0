"""Whose a food is follows from what is said of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrition.resolution.describe import describe
from nutrition.resolution.descriptor import FoodType

CASES = [
    ("big mac from mcdonald's", "big mac", FoodType.RESTAURANT_ITEM, "McDonald's"),
    ("McDonalds Big Mac", "Big Mac", FoodType.RESTAURANT_ITEM, "McDonald's"),
    ("chicken salad at panera", "chicken salad", FoodType.RESTAURANT_ITEM, "Panera Bread"),
    ("beef pho from a restaurant", "beef pho", FoodType.RESTAURANT_ITEM, ""),
    ("grandma's beef soup", "beef soup", FoodType.HOMEMADE_DISH, ""),
    ("homemade lasagne", "lasagne", FoodType.HOMEMADE_DISH, ""),
    ("kind bar", "kind bar", FoodType.BRANDED_PACKAGED, ""),
    ("raw durian", "raw durian", FoodType.WHOLE_FOOD, ""),
    ("cheeseburger", "cheeseburger", FoodType.GENERIC_DISH, ""),
    ("chipotle sauce", "chipotle sauce", FoodType.GENERIC_DISH, ""),
    ("starbucks", "starbucks", FoodType.RESTAURANT_ITEM, "Starbucks"),
]


@pytest.mark.parametrize(("words", "name", "food_type", "restaurant"), CASES)
def test_whose_it_is(words, name, food_type, restaurant):
    found = describe(words)
    assert (found.name, found.food_type, found.restaurant) == (name, food_type, restaurant)


def test_kitchen_brand_and_meal():
    found = describe("heinz indian curry sauce", region="GB", meal="dinner")
    assert (found.brand, found.cuisine, found.meal, found.region) == ("Heinz", "Indian", "dinner", "GB")


@given(st.text(min_size=1, max_size=200).filter(str.strip))
def test_any_words_have_a_descriptor(words):
    assert describe(words).name.strip()
