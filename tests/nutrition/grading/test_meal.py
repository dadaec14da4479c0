"""A meal's letter is the energy-weighted mean of its foods' scores."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrition.grading.glycemic import GlycemicIndex
from nutrition.grading.meal import MealItem, glycemic_of, grade_meal, meal_balance

scores = st.floats(0, 100)
energies = st.floats(1, 2000)


def item(grams=100.0, score=None, gi=None, **amounts):
    index = None if gi is None else GlycemicIndex(gi, "same", 0.98, "", "")
    return MealItem(grams, amounts, score, index)


def test_energy_weighs():
    meal = [item(score=100.0, energy_kcal=300.0), item(score=0.0, energy_kcal=100.0)]
    assert meal_balance(meal).score == pytest.approx(75.0)


def test_water_beside_a_dish_changes_nothing():
    dish = item(score=40.0, energy_kcal=500.0)
    assert meal_balance([dish, item(500.0, score=100.0, energy_kcal=0.0)]) == meal_balance([dish])


def test_water_alone_is_an_a():
    assert meal_balance([item(score=100.0, energy_kcal=0.0)]).letter == "A"


def test_too_little_known_has_no_letter():
    meal = [item(score=90.0, energy_kcal=79.0), item(score=None, energy_kcal=21.0)]
    assert (meal_balance(meal).letter, meal_balance(meal).score) == ("", None)
    assert meal_balance(meal).graded_share == pytest.approx(0.79)


def test_enough_known_has_one():
    meal = [item(score=90.0, energy_kcal=81.0), item(score=None, energy_kcal=19.0)]
    assert meal_balance(meal).letter == "A"


def test_wine_neither_helps_nor_harms():
    dish = item(score=40.0, energy_kcal=500.0)
    wine = replace(item(energy_kcal=120.0), is_rated=False)
    both = meal_balance([dish, wine])
    assert (both.letter, both.score) == ("D", 40.0)
    assert both.graded_share == pytest.approx(500 / 620)
    assert meal_balance([wine]).letter == ""


def test_unknown_energy_has_none():
    assert meal_balance([item(score=90.0, energy_kcal=81.0), item(score=90.0)]).score is None


def test_the_last_letter_is_e_as_in_the_nutriscore():
    assert meal_balance([item(score=3.0, energy_kcal=81.0)]).letter == "E"


@given(st.lists(st.tuples(scores, energies), min_size=1, max_size=8))
def test_the_score_lies_between_those_of_the_foods(foods):
    meal = [item(score=score, energy_kcal=energy) for score, energy in foods]
    found = meal_balance(meal).score
    assert min(score for score, _ in foods) - 1e-6 <= found <= max(score for score, _ in foods) + 1e-6


def test_the_glycemic_index_is_weighted_by_carbohydrate():
    """The example of the seed document: rice, chicken and broccoli."""
    meal = [
        item(gi=73.0, carbohydrate_available_g=150.0),
        item(carbohydrate_available_g=0.0),
        item(gi=15.0, carbohydrate_available_g=5.0),
    ]
    found = glycemic_of(meal)
    assert found is not None
    assert found.index == pytest.approx(71.13, abs=0.01)
    assert found.load == pytest.approx(110.25)


def test_a_nutrient_that_few_foods_know_is_unknown():
    meal = [item(100.0, energy_kcal=100.0, fibre_g=10.0), item(100.0, energy_kcal=100.0)]
    assert grade_meal(meal).nutrients["fibre_g"] is None


def test_a_pinch_that_does_not_know_it_leaves_it_known():
    meal = [item(100.0, energy_kcal=100.0, fibre_g=10.0), item(1.0, energy_kcal=1.0)]
    assert grade_meal(meal).nutrients["fibre_g"] == 10.0


def test_a_meal_without_items_has_no_grade():
    with pytest.raises(ValueError, match="without items"):
        grade_meal([])
