"""The Nutri-Score's points as 0-100."""

from itertools import pairwise

import pytest

from nutrition.grading import tables
from nutrition.grading.facts import FoodFacts
from nutrition.grading.nutriscore import NutriScore, balanced_score, nutri_score_2017, nutri_score_2023
from tests.nutrition.grading import nutriscore_literal as literal

# The lowest and the highest score that a food of the class can get.
REACH = {
    "general": (-17, 55),
    "red_meat": (-12, 55),
    "cheese": (-17, 55),
    "fats_oils_nuts_seeds": (-17, 55),
    "beverage": (-18, 54),
}
CLASSES = pytest.mark.parametrize("food_class", REACH)
LEAST = dict.fromkeys(["energy_kj", "sugars_g", "saturated_fat_g", "fat_g", "sodium_mg"], 0.0)
MOST = {"energy_kj": 9e3, "sugars_g": 99.0, "saturated_fat_g": 99.0, "fat_g": 99.0, "sodium_mg": 9e3}


def balanced(food_class, score):
    return balanced_score(NutriScore("2023", food_class, score))


def by_bounds(value):
    return next(
        (letter for letter, least in zip("ABCD", (80, 65, 50, 35), strict=True) if value >= least), "E"
    )


@CLASSES
def test_fewer_points_are_strictly_better_and_the_letter_is_the_same(food_class):
    lowest, highest = REACH[food_class]
    values = [balanced(food_class, score) for score in range(lowest, highest + 1)]
    assert all(better > worse for better, worse in pairwise(values))
    assert [by_bounds(value) for value in values] == [
        literal.letter("2023", food_class, score) for score in range(lowest, highest + 1)
    ]
    assert 0 == values[-1] < values[0] <= 100


@CLASSES
def test_the_reach_is_that_of_the_formula(food_class):
    best = LEAST | {"fibre_g": 50.0, "protein_g": 50.0}
    worst = MOST | {"fibre_g": 0.0, "protein_g": 0.0}
    lowest = nutri_score_2023(FoodFacts(best, food_class, 100.0, 0.0, False))
    highest = nutri_score_2023(FoodFacts(worst, food_class, 0.0, 0.0, True))
    assert (lowest.score, highest.score) == REACH[food_class]


@CLASSES
def test_the_anchors_lie_half_a_point_beyond_the_letters_and_at_the_ends(food_class):
    bounds = dict(zip("ABCD", (80.0, 65.0, 50.0, 35.0), strict=True))
    letters = literal.LETTERS["2023", food_class]
    expected = [(most + 0.5, bounds[letter]) for letter, most in letters.items()]
    first = (-18.5, 80.0) if food_class == "beverage" else (-17.0, 100.0)
    rows = [row for row in tables.rows("nutriscore_balanced") if row["food_class"] == food_class]
    anchors = [(float(row["points"]), float(row["balanced"])) for row in rows]
    assert anchors == [first, *expected, (REACH[food_class][1], 0.0)]


def test_the_best_food_is_100_and_the_best_beverage_just_not_80():
    assert balanced("general", -17) == 100
    assert 79 < balanced("beverage", -18) < 80


def test_red_meat_is_worth_what_the_same_points_are_worth_elsewhere():
    assert balanced("red_meat", -12) == balanced("general", -12)


def test_the_winner_is_not_the_worst_food():
    lentils, butter = balanced("general", -8), balanced("fats_oils_nuts_seeds", 21)
    assert lentils > 80 > 35 > butter


def test_water_is_100_even_where_nothing_is_known():
    assert balanced_score(nutri_score_2023(FoodFacts({}, "water"))) == 100


@pytest.mark.parametrize("food_class", ["general", "not_rated"])
def test_without_points_there_is_none(food_class):
    assert balanced_score(nutri_score_2023(FoodFacts({}, food_class))) is None


def test_the_points_of_2017_are_another_scale():
    with pytest.raises(ValueError, match="2017"):
        balanced_score(nutri_score_2017(FoodFacts({})))
