"""Which kind of food a phrase names."""

import pytest

from nutrition.offers import Offer, offers_for
from nutrition.resolution.foods import FoodTables
from tests.nutrition.memory import table_food

NAMES = {
    "fruits": "Fruits",
    "fruits/berries": "Berries",
    "fruits/stone": "Stone fruits",
    "drinks/beer": "Beer and cider",
    "drinks/tea": "Tea",
}
FOODS = [
    table_food(1, "Strawberries", category="fruits/berries", energy_kcal=32.0),
    table_food(2, "Currants", category="fruits/berries", energy_kcal=56.0),
    table_food(3, "Plum", category="fruits/stone", energy_kcal=46.0),
    table_food(4, "Sloe", category="fruits/stone"),
    table_food(5, "Cider", category="drinks/beer", energy_kcal=49.0),
]


@pytest.fixture
def tables() -> FoodTables:
    return FoodTables.build(FOODS)


def offer_for(phrase: str, tables: FoodTables) -> Offer | None:
    return offers_for([phrase], NAMES, tables).get(phrase)


@pytest.mark.parametrize(
    ("phrase", "category"),
    [
        ("a bowl of zorble berries", "fruits/berries"),
        ("some fruit", "fruits"),
        ("odd stone fruit", "fruits/stone"),
        ("cloudy cider", "drinks/beer"),
        ("zorble", None),
        ("stone", None),
        ("a pot of tea", None),  # a kind that no food is of
    ],
)
def test_the_kind_whose_name_is_held(tables, phrase, category):
    offer = offer_for(phrase, tables)
    assert (offer.category if offer else None) == category


def test_median_and_range_are_of_all_foods_below_whose_energy_is_known(tables):
    offer = offer_for("fruit", tables)
    assert offer is not None
    assert (offer.foods, offer.energy_kcal_per_100g) == (3, 46.0)
    assert (offer.energy_kcal_per_100g_low, offer.energy_kcal_per_100g_high) == (32.0, 56.0)
