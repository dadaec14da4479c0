"""A question that compares foods is taken apart as a person would."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrition.grading.focus import FOCUSES
from nutrition.resolution.comparison import read_question

QUESTIONS = [
    ("oatmeal vs eggs for energy", ("oatmeal", "eggs"), "energy"),
    ("Compare oatmeal and eggs", ("oatmeal", "eggs"), None),
    ("compare a latte with a cappuccino", ("a latte", "a cappuccino"), None),
    ("Which is better for my heart, salmon or steak?", ("salmon", "steak"), "heart_health"),
    ("is brown rice healthier than white rice?", ("brown rice", "white rice"), "balanced"),
    ("eggs, oatmeal or yogurt for weight loss", ("eggs", "oatmeal", "yogurt"), "weight_loss"),
    ("toast with butter vs. two eggs and bacon", ("toast with butter", "two eggs and bacon"), None),
    ("1 cup milk or 1 cup soy milk to build muscle", ("1 cup milk", "1 cup soy milk"), "muscle_building"),
    ("toast with butter and jam", ("toast with butter and jam",), None),
    ("oatmeal vs. eggs for immunity and energy", ("oatmeal", "eggs"), "immunity"),
    ("Which is worse for blood sugar: rice or bread?", ("rice", "bread"), "blood_sugar"),
    ("better for muscle, chicken or tofu?", ("chicken", "tofu"), "muscle_building"),
    ("rice or noodles, which is lower in carbs", ("rice", "noodles"), "blood_sugar"),
    ("What should I eat before running, a banana or toast?", ("a banana", "toast"), "energy"),
    ("vs", (), None),
    ("", (), None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sides", "focus"), QUESTIONS)
def test_sides_and_focus(text, sides, focus):
    question = read_question(text)
    assert (question.sides, question.focus) == (sides, focus)


@pytest.mark.parametrize(
    ("text", "sides", "unread"),
    [
        ("which is healthier for kids, milk or juice", ("milk", "juice"), "for kids"),
        ("oats vs eggs for gaining weight", ("oats", "eggs"), "for gaining weight"),
        ("rice or noodles, which is prettier", ("rice", "noodles"), "which is prettier"),
    ],
)
def test_what_is_not_understood_is_no_food(text, sides, unread):
    question = read_question(text)
    assert (question.sides, question.unread) == (sides, (unread,))


@given(st.text(max_size=300))
def test_any_text_is_read(text):
    question = read_question(text)
    assert question.focus is None or question.focus in FOCUSES
    assert all(side.strip() for side in question.sides)


@given(st.sampled_from(["oatmeal", "two eggs", "rice with beans"]), st.sampled_from(["vs", "versus", "VS."]))
def test_the_same_on_both_sides_stays_two(food, between):
    assert read_question(f"{food} {between} {food}").sides == (food, food)
