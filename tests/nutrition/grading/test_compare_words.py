"""A comparison in plain words."""

import pytest

from nutrition.grading.compare import compare
from nutrition.grading.compare_tables import measures
from nutrition.grading.compare_words import explain, shown_amount, worth_phrasing
from tests.nutrition.grading.compared import EGGS, OATMEAL, entry

SWEETS = entry("Sweets", energy=20.0, balanced=30.0, confidence=0.3, nutrients={"sugars_g": 60.0})


def words(*entries, focus="energy", basis="100g"):
    return explain(compare(entries, focus, basis))


def test_the_summary_names_the_winner_both_scores_and_the_margin():
    assert words(OATMEAL, EGGS).summary == (
        "For lasting energy, Oatmeal, cooked came out ahead of Eggs: 78 against 61 of 100, a moderate lead."
    )


def test_the_winner_is_explained_by_grades_pros_and_the_amounts_that_matter():
    assert words(OATMEAL, EGGS).winner_explanation == (
        "Graded for lasting energy: Oatmeal, cooked (B) and Eggs (C). "
        "What speaks for Oatmeal, cooked: High in fibre (8 g); Low glycemic index (53). "
        "Fibre: 8 g in Oatmeal, cooked and 0 g in Eggs. "
        "Sugars: 1 g in Oatmeal, cooked and 0.4 g in Eggs. Amounts are those of 100 g."
    )


def test_what_speaks_for_the_other_is_considered():
    assert words(OATMEAL, EGGS).considerations == (
        "For muscle, Eggs came out ahead, with 82 of 100.",
        "Lowest in sugars: Eggs, with 0.4 g.",
        "Worth knowing of Oatmeal, cooked: Little vitamin C.",
    )


@pytest.mark.parametrize(
    ("scores", "advice"),
    [
        ((90, 60), "Choosing for lasting energy? Go with One."),
        ((65, 60), "They are close: for lasting energy One had a slight lead, so take the one you like."),
        ((60, 60), "For lasting energy it makes no difference: between One and Two, take the one you like."),
        ((None, 60), "Take the one you like, or compare them by another focus."),
        (
            (39, 10),
            "Choosing for lasting energy? Go with One. "
            "That is among these only: none of them is strong here.",
        ),
    ],
)
def test_advice_is_as_firm_as_the_margin(scores, advice):
    assert words(entry("One", energy=scores[0]), entry("Two", energy=scores[1])).recommendation == advice


def test_a_tie_names_all_that_share_it():
    assert words(OATMEAL, EGGS, focus="heart_health").summary == (
        "For the heart, Oatmeal, cooked and Eggs came out even with 80 of 100."
    )
    third = entry("Sweets", heart_health=10)
    assert "came out even at the top with 80" in words(OATMEAL, EGGS, third, focus="heart_health").summary


def test_without_a_winner_it_says_why():
    summary = words(OATMEAL, EGGS, focus="brain").summary
    assert summary == "For the brain there is no winner: fewer than two of these have a score."


def test_a_grade_that_rests_on_little_is_said_to_be_uncertain():
    said = words(OATMEAL, EGGS, SWEETS).considerations
    assert said[-1] == "Little is known of Sweets, so its grade is uncertain."


def test_the_same_comparison_gives_the_same_words():
    assert words(OATMEAL, EGGS, SWEETS) == words(OATMEAL, EGGS, SWEETS)


@pytest.mark.parametrize(
    ("value", "key", "text"),
    [
        (8.04, "fibre_g", "8 g"),
        (0.04, "fibre_g", "0 g"),
        (-0.001, "inflammation", "0"),
        (13.25, "iron_mg", "13.2 mg"),
        (100.0, "sodium_mg", "100 mg"),
        (53.4, "glycemic_index", "53"),
    ],
)
def test_amounts_are_shown_as_on_a_label(value, key, text):
    assert shown_amount(value, measures()[key]) == text


@pytest.mark.parametrize(("other", "worth"), [(45, True), (44.9, False)])
def test_a_plain_answer_needs_no_other_phrasing(other, worth):
    entries = [entry("One", balanced=85, energy=50), entry("Two", balanced=other, energy=60)]
    assert worth_phrasing(compare(entries, "energy", "100g")) is worth


def test_where_nobody_wins_there_is_nothing_to_phrase():
    assert not worth_phrasing(compare([OATMEAL, EGGS], "brain", "100g"))
