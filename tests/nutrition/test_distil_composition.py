"""Whose figure stands in a distilled food, and what is computed from ingredients."""

import pytest

from nutrition.distil.composition import Composer
from nutrition.distil.source_tables import Ingredient, Key, Source
from nutrition.nutrients import KEYS

OIL, LEAF, SALAD, PLATE = ("sr28", "04001"), ("sr28", "11001"), ("fndds", "70000001"), ("fndds", "70000002")


def source(
    key: Key, ingredients: list[Ingredient] | None = None, ndb_number: str = "", **nutrients: float | None
) -> Source:
    return Source(
        key=key,
        release="1",
        description="something",
        synonyms="",
        group_code="2100",
        manufacturer="",
        ndb_number=ndb_number or key[1],
        refuse_percent=None,
        nutrients={name: nutrients.get(name) for name in KEYS},
        derivations={},
        ingredients=ingredients or [],
    )


def ingredient(key: Key, grams: float, moisture: float = 0.0) -> Ingredient:
    return Ingredient(key, "something", grams, has_retention=False, moisture_change_percent=moisture)


def compose(key: Key, *sources: Source):
    return Composer({row.key: row for row in sources}).compose(key)


LEAVES = source(LEAF, energy_kcal=20, fat_g=0.2, protein_g=2, manganese_mg=0.4, pantothenic_acid_mg=0.1)
FAT = source(OIL, energy_kcal=880, fat_g=90, protein_g=0, manganese_mg=0.2)


def salad(energy_kcal: float = 106, moisture: float = 0.0) -> Source:
    parts = [ingredient(LEAF, 90, moisture), ingredient(OIL, 10, moisture)]
    return source(SALAD, parts, energy_kcal=energy_kcal, fat_g=9.2)


def test_what_fndds_lacks_is_computed_from_its_ingredients():
    values, provenance = compose(SALAD, salad(), LEAVES, FAT)
    assert values["manganese_mg"] == pytest.approx(0.38)
    assert provenance["manganese_mg"] == ("sr28", "computed from ingredients")


def test_what_fndds_has_is_not_computed():
    values, provenance = compose(SALAD, salad(), LEAVES, FAT)
    assert values["energy_kcal"] == 106
    assert values["protein_g"] is None
    assert "energy_kcal" not in provenance


def test_one_ingredient_that_does_not_know_leaves_it_unknown():
    values, provenance = compose(SALAD, salad(), LEAVES, FAT)
    assert values["pantothenic_acid_mg"] is None
    assert "pantothenic_acid_mg" not in provenance


def test_lost_water_makes_the_rest_denser():
    values, _ = compose(SALAD, salad(energy_kcal=132.5, moisture=-20), LEAVES, FAT)
    assert values["manganese_mg"] == pytest.approx(0.475)


def test_a_dish_made_of_a_dish():
    plate = source(PLATE, [ingredient(SALAD, 200)], energy_kcal=106)
    values, _ = compose(PLATE, plate, salad(), LEAVES, FAT)
    assert values["manganese_mg"] == pytest.approx(0.38)


def test_a_recipe_that_misses_the_published_energy_is_not_used():
    values, _ = compose(SALAD, salad(energy_kcal=150), LEAVES, FAT)
    assert values["manganese_mg"] is None


def test_a_dish_that_contains_itself_stays_unknown():
    values, _ = compose(PLATE, source(PLATE, [ingredient(PLATE, 100)], energy_kcal=100))
    assert values["manganese_mg"] is None


def test_an_ingredient_that_is_in_no_table_leaves_it_unknown():
    values, _ = compose(SALAD, salad(), LEAVES)
    assert values["manganese_mg"] is None


def test_no_fat_means_no_trans_fat():
    values, provenance = compose(LEAF, source(LEAF, energy_kcal=20, fat_g=0.0))
    assert values["trans_fat_g"] == 0
    assert provenance["trans_fat_g"] == ("sr28", "none, as fat_g is 0")
    assert compose(LEAF, LEAVES)[0]["trans_fat_g"] is None


def test_a_trace_of_fat_of_unknown_kind_does_not_hide_the_rest():
    butter = source(OIL, energy_kcal=880, fat_g=90, trans_fat_g=3)
    dish = source(SALAD, [ingredient(LEAF, 10), ingredient(OIL, 90)], energy_kcal=794)
    assert compose(SALAD, dish, LEAVES, butter)[0]["trans_fat_g"] == pytest.approx(2.7)
    half = source(SALAD, [ingredient(LEAF, 50), ingredient(OIL, 50)], energy_kcal=450)
    assert compose(SALAD, half, LEAVES, butter)[0]["trans_fat_g"] is None


def newer_leaf(how: dict[str, str], **nutrients: float | None) -> Source:
    food = source(("foundation", "7"), [], LEAF[1], **nutrients)
    food.derivations = how
    return food


PROXIMATES = {"energy_kcal": 22.0, "protein_g": 2.5, "fat_g": 0.4, "carbohydrate_total_g": 5.0}


def test_the_newer_laboratory_value_replaces_the_older_nutrient_by_nutrient():
    older = source(LEAF, energy_kcal=20, iron_mg=1.0, zinc_mg=0.3, carbohydrate_total_g=4.0, fibre_g=1.5)
    values, provenance = compose(LEAF, older, newer_leaf({}, **PROXIMATES, iron_mg=1.2))
    assert (values["energy_kcal"], values["iron_mg"], values["zinc_mg"]) == (22, 1.2, 0.3)
    assert values["carbohydrate_available_g"] == 3.5
    assert provenance["iron_mg"] == ("foundation", "7")
    assert "zinc_mg" not in provenance


def test_what_adds_up_to_a_hundred_grams_is_replaced_whole_or_not_at_all():
    older = source(LEAF, energy_kcal=20, protein_g=2.0, fat_g=0.2, carbohydrate_total_g=4.0)
    half = {name: value for name, value in PROXIMATES.items() if name != "fat_g"}
    values, _ = compose(LEAF, older, newer_leaf({}, **half))
    assert (values["energy_kcal"], values["protein_g"], values["carbohydrate_total_g"]) == (20, 2.0, 4.0)
    summed = newer_leaf({"fat_g": "nutrient 1085"}, **PROXIMATES)
    assert compose(LEAF, older, summed)[0]["protein_g"] == 2.0


def test_a_newer_value_in_an_ingredient_is_named():
    newer = source(("foundation", "7"), ndb_number="11001", manganese_mg=0.5)
    values, provenance = compose(SALAD, salad(), LEAVES, FAT, newer)
    assert values["manganese_mg"] == pytest.approx(0.47)
    assert provenance["manganese_mg"] == ("sr28+foundation", "computed from ingredients")


def described(text: str, group: str, **nutrients: float | None) -> Source:
    food = source(("sr28", "19335"), [], "", **nutrients)
    food.description, food.group_code = text, group
    return food


def test_no_carbohydrate_means_no_sugars_and_no_fibre():
    values, provenance = compose(LEAF, source(LEAF, energy_kcal=100, carbohydrate_total_g=0.0))
    assert (values["sugars_g"], values["fibre_g"], values["added_sugars_g"]) == (0, 0, 0)
    assert provenance["sugars_g"] == ("sr28", "none, as carbohydrate_total_g is 0")


@pytest.mark.parametrize(
    ("text", "group", "sugars_g"),
    [
        ("Lamb, variety meats and by-products, liver, raw", "1700", 0),
        ("Chicken, breast, breaded, fried", "0500", None),
        ("Mollusks, clam, mixed species, cooked, moist heat", "1500", 0),
        ("Mollusks, oyster, Pacific, raw", "1500", None),
    ],
)
def test_plain_meat_and_fish_have_no_sugars(text, group, sugars_g):
    food = described(text, group, carbohydrate_total_g=2.0)
    assert compose(food.key, food)[0]["sugars_g"] == sugars_g


@pytest.mark.parametrize(
    ("text", "group", "added_g"),
    [
        ("Sugars, granulated", "1900", 20),
        ("Strawberries, raw", "0900", 0),
        ("Beverages, carbonated, cola, regular", "1400", 20),
        ("Cookies, oatmeal", "1800", 20),
        ("Peaches, canned, heavy syrup", "0900", 10),
        ("Ice creams, vanilla", "1900", 15.1),
        ("Soup, tomato, canned", "0600", None),
    ],
)
def test_added_sugars_are_assumed_where_they_go_without_saying(text, group, added_g):
    food = described(text, group, sugars_g=20.0, carbohydrate_total_g=30.0, protein_g=3.5)
    values, provenance = compose(food.key, food)
    assert values["added_sugars_g"] == added_g
    how = None if added_g is None else ("sr28", "assumed from what the food is")
    assert provenance.get("added_sugars_g") == how


def test_no_more_sugars_are_added_than_there_are():
    syrup = source(OIL, energy_kcal=400, sugars_g=100, added_sugars_g=100)
    dish = source(SALAD, [ingredient(LEAF, 90), ingredient(OIL, 10)], energy_kcal=60, sugars_g=9.6)
    leaves = source(LEAF, energy_kcal=22, sugars_g=0, added_sugars_g=0)
    assert compose(SALAD, dish, leaves, syrup)[0]["added_sugars_g"] == 9.6


def test_nothing_is_assumed_that_was_measured():
    food = described("Strawberries, raw", "0900", trans_fat_g=0.01)
    values, provenance = compose(food.key, food)
    assert values["trans_fat_g"] == 0.01
    assert "trans_fat_g" not in provenance


def test_a_newer_figure_that_measures_something_else_fills_a_gap_but_replaces_nothing():
    newer = newer_leaf(
        {"fibre_g": "nutrient 2033", "linoleic_acid_g": "nutrient 1269"}, fibre_g=4.0, linoleic_acid_g=0.1
    )
    values, provenance = compose(LEAF, source(LEAF, fibre_g=3.0), newer)
    assert (values["fibre_g"], values["linoleic_acid_g"]) == (3.0, 0.1)
    assert provenance["linoleic_acid_g"] == ("foundation", "18:2, all isomers")
