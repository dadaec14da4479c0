"""Glycemic index and load: bands, portions, meals, and the look-up by name and category."""

import csv
from pathlib import Path
from statistics import fmean

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from nutrition.grading.glycemic import (
    MealPart,
    available_carbohydrate_g,
    gi_band,
    gl_band,
    glycemic_load,
    is_without_carbohydrate,
    meal_glycemic,
)
from nutrition.grading.glycemic_lookup import Lookup, MeasuredFood, category_default
from nutrition.grading.tables import rows

# Amounts far below any that a scale or a table tells would only underflow.
GI = st.just(0.0) | st.floats(0.01, 200)
GRAMS = st.just(0.0) | st.floats(0.001, 500)
PARTS = st.lists(st.builds(MealPart, st.none() | GI, st.none() | GRAMS), max_size=8)


def measured(name: str, gi: float, *aliases: str) -> MeasuredFood:
    return MeasuredFood(name, gi, "a study", aliases)


@pytest.fixture(scope="module")
def lookup() -> Lookup:
    return Lookup(
        [
            measured("White rice, boiled", 73, "boiled rice"),
            measured("Potato, boiled", 78, "boiled potato"),
            measured("Baked potato, russet", 85),
            measured("Oat bran bread", 47),
            measured("Apple, raw", 36, "apple"),
            measured("Croissant", 67),
            measured("Peas, boiled", 48),
        ]
    )


@pytest.mark.parametrize(
    ("value", "band"),
    [(0, "low"), (55, "low"), (55.1, "medium"), (69, "medium"), (69.1, "high"), (110, "high")],
)
def test_the_bands_of_an_index(value, band):
    assert gi_band(value) == band


@pytest.mark.parametrize(
    ("load", "band"), [(0, "low"), (9.99, "low"), (10, "medium"), (20, "medium"), (20.01, "high")]
)
def test_the_bands_of_a_load(load, band):
    assert gl_band(load) == band


@pytest.mark.parametrize("value", [-1.0, float("nan")])
def test_what_is_no_index_has_no_band(value):
    with pytest.raises(ValueError, match="is no gi"):
        gi_band(value)


def test_the_load_is_not_rounded():
    assert glycemic_load(73, 40.3) == pytest.approx(29.419)


@pytest.mark.parametrize(
    ("nutrients", "grams"),
    [
        ({"carbohydrate_available_g": 12.0, "carbohydrate_total_g": 20.0, "fibre_g": 1.0}, 12.0),
        ({"carbohydrate_total_g": 20.0, "fibre_g": 3.0}, 17.0),
        ({"carbohydrate_total_g": 2.0, "fibre_g": 2.1}, 0.0),
        ({"carbohydrate_available_g": -0.2}, 0.0),
        ({"carbohydrate_total_g": 20.0}, None),
        ({"carbohydrate_total_g": 20.0, "fibre_g": None}, None),
        ({}, None),
    ],
)
def test_available_carbohydrate_is_known_or_total_minus_known_fibre(nutrients, grams):
    assert available_carbohydrate_g(nutrients) == grams


@pytest.mark.parametrize(
    ("nutrients", "without"),
    [
        ({"carbohydrate_available_g": 0.49}, True),
        ({"carbohydrate_available_g": 0.5}, False),
        ({"carbohydrate_total_g": 0.2}, True),
        ({"carbohydrate_total_g": 20.0}, False),
        ({}, False),
    ],
)
def test_a_food_known_to_hold_no_carbohydrate_has_no_index(nutrients, without):
    assert is_without_carbohydrate(nutrients) is without


def test_a_meal_weighs_by_carbohydrate():
    rice, chicken, broccoli = MealPart(73, 150), MealPart(None, 0), MealPart(15, 5)
    meal = meal_glycemic([rice, chicken, broccoli])
    assert meal is not None
    assert meal.index == pytest.approx((73 * 150 + 15 * 5) / 155)
    assert meal.load == pytest.approx(110.25)
    assert (meal.known_share, meal.unknown_foods) == (1, 0)


def test_an_unknown_index_is_not_zero():
    meal = meal_glycemic([MealPart(60, 30), MealPart(None, 10), MealPart(50, None)])
    assert meal is not None
    assert (meal.index, meal.load) == (60, 18)
    assert (meal.known_share, meal.unknown_foods) == (0.75, 2)


@pytest.mark.parametrize("parts", [[], [MealPart(None, 20)], [MealPart(50, None)], [MealPart(50, 0)]])
def test_a_meal_of_which_nothing_is_known_has_no_index(parts):
    assert meal_glycemic(parts) is None


@given(PARTS)
def test_a_meals_index_lies_between_those_of_its_foods(parts):
    meal = meal_glycemic(parts)
    if meal is None:
        return
    known = [part.gi for part in parts if part.gi is not None]
    assert min(known) * (1 - 1e-9) <= meal.index <= max(known) * (1 + 1e-9)
    assert 0 < meal.known_share <= 1


@given(PARTS, st.floats(0.01, 10))
def test_a_larger_meal_has_the_same_index_and_as_much_more_load(parts, factor):
    grown = [
        MealPart(
            part.gi, None if part.carbohydrate_available_g is None else part.carbohydrate_available_g * factor
        )
        for part in parts
    ]
    meal, larger = meal_glycemic(parts), meal_glycemic(grown)
    if meal is not None and larger is not None:
        assert larger.load == pytest.approx(meal.load * factor)


@given(PARTS, GRAMS)
def test_a_food_without_a_known_index_changes_only_the_share(parts, grams):
    meal, more = meal_glycemic(parts), meal_glycemic([*parts, MealPart(None, grams)])
    if meal is not None and more is not None:
        assert (more.index, more.load) == (meal.index, meal.load)
        assert more.known_share <= meal.known_share


@pytest.mark.parametrize(
    ("name", "found", "kind", "confidence"),
    [
        ("Rice, white, boiled", "White rice, boiled", "same", 0.98),
        ("Apples, raw", "Apple, raw", "same", 0.98),
        ("Apple", "Apple, raw", "close", 0.90),
        ("Rice, white, cooked", "White rice, boiled", "close", 0.90),
        ("Bread, oat bran, toasted", "Oat bran bread", "close", 0.82),
    ],
)
def test_a_name_is_looked_up_exactly_then_as_an_alias_then_by_likeness(lookup, name, found, kind, confidence):
    index = lookup.lookup([name], "")
    assert (index.name, index.kind) == (found, kind)
    assert index.confidence == pytest.approx(confidence, abs=0.01)


@pytest.mark.parametrize(
    "name",
    [
        "Rice, white, fried",
        "Rice, wild, boiled",
        "Rice noodles, boiled",
        "Sweet potato, baked",
        "Egg sandwich on croissant",
        "Peas and carrots, boiled",
        "Snow peas, boiled",
        "",
        "!!!",
    ],
)
def test_another_food_of_the_same_noun_is_not_taken_for_it(lookup, name):
    assert lookup.find([name]) is None


def test_an_everyday_name_alone_is_never_the_same_food(lookup):
    assert lookup.find(["Croissant, filled with ham", "Croissant"]).kind == "close"
    assert lookup.find(["Croissant", "Croissant"]).kind == "same"


@given(st.lists(st.text(max_size=30), max_size=3), st.text(max_size=20))
def test_no_name_and_no_category_breaks_the_look_up(names, category):
    found = Lookup([measured("Apple, raw", 36, "apple")]).lookup(names, category)
    assert found is None or 0 <= found.confidence <= 1


@pytest.mark.parametrize(
    ("category", "name", "value"),
    [
        ("grains/rice", "Rice, white", 72),
        ("grains/rice", "Rice, brown", 55),
        ("legumes/beans_peas", "Beans", 32),
        ("fruits/tropical", "Guava, raw", 65),
        ("fruits/berries", "Currants", 45),
        ("vegetables/root", "Turnip", 75),
        ("vegetables/leafy_greens", "Collards", 15),
        ("dairy/cheese", "Cheese", 35),
        ("nuts_seeds/nuts", "Almonds", 15),
        ("grains/cooked_grains", "Wheat, hard red winter", 55),
        ("grains/cooked_grains", "Teff, cooked", 55),
        ("grains/cooked_grains", "Amaranth grain, cooked", 55),
        ("grains/cooked_grains", "Sorghum grain", 55),
        ("grains/cooked_grains", "Wheat, KAMUT khorasan, cooked", 55),
        ("grains/cooked_grains", "Farro, pearled, dry, raw", 72),
        ("grains/flours", "Wheat germ, crude", 55),
        ("grains/flours", "Cornmeal, degermed", 72),
        ("grains/rice", "Rice, wild, 100%, cooked", 55),
    ],
)
def test_the_category_defaults_of_the_design_document(category, name, value):
    index = category_default(category, name)
    assert index is not None
    assert (index.value, index.kind, index.confidence) == (value, "category", 0.60)
    assert "not measured" in index.source


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("BURGER KING, Vanilla Shake", "dairy"),
        ("McDONALD'S, Strawberry Sundae", "ice cream"),
        ("McDONALD'S, Baked Apple Pie", "cakes and pastries"),
        ("Fudge", "sugar sweets"),
    ],
)
def test_sweets_of_no_group_go_by_what_they_are_called(name, label):
    index = category_default("sweets", name)
    assert index is not None
    assert index.name == label


@pytest.mark.parametrize(
    ("category", "name"),
    [
        ("proteins/beef", "Beef, roast"),
        ("fats_oils/oils", "Olive oil"),
        ("sweets/sweeteners", "Sugar substitute"),
        ("sweets/candy", "Chewing gum, sugar free"),
        ("no/such/category", "Thing"),
    ],
)
def test_what_no_default_fits_has_none(category, name):
    assert category_default(category, name) is None


def test_own_defaults_are_the_means_of_the_values_they_name():
    path = Path(settings.BASE_DIR) / "fixtures" / "glycemic_values.csv"
    with path.open(encoding="utf-8", newline="") as file:
        values = {row["name"]: float(row["gi"]) for row in csv.DictReader(file)}
    for row in rows("glycemic_defaults"):
        if row["of"]:
            assert float(row["gi"]) == round(fmean(values[name] for name in row["of"].split("|"))), row
