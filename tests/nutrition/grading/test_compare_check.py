"""A language model may phrase a comparison, never change it: lies of many kinds are caught."""

import re
from dataclasses import asdict

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nutrition.grading.compare import BASES, compare
from nutrition.grading.compare_check import contradictions
from nutrition.grading.compare_tables import focuses, measures
from nutrition.grading.compare_words import Explanation, explain
from tests.nutrition.grading.compared import EGGS, OATMEAL, entry, won

# Energy: oatmeal 78 (B), eggs 61 (C); balance: 85 and 66; muscle: 40 and 82; heart: 80 each.
FACTS = compare([OATMEAL, EGGS], "energy", "100g")
WORDS = Explanation(
    "Oatmeal wins for lasting energy with 78 of 100, against 61 for Eggs.",
    "Oatmeal has more fibre: 8 g, while Eggs have 0 g of fibre. Oatmeal is graded B.",
    ("Eggs are better for muscle, with 82 points.", "Eggs have less sugar (0.4 g)."),
    "For lasting energy, choose Oatmeal.",
)
TRUE = asdict(WORDS)


def lie(**changed):
    return contradictions({**TRUE, **changed}, FACTS)


def test_a_true_answer_is_accepted():
    assert lie() == ()


TRUE_SUMMARIES = [
    "Oatmeal comes out ahead of Eggs for lasting energy, with a moderate lead.",
    "Oatmeal is the better choice: graded B, against C for Eggs.",
    "Oatmeal scores 78, 17 points more than Eggs.",
    "For energy, oatmeal beats eggs.",
    "Cooked oatmeal leads for energy: 78 against 61.",
    "Oatmeal (B) is a better pick than Eggs (C).",
    "Oatmeal has the edge thanks to its 8 g of fibre.",
    "Oatmeal does well here: its low glycemic index (53) earns it a grade B and the lead.",
]
TRUE_CONSIDERATIONS = [
    "If you want more protein, Oatmeal has 13.2 g and Eggs 12.6 g.",
    "Eggs are better for muscle.",
    "Eggs have less sugar than Oatmeal.",
    "Sodium is lower in Oatmeal: 6 mg against 142 mg in Eggs.",
    "Eggs bring complete protein.",
    "Overall, Oatmeal is graded A.",
]


@pytest.mark.parametrize("text", TRUE_SUMMARIES)
def test_true_summaries_are_accepted(text):
    assert lie(summary=text) == ()


@pytest.mark.parametrize(
    "text", [*TRUE_CONSIDERATIONS, "For the heart, Oatmeal and Eggs are even at 80 of 100."]
)
def test_true_considerations_are_accepted(text):
    assert lie(considerations=[text]) == ()


@pytest.mark.parametrize("text", [*TRUE_SUMMARIES, *TRUE_CONSIDERATIONS])
def test_the_same_said_of_the_other_is_caught(text):
    turned = re.sub("(?i)oatmeal", "\0", text).replace("Eggs", "Oatmeal").replace("eggs", "Oatmeal")
    assert lie(considerations=[turned.replace("\0", "Eggs")])


@pytest.mark.parametrize(
    "text",
    [
        "Eggs win for lasting energy with 78 of 100.",
        "Eggs beat Oatmeal for lasting energy.",
        "Oatmeal is beaten by Eggs for lasting energy.",
        "Oatmeal loses to Eggs.",
        "Oatmeal trails Eggs for energy.",
        "Oatmeal is not better than Eggs.",
        "Oatmeal doesn't win; Eggs do.",
        "Oatmeal and Eggs tie for energy.",
        "Oatmeal and Eggs are equally good for energy.",
        "Oatmeal wins by far over Eggs.",
        "Oatmeal is clearly and decisively ahead of Eggs.",
        "Oatmeal is only slightly better than Eggs.",
        "Oatmeal wins for muscle too, ahead of Eggs.",
        "Oatmeal is the better choice, while Eggs are better for lasting energy.",
        "The better choice is Eggs, not Oatmeal.",
        "There is no winner between Oatmeal and Eggs.",
        "Oatmeal or Eggs: both win for energy.",
        "The winner is clear.",
        "A fine choice for energy.",
    ],
)
def test_another_winner_or_margin_is_caught(text):
    assert lie(summary=text)


@pytest.mark.parametrize(
    "text",
    [
        "Choose Eggs.",
        "For lasting energy, choose Eggs.",
        "Go with Eggs instead of Oatmeal.",
        "Oatmeal won, yet I would recommend Eggs.",
        "Pick Eggs over Oatmeal.",
        "Have Eggs for breakfast.",
        "Avoid Oatmeal.",
        "Skip Oatmeal and choose something else.",
        "Choose anything but Oatmeal.",
        "Choose salmon.",
        "Oatmeal is fine, but salmon is better.",
        "Choose Quaker Bites over Oatmeal.",
        "Choose whatever you like.",
        "Swap to Eggs for energy.",
    ],
)
def test_another_recommendation_is_caught(text):
    assert lie(recommendation=text)


@pytest.mark.parametrize(
    "text",
    [
        "Oatmeal is graded A and Eggs C.",
        "Oatmeal gets a C.",
        "Eggs (B) are behind Oatmeal (C).",
        "Oatmeal earns an A for lasting energy.",
        "Oatmeal gets a B+.",
        "Oatmeal has grade b, Eggs grade d.",
        "Oatmeal and Eggs have the same grade.",
        "Overall, Oatmeal is graded C.",
        "With a grade of E, Eggs do not compare.",
        "Grade F for Eggs.",
    ],
)
def test_another_grade_is_caught(text):
    assert lie(winner_explanation=text)


@pytest.mark.parametrize(
    "text",
    [
        "Oatmeal has 9 g of fibre.",
        "Oatmeal has 80 g of fibre.",
        "Oatmeal has 8 mg of fibre.",
        "Eggs have 8 g of fibre.",
        "Fibre: 0 g in Oatmeal and 8 g in Eggs.",
        "Oatmeal and Eggs have 0 g and 8 g of fibre.",
        "Oatmeal has 13.2 g of fibre.",
        "Oatmeal has 13.2 g of sugar.",
        "Oatmeal has 8.4 g of fibre.",
        "Oatmeal scores 87 of 100.",
        "Oatmeal scores 61 and Eggs 78.",
        "Oatmeal is 25 points ahead of Eggs.",
        "Oatmeal is 17 points behind Eggs.",
        "Eggs are 17 points ahead of Oatmeal.",
        "Oatmeal scores 17, 17 points more than Eggs.",
        "Oatmeal leads for energy: 78 against 78.",
        "Oatmeal has 50 % more protein than Eggs.",
        "Oatmeal has twice the protein of Eggs.",
        "Oatmeal has three times more protein.",
        "Oatmeal has thirteen grams of protein.",
        "Oatmeal provides 12 mg of iron.",
        "Oatmeal has a glycemic index of 35.",
        "Eggs have a glycemic index of 53.",
        "Oatmeal has 379 kcal per serving.",
        "Oatmeal has 1,586 kJ.",
        "Oatmeal keeps you going for 4 hours.",
        "Eggs hold 379 kcal.",
    ],
)
def test_another_figure_is_caught(text):
    assert lie(winner_explanation=text)


@pytest.mark.parametrize(
    "text",
    [
        "Eggs have more fibre than Oatmeal.",
        "Eggs are higher in protein.",
        "Fibre is higher in Eggs.",
        "Oatmeal has less protein than Eggs.",
        "Oatmeal has the most sodium.",
        "Eggs are rich in fibre.",
        "Eggs are low in sodium.",
        "Eggs, higher than Oatmeal in fibre, fill you.",
        "Oatmeal has as much sugar as Eggs.",
        "Oatmeal has more iron than Eggs.",
        "Eggs are better for fibre.",
        "What speaks for Eggs: High in fibre (8 g).",
        "Oatmeal gives complete protein.",
    ],
)
def test_another_order_of_amounts_is_caught(text):
    assert lie(considerations=[text])


@pytest.mark.parametrize(
    "text",
    [
        "Oatmeal prevents diabetes.",
        "Oatmeal lowers your cholesterol.",
        "Oatmeal is a guilt-free choice.",
        "Oatmeal boosts your immune system.",
        "See https://example.org for Oatmeal.",
        "<b>Oatmeal</b> is fine.",
        "Oatmeal goes well with blueberries.",
    ],
)
def test_what_no_comparison_says_is_caught(text):
    assert lie(considerations=[text])


@pytest.mark.parametrize(
    "text",
    [
        "Oatmeal brings gluten-free goodness.",
        "Oatmeal is safe for people with nut allergies.",
        "Oatmeal can melt fat away.",
        "Oatmeal raises cholesterol levels in your arteries.",
        "Eggs are bad.",
        "Eggs deserve the crown.",
        "Pregnant women should eat Oatmeal.",
        "Visit evil dot com.",
        "Lose weight with Eggs.",
        "Oatmeal makes your heart stronger.",
        "Oatmeal is great 😀",
    ],
)
def test_words_outside_the_curated_ones_are_refused(text):
    assert lie(considerations=[text])
    assert lie(summary=f"Oatmeal leads. {text}")


@pytest.mark.parametrize(
    "text",
    [
        "Eggs beat Oatmeal on protein.",
        "Eggs, beating Oatmeal on protein, score 61.",
        "Eggs win thanks to less sugar.",
        "Eggs have fibre.",
        "Oatmeal is led by Eggs.",
        "Eggs have 61 points. It is the better choice.",
        "Oatmeal beats Eggs. It has 0 g of fibre.",
        "For lasting energy: Eggs.",
        "Which is best? Eggs.",
        "Oatmeal: sodium is lower in Eggs.",
        "Oatmeal is what Eggs beat.",
        "Eggs are great.",
        "Oatmeal has more protein and sodium than Eggs.",
        "Eggs are equal in protein.",
        "You need Eggs.",
        "Go from Oatmeal to Eggs.",
        "Take Oatmeal off your list.",
        "Oatmeal is with the winner Eggs.",
        "Oatmeal, the edge goes to Eggs.",
        "Oatmeal, the winner is Eggs.",
        "Oatmeal leads, take the one you like.",
        "Fibre is what matters for the gut.",
        "Overall, Oatmeal has a Nutri-Score A.",
        "Oatmeal has 8 g of fibre per 100 g.",
        "Eggs are graded a, the best.",
    ],
)
def test_what_is_false_or_unclear_is_refused(text):
    assert lie(considerations=[text])


@pytest.mark.parametrize(
    "text",
    [
        "Oatmeal beats Eggs on protein.",
        "Oatmeal has 8 g of fibre. It leads for energy.",
        "The edge goes to Oatmeal.",
        "Eggs follow with 61 of 100.",
        "Oatmeal scores 78/100 and Eggs 61/100.",
        "Oatmeal is high in fibre.",
    ],
)
def test_what_the_facts_bear_out_is_accepted(text):
    assert lie(considerations=[text]) == ()


def test_a_sentence_of_the_projects_own_passes_and_an_unknown_word_is_named():
    own = explain(FACTS)
    assert contradictions(asdict(own), FACTS) == ()
    reasons = contradictions({**asdict(own), "recommendation": f"{own.recommendation} Yummy."}, FACTS)
    assert "recommendation: unknown word: 'yummy'" in reasons


@pytest.mark.parametrize("field", list(TRUE))
@pytest.mark.parametrize("value", [None, "", "  ", 5, [], {"a": 1}, ["", None], "word " * 400])
def test_a_field_that_is_empty_too_long_or_no_text_is_caught(field, value):
    assume_list = field == "considerations" and value == []
    assert bool(lie(**{field: value})) != assume_list


def test_missing_fields_and_too_many_considerations_are_caught():
    assert contradictions({}, FACTS)
    assert lie(considerations=["Eggs are better for muscle."] * 6)


def test_a_tie_is_told_as_a_tie():
    tied = compare([OATMEAL, EGGS], "heart_health", "100g")
    answer = {
        "summary": "Oatmeal and Eggs are even for the heart, at 80 of 100.",
        "winner_explanation": "Both are graded A.",
        "considerations": [],
        "recommendation": "Take the one you like.",
    }
    assert contradictions(answer, tied) == ()
    assert contradictions({**answer, "summary": "Oatmeal beats Eggs for the heart."}, tied)
    assert contradictions({**answer, "summary": "Oatmeal and Eggs do well for the heart."}, tied)
    assert contradictions({**answer, "recommendation": "Choose Oatmeal."}, tied)


def test_no_winner_is_told_as_none():
    none = compare([OATMEAL, EGGS], "brain", "100g")
    answer = {
        "summary": "For the brain there is no winner.",
        "winner_explanation": "These have no winner.",
        "considerations": [],
        "recommendation": "Take the one you like.",
    }
    assert contradictions(answer, none) == ()
    assert contradictions({**answer, "summary": "Oatmeal wins for the brain."}, none)


NAMES = [
    "Milk, whole",
    "Milk, 2% fat",
    "Sugar",
    "Salt",
    "Energy drink",
    "Vitamin C tablets",
    "Soup, with 12 g of protein",
    "A bar",
    "Bread, white, enriched",
    "B-52",
    "Eggs",
    "Café au lait",
    "7 Up (can)",
    "Best burger",
    "Chicken, no skin",
    "Gravy, no fibre",
    "Pudding, in 100 calorie packs",
]
SAID = [
    "High in fibre (8.4 g)",
    "Only 2 g of saturated fat",
    "No fibre",
    "1,200 mg of sodium",
    "25 % of vitamin D",
]
score = st.one_of(st.none(), st.floats(0, 100), st.integers(0, 4).map(lambda n: 25.0 * n))
nutrients = st.dictionaries(st.sampled_from(sorted(measures())), st.floats(0, 3000), max_size=8)


few = settings(max_examples=40, deadline=None)


@st.composite
def comparisons(draw):
    names = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=6, unique=True))
    entries = [
        entry(
            name,
            pros=draw(st.lists(st.sampled_from(SAID), max_size=3, unique=True)),
            cons=draw(st.lists(st.sampled_from(SAID), max_size=1)),
            confidence=draw(st.floats(0, 1)),
            nutrients=draw(nutrients),
            **{focus: draw(score) for focus in focuses()},
        )
        for name in names
    ]
    return compare(entries, draw(st.sampled_from(list(focuses()))), draw(st.sampled_from(BASES)))


@few
@given(comparisons())
def test_the_project_s_own_words_always_pass(comparison):
    assert contradictions(asdict(explain(comparison)), comparison) == ()


@few
@given(comparisons(), st.data())
def test_swapping_two_names_is_caught(comparison, data):
    assume(comparison.winner and comparison.winner.margin != "tie")
    own = asdict(explain(comparison))
    names = {one.id: one.name for one in comparison.entries}
    winner = names[won(comparison).ids[0]]
    other = data.draw(st.sampled_from([name for name in names.values() if name != winner]))
    field = data.draw(st.sampled_from(["summary", "recommendation"]))
    assume(field == "summary" or won(comparison).margin != "slight" or winner in own[field])
    swapped = own[field].replace(winner, "\0").replace(other, winner).replace("\0", other)
    assert contradictions({**own, field: swapped}, comparison)


@few
@given(comparisons(), st.data())
def test_changing_one_figure_is_caught(comparison, data):
    assume(comparison.winner)
    own = asdict(explain(comparison))
    found = re.search(r"(\d+(?:\.\d)?)(?: against [\d.]+)? of 100", own["summary"])
    assert found
    scores = comparison.focuses[comparison.focus].scores.values()
    wrong = data.draw(st.integers(0, 100).filter(lambda n: all(abs(n - (s or 0)) > 1 for s in scores)))
    assume(abs(wrong - won(comparison).points) > 1)
    changed = own["summary"][: found.start(1)] + str(wrong) + own["summary"][found.end(1) :]
    assert contradictions({**own, "summary": changed}, comparison)


@few
@given(comparisons(), st.data())
def test_changing_one_grade_is_caught(comparison, data):
    own = asdict(explain(comparison))
    graded = list(re.finditer(r"\(([A-F])\)", own["winner_explanation"]))
    assume(graded)
    match = data.draw(st.sampled_from(graded))
    name = next(
        one
        for one in comparison.entries
        if own["winner_explanation"][: match.start()].rstrip().endswith(one.name)
    )
    right = {match[1], name.nutriscore_grade}
    wrong = data.draw(st.sampled_from([letter for letter in "ABCDEF" if letter not in right]))
    text = own["winner_explanation"]
    assert contradictions(
        {**own, "winner_explanation": f"{text[: match.start(1)]}{wrong}{text[match.end(1) :]}"}, comparison
    )


@few
@given(comparisons(), st.sampled_from(["slight", "moderate", "decisive"]))
def test_changing_the_margin_is_caught(comparison, margin):
    assume(comparison.winner and won(comparison).margin not in ("tie", margin))
    own = asdict(explain(comparison))
    changed = own["summary"].replace(f"a {won(comparison).margin} lead", f"a {margin} lead")
    assert contradictions({**own, "summary": changed}, comparison)


@few
@given(comparisons())
def test_recommending_another_is_caught(comparison):
    assume(comparison.winner)
    own = asdict(explain(comparison))
    for one in comparison.entries:
        if one.id not in won(comparison).ids:
            assert contradictions({**own, "recommendation": f"Go with {one.name}."}, comparison)


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=50)), st.text(max_size=300))
def test_any_answer_gets_a_verdict(fields, text):
    assert contradictions({**fields, "summary": text}, FACTS)
