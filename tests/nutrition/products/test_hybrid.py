"""What a label leaves out comes from the food that the product is a kind of, and is marked so."""

from typing import Any

import pytest

from nutrition.products.hybrid import hybrid, plain_name
from nutrition.products.models import Product
from nutrition.resolution.foods import ALIAS, FoodTables, Name
from tests.nutrition.memory import table_food

BISCUIT: dict[str, Any] = {
    "energy_kcal": 470.0, "protein_g": 6.0, "fat_g": 20.0, "carbohydrate_total_g": 66.0, "fibre_g": 2.0,
    "sugars_g": 30.0, "saturated_fat_g": 9.0, "polyunsaturated_fat_g": 4.0, "iron_mg": 3.0,
    "sodium_mg": 400.0, "vitamin_c_mg": 0.0, "leucine_g": 0.6, "cholesterol_mg": 40.0,
}  # fmt: skip
PASTA: dict[str, Any] = {
    "energy_kcal": 158.0,
    "protein_g": 5.8,
    "fat_g": 0.9,
    "carbohydrate_total_g": 31.0,
    "fibre_g": 1.8,
}


@pytest.fixture(scope="module")
def tables() -> FoodTables:
    return FoodTables.build(
        [
            table_food(1, "Butter cookie", Name("butter biscuit", ALIAS, "GB"), **BISCUIT),
            table_food(2, "Pasta, cooked", Name("pasta", ALIAS), **PASTA, magnesium_mg=18.0),
            table_food(3, "Cookie", **BISCUIT | {"iron_mg": 9.0}),
        ]
    )


def product(**columns):
    told: dict[str, Any] = {
        "energy_kcal": 480.0,
        "protein_g": 7.0,
        "fat_g": 25.0,
        "carbohydrate_available_g": 60.0,
    }
    told |= {"saturated_fat_g": 11.0, "categories": "en:snacks,en:butter-biscuits", "gtin": 1}
    return Product(**told | columns)


def test_the_label_always_counts(tables):
    found = hybrid(product(iron_mg=1.0), tables)
    assert (found.nutrients["iron_mg"], found.provenance["iron_mg"]) == (1.0, ("open_food_facts", "label"))


def test_what_it_leaves_out_comes_from_the_generic_food_and_says_so(tables):
    found = hybrid(product(), tables)
    assert found.generic
    assert found.generic.food.name == "Butter cookie"
    assert found.nutrients["iron_mg"] == 3.0
    assert found.provenance["iron_mg"] == ("fndds", "Butter cookie, by mass")
    assert found.nutrients["vitamin_c_mg"] == 0.0


def test_parts_of_fat_and_protein_go_by_the_label_s_fat_and_protein(tables):
    found = hybrid(product(), tables)
    assert found.nutrients["polyunsaturated_fat_g"] == pytest.approx(4.0 * 25 / 20)
    assert found.nutrients["leucine_g"] == pytest.approx(0.6 * 7 / 6)
    assert found.provenance["leucine_g"] == ("fndds", "Butter cookie, by protein")


def test_parts_of_another_fat_are_not_taken(tables):
    found = hybrid(product(saturated_fat_g=2.0), tables)
    assert found.nutrients["polyunsaturated_fat_g"] is None
    assert found.nutrients["cholesterol_mg"] is None
    assert found.nutrients["iron_mg"] == 3.0


def test_sodium_and_what_recipes_differ_in_stay_unknown(tables):
    found = hybrid(product(), tables)
    assert found.nutrients["sodium_mg"] is None
    assert "sodium_mg" not in found.provenance


def test_a_part_stays_within_its_whole(tables):
    found = hybrid(product(carbohydrate_available_g=29.0), tables)
    assert found.nutrients["sugars_g"] == 29.0


def test_the_most_special_category_counts_and_another_is_tried_behind_it(tables):
    found = hybrid(product(categories="en:snacks,en:cookies,en:shortbread-of-nowhere"), tables)
    assert found.generic
    assert found.generic.matched == "cookies"


def test_dry_pasta_takes_more_than_cooked_by_what_is_neither_water_nor_fat(tables):
    dry = {"energy_kcal": 355.0, "protein_g": 12.0, "fat_g": 1.5, "carbohydrate_available_g": 71.0}
    found = hybrid(product(categories="en:pastas", saturated_fat_g=None, **dry), tables)
    assert found.generic
    assert found.generic.scaled_by == "solids_not_fat"
    assert found.nutrients["magnesium_mg"] == pytest.approx(18.0 * 83 / 36.8)


@pytest.mark.parametrize(
    "columns",
    [
        {"categories": ""},
        {"categories": "fr:biscuits-au-beurre"},
        {"protein_g": None},
        {"energy_kcal": None},
        {"energy_kcal": 40.0},
        {"protein_g": 60.0, "carbohydrate_available_g": 10.0, "fat_g": 10.0},
    ],
)
def test_without_a_food_that_fits_the_label_stands_alone(tables, columns):
    found = hybrid(product(**columns), tables)
    assert found.generic is None
    assert found.nutrients["iron_mg"] is None


def test_the_other_carbohydrate_follows_where_fibre_is_told(tables):
    found = hybrid(product(fibre_g=4.0), tables)
    assert found.nutrients["carbohydrate_total_g"] == 64.0
    assert found.provenance["carbohydrate_total_g"][1] == "computed: available carbohydrate and fibre"
    american = product(fibre_g=4.0, carbohydrate_total_g=64.0, carbohydrate_available_g=None)
    assert hybrid(american, tables).nutrients["carbohydrate_available_g"] == 60.0


def test_kcal_follow_from_kj(tables):
    found = hybrid(product(energy_kcal=None, energy_kj=2008.32), tables)
    assert found.nutrients["energy_kcal"] == pytest.approx(480)
    assert found.provenance["energy_kcal"] == ("open_food_facts", "computed: kJ / 4.184")


def test_a_name_is_told_without_its_brand_and_its_praise():
    assert plain_name("KIND Organic Original Peanut Butter", "Kind, Mars") == "Peanut Butter"
