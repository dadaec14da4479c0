"""A row from outside is taken as it is, or refused by the name of its field."""

import math

import pytest

from nutrition.grading.rows import BrokenRowError, read_row

GOOD = {
    "energy_kcal": 60,
    "sugars_g": 5,
    "carbohydrate_total_g": 6,
    "fat_g": 3,
    "saturated_fat_g": 2,
    "protein_g": 3,
}


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ([], "row"),
        ({}, "nutrients"),
        ({"nutrients": []}, "nutrients"),
        ({"nutrients": GOOD | {"sugar": 1}}, "nutrients.sugar"),
        ({"nutrients": GOOD | {"sugars_g": -1}}, "nutrients.sugars_g"),
        ({"nutrients": GOOD | {"sugars_g": math.nan}}, "nutrients.sugars_g"),
        ({"nutrients": GOOD | {"sugars_g": "5"}}, "nutrients.sugars_g"),
        ({"nutrients": GOOD | {"sugars_g": True}}, "nutrients.sugars_g"),
        ({"nutrients": GOOD, "nutriscore_class": "drink"}, "nutriscore_class"),
        ({"nutrients": GOOD, "nutriscore_class": ["water"]}, "nutriscore_class"),
        ({"nutrients": GOOD, "fruit_vegetable_legume_percent": 101}, "fruit_vegetable_legume_percent"),
        ({"nutrients": GOOD, "nut_percent": -1}, "nut_percent"),
        ({"nutrients": GOOD, "non_nutritive_sweeteners": "yes"}, "non_nutritive_sweeteners"),
        ({"nutrients": GOOD, "serving_g": 0}, "serving_g"),
        ({"nutrients": GOOD, "serving_g": 10**400}, "serving_g"),
        ({"nutrients": GOOD, "glycemic_index": math.inf}, "glycemic_index"),
        ({"nutrients": GOOD, "colour": "red"}, "colour"),
    ],
)
def test_the_field_at_fault_is_named(row, field):
    with pytest.raises(BrokenRowError) as refusal:
        read_row(row)
    assert refusal.value.field == field


def test_what_nobody_told_stays_unknown():
    facts = read_row({"nutrients": GOOD})
    assert facts.nutriscore_class == "general"
    assert facts.fruit_vegetable_legume_percent is None
    assert facts.nutrients.get("fibre_g") is None


@pytest.mark.parametrize(("given", "meant"), [(0, False), (2, True), (True, True), (None, None)])
def test_sweeteners_may_be_counted(given, meant):
    assert read_row({"nutrients": GOOD, "non_nutritive_sweeteners": given}).non_nutritive_sweeteners is meant


def test_a_label_may_give_kilojoules_and_salt():
    nutrients = read_row({"nutrients": {"energy_kj": 418.4, "salt_g": 0.5}}).nutrients
    assert (nutrients["energy_kcal"], nutrients["sodium_mg"]) == pytest.approx((100.0, 200.0))
