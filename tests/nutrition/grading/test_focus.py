"""The ten focus grades: what they say of real foods, and the laws that every grade keeps."""

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nutrition.grading.focus import FOCUSES, FocusGrade, Serving, focus_grades, letter
from nutrition.nutrients import KEYS

# Amounts in a serving after USDA's tables, rounded.
SALMON = {
    "energy_kcal": 206, "protein_g": 22, "fat_g": 12.4, "saturated_fat_g": 2.4, "monounsaturated_fat_g": 4.2,
    "polyunsaturated_fat_g": 4.5, "trans_fat_g": 0.0, "sodium_mg": 61, "potassium_mg": 384, "fibre_g": 0,
    "carbohydrate_total_g": 0, "sugars_g": 0, "added_sugars_g": 0, "epa_g": 0.69, "dha_g": 1.46,
    "alpha_linolenic_acid_g": 0.11, "vitamin_b12_ug": 2.8, "choline_mg": 91, "vitamin_e_mg": 1.1,
    "vitamin_c_mg": 3.7, "iron_mg": 0.3, "zinc_mg": 0.4, "folate_dfe_ug": 34, "alcohol_g": 0,
}  # fmt: skip
BUTTER = {
    "energy_kcal": 102, "protein_g": 0.1, "fat_g": 11.5, "saturated_fat_g": 7.3, "monounsaturated_fat_g": 3.0,
    "polyunsaturated_fat_g": 0.4, "trans_fat_g": 0.47, "sodium_mg": 2, "potassium_mg": 3, "fibre_g": 0,
    "carbohydrate_total_g": 0, "sugars_g": 0, "added_sugars_g": 0, "vitamin_a_rae_ug": 97, "alcohol_g": 0,
}  # fmt: skip
COLA = {
    "energy_kcal": 155, "protein_g": 0, "fat_g": 0, "saturated_fat_g": 0, "trans_fat_g": 0, "sodium_mg": 11,
    "potassium_mg": 18, "fibre_g": 0, "carbohydrate_total_g": 38.5, "sugars_g": 36.8, "added_sugars_g": 36.8,
    "vitamin_a_rae_ug": 0, "vitamin_c_mg": 0, "calcium_mg": 4, "iron_mg": 0, "alcohol_g": 0,
}  # fmt: skip
LENTILS = {
    "energy_kcal": 107, "protein_g": 8.3, "fat_g": 0.4, "saturated_fat_g": 0.05, "trans_fat_g": 0,
    "sodium_mg": 2, "potassium_mg": 341, "fibre_g": 7.3, "carbohydrate_total_g": 18.6, "sugars_g": 1.7,
    "added_sugars_g": 0, "iron_mg": 3.1, "magnesium_mg": 33, "alcohol_g": 0,
}  # fmt: skip
MILK = {
    "energy_kcal": 83, "protein_g": 8.3, "fat_g": 0.2, "calcium_mg": 299, "vitamin_d_ug": 2.9,
    "vitamin_k_ug": 0, "phosphorus_mg": 247, "magnesium_mg": 27, "zinc_mg": 1, "vitamin_c_mg": 0,
    "sodium_mg": 103, "saturated_fat_g": 0.1, "added_sugars_g": 0, "alcohol_g": 0,
}  # fmt: skip
WATER = dict.fromkeys(KEYS, 0.0) | {"water_g": 240.0}

amounts = st.dictionaries(st.sampled_from(KEYS), st.none() | st.floats(0, 5000))
maybe = st.none() | st.floats(0, 300)
servings = st.builds(
    Serving, st.floats(0, 2000), amounts, st.none() | st.floats(0, 100), maybe, maybe, maybe,
    st.booleans(), st.booleans(),
)  # fmt: skip


def grade(focus: str, nutrients, grams: float = 100.0, **known) -> FocusGrade:
    return focus_grades(Serving(grams, nutrients, **known))[focus]


@pytest.mark.parametrize(
    ("score", "grade"),
    [
        (100, "A"),
        (80, "A"),
        (79.9, "B"),
        (65, "B"),
        (64.9, "C"),
        (50, "C"),
        (49.9, "D"),
        (35, "D"),
        (34.9, "F"),
    ],
)
def test_letters(score, grade):
    assert letter(score) == grade


def test_salmon_leads_for_the_brain_and_says_why():
    brain = grade("brain", SALMON)
    assert brain.grade == "A"
    assert brain.pros[0] == "Rich in the omega-3 fats EPA and DHA"
    assert brain.cons == ()
    assert brain.insight == "Good for the brain: rich in the omega-3 fats EPA and DHA."


def test_butter_and_cola_do_not_suit_the_heart():
    butter, cola = grade("heart_health", BUTTER, 14.2), grade("heart_health", COLA, 370)
    assert (butter.grade, butter.cons) == ("F", ("Notable trans fat", "High saturated fat"))
    assert (cola.grade, cola.pros, cola.cons) == ("F", (), ("Very high in added sugars",))


def test_salmon_suits_the_heart_better_than_butter_and_cola():
    assert grade("heart_health", SALMON).grade == "A"


def test_lentils_keep_blood_sugar_steady_and_white_rice_less():
    rice = {
        "energy_kcal": 205,
        "carbohydrate_total_g": 44.5,
        "fibre_g": 0.6,
        "sugars_g": 0.1,
        "protein_g": 4.3,
    }
    lentils = grade("blood_sugar", LENTILS, glycemic_index=29, glycemic_load=3.3)
    steamed = grade("blood_sugar", rice, 158, glycemic_index=73, glycemic_load=32)
    assert lentils.grade == "A"
    assert steamed.grade == "F"
    assert "High glycemic index" in steamed.cons


def test_milk_leads_for_the_bones():
    bones = grade("bone_joint", MILK, 245)
    assert bones.grade == "A"
    assert bones.pros[0] == "Rich in calcium"


def test_fibre_leads_for_the_gut():
    assert grade("gut_health", LENTILS).grade == "A"
    assert grade("gut_health", COLA, 370).grade == "F"


def test_energy_density_is_by_the_gram_of_food_with_its_water():
    line = grade("weight_loss", LENTILS, 92.5).criteria[0]
    assert (line.key, line.unit) == ("energy_density", "kcal/g")
    assert line.value == pytest.approx(107 / 92.5)
    assert line.text == "Low energy density"


def test_sweet_water_is_not_filling_for_its_low_density():
    cola = grade("weight_loss", COLA, 370)
    assert cola.criteria[0].points == 0
    assert cola.grade == "F"


def test_oil_and_nuts_are_not_counted_down_for_unsaturated_fat():
    olive_oil = {"energy_kcal": 119, "fat_g": 13.5, "saturated_fat_g": 1.9, "monounsaturated_fat_g": 9.9,
                 "polyunsaturated_fat_g": 1.4}  # fmt: skip
    heart = grade("heart_health", olive_oil, 13.5)
    assert heart.cons == ()
    assert heart.pros == ("Mostly unsaturated fat",)


def test_water_is_neutral_where_it_brings_nothing():
    grades = focus_grades(Serving(240, WATER))
    assert grades["heart_health"].score == 50
    assert grades["heart_health"].insight == "Neither for nor against heart health."
    assert grades["weight_loss"].pros == ("Hardly any energy",)
    assert all(grades[focus].confidence == 1 for focus in ("heart_health", "brain", "immunity"))


def test_balanced_is_the_score_of_the_nutri_score():
    balanced = grade("balanced", COLA, 370, balanced_score=12.5)
    assert (balanced.score, balanced.grade, balanced.confidence) == (12.5, "E", 1)
    assert balanced.insight == "Less suited to everyday eating: high in added sugars."
    unrated = grade("balanced", COLA, 370)
    assert (unrated.score, unrated.grade, unrated.confidence) == (None, "", 0)


def test_nothing_known_is_no_grade():
    for focus, found in focus_grades(Serving(100, {})).items():
        assert (found.score, found.grade, found.confidence) == (None, "", 0), focus
        assert found.insight == "Too little is known to say."


@pytest.mark.parametrize("missing", ["potassium_mg", "epa_g", "trans_fat_g", "sodium_mg"])
def test_an_unknown_nutrient_lowers_the_confidence_and_takes_no_points(missing):
    full = grade("heart_health", SALMON)
    less = grade("heart_health", {key: value for key, value in SALMON.items() if key != missing})
    given = {line.key: line.points for line in full.criteria}
    assert less.confidence < full.confidence == 1
    assert {line.key: line.points for line in less.criteria if line.known}.items() <= given.items()
    assert all(line.points == 0 and line.value is None for line in less.criteria if not line.known)


def test_a_big_meal_is_judged_by_400_kcal_of_it_and_shows_what_it_holds():
    meal = {key: 4 * value for key, value in SALMON.items()} | {"sodium_mg": 900}
    sodium = next(line for line in grade("heart_health", meal, 400).criteria if line.key == "sodium")
    assert sodium.value == 900
    assert sodium.points == 0
    small = next(
        line for line in grade("heart_health", SALMON | {"sodium_mg": 900}).criteria if line.key == "sodium"
    )
    assert small.points == -15


@given(servings)
def test_every_grade_adds_up(serving):
    grades = focus_grades(serving)
    assert tuple(grades) == FOCUSES
    for focus, found in grades.items():
        assert 0 <= found.confidence <= 1 + 1e-9
        assert (found.score is None) == (found.grade == "") == (found.confidence == 0)
        if found.score is not None and focus != "balanced":
            points = sum(line.points for line in found.criteria)
            assert found.score == pytest.approx(min(100, max(0, 50 + points)))
            assert found.grade == letter(found.score)
        if found.grade:
            assert found.grade in ("ABCDE" if focus == "balanced" else "ABCDF")


@given(servings)
@example(Serving(1e-309, {"energy_kcal": 1.0}))
@example(Serving(1e-313, {"energy_kcal": 1e-313, "protein_g": 1.0}))
def test_every_line_keeps_within_its_points_and_is_told(serving):
    for found in focus_grades(serving).values():
        said = [line.text for line in found.criteria if line.text]
        assert sorted(said) == sorted(found.pros + found.cons)
        for line in found.criteria:
            assert abs(line.points) <= line.most_points
            assert line.value is None or (line.known and math.isfinite(line.value))
            assert bool(line.text) == bool(line.threshold)


@given(servings)
def test_the_same_serving_gets_the_same_grades(serving):
    assert focus_grades(serving) == focus_grades(serving)


@given(servings, st.sampled_from(["sodium_mg", "added_sugars_g", "trans_fat_g"]), st.floats(1, 5))
def test_more_of_what_to_limit_never_helps_the_heart(serving, key, times):
    more = Serving(
        serving.grams,
        {name: (value or 0) * (times if name == key else 1) for name, value in serving.nutrients.items()},
    )
    less = Serving(serving.grams, {name: value or 0 for name, value in serving.nutrients.items()})
    before, after = focus_grades(less)["heart_health"].score, focus_grades(more)["heart_health"].score
    if before is not None and after is not None:
        assert after <= before


@pytest.mark.parametrize("value", [math.nan, math.inf, -1.0, 1e308])
def test_figures_that_cannot_be_do_not_break_it(value):
    for found in focus_grades(Serving(100, dict.fromkeys(KEYS, value))).values():
        assert found.score is None or 0 <= found.score <= 100
