"""A composite dish summed up from its ingredients, over the real food tables."""

import pytest

from nutrition.recipes.composite import summed
from nutrition.resolution.descriptor import FoodDescriptor, FoodType, NamedIngredient
from nutrition.resolution.foods import FoodTables
from nutrition.sources.found import Kind


def soup(*ingredients: NamedIngredient) -> FoodDescriptor:
    return FoodDescriptor("grandma's soup", FoodType.HOMEMADE_DISH, ingredients=ingredients)


def test_named_ingredients_are_weighed_by_their_grams(food_tables: FoodTables) -> None:
    found = summed(soup(NamedIngredient("butter", 50), NamedIngredient("white rice", 150)))
    assert found is not None
    assert found.kind is Kind.DECOMPOSED
    assert found.serving_g == pytest.approx(200)
    assert found.confidence == pytest.approx(0.85)
    assert 200 < (found.nutrients["energy_kcal"] or 0) < 330


def test_an_ingredient_that_is_not_found_leaves_the_dish_open(food_tables: FoodTables) -> None:
    assert summed(soup(NamedIngredient("butter", 50), NamedIngredient("xqzzv", 10))) is None


def test_a_dish_without_ingredients_is_taken_apart_by_its_name(food_tables: FoodTables) -> None:
    found = summed(FoodDescriptor("turkey and cheese wrap"))
    assert found is not None
    assert found.source_id.count("+") == 2


def test_a_plain_food_and_mere_words_are_no_composite_dish(food_tables: FoodTables) -> None:
    assert summed(FoodDescriptor("banana")) is None
    assert summed(FoodDescriptor("xqzzv")) is None


def test_unknown_stays_unknown(food_tables: FoodTables) -> None:
    found = summed(soup(NamedIngredient("butter", 50), NamedIngredient("white rice", 150)))
    assert found is not None
    assert found.nutrients["chromium_ug"] is None
