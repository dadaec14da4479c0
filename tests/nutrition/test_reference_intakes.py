"""Reference intakes: which table a person reads, and the figures that stand in the reports."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrition.nutrients import KEYS, NUTRIENTS
from nutrition.reference_intakes import (
    GENERAL,
    life_stage,
    life_stages,
    percent_of_reference,
    reference_intake,
    reference_intakes,
)

ages = st.floats(0, 130)
sexes = st.sampled_from(["female", "male", None])


@pytest.mark.parametrize(
    ("age", "sex", "stage"),
    [
        (0, None, "infant_0_6m"),
        (0.5, "male", "infant_7_12m"),
        (0.999, "female", "infant_7_12m"),
        (1, None, "child_1_3"),
        (8.9, "female", "child_4_8"),
        (9, "female", "female_9_13"),
        (18.99, "male", "male_14_18"),
        (19, "male", "male_19_30"),
        (51, "female", "female_51_70"),
        (71, "male", "male_71_up"),
        (40, None, GENERAL),
    ],
)
def test_age_and_sex_tell_the_life_stage(age, sex, stage):
    assert life_stage(age, sex) == stage


@pytest.mark.parametrize(
    ("age", "stage"), [(13, "14_18"), (18, "14_18"), (19, "19_30"), (31, "31_50"), (53, "31_50")]
)
def test_pregnancy_and_lactation_have_their_own_tables(age, stage):
    assert life_stage(age, "female", pregnant=True) == f"pregnancy_{stage}"
    assert life_stage(age, None, lactating=True) == f"lactation_{stage}"
    assert life_stage(age, "female", pregnant=True, lactating=True) == f"pregnancy_{stage}"


@pytest.mark.parametrize("age", [-0.1, 131, float("nan"), float("inf")])
def test_an_impossible_age_is_refused(age):
    with pytest.raises(ValueError, match="age"):
        life_stage(age, "female")


def test_a_pregnant_child_and_an_unknown_word_are_refused():
    with pytest.raises(ValueError, match="pregnancy"):
        life_stage(5, "female", pregnant=True)
    with pytest.raises(ValueError, match="sex"):
        life_stage(30, "w")  # type: ignore[arg-type]


@given(ages, sexes)
def test_everybody_has_a_table_with_the_nutrients_that_matter_most(age, sex):
    intakes = reference_intakes(life_stage(age, sex))
    assert {"protein_g", "calcium_mg", "iron_mg", "sodium_mg", "vitamin_c_mg"} <= intakes.keys() <= set(KEYS)
    assert all(intake.amount > 0 for intake in intakes.values())


def test_there_are_22_life_stages_and_the_general_public():
    assert len(life_stages()) == 23
    assert all(len(reference_intakes(stage)) in (32, 33) for stage in life_stages()[1:])


@pytest.mark.parametrize(
    ("stage", "nutrient", "amount", "kind", "upper_limit"),
    [
        ("female_19_30", "iron_mg", 18, "RDA", 45),
        ("pregnancy_19_30", "iron_mg", 27, "RDA", 45),
        ("male_31_50", "potassium_mg", 3400, "AI", None),
        ("female_31_50", "potassium_mg", 2600, "AI", None),
        ("female_31_50", "sodium_mg", 1500, "AI", 2300),
        ("child_4_8", "sodium_mg", 1000, "AI", 1500),
        ("male_19_30", "vitamin_d_ug", 15, "RDA", 100),
        ("male_71_up", "vitamin_d_ug", 20, "RDA", 100),
        ("infant_0_6m", "vitamin_d_ug", 10, "AI", 25),
        ("male_19_30", "copper_mg", 0.9, "RDA", 10),
        ("pregnancy_14_18", "copper_mg", 1.0, "RDA", 8),
        ("lactation_14_18", "fibre_g", 29, "AI", None),
        ("infant_7_12m", "fat_g", 30, "AI", None),
        ("infant_7_12m", "iron_mg", 11, "RDA", 40),
        ("infant_7_12m", "calcium_mg", 260, "AI", 1500),
        ("female_51_70", "calcium_mg", 1200, "RDA", 2000),
        ("male_51_70", "calcium_mg", 1000, "RDA", 2000),
        ("male_51_70", "alpha_linolenic_acid_g", 1.6, "AI", None),
        ("pregnancy_31_50", "folate_dfe_ug", 600, "RDA", 1000),
    ],
)
def test_figures_of_the_reports(stage, nutrient, amount, kind, upper_limit):
    intake = reference_intake(stage, nutrient)
    assert intake is not None
    assert (intake.amount, intake.kind, intake.upper_limit) == (amount, kind, upper_limit)


def test_a_limit_that_does_not_count_the_whole_diet_says_so():
    magnesium = reference_intake("male_31_50", "magnesium_mg")
    assert magnesium is not None
    assert magnesium.upper_limit is not None
    assert magnesium.upper_limit < magnesium.amount
    assert "supplements" in magnesium.upper_limit_applies_to


def test_no_need_is_above_a_limit_on_the_whole_diet():
    for stage in life_stages():
        for key, intake in reference_intakes(stage).items():
            if intake.upper_limit is not None and not intake.upper_limit_applies_to:
                assert intake.amount <= intake.upper_limit, (stage, key)


def test_every_figure_names_its_report():
    sources = {intake.source for stage in life_stages() for intake in reference_intakes(stage).values()}
    assert all(source.startswith(("IOM ", "NASEM ", "FDA: ")) for source in sources)


def test_no_reference_is_not_zero():
    assert reference_intake("male_19_30", "saturated_fat_g") is None
    assert "saturated_fat_g" not in percent_of_reference({"saturated_fat_g": 5}, "male_19_30")


def test_unknown_amounts_have_no_share():
    shares = percent_of_reference({"iron_mg": None, "calcium_mg": 260}, "female_19_30")
    assert shares["iron_mg"] is None
    assert shares["zinc_mg"] is None
    assert shares["calcium_mg"] == pytest.approx(26)


def test_without_a_life_stage_the_daily_values_count():
    amounts = {nutrient.key: nutrient.daily_value for nutrient in NUTRIENTS}
    shares = percent_of_reference(amounts)
    assert len(shares) > 30
    assert set(shares.values()) == {100.0}


@given(st.sampled_from(life_stages()), st.sampled_from(KEYS), st.floats(0, 1e6))
def test_twice_the_amount_is_twice_the_share(stage, key, amount):
    once = percent_of_reference({key: amount}, stage).get(key)
    twice = percent_of_reference({key: 2 * amount}, stage).get(key)
    if once is not None:
        assert twice == pytest.approx(2 * once)
