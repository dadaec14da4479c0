"""Winners, margins, leaders and differences of things side by side."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrition.grading.compare import BASES, ComparisonError, basis_grams, compare
from nutrition.grading.compare_tables import focuses, measures
from nutrition.grading.facts import FoodFacts
from nutrition.grading.nutriscore import balanced_score, nutri_score_2023
from nutrition.nutrients import by_key
from tests.nutrition.grading.compared import EGGS, OATMEAL, entry, won


def two(**scores):
    (focus, (one, other)), *_ = scores.items()
    found = compare([entry("One", **{focus: one}), entry("Other", **{focus: other})], focus, "100g")
    return won(found)


def test_the_higher_score_wins_its_focus_and_no_other():
    found = compare([EGGS, OATMEAL], "energy", "100g")
    assert won(found).ids == (OATMEAL.id,)
    assert won(found, "muscle_building").ids == (EGGS.id,)
    assert found.focuses["energy"].grades == {EGGS.id: "C", OATMEAL.id: "B"}


@pytest.mark.parametrize(
    ("other", "margin"),
    [(70, "tie"), (69.9, "slight"), (60.1, "slight"), (60, "moderate"), (45.1, "moderate"), (45, "decisive")],
)
def test_margins_on_both_sides_of_each_bound(other, margin):
    winner = two(energy=(70, other))
    assert winner.margin == margin
    assert winner.points == pytest.approx(70 - other)


def test_scores_that_are_shown_alike_tie():
    winner = two(energy=(70.04, 69.96))
    assert (winner.margin, winner.ids, winner.score) == ("tie", ("one", "other"), 70.0)


def test_a_margin_goes_by_the_scores_as_shown():
    assert two(energy=(80.04, 70.05)).margin == "moderate"


def test_all_that_share_the_best_score_are_named():
    entries = [entry("A", energy=50), entry("B", energy=90), entry("C", energy=90)]
    winner = won(compare(entries, "energy", "100g"))
    assert (winner.ids, winner.margin) == (("b", "c"), "tie")


def test_the_best_nutri_score_wins_overall_though_its_points_are_fewest():
    lentils = {"energy_kcal": 116.0, "sugars_g": 1.8, "saturated_fat_g": 0.05, "sodium_mg": 2.0}
    cookies = {"energy_kcal": 490.0, "sugars_g": 35.0, "saturated_fat_g": 9.0, "sodium_mg": 350.0}
    good = nutri_score_2023(FoodFacts({**lentils, "fibre_g": 7.9, "protein_g": 9.0}))
    bad = nutri_score_2023(FoodFacts({**cookies, "fibre_g": 2.0, "protein_g": 5.0}))
    assert (good.score or 0) < (bad.score or 0)
    entries = [
        entry("Cookies", balanced=balanced_score(bad)),
        entry("Lentils", balanced=balanced_score(good)),
    ]
    assert won(compare(entries, "balanced", "100g")).ids == ("lentils",)


@pytest.mark.parametrize("scores", [(None, None), (70, None)])
def test_nobody_wins_where_fewer_than_two_have_a_score(scores):
    entries = [entry("One", energy=scores[0]), entry("Other", energy=scores[1])]
    result = compare(entries, "energy", "100g").focuses["energy"]
    assert (result.winner, result.why_none) == (None, "fewer_than_two_scores")


def test_an_entry_without_a_score_neither_wins_nor_loses():
    found = compare([EGGS, OATMEAL, entry("Mystery")], "energy", "100g")
    assert won(found).margin == "moderate"
    assert found.focuses["energy"].scores["mystery"] is None
    assert found.summaries["mystery"].focus_grade == ""


def leaders(*nutrients, basis="100g"):
    entries = [entry(str(number), nutrients=given) for number, given in enumerate(nutrients)]
    return {leader.key: leader for leader in compare(entries, "energy", basis).leaders}


def test_leaders_have_most_of_the_good_and_least_of_the_other():
    found = leaders({"protein_g": 20.0, "sodium_mg": 300.0}, {"protein_g": 5.0, "sodium_mg": 100.0})
    assert (found["protein_g"].ids, found["protein_g"].value) == (("0",), 20.0)
    assert (found["sodium_mg"].ids, found["sodium_mg"].direction) == (("1",), "low")


def test_an_unknown_amount_neither_leads_nor_counts_as_none():
    found = leaders({"sodium_mg": 300.0}, {"sodium_mg": 100.0}, {"sodium_mg": None}, {})
    assert (found["sodium_mg"].ids, found["sodium_mg"].unknown) == (("1",), ("2", "3"))
    assert leaders({"sodium_mg": 300.0}, {}) == {}


def test_no_one_leads_where_all_are_shown_alike_or_negligible():
    assert leaders({"protein_g": 20.01}, {"protein_g": 19.99}) == {}
    assert leaders({"sodium_mg": 4.9}, {"sodium_mg": 0.0}) == {}
    assert leaders({"carbohydrate_total_g": 60.0}, {"carbohydrate_total_g": 10.0}) == {}


def test_the_lowest_glycemic_index_leads():
    entries = [entry("Rice", gi=73.0), entry("Barley", gi=28.0)]
    found = {leader.key: leader.ids for leader in compare(entries, "blood_sugar", "serving").leaders}
    assert found == {"glycemic_index": ("barley",)}


@pytest.mark.parametrize(("lower", "percent"), [(5.0, None), (4.9, 51), (0.0, 100)])
def test_differences_above_half_of_the_highest_are_told(lower, percent):
    entries = [entry("A", nutrients={"fibre_g": 10.0}), entry("B", nutrients={"fibre_g": lower})]
    found = compare(entries, "energy", "100g").differences
    assert [round(difference.percent) for difference in found] == ([] if percent is None else [percent])


def test_differences_leave_out_what_is_unknown_or_negligible_and_start_with_the_largest():
    first = entry("A", nutrients={"fibre_g": 10.0, "iron_mg": 0.3, "sodium_mg": 100.0})
    second = entry("B", nutrients={"fibre_g": None, "iron_mg": 0.0, "sodium_mg": 40.0})
    third = entry("C", nutrients={"fibre_g": 2.0, "iron_mg": 0.1})
    found = compare([first, second, third], "energy", "100g").differences
    assert [(d.key, d.values) for d in found] == [
        ("fibre_g", {"a": 10.0, "c": 2.0}),
        ("sodium_mg", {"a": 100.0, "b": 40.0}),
    ]


def test_summaries_carry_letter_grade_pros_and_cons():
    summary = compare([EGGS, OATMEAL], "energy", "100g").summaries[OATMEAL.id]
    assert (summary.nutriscore_grade, summary.focus_grade, summary.focus_score) == ("A", "B", 78.0)
    assert summary.pros == ("High in fibre (8 g)", "Low glycemic index (53)")


@pytest.mark.parametrize(
    ("entries", "focus", "basis", "code"),
    [
        ([EGGS], "energy", "100g", "too_few"),
        ([], "energy", "100g", "too_few"),
        ([entry(f"Food {number}") for number in range(11)], "energy", "100g", "too_many"),
        ([EGGS, EGGS], "energy", "100g", "duplicate_id"),
        ([EGGS, OATMEAL], "beauty", "100g", "unknown_focus"),
        ([EGGS, OATMEAL], "energy", "ounce", "unknown_basis"),
        ([EGGS, entry("Air", grams=0.0)], "energy", "serving", "no_portion"),
        ([EGGS, entry("Air", grams=float("nan"))], "energy", "serving", "no_portion"),
    ],
)
def test_what_cannot_be_compared_is_refused_by_name(entries, focus, basis, code):
    with pytest.raises(ComparisonError) as refused:
        compare(entries, focus, basis)
    assert refused.value.code == code


def test_ten_entries_and_every_basis_and_focus_are_compared():
    entries = [entry(f"Food {number}", energy=number) for number in range(10)]
    for basis in BASES:
        for focus in focuses():
            assert compare(entries, focus, basis).basis == basis


def test_what_a_basis_amounts_to():
    assert basis_grams("serving", 40.0, {}) == 40.0
    assert basis_grams("100g", 40.0, {}) == 100.0
    assert basis_grams("100kcal", 40.0, {"energy_kcal": 400.0}) == 25.0


@pytest.mark.parametrize("energy_kcal", [None, 0.0, 4.9])
def test_there_are_no_100_kcal_of_water(energy_kcal):
    assert basis_grams("100kcal", 40.0, {"energy_kcal": energy_kcal}) is None


def test_an_unknown_basis_amounts_to_nothing():
    with pytest.raises(ComparisonError, match="ounce"):
        basis_grams("ounce", 40.0, {})


def test_the_measures_are_the_nutrients_by_their_units():
    for key, measure in measures().items():
        assert set(measure.focuses) <= set(focuses())
        if key in by_key():
            assert (measure.unit, measure.decimals) == (by_key()[key].unit, by_key()[key].decimals)


amount = st.one_of(st.none(), st.floats(0, 1e5))
things = st.lists(
    st.tuples(
        st.one_of(st.none(), st.floats(0, 100)), st.dictionaries(st.sampled_from([*measures()]), amount)
    ),
    min_size=2,
    max_size=10,
)


@given(things)
def test_a_winner_has_the_highest_shown_score_in_whatever_order(given_things):
    entries = [entry(f"{n}", energy=score, nutrients=known) for n, (score, known) in enumerate(given_things)]
    found, turned = compare(entries, "energy", "100g"), compare(entries[::-1], "energy", "100g")
    scores = found.focuses["energy"].scores
    if found.winner:
        assert {found.winner.score} == {scores[one] for one in found.winner.ids}
        assert all(score is None or score <= found.winner.score for score in scores.values())
        assert set(found.winner.ids) == set(won(turned).ids)
    assert {d.key for d in found.differences} == {d.key for d in turned.differences}
    assert all(50 < d.percent <= 100 for d in found.differences)


def test_ten_entries_are_compared_in_well_under_5_ms():
    nutrients = {key: float(n) for n, key in enumerate(by_key())}
    scores = dict.fromkeys(focuses(), 50.0)
    entries = [entry(f"Food {number}", nutrients=nutrients, **scores) for number in range(10)]
    taken_s = []
    for _ in range(20):
        start = time.perf_counter()
        compare(entries, "energy", "100g")
        taken_s.append(time.perf_counter() - start)
    assert min(taken_s) < 0.005
