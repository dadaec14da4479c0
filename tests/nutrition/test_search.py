"""The search index over small tables, and how it follows their changes."""

import pytest

from nutrition.resolution.foods import ALIAS, FoodTables, Name
from nutrition.search import SearchIndex, index_of
from tests.nutrition.memory import table_food

FOODS = [
    table_food(1, "Milk"),
    table_food(2, "Whole milk"),
    table_food(3, "Milkshake"),
    table_food(4, "Milk chocolate"),
    table_food(5, "Milk, NFS", is_base=False),
    table_food(6, "Milk, human, mature, fluid", is_base=False),
    table_food(7, "Tea", Name("milk tea", ALIAS)),
    table_food(8, "French fries", Name("chips", ALIAS, "GB")),
    table_food(9, "Potato chips", Name("chips", ALIAS, "US"), Name("crisps", ALIAS, "GB")),
    table_food(10, "Strawberries"),
    table_food(11, "Creme brulee"),
]


@pytest.fixture
def tables() -> FoodTables:
    return FoodTables.build(FOODS)


def found(tables: FoodTables, query: str, region: str = "US", limit: int = 20) -> list[str]:
    return [tables.foods[hit.food].name for hit in SearchIndex(tables).find(query, region, limit)]


def test_exact_then_start_of_an_everyday_name_then_within_it_then_aliases_then_obscure(tables):
    assert found(tables, "milk") == [
        "Milk",
        "Milk chocolate",
        "Milkshake",
        "Whole milk",
        "Tea",
        "Milk, NFS",
        "Milk, human, mature, fluid",
    ]


def test_the_limit_keeps_the_best(tables):
    assert found(tables, "milk", limit=2) == ["Milk", "Milk chocolate"]


@pytest.mark.parametrize(
    "query", ["straw", "STRAWBERRY", "strawberies", "stawberry", "strawbery", " strawberries "]
)
def test_prefixes_plurals_and_slips(tables, query):
    assert found(tables, query) == ["Strawberries"]


def test_accents_may_be_left_out_or_given(tables):
    assert found(tables, "crème brûlée") == found(tables, "creme br") == ["Creme brulee"]


def test_the_words_come_in_any_order(tables):
    assert found(tables, "choc milk") == ["Milk chocolate"]


def test_words_of_another_region_come_last(tables):
    assert found(tables, "chips", "GB") == ["French fries", "Potato chips"]
    assert found(tables, "chips", "US") == ["Potato chips", "French fries"]
    assert found(tables, "crisp", "US") == ["Potato chips"]


@pytest.mark.parametrize("query", ["", "  ", "!?", "milk xyzzy", "mx"])
def test_nothing_answers(tables, query):
    assert found(tables, query) == []


def test_a_changed_food_is_found_by_its_new_name_only(tables):
    index = SearchIndex(tables)
    tables.replace(*table_food(10, "Raspberries"))
    assert [tables.foods[hit.food].id for hit in index.find("raspb", "US", 5)] == [10]
    assert index.find("strawb", "US", 5) == []


def test_a_changed_food_stands_among_the_others_in_its_place(tables):
    index = SearchIndex(tables)
    tables.replace(*table_food(11, "Milk pudding"))
    names = [tables.foods[hit.food].name for hit in index.find("milk", "US", 3)]
    assert names == ["Milk", "Milk pudding", "Milk chocolate"]


def test_a_removed_food_is_not_found(tables):
    index = SearchIndex(tables)
    tables.remove(1)
    assert index.find("milk", "US", 1)[0].food != 0


def test_the_index_is_built_once_for_the_same_tables(tables):
    index = index_of(tables)
    assert index_of(tables) is index
    assert index_of(FoodTables.build(FOODS)) is not index


def test_empty_tables_answer_nothing():
    assert SearchIndex(FoodTables.build([])).find("milk", "US", 5) == []
