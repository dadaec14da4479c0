"""A source's figures come into our units, and what no food can have is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrition.nutrients import KEYS
from nutrition.sources.figures import by_code, in_unit_of, is_plausible, number

GRANOLA = {"energy_kcal": 450.0, "protein_g": 10.0, "carbohydrate_total_g": 66.0, "fat_g": 16.0}
AMOUNTS = st.floats(min_value=0, max_value=1e6, allow_nan=False)


@given(AMOUNTS)
def test_grams_milligrams_and_micrograms_say_the_same(grams):
    assert in_unit_of("sodium_mg", grams, "G") == pytest.approx(grams * 1e3, abs=1e-6)
    assert in_unit_of("sodium_mg", grams * 1e3, "MG") == pytest.approx(grams * 1e3, abs=1e-6)
    assert in_unit_of("vitamin_d_ug", grams, "µg") == pytest.approx(grams, abs=1e-6)
    assert in_unit_of("protein_g", grams * 1e6, "ug") == pytest.approx(grams, abs=1e-6)


def test_kilojoules_become_kilocalories():
    assert in_unit_of("energy_kcal", 418.4, "kJ") == pytest.approx(100)


@pytest.mark.parametrize(("key", "unit"), [("vitamin_d_ug", "IU"), ("energy_kcal", "g"), ("protein_g", "")])
def test_a_unit_that_leads_nowhere_gives_nothing(key, unit):
    assert in_unit_of(key, 5.0, unit) is None


@given(st.one_of(st.none(), st.booleans(), st.text(), st.lists(st.integers()), st.floats(), st.integers()))
def test_anything_is_a_finite_number_or_nothing(value):
    found = number(value)
    assert found is None or abs(found) <= 1.8e308


def test_a_code_that_is_not_given_is_unknown_and_not_zero():
    nutrients = by_code("edamam", {"ENERC_KCAL": 52, "PROCNT": "0.3", "FAT": None, "CHOCDF": "much"})
    assert nutrients.keys() == set(KEYS)
    known = {key: value for key, value in nutrients.items() if value is not None}
    assert known == {"energy_kcal": 52, "protein_g": 0.3}


def test_the_first_code_of_a_nutrient_counts():
    both = by_code("supermarket", {"Energy (kJ)": "1000", "Energy (kcal)": "240", "Salt (g)": "1.5"})
    assert (both["energy_kcal"], both["sodium_mg"]) == (240, 600)
    assert by_code("supermarket", {"Energy (kJ)": "1000"})["energy_kcal"] == pytest.approx(239, abs=0.01)


def test_granola_is_plausible():
    assert is_plausible(GRANOLA)
    assert is_plausible(GRANOLA, strictly=True)


@pytest.mark.parametrize(
    "lie",
    [
        {"protein_g": -1.0},
        {"sodium_mg": 40_000.0},
        {"energy_kcal": 1_883.0},
        {"fat_g": 110.0},
        {"sugars_g": 90.0},
        {"energy_kcal": None},
        {"energy_kcal": float("nan")},
    ],
)
def test_a_lie_is_not(lie):
    assert not is_plausible(GRANOLA | lie)


def test_kilojoules_put_for_kilocalories_are_noticed_even_below_900():
    milk = {"energy_kcal": 268.0, "protein_g": 3.4, "carbohydrate_total_g": 4.8, "fat_g": 3.6}
    assert not is_plausible(milk)
    assert is_plausible(milk | {"energy_kcal": 64.0})


@pytest.mark.parametrize(
    "drink",
    [
        {"energy_kcal": 43.0, "protein_g": 0.5, "carbohydrate_total_g": 3.6, "fat_g": 0.0},
        {"energy_kcal": 231.0, "protein_g": 0.0, "carbohydrate_total_g": 0.0, "fat_g": 0.0},
        {"energy_kcal": 29.0, "protein_g": 0.2, "carbohydrate_total_g": 1.6, "fat_g": 0.0},
    ],
)
def test_beer_and_spirits_without_their_alcohol_are_no_kilojoules(drink):
    assert is_plausible(drink)


def test_what_is_only_doubtful_is_refused_where_nobody_measured_it():
    doubtful = GRANOLA | {"energy_kcal": 800.0}
    assert is_plausible(doubtful)
    assert not is_plausible(doubtful, strictly=True)


def test_salt_is_plausible():
    salt = dict.fromkeys(("energy_kcal", "protein_g", "carbohydrate_total_g", "fat_g"), 0.0)
    assert is_plausible({**salt, "sodium_mg": 39_337.0})
