"""The Nutri-Score: scores and letters, protein, what is unknown, and laws that it must keep."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrition.grading.facts import FoodFacts
from nutrition.grading.nutriscore import CLASSES, nutri_score_2017, nutri_score_2023
from tests.nutrition.grading import nutriscore_literal as literal

FORMULAS = {"2023": nutri_score_2023, "2017": nutri_score_2017}
BREAD = {
    "energy_kcal": 250.0,
    "sugars_g": 4.0,
    "saturated_fat_g": 0.6,
    "fat_g": 3.0,
    "sodium_mg": 450.0,
    "fibre_g": 6.0,
    "protein_g": 9.0,
}


def amounts(most):
    # Four digits, so that none falls into the billionth by which thresholds are moved.
    return st.floats(0, most).map(lambda amount: round(amount, 4))


AMOUNT = amounts(100)
NUTRIENTS = st.fixed_dictionaries(
    {
        "energy_kj": amounts(4000),
        "sugars_g": AMOUNT,
        "saturated_fat_g": AMOUNT,
        "fat_g": AMOUNT,
        "sodium_mg": amounts(3000),
        "fibre_g": amounts(20),
        "protein_g": amounts(30),
    }
)
FOODS = st.builds(
    FoodFacts,
    NUTRIENTS,
    st.sampled_from(CLASSES),
    st.none() | AMOUNT,
    st.none() | AMOUNT,
    st.none() | st.booleans(),
)
VERSIONS = st.sampled_from(sorted(FORMULAS))


def parts(result):
    return {part.key: part for part in result.negative + result.positive}


def score(version: str, facts: FoodFacts) -> int:
    found = FORMULAS[version](facts).score
    assert found is not None
    return found


@given(FOODS, VERSIONS)
def test_any_food_scores_as_the_definition_written_out_by_hand(facts, version):
    result = FORMULAS[version](facts)
    scored_as = "beverage" if facts.nutriscore_class == "water" else facts.nutriscore_class
    if "nuts_scored_as_general_food" in result.assumed:
        scored_as = "general"
    for key, part in parts(result).items():
        assert part.points == literal.points(version, scored_as, key, round(part.value, 9))
    negative = sum(part.points for part in result.negative)
    fruit = parts(result)["fruit_vegetable_legume_percent"].points
    counts = literal.protein_counts(version, scored_as, negative, fruit)
    positive = sum(part.points for part in result.positive if part.key != "protein_g" or counts)
    assert (result.protein_counts, result.negative_points, result.positive_points) == (
        counts,
        negative,
        positive,
    )
    assert result.score == negative - positive
    if facts.nutriscore_class != "water":
        assert result.grade == literal.letter(version, scored_as, result.score)


@given(FOODS, VERSIONS, st.sampled_from(["energy_kj", "sugars_g", "sodium_mg", "saturated_fat_g"]), AMOUNT)
def test_more_of_what_a_food_should_have_little_of_never_improves_it(facts, version, key, more):
    added = {key: facts.nutrients[key] + more * (30 if key in {"energy_kj", "sodium_mg"} else 1)}
    worse = replace(facts, nutrients={**facts.nutrients, **added})
    assert score(version, worse) >= score(version, facts)


@given(FOODS, VERSIONS, st.sampled_from(["fibre_g", "protein_g"]), AMOUNT)
def test_more_fibre_or_protein_never_makes_it_worse(facts, version, key, more):
    better = replace(facts, nutrients={**facts.nutrients, key: facts.nutrients[key] + more})
    assert score(version, better) <= score(version, facts)


@given(FOODS, VERSIONS, AMOUNT)
def test_more_fruit_never_makes_it_worse(facts, version, more):
    fruit = (facts.fruit_vegetable_legume_percent or 0.0) + more
    better = replace(facts, fruit_vegetable_legume_percent=fruit)
    assert score(version, better) <= score(version, facts)


@given(FOODS)
def test_sweeteners_cost_a_beverage_four_points_in_2023(facts):
    drink = replace(facts, nutriscore_class="beverage", non_nutritive_sweeteners=False)
    sweetened = replace(drink, non_nutritive_sweeteners=True)
    assert score("2023", sweetened) == score("2023", drink) + 4
    assert score("2017", sweetened) == score("2017", drink)


ANYTHING = st.none() | st.floats() | st.integers(-(10**400), 10**400)


@given(
    st.dictionaries(st.sampled_from([*BREAD, "energy_kj", "salt_g", "carbohydrate_total_g"]), ANYTHING),
    st.sampled_from([*CLASSES, "not_rated"]),
    ANYTHING,
    ANYTHING,
    VERSIONS,
)
def test_no_numbers_break_it(nutrients, food_class, fruit, nuts, version):
    result = FORMULAS[version](FoodFacts(nutrients, food_class, fruit, nuts, None))
    assert result.grade in {"", *"ABCDE"}
    assert all(
        math.isfinite(part.value) and 0 <= part.points <= part.most_points for part in parts(result).values()
    )


def test_wholemeal_bread_by_hand():
    result = nutri_score_2023(FoodFacts(BREAD))
    assert {key: part.points for key, part in parts(result).items()} == {
        "energy_kj": 3,
        "sugars_g": 1,
        "saturated_fat_g": 0,
        "salt_g": 5,
        "fruit_vegetable_legume_percent": 0,
        "fibre_g": 3,
        "protein_g": 3,
    }
    assert (result.negative_points, result.positive_points, result.score, result.grade) == (9, 6, 3, "C")


@pytest.mark.parametrize(
    ("version", "points", "letter"), [("2023", 4 + 1 - 5, "B"), ("2017", 10 + 1 - 5, "C")]
)
def test_olive_oil_is_scored_by_the_share_of_its_saturates(version, points, letter):
    oil = {"energy_kcal": 884.0, "sugars_g": 0.0, "saturated_fat_g": 13.8, "fat_g": 100.0}
    oil |= {"sodium_mg": 0.0, "fibre_g": 0.0, "protein_g": 0.0}
    result = FORMULAS[version](FoodFacts(oil, "fats_oils_nuts_seeds", 100.0))
    assert (result.score, result.grade) == (points, letter)


@pytest.mark.parametrize(
    ("food_class", "at_ten", "at_eleven"),
    [("general", True, False), ("red_meat", True, False), ("cheese", True, True)],
)
def test_from_eleven_negative_points_on_protein_counts_only_in_cheese(food_class, at_ten, at_eleven):
    for saturated_fat_g, points, counts in ((2.0, 10, at_ten), (2.1, 11, at_eleven)):
        result = nutri_score_2023(FoodFacts(BREAD | {"saturated_fat_g": saturated_fat_g}, food_class))
        assert (result.negative_points, result.protein_counts) == (points, counts)
        assert parts(result)["protein_g"].counted is counts


def test_protein_of_fats_and_nuts_counts_below_seven_negative_points():
    nuts = {"energy_kcal": 600.0, "sugars_g": 4.0, "saturated_fat_g": 4.0, "fat_g": 50.0}
    nuts |= {"fibre_g": 9.0, "protein_g": 20.0}
    for sodium_mg, points, counts in ((400.0, 6, True), (401.0, 7, False)):
        result = nutri_score_2023(FoodFacts(nuts | {"sodium_mg": sodium_mg}, "fats_oils_nuts_seeds"))
        assert (result.negative_points, result.protein_counts) == (points, counts)


@pytest.mark.parametrize(("fruit", "counts"), [(80.0, False), (80.1, True)])
def test_much_fruit_brings_protein_back_in_2017(fruit, counts):
    sweet = BREAD | {"sugars_g": 60.0}
    assert nutri_score_2017(FoodFacts(sweet, "general", fruit)).protein_counts is counts
    assert nutri_score_2023(FoodFacts(sweet, "general", fruit)).protein_counts is False


def test_the_protein_of_red_meat_earns_two_points_at_most():
    meat = BREAD | {"protein_g": 26.0, "fibre_g": 0.0}
    assert parts(nutri_score_2023(FoodFacts(meat, "red_meat")))["protein_g"].points == 2
    assert parts(nutri_score_2023(FoodFacts(meat, "general")))["protein_g"].points == 7


def test_nuts_count_with_fruit_in_2017_only_and_to_100_at_most():
    mixed = FoodFacts(BREAD, "general", 50.0, 60.0)
    assert parts(nutri_score_2017(mixed))["fruit_vegetable_legume_percent"].value == 100
    assert parts(nutri_score_2023(mixed))["fruit_vegetable_legume_percent"].value == 50


@pytest.mark.parametrize(
    ("nut_percent", "code"), [(100.0, "nuts_scored_as_general_food"), (0.0, "scored_as_added_fat")]
)
def test_nuts_are_no_added_fat_in_2017(nut_percent, code):
    result = nutri_score_2017(FoodFacts(BREAD, "fats_oils_nuts_seeds", 0.0, nut_percent))
    assert result.assumed == (code,)
    assert ("saturated_fat_g" in parts(result)) is (nut_percent == 100)


@pytest.mark.parametrize("version", FORMULAS)
def test_water_is_a_whatever_is_known(version):
    assert FORMULAS[version](FoodFacts({}, "water")).grade == "A"
    assert FORMULAS[version](FoodFacts(BREAD, "water")).grade == "A"
    assert FORMULAS[version](FoodFacts({}, "water")).missing == ()


@pytest.mark.parametrize("version", FORMULAS)
def test_no_other_beverage_is_a(version):
    nothing = dict.fromkeys(BREAD, 0.0)
    milk = nothing | {"protein_g": 10.0, "fibre_g": 10.0}
    assert FORMULAS[version](FoodFacts(milk, "beverage", 100.0)).grade == "B"


@pytest.mark.parametrize("version", FORMULAS)
def test_what_is_outside_the_scheme_is_not_rated(version):
    result = FORMULAS[version](FoodFacts(BREAD, "not_rated"))
    assert (result.grade, result.score, result.not_rated_because) == ("", None, "outside_the_scheme")


@pytest.mark.parametrize("version", FORMULAS)
def test_an_unknown_class_is_refused(version):
    with pytest.raises(ValueError, match="no class 'soup'"):
        FORMULAS[version](FoodFacts(BREAD, "soup"))


@pytest.mark.parametrize("version", FORMULAS)
@pytest.mark.parametrize(
    "key", ["energy_kcal", "sugars_g", "saturated_fat_g", "sodium_mg", "fibre_g", "protein_g"]
)
@pytest.mark.parametrize("value", [None, math.nan, -1.0, math.inf])
def test_a_missing_or_impossible_nutrient_is_named_and_never_zero_points(version, key, value):
    result = FORMULAS[version](FoodFacts(BREAD | {key: value}))
    assert result.missing == (key,)
    assert (result.score, result.grade, result.negative_points, result.protein_counts) == (
        None,
        "",
        None,
        None,
    )
    assert len(parts(result)) == 6


def test_fats_need_the_fat_and_in_2023_not_the_energy():
    oil = FoodFacts(BREAD | {"energy_kcal": None, "fat_g": None}, "fats_oils_nuts_seeds")
    assert nutri_score_2023(oil).missing == ("fat_g",)
    assert nutri_score_2017(oil).missing == ("energy_kcal", "fat_g")


def test_protein_that_would_not_count_is_not_needed():
    sweets = BREAD | {"sugars_g": 60.0, "protein_g": None}
    assert score("2023", FoodFacts(sweets)) == score("2023", FoodFacts(sweets | {"protein_g": 9.0}))
    assert nutri_score_2023(FoodFacts(sweets, "cheese")).missing == ("protein_g",)


@pytest.mark.parametrize(
    ("known", "key", "code"),
    [
        ({"fat_g": 0.0, "saturated_fat_g": None}, "saturated_fat_g", "no_fat_so_no_saturated_fat"),
        ({"carbohydrate_total_g": 0.0, "sugars_g": None}, "sugars_g", "no_carbohydrate_so_no_sugars"),
        ({"carbohydrate_available_g": 0.0, "sugars_g": None}, "sugars_g", "no_carbohydrate_so_no_sugars"),
        ({"carbohydrate_total_g": 0.0, "fibre_g": None}, "fibre_g", "no_carbohydrate_so_no_fibre"),
    ],
)
def test_a_part_of_nothing_is_nothing(known, key, code):
    result = nutri_score_2023(FoodFacts(BREAD | known, "general", 0.0))
    assert (parts(result)[key].value, result.assumed) == (0.0, (code,))


def test_fibre_stays_unknown_where_only_available_carbohydrate_is_none():
    known = BREAD | {"carbohydrate_available_g": 0.0, "fibre_g": None}
    assert nutri_score_2023(FoodFacts(known)).missing == ("fibre_g",)


def test_what_is_assumed_is_named():
    assert nutri_score_2023(FoodFacts(BREAD)).assumed == ("no_fruit_vegetable_legume_known",)
    assert nutri_score_2023(FoodFacts(BREAD, "beverage", 0.0)).assumed == ("no_sweeteners_known",)
    assert nutri_score_2017(FoodFacts(BREAD, "general", 0.0)).assumed == ("no_nuts_known",)
    assert nutri_score_2023(FoodFacts(BREAD, "beverage", 0.0, 0.0, False)).assumed == ()


def test_the_salt_of_a_label_goes_before_sodium():
    label = FoodFacts(BREAD | {"salt_g": 2.0})
    assert parts(nutri_score_2023(label))["salt_g"].value == 2.0
    assert parts(nutri_score_2017(label))["sodium_mg"].value == 800.0
