"""Focus grades of real foods: no portion makes a food better than it is, and some foods are not graded."""

import csv
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutrition.grading.focus import FOCUSES, FocusGrade, Serving, focus_grades
from nutrition.grading.glycemic import available_carbohydrate_g
from nutrition.nutrients import KEYS, scaled

FIXTURES = Path(__file__).parents[3] / "fixtures"
LIMITED = ("heart_health", "blood_sugar", "weight_loss")


@cache
def foods() -> dict[str, dict[str, float | None]]:
    """Nutrients per 100 g of the foods of a table by their description."""
    with (FIXTURES / "foods_fndds.csv").open(encoding="utf-8") as file:
        return {
            row["description"]: {key: float(row[key]) if row[key] else None for key in KEYS}
            for row in csv.DictReader(file)
        }


def serving(name: str, grams: float, index: float | None = None, **known) -> Serving:
    amounts = scaled(foods()[name], grams / 100)
    carbohydrate = available_carbohydrate_g(amounts)
    load = None if index is None or carbohydrate is None else index * carbohydrate / 100
    return Serving(grams, amounts, glycemic_index=index, glycemic_load=load, **known)


def graded(name: str, grams: float, **known) -> dict[str, FocusGrade]:
    return focus_grades(serving(name, grams, **known))


names = st.deferred(lambda: st.sampled_from(sorted(foods())))
portions = st.tuples(st.floats(1, 1500), st.floats(1, 1500)).map(sorted)


@settings(max_examples=300)
@given(names, portions, st.none() | st.floats(0, 100), st.booleans())
def test_a_larger_portion_is_never_better_for_heart_blood_sugar_or_weight(name, grams, index, is_drink):
    less, more = (focus_grades(serving(name, of, index, is_drink=is_drink)) for of in grams)
    for focus in LIMITED:
        before, after = less[focus].score, more[focus].score
        if before is not None and after is not None:
            assert after <= before


@pytest.mark.parametrize("grams", [10, 28, 100, 300])
@pytest.mark.parametrize(
    "name",
    [
        "Potato chips, plain",
        "Potato chips, barbecue flavored",
        "Potato, french fries, NFS",
        "Bread, white",
        "Cereal, corn flakes, plain",
        "Funnel cake with sugar",
        "Rice, white, cooked, no added fat",
        "Doughnut, NFS",
    ],
)
def test_fried_refined_and_sweet_food_is_not_good_for_the_heart(name, grams):
    assert graded(name, grams)["heart_health"].grade in ("C", "D", "F")


@pytest.mark.parametrize(
    "name",
    [
        "Apple, raw",
        "Grapes, raw",
        "Broccoli, raw",
        "Black beans, from dried, no added fat",
        "Milk, fat free (skim)",
        "Bread, whole wheat",
    ],
)
def test_food_that_nourishes_is_good_for_the_heart_in_any_portion(name):
    assert all(graded(name, grams)["heart_health"].grade in ("A", "B") for grams in (10, 50, 100))


@pytest.mark.parametrize(
    "name",
    ["Sugar, white, granulated or lump", "Honey", "Pancake syrup", "Soft drink, cola"],
)
@pytest.mark.parametrize("index", [15.0, 60.0])
def test_sugar_is_praised_for_nothing(name, index):
    found = graded(name, 240 if "cola" in name else 10, index=index)
    assert all(not found[focus].pros for focus in LIMITED)
    assert {found[focus].grade for focus in LIMITED} <= {"D", "F"}


@pytest.mark.parametrize(
    "name",
    [
        "Grapes, raw",
        "Cherries, raw",
        "Nectarine, raw",
        "Blueberries, raw",
        "Applesauce, unsweetened",
        "Orange juice, 100%, NFS",
        "Yogurt, NS as to type of milk, plain",
    ],
)
def test_sugars_of_fruit_juice_and_milk_are_not_added(name):
    found = graded(name, 150)
    assert not any("added sugars" in con for focus in FOCUSES for con in found[focus].cons)


def test_juice_gets_no_credit_for_its_water():
    drunk = graded("Orange juice, 100%, NFS", 240, is_drink=True)
    assert drunk["heart_health"].grade in ("B", "C")
    assert "energy density" not in drunk["weight_loss"].insight


@pytest.mark.parametrize(("name", "grams"), [("Wine, red", 150), ("Beer, light", 350), ("Mimosa", 250)])
def test_alcohol_is_not_graded(name, grams):
    for found in graded(name, grams).values():
        assert (found.score, found.grade, found.confidence, found.criteria) == (None, "", 0, ())
        assert found.insight == "Alcohol is not graded."


def test_a_sip_of_a_drink_is_still_alcohol():
    assert graded("Wine, red", 30, is_drink=True)["blood_sugar"].insight == "Alcohol is not graded."


def test_a_meal_with_wine_keeps_the_nutri_score_of_its_food():
    found = graded("Wine, red", 150, balanced_score=70.0)
    assert (found["balanced"].score, found["balanced"].grade) == (70, "B")
    assert found["heart_health"].score is None


def test_what_the_grades_are_not_made_for_has_none():
    for found in graded("Milk, whole", 100, is_graded=False, balanced_score=70.0).values():
        assert (found.score, found.grade, found.confidence) == (None, "", 0)
        assert found.insight == "The grades are not made for this food."
