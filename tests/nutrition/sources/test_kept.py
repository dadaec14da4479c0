"""What is kept, for how long, and under which key."""

import time
from dataclasses import replace

import pytest
from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st

from nutrition.resolution.descriptor import FoodDescriptor, FoodType, NamedIngredient
from nutrition.sources.found import Found, Kind
from nutrition.sources.kept import answer_key, keep_s, normal_form, read, resolution_key, write

DAY = 86_400
FACT = Found("Granola", {"energy_kcal": 450.0}, "usda_fdc", "1", "", Kind.EXACT, 0.95, 30 * DAY, 1_000.0)
GUESS = replace(FACT, source="estimate", kind=Kind.ESTIMATE, confidence=0.7, cacheable_for_s=7 * DAY)
GRANOLA = FoodDescriptor("granola")


def key(descriptor=GRANOLA, allowed=("usda_fdc",), data_version=1):
    return resolution_key(descriptor, allowed=allowed, data_version=data_version)


@pytest.mark.parametrize("same", ["Granola", "  granola ", "GRANOLA", "ｇｒａｎｏｌａ"])
def test_one_name_has_one_key(same):
    assert key(FoodDescriptor(same)) == key()


def test_a_letter_and_its_accent_are_one_letter():
    assert normal_form("cre\u0300me  Brûle\u0301e") == "crème brûlée" == normal_form("CRÈME BRÛLÉE")
    assert normal_form("creme") != normal_form("crème")


@given(st.text(max_size=60))
def test_a_normal_form_is_its_own(text):
    assert normal_form(normal_form(text)) == normal_form(text)


@pytest.mark.parametrize(
    "other",
    [
        {"name": "granola bar"},
        {"language": "de"},
        {"region": "GB"},
        {"food_type": FoodType.HOMEMADE_DISH},
        {"restaurant": "Wobble's"},
        {"brand": "Wobble"},
        {"gtin": "3017620422003"},
        {"ingredients": (NamedIngredient("oats", 40.0),)},
    ],
)
def test_whatever_an_answer_depends_on_is_in_the_key(other):
    changed = replace(GRANOLA, **other)
    assert key(changed) != key()
    assert answer_key(changed, "usda_fdc") != answer_key(GRANOLA, "usda_fdc")


def test_sources_allowed_and_data_version_are_in_the_key_of_a_resolution():
    assert len({key(), key(allowed=()), key(allowed=("usda_fdc", "edamam")), key(data_version=2)}) == 4
    assert key(allowed=("a", "b")) == key(allowed=("b", "a"))


def test_amounts_are_not_in_the_key():
    assert key(replace(GRANOLA, grams=200.0, quantity=2, unit="bowl")) == key()


def test_a_key_fits_every_cache():
    long = key(FoodDescriptor("ž" * 200))
    assert len(long) < 100
    assert long.isascii()
    assert " " not in long


@pytest.mark.parametrize("found", [FACT, GUESS])
def test_what_comes_back_is_what_was_kept(found):
    write({"k": (found, ("usda_fdc: exact",), 60)})
    assert read(["k"]) == {"k": (found, ("usda_fdc: exact",))}


def test_nothing_found_is_kept_too():
    write({"k": (None, ("usda_fdc: nothing found",), 60)})
    assert read(["k", "other"]) == {"k": (None, ("usda_fdc: nothing found",))}


@pytest.mark.parametrize("seconds", [0, 0.5, -3])
def test_what_may_not_be_kept_is_not(seconds):
    write({"k": (FACT, (), seconds)})
    assert cache.get("k") is None


@pytest.mark.parametrize(
    "entry", ["x", (1, 2), ({"name": "x"}, ()), ({**FACT.as_plain(), "kind": "y"}, ()), None]
)
def test_what_cannot_be_read_counts_as_not_kept(entry):
    cache.set("k", entry)
    assert read(["k"]) == {}


def test_facts_are_kept_30_days_and_estimates_7_from_when_they_were_asked_for():
    assert keep_s(FACT, has_faults=False, now=1_000.0) == 30 * DAY
    assert keep_s(FACT, has_faults=False, now=1_000.0 + 10 * DAY) == 20 * DAY
    assert keep_s(GUESS, has_faults=False, now=1_000.0) == 7 * DAY


def test_nothing_found_is_kept_an_hour_and_not_at_all_after_a_fault():
    assert keep_s(None, has_faults=False, now=0) == 3_600
    assert keep_s(None, has_faults=True, now=0) == 0


def test_what_a_lesser_source_said_is_kept_an_hour_while_the_better_one_fails():
    assert keep_s(FACT, has_faults=True, now=1_000.0) == 3_600


def test_the_age_is_that_of_the_question():
    now = time.time()
    assert replace(GUESS, found_at=now - 3 * DAY).age_days(now) == pytest.approx(3)
    assert GUESS.age_days(0) == 0
