"""The tables of the sources say something of every source, and agree with each other."""

import pytest

from nutrition.nutrients import KEYS
from nutrition.resolution.descriptor import FoodType
from nutrition.sources import tables

STEPS = {step for chain in tables.chains().values() for step in chain}
OUTSIDE = {"usda_fdc", "open_food_facts", "edamam", "supermarket"}


def test_every_food_type_has_a_chain_from_our_tables_to_the_last_resort():
    assert tables.chains().keys() == set(FoodType)
    for chain in tables.chains().values():
        assert (chain[0], chain[-2:]) == ("catalog", ("identify", "estimate"))


def test_the_chains_ask_sources_that_there_are():
    assert OUTSIDE | {"catalog", "decompose", "identify", "estimate"} == STEPS


def test_the_chains_are_those_of_the_design():
    chains = tables.chains()
    assert chains[FoodType.WHOLE_FOOD][1:4] == ("usda_fdc", "edamam", "open_food_facts")
    assert chains[FoodType.RESTAURANT_ITEM][1:4] == ("edamam", "usda_fdc", "decompose")
    assert chains[FoodType.HOMEMADE_DISH][1:4] == ("edamam", "usda_fdc", "decompose")
    assert chains[FoodType.GENERIC_DISH][1:5] == ("edamam", "usda_fdc", "open_food_facts", "decompose")


@pytest.mark.parametrize(
    ("source", "kind", "confidence"),
    [
        ("usda_fdc", "exact", 0.95),
        ("usda_fdc", "fuzzy", 0.85),
        ("edamam", "exact", 0.95),
        ("edamam", "hint", 0.80),
        ("open_food_facts", "exact", 0.85),
        ("decompose", "decomposed", 0.85),
        ("estimate", "estimate", 0.70),
    ],
)
def test_confidence_is_that_of_the_design(source, kind, confidence):
    assert tables.confidence_and_keep_s(source, kind)[0] == confidence


def test_facts_are_kept_30_days_estimates_7_and_edamam_not_at_all():
    days = {
        source: tables.confidence_and_keep_s(source, kind)[1] / 86_400
        for source, kind in (("usda_fdc", "exact"), ("estimate", "estimate"), ("edamam", "exact"))
    }
    assert days == {"usda_fdc": 30, "estimate": 7, "edamam": 0}


def test_every_source_has_limits_a_budget_and_a_licence():
    for source in OUTSIDE | {"language_model", "open_food_facts_search", "language_model_words"}:
        assert tables.limits_of(source).total_s > 0
        assert tables.budgets_of(source)
    assert tables.licences().keys() == OUTSIDE | {"decompose", "estimate"}


@pytest.mark.parametrize("source", ["edamam", "supermarket"])
def test_codes_lead_to_nutrients_that_we_know(source):
    assert {key for _, key, _ in tables.nutrients_of(source)} <= set(KEYS)


def test_a_source_in_no_table_is_an_error():
    with pytest.raises(KeyError):
        tables.limits_of("oracle")
    with pytest.raises(KeyError):
        tables.confidence_and_keep_s("oracle", "exact")
