"""FoodData Central's search, in its documented shape and out of it."""

import pytest

from nutrition.nutrients import KEYS
from nutrition.resolution.descriptor import FoodDescriptor, FoodType
from nutrition.sources.found import Kind, SourceError, Why
from nutrition.sources.usda_fdc import UsdaFdc
from tests.nutrition.sources.server import as_json
from tests.nutrition.sources.shapes import fdc, fdc_food

SEARCH = "/fdc/v1/foods/search"


@pytest.fixture
def find(client, server, granola):
    source = UsdaFdc(server.url + "/fdc", "secret")
    return lambda descriptor=granola: source.find(descriptor, client=client)


def test_a_food_comes_with_its_nutrients_and_where_they_are_from(find, server):
    server.replies[SEARCH] = fdc(fdc_food())
    found = find()
    assert (found.name, found.source, found.source_id, found.release) == (
        "Wobbly granola", "usda_fdc", "1", "2024-10-31",
    )  # fmt: skip
    assert (found.kind, found.confidence, found.cacheable_for_s) == (Kind.EXACT, 0.95, 30 * 86_400)
    assert (found.nutrients["energy_kcal"], found.nutrients["sodium_mg"]) == (450, 200)
    assert found.nutrients.keys() == set(KEYS)
    assert found.nutrients["iodine_ug"] is None
    assert (found.serving, found.serving_g) == ("1 bowl", 60)


def test_the_key_is_in_a_header_and_not_in_the_address(find, server):
    server.replies[SEARCH] = fdc(fdc_food())
    find()
    (asked,) = server.asked
    assert asked.headers["X-Api-Key"] == "secret"
    assert "secret" not in str(asked.query)
    assert asked.query["query"] == "wobbly granola"


def test_brands_are_looked_through_only_where_one_may_be_meant(find, server):
    server.replies[SEARCH] = fdc()
    find()
    find(FoodDescriptor("granola", FoodType.BRANDED_PACKAGED))
    assert ["Branded" in asked.query["dataType"] for asked in server.asked] == [False, True]


def test_a_similar_name_is_worth_less(find, server):
    server.replies[SEARCH] = fdc(fdc_food("Granola, wobbly, with raisins"))
    found = find()
    assert found.kind is Kind.FUZZY
    assert 0.75 < found.confidence < 0.85


def test_the_best_name_is_taken_and_not_the_first(find, server):
    server.replies[SEARCH] = fdc(fdc_food("Granola bar", 1), fdc_food("Wobbly granola", 2))
    assert find().source_id == "2"


def test_energy_comes_from_whichever_of_its_rows_is_best(find, server):
    specific = {"nutrientId": 2048, "nutrientNumber": "958", "unitName": "KCAL", "value": 444.0}
    kilojoules = {"nutrientId": 1062, "nutrientNumber": "268", "unitName": "kJ", "value": 1883.0}
    food = fdc_food(also=[specific, kilojoules])
    server.replies[SEARCH] = fdc(food)
    assert find().nutrients["energy_kcal"] == 450
    food["foodNutrients"] = [row for row in food["foodNutrients"] if row["nutrientNumber"] != "208"]
    server.replies[SEARCH] = fdc(food)
    assert find().nutrients["energy_kcal"] == 444


def test_an_amount_in_international_units_is_not_taken(find, server):
    units = {"nutrientId": 1114, "nutrientNumber": "328", "unitName": "IU", "value": 400.0}
    server.replies[SEARCH] = fdc(fdc_food(also=[units]))
    assert find().nutrients["vitamin_d_ug"] is None


def test_nothing_found_is_none(find, server):
    server.replies[SEARCH] = fdc()
    assert find() is None
    server.replies[SEARCH] = fdc(fdc_food("Pears"))
    assert find() is None


@pytest.mark.parametrize("lie", [{"n203": -3.0}, {"n307": 40_000.0}, {"n208": 1_883.0}])
def test_a_lie_is_dropped(find, server, lie):
    server.replies[SEARCH] = fdc(fdc_food(**lie))
    with pytest.raises(SourceError) as raised:
        find()
    assert raised.value.why is Why.IMPLAUSIBLE


def test_behind_a_lie_the_next_food_is_taken(find, server):
    server.replies[SEARCH] = fdc(fdc_food(n203=-3.0), fdc_food("Wobbly granola, plain", 2))
    assert find().source_id == "2"


@pytest.mark.parametrize("body", [[], {}, {"foods": None}, {"foods": "many"}, "foods", None, 7])
def test_another_shape_is_a_broken_answer(find, server, body):
    server.replies[SEARCH] = as_json(body)
    with pytest.raises(SourceError) as raised:
        find()
    assert raised.value.why is Why.BROKEN_ANSWER


@pytest.mark.parametrize(
    "food",
    [
        None,
        {"description": "Wobbly granola"},
        {"description": ["Wobbly granola"], "fdcId": 1},
        {"description": "Wobbly granola", "fdcId": 1, "foodNutrients": "lots"},
        {"description": "Wobbly granola", "fdcId": 1, "foodNutrients": [None, {"nutrientId": [1]}]},
    ],
)
def test_a_food_in_another_shape_is_passed_over(find, server, food):
    server.replies[SEARCH] = fdc(food, fdc_food("Wobbly granola, plain", 2))
    assert find().source_id == "2"
