"""Both sides of every threshold, in every class, in both versions."""

from dataclasses import replace

import pytest

from nutrition.grading import tables
from nutrition.grading.facts import FoodFacts
from nutrition.grading.nutriscore import CLASSES, NutriScore, nutri_score_2017, nutri_score_2023
from nutrition.grading.nutriscore.scheme import rules
from tests.nutrition.grading import nutriscore_literal as literal
from tests.nutrition.grading.nutriscore_literal import AT_LEAST, POINTS, points

NOTHING = {
    "energy_kj": 0.0,
    "sugars_g": 0.0,
    "saturated_fat_g": 0.0,
    "fat_g": 100.0,
    "sodium_mg": 0.0,
    "fibre_g": 0.0,
    "protein_g": 0.0,
}
FORMULAS = {"2023": nutri_score_2023, "2017": nutri_score_2017}
STEP = 1e-6


def with_amount(food_class: str, key: str, amount: float) -> FoodFacts:
    """A food of nothing but so much of one component."""
    facts = FoodFacts(NOTHING, food_class, 0.0, 0.0, False)
    if key == "fruit_vegetable_legume_percent":
        return replace(facts, fruit_vegetable_legume_percent=amount)
    if key == "non_nutritive_sweeteners":
        return replace(facts, non_nutritive_sweeteners=amount > 0)
    if key == "energy_from_saturates_kj":
        return replace(facts, nutrients=NOTHING | {"saturated_fat_g": amount / 37})
    if key == "saturates_per_fat_percent":
        return replace(facts, nutrients=NOTHING | {"saturated_fat_g": amount})
    return replace(facts, nutrients=NOTHING | {key: amount})


def earned(result: NutriScore, key: str) -> int:
    return next(part.points for part in result.negative + result.positive if part.key == key)


def cases():
    for (version, food_class), components in POINTS.items():
        for key, (thresholds, _) in components.items():
            for threshold in thresholds:
                yield pytest.param(
                    version, food_class, key, threshold, id=f"{version}-{food_class}-{key}-{threshold}"
                )


@pytest.mark.parametrize(("version", "food_class", "key", "threshold"), list(cases()))
def test_the_points_change_at_the_threshold(version, food_class, key, threshold):
    for amount in (threshold - STEP, threshold, threshold + STEP):
        if amount >= 0 and (key != "non_nutritive_sweeteners" or amount == threshold):
            result = FORMULAS[version](with_amount(food_class, key, amount))
            assert earned(result, key) == points(version, food_class, key, amount)


@pytest.mark.parametrize("food_class", CLASSES)
@pytest.mark.parametrize("version", FORMULAS)
def test_the_components_and_their_most_points_are_the_published_ones(version, food_class):
    result = FORMULAS[version](FoodFacts(NOTHING, food_class, 0.0, 0.0, False))
    most = {part.key: part.most_points for part in result.negative + result.positive}
    thresholds = POINTS[version, food_class]
    assert most == {key: steps[1][: len(steps[0])][-1] for key, steps in thresholds.items()}


@pytest.mark.parametrize(("version", "food_class"), POINTS)
def test_every_score_has_its_published_letter(version, food_class):
    for score in range(-20, 60):
        assert rules(version, food_class).letter(score) == literal.letter(version, food_class, score)


@pytest.mark.parametrize(("version", "food_class"), POINTS)
def test_protein_counts_as_published_for_all_negative_and_fruit_points(version, food_class):
    for negative in range(56):
        for fruit in range(11):
            counts = rules(version, food_class).protein_counts(negative, fruit)
            assert counts == literal.protein_counts(version, food_class, negative, fruit)


def test_the_table_holds_no_threshold_that_is_not_published():
    expected = {
        (version, threshold)
        for (version, _), components in POINTS.items()
        for thresholds, _ in components.values()
        for threshold in thresholds
    }
    stored = {(row["version"], float(row["threshold"])) for row in tables.rows("nutriscore_thresholds")}
    assert stored == expected


def test_only_the_ratio_of_saturates_counts_at_its_threshold():
    at_least = {
        row["scale"] for row in tables.rows("nutriscore_thresholds") if row["comparison"] == "at_least"
    }
    assert at_least == {AT_LEAST.removesuffix("_percent")}


@pytest.mark.parametrize("name", ["thresholds", "components", "classes", "balanced"])
def test_every_row_of_the_tables_names_its_source(name):
    assert all(len(row["source"]) > 20 for row in tables.rows(f"nutriscore_{name}"))


@pytest.mark.parametrize("twentieths", range(1, 21))
def test_salt_computed_from_sodium_stays_on_its_side_of_the_threshold(twentieths):
    at, above = (
        nutri_score_2023(FoodFacts(NOTHING | {"sodium_mg": sodium_mg}))
        for sodium_mg in (80.0 * twentieths, 80.0 * twentieths + 0.001)
    )
    assert (earned(at, "salt_g"), earned(above, "salt_g")) == (twentieths - 1, twentieths)


@pytest.mark.parametrize("steps", range(1, 11))
def test_sodium_computed_from_salt_stays_on_its_side_of_the_threshold(steps):
    salt_g = steps * 90 * 2.5 / 1000
    assert earned(nutri_score_2017(FoodFacts(NOTHING | {"salt_g": salt_g})), "sodium_mg") == steps - 1


@pytest.mark.parametrize("percent", [10, 16, 22, 28, 34, 40, 46, 52, 58, 64])
@pytest.mark.parametrize("fat_g", [0.3, 7.7, 81.1, 99.9])
def test_a_ratio_that_is_exactly_the_threshold_counts(percent, fat_g):
    nutrients = NOTHING | {"fat_g": fat_g, "saturated_fat_g": fat_g * percent / 100}
    result = nutri_score_2023(FoodFacts(nutrients, "fats_oils_nuts_seeds"))
    assert earned(result, AT_LEAST) == points("2023", "fats_oils_nuts_seeds", AT_LEAST, percent)


def test_energy_is_taken_from_kcal_where_no_kj_are_given():
    kcal = {key: value for key, value in NOTHING.items() if key != "energy_kj"} | {"energy_kcal": 335 / 4.184}
    assert earned(nutri_score_2023(FoodFacts(kcal)), "energy_kj") == 0
    assert earned(nutri_score_2023(FoodFacts(kcal | {"energy_kcal": 80.1})), "energy_kj") == 1
    assert earned(nutri_score_2023(FoodFacts(kcal | {"energy_kj": 3000.0})), "energy_kj") == 8
