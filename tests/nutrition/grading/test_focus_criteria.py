"""The criteria table: every row names what exists, cites a source and counts on both sides of its bound."""

import math
from itertools import pairwise

import pytest

from nutrition.grading import tables
from nutrition.grading.focus import FOCUSES, Serving, focus_grades
from nutrition.grading.focus_criteria import criteria
from nutrition.grading.focus_measures import NOT_APPLICABLE, named
from nutrition.grading.focus_serving import JUDGED, LEAST, LEAST_WHOLE, WHOLE, parts
from nutrition.grading.focus_thresholds import threshold
from nutrition.nutrients import by_key

ROWS = tables.rows("focus_criteria")


def used() -> set[str]:
    """The thresholds that criteria and conditions name."""
    in_rows = {row["threshold"] for row in ROWS} | {row["of"] for row in ROWS}
    bounds = [part.split(" ")[2] for row in ROWS for part in row["condition"].split(" & ") if part]
    return in_rows | {key for bound in bounds for key in bound.split("*")}


def points_of(focus: str, key: str, nutrients, **known) -> float:
    lines = focus_grades(Serving(100, nutrients, **known))[focus].criteria
    return next(line.points for line in lines if line.key == key)


def test_the_ten_focuses_are_compiled_in_their_order():
    assert tuple(area.focus for area in criteria().areas) == FOCUSES
    assert {row["focus"] for row in ROWS} == set(FOCUSES)


def test_rows_of_a_criterion_stand_together():
    keys = [(row["focus"], row["key"]) for row in ROWS]
    changes = 1 + sum(first != second for first, second in pairwise(keys))
    assert changes == len(set(keys))


def test_every_threshold_cites_its_source_and_is_used():
    rows = tables.rows("clinical_thresholds")
    assert all(row["source"] and float(row["value"]) > 0 for row in rows)
    assert len({row["id"] for row in rows}) == len(rows)
    in_code = {
        "energy_free", "energy_judged", "grams_judged", "cup", "fat_free", "carbohydrate_free",
        "alcohol_drink", "alcohol_label", "share_little", "potassium_nasem", "added_sugars_low",
    }  # fmt: skip
    patterns = {row["id"] for row in rows if row["id"].endswith("_pattern")}
    assert {row["id"] for row in rows} <= used() | in_code | patterns


def test_every_row_of_words_is_on_the_side_of_its_points():
    for row in ROWS:
        assert row["words"]
        assert row["side"] == ("pro" if float(row["points"]) > 0 else "con") or row["focus"] == "balanced"


def test_words_promise_no_absence_and_no_cure():
    for row in ROWS:
        assert not {"free", "no", "zero", "cure", "prevents", "bad", "guilt"} & set(
            row["words"].lower().split()
        )


@pytest.mark.parametrize(
    ("focus", "key", "nutrient", "bound", "at", "beyond"),
    [
        ("heart_health", "sodium", "sodium_mg", 480.0, 0, -15),
        ("heart_health", "sodium", "sodium_mg", 960.0, -15, -25),
        ("heart_health", "sugars", "added_sugars_g", 9.9999, 0, -15),
        ("brain", "choline", "choline_mg", 54.9999, 0, 6),
        ("bone_joint", "calcium", "calcium_mg", 259.999, 12, 24),
        ("gut_health", "fibre", "fibre_g", 2.79999, 0, 14),
    ],
)
def test_a_bound_counts_on_both_sides(focus, key, nutrient, bound, at, beyond):
    assert points_of(focus, key, {nutrient: bound}) == at
    assert points_of(focus, key, {nutrient: bound * 1.0001}) == beyond


def test_what_floats_round_away_is_at_the_bound():
    assert points_of("heart_health", "sodium", {"sodium_mg": math.nextafter(480.0, math.inf)}) == 0
    assert points_of("brain", "choline", {"choline_mg": math.nextafter(55.0, 0)}) == 6


@pytest.mark.parametrize(("index", "points"), [(55, 25), (55.1, 5), (69, 5), (69.1, -20)])
def test_bands_of_the_glycemic_index(index, points):
    assert points_of("blood_sugar", "glycemic_index", {}, glycemic_index=index) == points


@pytest.mark.parametrize(("load", "points"), [(9.9, 15), (10, 0), (20, 0), (20.1, -15)])
def test_bands_of_the_glycemic_load(load, points):
    assert points_of("blood_sugar", "glycemic_load", {}, glycemic_load=load) == points


def test_a_condition_on_something_unknown_does_not_hold():
    lean = {"energy_kcal": 100, "saturated_fat_g": 0.1, "sodium_mg": 10}
    assert points_of("heart_health", "saturated_fat", lean) == 0
    assert points_of("heart_health", "saturated_fat", lean | {"protein_g": 10}) == 15


def test_unknown_added_sugars_stay_unknown_unless_there_are_hardly_any_sugars():
    _, sugars = named("added_sugars")
    assert sugars(Serving(100, {"sugars_g": 12})) is None
    assert sugars(Serving(100, {"sugars_g": 2})) == 2
    assert sugars(Serving(100, {"sugars_g": 12, "added_sugars_g": 3})) == 3


@pytest.mark.parametrize(
    "name", ["saturated_fat_energy_percent", "added_sugars_energy_percent", "per_100_kcal:fibre_g"]
)
def test_shares_of_no_energy_make_no_sense(name):
    nothing = {"energy_kcal": 0.0, "saturated_fat_g": 0.0, "added_sugars_g": 0.0, "fibre_g": 0.0}
    _, measure = named(name)
    assert measure(Serving(240, nothing)) is NOT_APPLICABLE
    assert measure(Serving(240, nothing | {"energy_kcal": None})) is None


def test_the_highest_share_stays_unknown_while_an_unknown_nutrient_could_raise_it():
    _, highest = named("highest_share:calcium_mg|iron_mg")
    assert highest(Serving(100, {"calcium_mg": 13})) is None
    assert highest(Serving(100, {"calcium_mg": 130})) == pytest.approx(10)
    assert highest(Serving(100, {"calcium_mg": 13, "iron_mg": 0.9})) == pytest.approx(5)


def test_a_steak_has_no_glycemic_index_and_hardly_a_load():
    steak = Serving(100, {"carbohydrate_available_g": 0.4})
    assert math.isnan(named("glycemic_index")[1](steak) or 0)
    assert named("glycemic_load")[1](steak) == 0.4


def test_protein_is_complete_where_the_scarcest_amino_acid_reaches_the_pattern():
    names = ("leucine", "isoleucine", "valine", "lysine", "tryptophan")
    complete = {"protein_g": 10.0} | {f"{name}_g": threshold(f"{name}_pattern") / 100 for name in names}
    _, score = named("amino_acid_score")
    assert score(Serving(100, complete)) == pytest.approx(100)
    assert score(Serving(100, complete | {"lysine_g": complete["lysine_g"] / 2})) == pytest.approx(50)
    assert score(Serving(100, complete | {"lysine_g": None})) is None


def test_only_a_serving_above_400_kcal_is_cut():
    small, large = Serving(300, {"energy_kcal": 400.0}), Serving(300, {"energy_kcal": 800.0, "zinc_mg": None})
    assert all(part is small for part in parts(small).values())
    assert (
        parts(large)[JUDGED] == parts(large)[LEAST] == Serving(150, {"energy_kcal": 400.0, "zinc_mg": None})
    )
    assert parts(large)[WHOLE] is parts(large)[LEAST_WHOLE] is large


def test_limits_are_asked_of_at_least_50_g():
    stick = Serving(5, {"energy_kcal": 25.0, "added_sugars_g": 1.5}, glycemic_load=2.0)
    found = parts(stick)
    assert found[JUDGED] is found[WHOLE] is stick
    assert found[LEAST] == found[LEAST_WHOLE]
    assert (found[LEAST].grams, found[LEAST].nutrients["added_sugars_g"]) == (50, 15)
    assert found[LEAST].glycemic_load == 20


def test_an_amount_for_its_energy_is_of_no_more_than_a_cup():
    _, fibre = named("per_100_kcal:fibre_g")
    assert fibre(Serving(50, {"energy_kcal": 100.0, "fibre_g": 3.0})) == pytest.approx(3)
    assert fibre(Serving(100, {"energy_kcal": 15.0, "fibre_g": 1.0})) == pytest.approx(2.4)


@pytest.mark.parametrize(
    ("nutrients", "is_drink", "nourishes"),
    [
        ({"protein_g": 5.1, "fibre_g": 0.0, "potassium_mg": 0.0}, False, True),
        ({"protein_g": 0.0, "fibre_g": 1.6, "potassium_mg": 0.0}, False, True),
        ({"protein_g": 0.0, "fibre_g": 0.0, "potassium_mg": 180.0}, False, True),
        ({"protein_g": 0.0, "fibre_g": 0.0, "potassium_mg": 180.0}, True, False),
        ({"protein_g": 4.9, "fibre_g": 1.4, "potassium_mg": 160.0, "iron_mg": 18.0}, False, False),
    ],
)
def test_protein_fibre_or_the_potassium_of_watery_food_nourish(nutrients, is_drink, nourishes):
    _, nourishment = named("nourishment")
    found = nourishment(Serving(100, nutrients | {"energy_kcal": 100.0}, is_drink=is_drink))
    assert found is not None
    assert (found >= 1) is nourishes


def test_potassium_of_what_was_fried_does_not_nourish():
    crisps = {"energy_kcal": 532.0, "protein_g": 6.4, "fibre_g": 3.1, "potassium_mg": 1196.0}
    assert (named("nourishment")[1](Serving(100, crisps)) or 0) < 1


def test_the_energy_of_a_drink_has_no_density():
    assert (
        named("energy_density_kcal_g")[1](Serving(240, {"energy_kcal": 110.0}, is_drink=True))
        is NOT_APPLICABLE
    )


def test_a_measure_that_does_not_exist_is_an_error():
    with pytest.raises(KeyError):
        named("deliciousness")
    assert by_key()["sodium_mg"].unit == named("sodium_mg")[0]
