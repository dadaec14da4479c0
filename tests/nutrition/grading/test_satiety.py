"""The satiety of a food, from its nutrients."""

import math
from timeit import timeit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrition.grading.satiety import (
    FEATURES,
    features,
    rules,
    satiety,
    satiety_contributions,
    satiety_missing,
    seed_satiety,
)
from nutrition.grading.tables import rows
from nutrition.nutrients import scaled

KEYS = ("water_g", "protein_g", "fibre_g", "fat_g", "carbohydrate_total_g", "sugars_g")
POTATOES = {
    "energy_kcal": 86.0,
    "water_g": 77.46,
    "protein_g": 1.71,
    "fat_g": 0.1,
    "carbohydrate_total_g": 20.01,
    "sugars_g": 0.89,
    "fibre_g": 1.8,
}
CAKE = {
    "energy_kcal": 352.0,
    "water_g": 27.13,
    "protein_g": 2.84,
    "fat_g": 14.77,
    "carbohydrate_total_g": 53.6,
    "sugars_g": 39.53,
    "fibre_g": 1.0,
}
COD = {
    "energy_kcal": 87.0,
    "water_g": 79.47,
    "protein_g": 19.29,
    "fat_g": 0.52,
    "carbohydrate_total_g": 0.0,
    "fibre_g": None,
    "sugars_g": None,
}
amount = st.floats(0, 100)
anything = st.none() | st.floats(allow_nan=True, allow_infinity=True)
foods = st.fixed_dictionaries({"energy_kcal": st.floats(1, 900)} | dict.fromkeys(KEYS, amount))
weird_foods = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("energy_kcal", "energy_kj", "carbohydrate_available_g", *KEYS), anything)
)


def answer(nutrients, mass_g=None):
    found = satiety(nutrients, mass_g)
    assert found is not None
    return found


def score(nutrients, mass_g=None):
    return answer(nutrients, mass_g).score


def points_of(nutrients):
    points = satiety_contributions(nutrients)
    assert points is not None
    return points


def test_potatoes_fill_and_cake_does_not():
    assert answer(POTATOES).band == "very_high"
    assert answer(CAKE).band == "low"
    assert score(POTATOES) > 2 * score(CAKE)


def test_only_what_is_in_240_kcal_matters():
    assert score(scaled(CAKE, 3.7)) == pytest.approx(score(CAKE))


@pytest.mark.parametrize("key", ["energy_kcal", "water_g", "protein_g", "fat_g", "fibre_g", "sugars_g"])
def test_an_unknown_nutrient_is_named(key):
    assert satiety(CAKE | {key: None}) is None
    assert satiety_missing(CAKE | {key: None})[0] == key


def test_nothing_is_missing_where_there_is_a_score():
    assert satiety_missing(CAKE) == ()


def test_without_carbohydrate_there_are_no_sugars_and_no_fibre():
    assert satiety_missing(COD) == ()
    assert answer(COD).band == "very_high"


def test_fibre_unknown_beside_available_carbohydrate_stays_unknown():
    konjac = {key: value for key, value in COD.items() if key != "carbohydrate_total_g"}
    assert satiety_missing(konjac | {"carbohydrate_available_g": 0.0}) == ("fibre_g",)


def test_carbohydrate_without_fibre_is_available_carbohydrate():
    label = {key: value for key, value in CAKE.items() if key != "carbohydrate_total_g"}
    assert score(label | {"carbohydrate_available_g": 52.6}) == pytest.approx(score(CAKE))


def test_energy_in_kilojoules_will_do():
    assert score(CAKE | {"energy_kcal": None, "energy_kj": 352 * 4.184}) == pytest.approx(score(CAKE))


def test_unmeasured_water_is_the_rest_of_the_mass():
    label = CAKE | {"water_g": None}
    rest = 100 - 2.84 - 14.77 - 53.6
    assert satiety(label) is None
    assert score(label, mass_g=100) == pytest.approx(score(CAKE | {"water_g": rest}))


def test_water_has_no_serving_of_240_kcal():
    water = {"energy_kcal": 0.0, **dict.fromkeys(KEYS, 0.0), "water_g": 100.0}
    assert satiety(water) is None
    assert satiety_missing(water) == ("energy_kcal",)


@pytest.mark.parametrize(("kcal", "answers"), [(4.0, False), (4.01, True)])
def test_free_of_energy_is_at_most_4_kcal_in_100_g(kcal, answers):
    broth = dict.fromkeys(KEYS, 0.0) | {"energy_kcal": kcal, "water_g": 99.0, "protein_g": 1.0}
    assert (satiety(broth) is not None) == answers


def test_what_is_beyond_the_measured_foods_is_said():
    lettuce = POTATOES | {"energy_kcal": 15.0, "water_g": 95.0}
    assert answer(lettuce).extrapolated
    assert not answer(POTATOES).extrapolated
    assert not answer(CAKE).extrapolated


def test_beyond_the_measured_foods_the_nearest_amount_counts():
    watery, waterier = (POTATOES | {"water_g": water} for water in (200.0, 300.0))
    assert score(watery) == score(waterier)


@pytest.mark.parametrize(
    ("limit", "below", "from_there"),
    [
        (60, "very_low", "low"),
        (90, "low", "moderate"),
        (120, "moderate", "high"),
        (150, "high", "very_high"),
    ],
)
def test_a_band_begins_at_its_limit(monkeypatch, limit, below, from_there):
    assert band_at(monkeypatch, math.nextafter(limit, 0)) == below
    assert band_at(monkeypatch, limit) == from_there


def band_at(monkeypatch, value):
    monkeypatch.setattr(math, "exp", lambda _: value)
    try:
        return answer(CAKE).band
    finally:
        monkeypatch.undo()


@given(foods)
def test_a_score_stays_within_its_limits(nutrients):
    found = satiety(nutrients)
    assert found is None or rules()["lowest_score"] <= found.score <= rules()["highest_score"]


@given(weird_foods, anything)
def test_any_input_has_an_answer_or_a_reason(nutrients, mass_g):
    found = satiety(nutrients, mass_g)
    assert (found is None) == bool(satiety_missing(nutrients, mass_g))
    assert found is None or math.isfinite(found.score)


@given(foods, st.sampled_from(["water_g", "protein_g"]), amount)
def test_more_water_or_protein_fills_no_less(nutrients, key, more):
    assert not_less(nutrients | {key: nutrients[key] + more}, nutrients)


@given(foods, amount)
def test_more_fibre_in_place_of_other_carbohydrate_fills_no_less(nutrients, more):
    fibre = min(nutrients["fibre_g"] + more, max(nutrients["carbohydrate_total_g"], nutrients["fibre_g"]))
    assert not_less(nutrients | {"fibre_g": fibre}, nutrients)


@given(foods, st.sampled_from(["fat_g", "sugars_g"]), amount)
def test_more_fat_or_sugars_at_the_same_energy_fill_no_more(nutrients, key, more):
    assert not_less(nutrients, nutrients | {key: nutrients[key] + more})


def not_less(one, other):
    first, second = satiety(one), satiety(other)
    return first is None or second is None or first.score >= second.score - 1e-9


@given(foods)
def test_the_points_add_up_to_the_score(nutrients):
    points, found = satiety_contributions(nutrients), satiety(nutrients)
    assert (points is None) == (found is None)
    if points and found:
        assert sum(points.values()) == pytest.approx(found.score)
        assert set(points) == {"average", *FEATURES}


def test_the_points_say_what_fills_and_what_does_not():
    cake = points_of(CAKE)
    assert min(cake, key=lambda name: cake[name]) == "fat_with_sugars"
    assert points_of(COD)["protein"] > 20


def test_the_features_are_of_240_kcal():
    found = features(scaled(CAKE, 1.3))
    assert found is not None
    water, protein, fibre, fat, sugars, with_sugars, with_carbohydrate = found
    share = 240 / 352
    assert (water, protein, fat, sugars) == pytest.approx(
        (27.13 * share, 2.84 * share, 14.77 * share, 39.53 * share)
    )
    assert fibre == pytest.approx(math.log(1 + share / 2))
    assert with_sugars == pytest.approx(math.sqrt(9 * 14.77 * 4 * 39.53) * share)
    assert with_carbohydrate == pytest.approx(math.sqrt(9 * 14.77 * 4 * 52.6) * share)


def test_the_design_documents_formula():
    water = 100 - (2.84 + 53.6 + 14.77 + 1)
    by_hand = 100 + 2.84 * 2.5 + 1 * 3 + water * 0.5 - 14.77 * 0.8 - 39.53 * 1.2 - 3.52 * 0.5
    assert seed_satiety(CAKE) == pytest.approx(by_hand)


def test_the_design_documents_formula_needs_its_nutrients():
    assert seed_satiety(CAKE | {"sugars_g": None}) is None
    assert seed_satiety({}) is None


def test_a_score_is_fast():
    satiety(CAKE)
    best = min(timeit(lambda: satiety(CAKE), number=1000) for _ in range(5)) / 1000
    assert best < 50e-6


def test_every_figure_has_its_source():
    tables = ("model", "features", "bands", "rules", "seed", "holt1995")
    assert all(row["source"] for name in tables for row in rows(f"satiety_{name}"))
