"""Open Food Facts: a product by its code, and the text search."""

from typing import Any

import pytest

from nutrition.resolution.descriptor import FoodDescriptor, FoodType
from nutrition.sources.found import Kind, SourceError, Why
from nutrition.sources.open_food_facts import OpenFoodFacts
from tests.nutrition.sources.server import as_json
from tests.nutrition.sources.shapes import OFF_ABSENT, off_by_code, off_product, off_search

CODE = "3017620422003"
PRODUCT, SEARCH = f"/off/api/v2/product/{CODE}.json", "/off/cgi/search.pl"
BY_CODE = FoodDescriptor("spread", FoodType.BRANDED_PACKAGED, gtin=CODE)


@pytest.fixture
def find(client, server, granola):
    source = OpenFoodFacts(server.url + "/off")
    return lambda descriptor=granola: source.find(descriptor, client=client)


def test_a_code_finds_its_product(find, server):
    server.replies[PRODUCT] = off_by_code(off_product("Nutty spread"))
    found = find(BY_CODE)
    assert (found.name, found.source_id, found.kind, found.confidence) == (
        "Nutty spread", CODE, Kind.EXACT, 0.85,
    )  # fmt: skip
    assert found.release == "2025-10-09"
    assert (found.serving, found.serving_g) == ("40 g", 40)


def test_grams_become_our_units(find, server):
    also: Any = {"vitamin-c_100g": 0.012, "vitamin-d_100g": "0.000005", "calcium_100g": 0.12}
    server.replies[PRODUCT] = off_by_code(off_product(**also))
    nutrients = find(BY_CODE).nutrients
    assert (nutrients["sodium_mg"], nutrients["vitamin_c_mg"]) == (200, 12)
    assert (nutrients["vitamin_d_ug"], nutrients["calcium_mg"]) == (5, 120)
    assert nutrients["iron_mg"] is None


def test_carbohydrate_is_without_fibre_but_on_american_labels(find, server):
    server.replies[PRODUCT] = off_by_code(off_product())
    nutrients = find(BY_CODE).nutrients
    assert (nutrients["carbohydrate_available_g"], nutrients["carbohydrate_total_g"]) == (59, None)
    server.replies[PRODUCT] = off_by_code(off_product() | {"countries_tags": ["en:united-states"]})
    nutrients = find(BY_CODE).nutrients
    assert (nutrients["carbohydrate_available_g"], nutrients["carbohydrate_total_g"]) == (None, 59)


def test_sodium_comes_from_salt_and_energy_from_kilojoules_where_they_lack(find, server):
    lacking: Any = {"sodium_100g": None, "energy-kcal_100g": None}
    server.replies[PRODUCT] = off_by_code(off_product(**lacking))
    nutrients = find(BY_CODE).nutrients
    assert nutrients["sodium_mg"] == pytest.approx(200)
    assert nutrients["energy_kcal"] == pytest.approx(450)


def test_the_percentage_of_alcohol_is_not_taken_for_grams(find, server):
    server.replies[PRODUCT] = off_by_code(off_product(alcohol_100g=40))
    assert find(BY_CODE).nutrients["alcohol_g"] is None


def test_a_code_that_nobody_knows_is_nothing_found(find, server):
    server.replies[PRODUCT] = OFF_ABSENT
    assert find(BY_CODE) is None
    server.replies[PRODUCT] = as_json({"code": CODE, "status": 0})
    assert find(BY_CODE) is None


def test_a_product_without_nutrition_is_not_taken(find, server):
    bare = {"code": CODE, "product_name": "Nutty spread", "nutriments": {}}
    server.replies[PRODUCT] = off_by_code(bare)
    with pytest.raises(SourceError, match="implausible"):
        find(BY_CODE)


def test_another_product_than_the_one_asked_for_is_a_broken_answer(find, server):
    server.replies[PRODUCT] = off_by_code(off_product(code="4000000000000"))
    with pytest.raises(SourceError) as raised:
        find(BY_CODE)
    assert raised.value.why is Why.BROKEN_ANSWER


def test_the_text_search_takes_the_best_name(find, server):
    server.replies[SEARCH] = off_search(
        off_product("Granola bar", "1"), off_product("Granola", "2") | {"brands": "Wobbly,Other"}
    )
    found = find()
    assert (found.source_id, found.kind) == ("2", Kind.EXACT)
    assert server.asked[0].query["search_terms"] == "wobbly granola"


@pytest.mark.parametrize(
    "lie", [{"proteins_100g": -1}, {"sodium_100g": 40}, {"energy-kcal_100g": 1883}, {"fat_100g": 160}]
)
def test_a_lie_is_dropped(find, server, lie):
    server.replies[SEARCH] = off_search(off_product(**lie))
    with pytest.raises(SourceError) as raised:
        find()
    assert raised.value.why is Why.IMPLAUSIBLE


@pytest.mark.parametrize("body", [[], {}, {"products": {}}, {"product": []}, None])
def test_another_shape_is_a_broken_answer(find, server, body):
    server.replies.update({SEARCH: as_json(body), PRODUCT: as_json(body)})
    for descriptor in (BY_CODE, FoodDescriptor("granola")):
        with pytest.raises(SourceError) as raised:
            find(descriptor)
        assert raised.value.why is Why.BROKEN_ANSWER


@pytest.mark.parametrize(
    "odd", [{"nutriments": []}, {"countries_tags": "fr"}, {"countries_tags": [1]}, {"last_modified_t": "x"}]
)
def test_odd_fields_are_no_crash(find, server, odd):
    server.replies[SEARCH] = off_search(off_product() | odd)
    found = find()
    assert found is None or found.name == "Wobbly granola"
