"""Edamam's parser: what it understood, and its hints."""

import pytest

from nutrition.resolution.descriptor import FoodDescriptor
from nutrition.sources.edamam import Edamam
from nutrition.sources.found import Kind, SourceError, Why
from tests.nutrition.sources.server import as_json
from tests.nutrition.sources.shapes import edamam, edamam_food

PARSER = "/api/food-database/v2/parser"


@pytest.fixture
def find(client, server, granola):
    def ask(descriptor=granola, cache_days=0):
        return Edamam(server.url, "id", "key", cache_days).find(descriptor, client=client)

    return ask


def test_what_it_understood_is_exact(find, server):
    server.replies[PARSER] = edamam(parsed=[edamam_food("Granola, Wobbly")])
    found = find()
    assert (found.name, found.kind, found.confidence) == ("Granola, Wobbly", Kind.EXACT, 0.95)
    assert (found.nutrients["carbohydrate_total_g"], found.nutrients["sodium_mg"]) == (66, None)
    assert server.asked[0].query == {"app_id": "id", "app_key": "key", "ingr": "wobbly granola"}


def test_a_hint_is_worth_less(find, server):
    server.replies[PARSER] = edamam(hints=[edamam_food("Granola bar"), edamam_food("Wobbly granola")])
    found = find()
    assert (found.name, found.kind, found.confidence) == ("Wobbly granola", Kind.HINT, 0.80)
    assert (found.serving, found.serving_g) == ("1 serving", 55)


def test_of_two_foods_understood_neither_is_all_of_it(find, server):
    server.replies[PARSER] = edamam(parsed=[edamam_food("Rice"), edamam_food("Beans")])
    assert find() is None


def test_its_answers_are_not_kept_unless_the_plan_allows_it(find, server):
    server.replies[PARSER] = edamam(parsed=[edamam_food()])
    assert find().cacheable_for_s == 0
    assert find(cache_days=2).cacheable_for_s == 2 * 86_400


def test_a_code_is_looked_up_as_one(find, server):
    server.replies[PARSER] = edamam(hints=[edamam_food("Spread")])
    found = find(FoodDescriptor("x", gtin="3017620422003"))
    assert (found.name, found.kind) == ("Spread", Kind.EXACT)
    assert server.asked[0].query["upc"] == "3017620422003"


def test_a_code_that_it_does_not_know_is_nothing_found(find, server):
    server.replies[PARSER] = as_json({"error": "not_found"}, status=404)
    assert find(FoodDescriptor("x", gtin="3017620422003")) is None
    with pytest.raises(SourceError, match="broken"):
        find()


def test_nothing_found_is_none(find, server):
    server.replies[PARSER] = edamam()
    assert find() is None


@pytest.mark.parametrize("lie", [{"PROCNT": -1.0}, {"NA": 40_000.0}, {"ENERC_KCAL": 1_883.0}])
def test_a_lie_is_dropped(find, server, lie):
    server.replies[PARSER] = edamam(parsed=[edamam_food(**lie)])
    with pytest.raises(SourceError) as raised:
        find()
    assert raised.value.why is Why.IMPLAUSIBLE


@pytest.mark.parametrize("body", [[], {}, {"parsed": {}, "hints": []}, {"parsed": []}, None, "x"])
def test_another_shape_is_a_broken_answer(find, server, body):
    server.replies[PARSER] = as_json(body)
    with pytest.raises(SourceError) as raised:
        find()
    assert raised.value.why is Why.BROKEN_ANSWER
