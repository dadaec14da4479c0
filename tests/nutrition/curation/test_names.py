"""Which words may be another name of a food."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from nutrition import services
from nutrition.curation import workflow
from nutrition.curation.names import (
    check_alias,
    check_name,
    check_words,
    live_names,
    other_foods_named,
)
from tests.meals.factories import make_food

pytestmark = pytest.mark.django_db


def refused(food, text, region="", **more):
    with pytest.raises(ValidationError) as told:
        check_alias(food=food, text=text, region=region, **more)
    return told.value.code


@pytest.fixture
def pasta(rice):
    return make_food("Pâtes, cooked")


def test_a_name_is_trimmed(rice):
    assert check_alias(food=rice, text="  plain rice ", region="GB") == "plain rice"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("  \u00a0", "empty"),
        ("x" * 161, "too_long"),
        ("plain\x00rice", "control"),
        ("plain\u202erice", "control"),
        ("=HYPERLINK(1)", "formula"),
        (" +1", "formula"),
        ("-rice", "formula"),
        ("@rice", "formula"),
        ("\trice", "formula"),
    ],
)
def test_what_is_no_name_is_refused(rice, text, code):
    assert refused(rice, text) == code


def test_a_name_of_160_characters_is_one(rice):
    assert check_alias(food=rice, text="x" * 160, region="")


def test_a_region_that_is_none_is_refused(rice):
    assert refused(rice, "plain rice", "FR") == "region"


def test_the_foods_own_name_is_no_alias(rice):
    assert refused(rice, "RICE, boiled") == "own_name"


@pytest.mark.parametrize("text", ["pâtes, cooked", "PÂTES, COOKED"])
def test_another_live_foods_name_is_refused_whatever_its_case(rice, pasta, text):
    assert refused(rice, text) == refused(rice, text, names=live_names()) == "other_name"


def test_the_other_food_is_told(rice, pasta):
    with pytest.raises(ValidationError, match=f"another food: food {pasta.pk}"):
        check_alias(food=rice, text="pâtes, Cooked", region="")


def test_a_retired_foods_name_is_free(rice, pasta, dora):
    workflow.retire(food=pasta, by=dora)
    assert check_alias(food=rice, text="pâtes, cooked", region="")
    assert check_alias(food=rice, text="pâtes, cooked", region="", names=live_names())


def test_a_percent_sign_stands_for_itself(rice):
    assert check_alias(food=None, text="Rice, %", region="")


def test_two_foods_cannot_have_one_name(rice, pasta):
    assert check_name(food=rice, text="Rice, boiled ") == "Rice, boiled"
    with pytest.raises(ValidationError, match="Another food has the name"):
        check_name(food=pasta, text="rice, boiled")


def test_the_foods_that_have_an_alias_already_are_found_by_region(rice, pasta):
    services.add_alias(food=pasta, text="Noodles", region="GB")
    assert other_foods_named("noodles", "", than=rice) == [pasta]
    assert other_foods_named("noodles", "GB") == [pasta]
    assert other_foods_named("noodles", "US") == other_foods_named("noodles", "GB", than=pasta) == []


@given(st.text(max_size=170))
def test_whatever_is_written_is_a_name_or_refused(text):
    try:
        name = check_words(text)
    except ValidationError:
        return
    assert 0 < len(name) <= 160
    assert name[0] not in "=+-@\t"
    assert check_words(name) == name
