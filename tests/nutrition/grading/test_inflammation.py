"""The inflammation score after Shivappa 2014, a serving's contribution, and the short form."""

import math
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrition.grading.inflammation import (
    UNKNOWN,
    inflammation_contribution,
    inflammation_of_day,
    parameters,
    seed_inflammation,
)
from nutrition.nutrients import KEYS, by_key

# The world's mean day: retinol and RAE give 983.9 µg RE, four fatty acids 1.06 g of n-3.
SPLIT = {
    "vitamin A": {"vitamin_a_rae_ug": 700.0, "retinol_ug": 2 * 700 - 983.9},
    "n-3 fatty acids": {"alpha_linolenic_acid_g": 0.8, "epa_g": 0.06, "dpa_g": 0.05, "dha_g": 0.15},
    "caffeine": {"caffeine_mg": 8050.0},
}


def mean_day():
    """The nutrients that give each known parameter its mean."""
    day: dict[str, float] = {}
    for parameter in parameters():
        if parameter.terms:
            day |= SPLIT.get(parameter.name, {parameter.terms[0][0]: parameter.mean})
    return day


MEAN_DAY = mean_day()
amounts = st.dictionaries(st.sampled_from(KEYS), st.one_of(st.none(), st.floats(0, 1e6)))


def day_score(day):
    """The score of a day of which something is known."""
    score = inflammation_of_day(day).score
    assert score is not None
    return score


def serving_score(serving):
    """The contribution of a serving of which something is known."""
    score = inflammation_contribution(serving).score
    assert score is not None
    return score


def test_the_table_has_the_45_parameters_of_the_paper_29_of_them_known_to_food_tables():
    assert len(parameters()) == 45
    assert len([p for p in parameters() if len(p.terms) > 0]) == 29
    assert {key for p in parameters() for key, _ in p.terms} <= set(by_key())


def test_the_effects_are_those_of_the_paper():
    effects = {p.name: (p.effect, p.mean, p.sd) for p in parameters()}
    assert effects["fibre"] == (-0.663, 18.8, 4.9)
    assert effects["saturated fat"] == (0.373, 28.6, 8.0)
    assert effects["turmeric"] == (-0.785, 533.6, 754.3)
    assert sum(abs(p.effect) for p in parameters()) == pytest.approx(13.152)


def test_a_day_at_the_means_of_the_world_scores_nothing():
    day = inflammation_of_day(MEAN_DAY)
    assert day.score == pytest.approx(0, abs=1e-9)
    assert day.per_1000_kcal == pytest.approx(0, abs=1e-9)
    assert (day.known, day.parameters, day.band) == (29, 45, "neutral")


def test_one_parameter_by_hand():
    z = (28.6 + 8 - 28.6) / 8
    assert inflammation_of_day({"saturated_fat_g": 36.6}).score == pytest.approx(
        0.373 * (2 * NormalDist().cdf(z) - 1)
    )


def test_unknown_is_not_zero():
    assert inflammation_of_day({}).score is None
    assert inflammation_of_day({"fibre_g": None}).known == 0
    assert day_score({"fibre_g": 0.0}) > 0.6


def test_n3_is_known_only_where_all_four_acids_are():
    three = {"alpha_linolenic_acid_g": 1.0, "epa_g": 0.1, "dha_g": 0.2}
    assert inflammation_of_day(three).known == 0
    assert inflammation_of_day({**three, "dpa_g": 0.0}).known == 1


def test_vitamin_a_counts_as_retinol_equivalents():
    # 120 µg of beta-carotene are 10 µg RAE but 20 µg RE.
    part = inflammation_contribution({"vitamin_a_rae_ug": 10.0, "retinol_ug": 0.0})
    assert part.score == pytest.approx(-0.401 * math.erf(20 / (518.6 * math.sqrt(2))))


def test_eating_twice_of_everything_leaves_the_score_per_1000_kcal_as_it_was():
    day = {"energy_kcal": 1500.0, "fibre_g": 30.0, "saturated_fat_g": 10.0, "sugars_g": 40.0}
    twice = {key: 2 * value for key, value in day.items()}
    assert inflammation_of_day(twice).per_1000_kcal == pytest.approx(inflammation_of_day(day).per_1000_kcal)
    assert inflammation_of_day(twice).score != pytest.approx(inflammation_of_day(day).score)


@pytest.mark.parametrize("energy_kcal", [None, 0.0, -5.0])
def test_without_energy_there_is_no_score_per_1000_kcal(energy_kcal):
    assert inflammation_of_day({"energy_kcal": energy_kcal, "fibre_g": 20.0}).per_1000_kcal is None


def test_few_known_parameters_give_a_score_but_no_band():
    day = inflammation_of_day({"fibre_g": 40.0, "vitamin_c_mg": 200.0})
    assert day.score is not None
    assert day.score < -1
    assert day.band == UNKNOWN


@pytest.mark.parametrize(
    ("fibre_and_vitamins", "fat", "band"), [(3, 0.3, "anti_inflammatory"), (0.2, 3, "inflammatory")]
)
def test_bands_tell_a_green_day_from_a_greasy_one(fibre_and_vitamins, fat, band):
    day = {
        key: amount * (fat if key in ("saturated_fat_g", "fat_g", "cholesterol_mg") else fibre_and_vitamins)
        for key, amount in MEAN_DAY.items()
    }
    day["energy_kcal"] = MEAN_DAY["energy_kcal"]
    assert inflammation_of_day(day).band == band


def test_little_logged_is_no_poor_diet():
    """A glass of water alone lacks fibre and vitamins, which says nothing of how someone eats."""
    tenth = {key: amount / 10 for key, amount in MEAN_DAY.items()}
    assert inflammation_of_day(tenth).band == "unknown"
    assert inflammation_of_day(MEAN_DAY).band == "neutral"


def test_the_largest_contributions_come_first_whatever_their_sign():
    day = inflammation_of_day({"fibre_g": 40.0, "saturated_fat_g": 60.0, "iron_mg": 30.0})
    assert [name for name, _ in day.contributions] == ["fibre", "saturated fat", "iron"]
    assert sum(part for _, part in day.contributions) == pytest.approx(day.score)


def test_a_serving_contributes_what_it_adds_to_a_mean_day():
    serving = {"fibre_g": 8.0, "saturated_fat_g": 1.2, "vitamin_a_rae_ug": 50.0, "retinol_ug": 10.0}
    day = {key: MEAN_DAY[key] + serving.get(key, 0.0) for key in MEAN_DAY}
    assert inflammation_contribution(serving).score == pytest.approx(inflammation_of_day(day).score)


def test_nothing_eaten_contributes_nothing():
    assert inflammation_contribution(dict.fromkeys(KEYS, 0.0)).score == 0
    assert inflammation_contribution({}).score is None


@given(amounts, st.floats(0, 500), st.floats(0, 500))
def test_more_fibre_never_raises_a_score(day, fibre_g, more_g):
    less, more = {**day, "fibre_g": fibre_g}, {**day, "fibre_g": fibre_g + more_g}
    assert day_score(more) <= day_score(less) + 1e-9
    assert serving_score(more) <= serving_score(less) + 1e-9


@given(amounts, st.floats(0, 500), st.floats(0, 500))
def test_more_saturated_fat_never_lowers_a_score(day, fat_g, more_g):
    less, more = {**day, "saturated_fat_g": fat_g}, {**day, "saturated_fat_g": fat_g + more_g}
    assert day_score(more) >= day_score(less) - 1e-9


@given(amounts)
def test_a_score_never_exceeds_the_effects_of_what_is_known(day):
    known = inflammation_of_day(day)
    attainable = sum(abs(p.effect) for p in parameters() if p.name in dict(known.contributions))
    assert abs(known.score or 0) <= attainable + 1e-9
    assert known.known == len(known.contributions) <= 29


def test_the_short_form_by_hand():
    short = seed_inflammation({"fibre_g": 28.0, "saturated_fat_g": 40.0, "sugars_g": None})
    assert short.index == pytest.approx(-0.663 + 2 * 0.373)
    assert (short.known, short.parameters, short.category) == (2, 11, "neutral")


@pytest.mark.parametrize(
    ("index", "category"),
    [
        (-0.51, "anti_inflammatory"),
        (-0.5, "neutral"),
        (0.49, "neutral"),
        (0.5, "mildly_inflammatory"),
        (1.49, "mildly_inflammatory"),
        (1.5, "inflammatory"),
    ],
)
def test_the_bands_of_the_short_form_on_both_sides(index, category):
    # Powers of two, so that the index comes out exactly at the threshold.
    key, factor = ("cholesterol_mg", 0.110 / 300) if index > 0 else ("fibre_g", -0.663 / 28)
    amount = index / factor
    while seed_inflammation({key: amount}).index < index:
        amount = math.nextafter(amount, math.inf if index > 0 else -math.inf)
    assert seed_inflammation({key: amount}).category == category


def test_the_short_form_of_nothing_known():
    assert seed_inflammation({"trans_fat_g": None}).index is None
    assert seed_inflammation({}).category == UNKNOWN
