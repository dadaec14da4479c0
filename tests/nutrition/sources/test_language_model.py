"""The last resort: which food is meant, and an estimate that is held to what food can be."""

import pytest

from nutrition.resolution.descriptor import FoodType, NamedIngredient
from nutrition.sources.found import Kind, SourceError, Why
from nutrition.sources.language_model import Estimate, identified
from tests.nutrition.sources.shapes import chat, estimate

CHAT = "/llm/v1/chat/completions"
BURGER = {
    "name": "Cheeseburger",
    "food_type": "restaurant_item",
    "restaurant": "Wobble's",
    "brand": "",
    "cuisine": "American",
    "ingredients": [{"name": "bun", "grams": 60}, {"name": "patty", "grams": -1}, "cheese"],
    "confidence": 0.9,
}


@pytest.fixture
def find(client, turn_on, granola):
    turn_on("estimate")
    return lambda: Estimate().find(granola, client=client)


@pytest.fixture
def identify(client, turn_on, granola):
    turn_on("estimate")
    return lambda: identified(granola, client=client)


def test_an_estimate_is_called_one(find, server):
    server.replies[CHAT] = chat(estimate())
    found = find()
    assert (found.kind, found.is_estimate, found.confidence) == (Kind.ESTIMATE, True, 0.70)
    assert found.cacheable_for_s == 7 * 86_400
    assert (found.name, found.source, found.serving_g) == ("wobbly granola", "estimate", 50)
    assert found.nutrients["energy_kcal"] == 450
    assert found.nutrients["iron_mg"] is None


def test_the_key_goes_into_a_header_and_the_name_into_the_question(find, server):
    server.replies[CHAT] = chat(estimate())
    find()
    (asked,) = server.asked
    assert asked.headers["Authorization"] == "Bearer llm-secret"
    assert "wobbly granola" in asked.body["messages"][1]["content"]


@pytest.mark.parametrize(
    "lie",
    [
        {"protein_g": -1},
        {"sodium_mg": 40_000},
        {"energy_kcal": 1_883},
        {"energy_kcal": 800},
        {"fat_g": 120},
        {"sugars_g": 80},
    ],
)
def test_what_does_not_fit_together_is_dropped(find, server, lie):
    server.replies[CHAT] = chat(estimate(**lie))
    with pytest.raises(SourceError) as raised:
        find()
    assert raised.value.why is Why.IMPLAUSIBLE


@pytest.mark.parametrize(
    "said",
    [
        "Granola has about 450 kcal.",
        [],
        {},
        {"is_food": True},
        {"nutrients_per_100_g": {"energy_kcal": 450}},
        estimate(energy_kcal="lots"),
        estimate(energy_kcal=None),
        estimate(unobtainium_g=1),
        estimate(protein_g=True),
        estimate(protein_g=float("inf")),
    ],
)
def test_another_shape_is_a_broken_answer(find, server, said):
    server.replies[CHAT] = chat(said)
    with pytest.raises(SourceError) as raised:
        find()
    assert raised.value.why is Why.BROKEN_ANSWER


def test_what_is_no_food_is_nothing_found(find, server):
    server.replies[CHAT] = chat({"is_food": False})
    assert find() is None


@pytest.mark.parametrize("serving", [0, -5, 1e9, "a bowl", None])
def test_a_serving_that_is_none_is_left_out(find, server, serving):
    server.replies[CHAT] = chat(estimate() | {"serving_g": serving})
    assert find().serving_g is None


def test_words_are_read_as_a_food(identify, server):
    server.replies[CHAT] = chat(BURGER)
    meant = identify()
    assert (meant.name, meant.food_type, meant.restaurant) == (
        "Cheeseburger", FoodType.RESTAURANT_ITEM, "Wobble's",
    )  # fmt: skip
    assert meant.ingredients == (NamedIngredient("bun", 60), NamedIngredient("patty", None))
    assert meant.confidence == 0.9


def test_words_that_name_no_food_are_read_as_none(identify, server):
    server.replies[CHAT] = chat(BURGER | {"name": ""})
    assert identify() is None


@pytest.mark.parametrize(
    "odd",
    [
        {"name": 5},
        {"name": "x" * 101},
        {"food_type": "soup"},
        {"food_type": []},
        {"confidence": 3},
        {"restaurant": ["x"]},
    ],
)
def test_an_odd_identification_is_a_broken_answer(identify, server, odd):
    server.replies[CHAT] = chat(BURGER | odd)
    with pytest.raises(SourceError) as raised:
        identify()
    assert raised.value.why is Why.BROKEN_ANSWER


def test_doubt_that_is_no_number_is_full_doubt(identify, server):
    server.replies[CHAT] = chat(BURGER | {"confidence": "high"})
    assert identify().confidence == 0
