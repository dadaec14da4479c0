"""What the Nutri-Score is told of a packaged food."""

import pytest

from nutrition.products.models import Product
from nutrition.products.nutriscore import first_is_red_meat, food_class, has_sweeteners, score


@pytest.mark.parametrize(
    ("categories", "red_meat", "expected"),
    [
        (["en:beverages", "en:sodas"], None, "beverage"),
        (["en:beverages", "en:waters", "en:spring-waters"], None, "water"),
        (["en:beverages", "en:soups"], None, "general"),
        (["en:beverages", "en:alcoholic-beverages"], None, "not_rated"),
        (["en:beverages", "en:coffees", "en:coffee-drinks"], None, "beverage"),
        (["en:fats", "en:butters"], None, "fats_oils_nuts_seeds"),
        (["en:nuts", "en:chestnuts"], None, "general"),
        (["en:dairies", "en:cheeses"], None, "cheese"),
        (["en:dairies", "en:cheeses", "fr:fromages-blancs"], None, "general"),
        (["en:meats"], True, "red_meat"),
        (["en:meats"], False, "general"),
    ],
)
def test_the_class_is_told_by_the_categories(categories, red_meat, expected):
    assert food_class(categories, red_meat) == expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [("en:beef,en:salt", True), ("en:cooked-ham", True), ("en:wheat,en:beef", False), ("", None)],
)
def test_the_first_ingredient_tells_red_meat(tags, expected):
    assert first_is_red_meat(tags) is expected


def test_sweeteners_are_unknown_without_ingredients():
    assert has_sweeteners(["en:e951"], ingredients_known=True) is True
    assert has_sweeteners(["en:e330"], ingredients_known=True) is False
    assert has_sweeteners([], ingredients_known=False) is None


def cola(**columns):
    label = {"sugars_g": 10.6, "fat_g": 0.0, "saturated_fat_g": 0.0, "protein_g": 0.0, "sodium_mg": 4.0}
    return Product(energy_kj=180.0, categories="en:beverages", **columns), label


def test_a_cola_is_e_and_its_untold_fibre_is_none():
    result = score(*cola(fruit_vegetable_legume_percent=0.0, non_nutritive_sweeteners=False))
    assert (result.grade, result.assumed) == ("E", ("no_fibre_told",))


def test_without_a_category_there_is_no_score():
    product, label = cola()
    product.categories = ""
    assert (score(product, label).grade, score(product, label).missing) == ("", ("category",))


def test_without_sugars_there_is_no_score():
    product, label = cola()
    assert score(product, label | {"sugars_g": None}).missing == ("sugars_g",)
