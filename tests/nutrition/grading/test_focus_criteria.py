"""The criteria table: every row names what exists, cites a source and counts on both sides of its bound."""

import math
from itertools import pairwise

import pytest

from nutrition.grading import tables
from nutrition.grading.focus import FOCUSES, Serving, focus_grades
from nutrition.grading.focus_criteria import criteria
from nutrition.grading.focus_measures import NOT_APPLICABLE, judged, named, threshold
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
    in_code = {"energy_zero", "energy_judged", "fat_zero", "carbohydrate_zero"}
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
        ("brain", "choline", "choline_mg", math.nextafter(55.0, 0), 0, 6),
        ("bone_joint", "calcium", "calcium_mg", math.nextafter(260.0, 0), 12, 24),
        ("gut_health", "fibre", "fibre_g", math.nextafter(2.8, 0), 0, 14),
        ("heart_health", "alcohol", "alcohol_g", math.nextafter(10.0, 0), 0, -20),
    ],
)
def test_a_bound_counts_on_both_sides(focus, key, nutrient, bound, at, beyond):
    assert points_of(focus, key, {nutrient: bound}) == at
    assert points_of(focus, key, {nutrient: math.nextafter(bound, math.inf)}) == beyond


@pytest.mark.parametrize(("index", "points"), [(55, 25), (55.1, 5), (69, 5), (69.1, -20)])
def test_bands_of_the_glycemic_index(index, points):
    assert points_of("blood_sugar", "glycemic_index", {}, glycemic_index=index) == points


@pytest.mark.parametrize(("load", "points"), [(9.9, 15), (10, 0), (20, 0), (20.1, -15)])
def test_bands_of_the_glycemic_load(load, points):
    assert points_of("blood_sugar", "glycemic_load", {}, glycemic_load=load) == points


def test_a_condition_on_something_unknown_does_not_hold():
    lean = {"energy_kcal": 100, "saturated_fat_g": 0.1}
    assert points_of("heart_health", "saturated_fat", lean) == 0
    assert points_of("heart_health", "saturated_fat", lean | {"iron_mg": 5}) == 15


def test_a_table_without_added_sugars_lets_all_sugars_stand_for_them():
    _, sugars = named("added_else_all_sugars_g")
    assert sugars(Serving(100, {"sugars_g": 12})) == 12
    assert sugars(Serving(100, {"sugars_g": 12, "added_sugars_g": 3})) == 3


@pytest.mark.parametrize(
    "name", ["saturated_fat_energy_percent", "sugars_energy_percent", "fibre_g_100_kcal"]
)
def test_shares_of_no_energy_make_no_sense(name):
    nothing = {"energy_kcal": 0.0, "saturated_fat_g": 0.0, "sugars_g": 0.0, "fibre_g": 0.0}
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
    assert judged(small) is small
    assert judged(large) == Serving(150, {"energy_kcal": 400.0, "zinc_mg": None})


def test_a_measure_that_does_not_exist_is_an_error():
    with pytest.raises(KeyError):
        named("deliciousness")
    assert by_key()["sodium_mg"].unit == named("sodium_mg")[0]
