"""A retailer's product data: a name leads to a product, the product to its label."""

import pytest

from nutrition.resolution.descriptor import FoodDescriptor
from nutrition.sources.found import Kind, SourceError, Why
from nutrition.sources.supermarket import Supermarket
from tests.nutrition.sources.server import as_json
from tests.nutrition.sources.shapes import supermarket_product, supermarket_search

SEARCH, PRODUCT = "/shop/grocery/products/", "/shop/product/"


@pytest.fixture
def find(client, server, granola):
    source = Supermarket(server.url + "/shop", "secret")
    return lambda descriptor=granola: source.find(descriptor, client=client)


def test_a_name_leads_to_the_label_of_the_best_product(find, server):
    server.replies[SEARCH] = supermarket_search(("Granola bar", "50"), ("Wobbly granola", "51"))
    server.replies[PRODUCT] = supermarket_product()
    found = find()
    assert (found.name, found.source_id, found.kind) == ("Wobbly granola", "05018374442215", Kind.EXACT)
    assert found.nutrients["energy_kcal"] == 450
    assert found.nutrients["sodium_mg"] == 200
    assert (found.nutrients["carbohydrate_available_g"], found.nutrients["carbohydrate_total_g"]) == (
        59,
        None,
    )
    assert [asked.query.get("tpnb") for asked in server.asked] == [None, "51"]
    assert {asked.headers["Ocp-Apim-Subscription-Key"] for asked in server.asked} == {"secret"}


def test_a_code_needs_no_search(find, server):
    server.replies[PRODUCT] = supermarket_product()
    assert find(FoodDescriptor("x", gtin="5018374442215")).kind is Kind.EXACT
    assert [asked.query for asked in server.asked] == [{"gtin": "05018374442215"}]


def test_less_than_is_no_amount(find, server):
    reply = supermarket_product(**{"Salt (g)": "<0.01", "Sugars (g)": "trace"})
    server.replies[PRODUCT] = reply
    nutrients = find(FoodDescriptor("x", gtin="5018374442215")).nutrients
    assert (nutrients["sodium_mg"], nutrients["sugars_g"]) == (None, None)


def test_figures_per_millilitre_are_left(find, server):
    body = supermarket_product().body.replace(b"Per 100g", b"Per 100ml")
    server.replies[PRODUCT] = supermarket_product().__class__(body)
    assert find(FoodDescriptor("x", gtin="5018374442215")) is None


def test_what_is_not_sold_is_nothing_found(find, server):
    server.replies[SEARCH] = supermarket_search(("Washing powder", "9"))
    assert find() is None
    assert len(server.asked) == 1


@pytest.mark.parametrize("body", [[], {}, {"uk": None}, {"uk": {"ghs": {"products": {}}}}, None])
def test_another_shape_is_a_broken_answer(find, server, body):
    server.replies.update({SEARCH: as_json(body), PRODUCT: as_json(body)})
    for descriptor in (FoodDescriptor("x", gtin="5018374442215"), FoodDescriptor("granola")):
        with pytest.raises(SourceError) as raised:
            find(descriptor)
        assert raised.value.why is Why.BROKEN_ANSWER


def test_a_lie_is_dropped(find, server):
    server.replies[PRODUCT] = supermarket_product(**{"Salt (g)": "100.5"})
    with pytest.raises(SourceError) as raised:
        find(FoodDescriptor("x", gtin="5018374442215"))
    assert raised.value.why is Why.IMPLAUSIBLE
