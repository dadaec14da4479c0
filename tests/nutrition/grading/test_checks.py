"""Impossible and implausible nutrients are named."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrition.grading.checks import findings
from nutrition.nutrients import KEYS

OATS = {
    "energy_kcal": 379.0,
    "protein_g": 13.2,
    "carbohydrate_total_g": 67.7,
    "fibre_g": 10.1,
    "sugars_g": 1.0,
    "fat_g": 6.5,
    "saturated_fat_g": 1.1,
    "alcohol_g": 0.0,
}


def codes(**changed):
    return [found.code for found in findings({**OATS, **changed})]


def test_nothing_is_amiss_with_oats():
    assert codes() == []


def test_nothing_is_amiss_where_nothing_is_known():
    assert findings({}) == ()
    assert findings(dict.fromkeys(KEYS)) == ()


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (-0.1, "negative"),
        (-1, "negative"),
        (math.nan, "not_finite"),
        (math.inf, "not_finite"),
        (-math.inf, "not_finite"),
        (10**400, "not_finite"),
        (True, "not_a_number"),
        ("3", "not_a_number"),
        ([3.0], "not_a_number"),
        (Decimal("3"), "not_a_number"),
    ],
)
def test_what_is_no_amount_is_refused_by_name(value, code):
    (found,) = findings({**OATS, "iron_mg": value})
    assert (found.code, found.nutrient, found.refuses) == (code, "iron_mg", True)
    assert found.message.startswith("iron_mg")


def test_every_value_that_is_no_amount_is_named():
    found = findings({**OATS, "fat_g": -1.0, "iron_mg": math.nan})
    assert {(f.code, f.nutrient) for f in found} == {("negative", "fat_g"), ("not_finite", "iron_mg")}


@pytest.mark.parametrize(
    ("key", "most"),
    [
        ("protein_g", 100.5),
        ("sodium_mg", 100_500),
        ("selenium_ug", 100_500_000.0),
        ("salt_g", 100.5),
        ("energy_kcal", 910.0),
        ("energy_kj", 910 * 4.184),
    ],
)
def test_no_food_holds_more_than_its_weight_or_the_energy_of_fat(key, most):
    assert findings({key: most}) == ()
    (found,) = findings({key: most * 1.001})
    assert found.refuses
    assert found.code == ("energy_above_fat" if key.startswith("energy") else "above_the_whole")


def test_macros_of_105_g_are_let_through_and_more_is_refused():
    grams = {"protein_g": 50.0, "carbohydrate_total_g": 30.0, "alcohol_g": 5.0}
    assert findings({**grams, "fat_g": 20.0}) == ()
    (found,) = findings({**grams, "fat_g": 20.1})
    assert (found.code, found.refuses) == ("macros_over_100_g", True)


def test_fibre_counts_beside_available_carbohydrate_but_not_twice_in_the_total():
    grams = {"protein_g": 40.0, "carbohydrate_available_g": 50.0, "fat_g": 10.0, "fibre_g": 6.0}
    assert [f.code for f in findings(grams)] == ["macros_over_100_g"]
    total = {"protein_g": 40.0, "carbohydrate_total_g": 50.0, "fat_g": 10.0, "fibre_g": 6.0}
    assert findings(total) == ()


@pytest.mark.parametrize(("sugars_g", "expected"), [(57.5, []), (62.0, []), (63.0, ["available"])])
def test_sugars_may_exceed_available_carbohydrate_by_the_error_of_the_fibre(sugars_g, expected):
    # 67.7 g of carbohydrate less 10.1 g of fibre are 57.6 g.
    found = [code for code in codes(sugars_g=sugars_g) if code.startswith("sugars")]
    assert found == ["sugars_above_available_carbohydrate" for _ in expected]


@pytest.mark.parametrize("key", ["carbohydrate_total_g", "carbohydrate_available_g"])
def test_sugars_above_carbohydrate_are_flagged_and_far_above_refused(key):
    assert findings({key: 20.0, "sugars_g": 20.5}) == ()
    (little,) = [f for f in findings({key: 20.0, "sugars_g": 21.0}) if f.code == "sugars_above_carbohydrate"]
    (much,) = [f for f in findings({key: 20.0, "sugars_g": 31.0}) if f.code == "sugars_above_carbohydrate"]
    assert (little.refuses, much.refuses) == (False, True)


def test_saturates_above_fat_are_flagged_and_far_above_refused():
    assert codes(saturated_fat_g=7.0) == []
    (little,) = findings({"fat_g": 6.0, "saturated_fat_g": 6.6})
    (much,) = findings({"fat_g": 6.0, "saturated_fat_g": 17.0})
    assert little.message == "Saturates above fat: 6.6 g against 6 g."
    assert (little.refuses, much.refuses) == (False, True)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"fibre_g": 70.0}, "fibre_above_carbohydrate"),
        ({"carbohydrate_available_g": 70.0}, "available_above_total_carbohydrate"),
        ({"added_sugars_g": 2.0}, "added_sugars_above_sugars"),
        ({"monounsaturated_fat_g": 5.0, "polyunsaturated_fat_g": 5.0}, "fatty_acids_above_fat"),
    ],
)
def test_no_part_is_larger_than_its_whole(changed, code):
    assert code in codes(**changed)


def test_energy_by_4_4_9_2_7_and_30_percent_and_5_kcal():
    # 4 x 13.2 + 4 x 57.6 + 2 x 10.1 + 9 x 6.5 = 361.9 kcal
    low, high = 361.9 * 0.7 - 5, 361.9 * 1.3 + 5
    assert codes(energy_kcal=low + 0.01) == codes(energy_kcal=high - 0.01) == []
    assert codes(energy_kcal=low - 0.01) == codes(energy_kcal=high + 0.01) == ["energy_off"]


def test_energy_that_is_off_is_flagged_but_never_refused():
    (found,) = findings({**OATS, "energy_kcal": 0.0})
    assert (found.nutrient, found.refuses) == ("energy_kcal", False)
    assert found.message == "Energy of 0 kcal against 361.9 kcal from its nutrients."


def test_alcohol_and_polyols_count_for_energy():
    nothing = {"protein_g": 0.0, "fat_g": 0.0, "fibre_g": 0.0}
    assert findings({**nothing, "carbohydrate_total_g": 0.0, "alcohol_g": 33.4, "energy_kcal": 231.0}) == ()
    sweets = {**nothing, "carbohydrate_total_g": 95.0, "energy_kcal": 228.0}
    assert [f.code for f in findings(sweets)] == ["energy_off"]
    assert findings({**sweets, "polyols_g": 95.0}) == ()


def test_energy_stated_in_kilojoules_is_checked_too():
    label = {"protein_g": 10.0, "fat_g": 10.0, "carbohydrate_available_g": 50.0, "fibre_g": 0.0}
    assert findings({**label, "energy_kj": 1380.0}) == ()
    assert [f.code for f in findings({**label, "energy_kj": 330.0})] == ["energy_off"]


def test_fibre_that_is_unknown_makes_a_range_of_the_expected_energy():
    bran = {"protein_g": 0.0, "fat_g": 0.0, "carbohydrate_total_g": 80.0}
    assert findings({**bran, "energy_kcal": 160.0}) == findings({**bran, "energy_kcal": 320.0}) == ()
    assert [f.code for f in findings({**bran, "energy_kcal": 100.0})] == ["energy_off"]


@pytest.mark.parametrize("key", ["energy_kcal", "protein_g", "fat_g", "carbohydrate_total_g"])
def test_the_energy_check_is_not_made_where_a_nutrient_that_it_needs_is_unknown(key):
    odd = {**OATS, "energy_kcal": 20.0, key: None}
    assert findings(odd) == ()


anything = st.one_of(
    st.none(), st.floats(), st.integers(), st.booleans(), st.text(max_size=5), st.floats(0, 120)
)


@given(st.dictionaries(st.sampled_from([*KEYS, "salt_g", "energy_kj", "other"]), anything))
def test_anything_gets_an_answer_and_no_amount_always_refuses(nutrients):
    found = findings(nutrients)
    bad = {
        key
        for key, value in nutrients.items()
        if value is not None
        and (not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < math.inf)
    }
    assert bad <= {f.nutrient for f in found if f.refuses}
    assert all(f.message and f.code for f in found)
