"""`GET /api/v1/products/{gtin}`."""

import pytest

from nutrition.api.product_serializers import ProductSerializer
from nutrition.products.importing import import_file
from tests.meals.factories import errors_of
from tests.nutrition.products.files import BISCUITS, CODE, row, write_export

pytestmark = pytest.mark.usefixtures("food_tables")
PRODUCTS = "/api/v1/products/"
TOLD = {
    "brands": "Ann's", "categories_tags": "en:snacks,en:biscuits,en:oatmeal-cookies", "allergens": "en:milk",
    "traces_tags": "en:milk,en:nuts,en:apple", "countries_tags": "en:france", "serving_size": "25 g",
    "serving_quantity": "25", "ingredients_text": "oats, butter", "nutriscore_grade": "e",
}  # fmt: skip


@pytest.fixture(autouse=True)
def imported(tmp_path):
    rows = [
        row(**TOLD),
        row("20000011", figures={}, serving_size="330 ml", serving_quantity="330"),
        row("5000159461122", figures=BISCUITS | {"sugars": 70}),
    ]
    import_file(write_export(tmp_path / "off.csv", rows), progress=lambda what, done, total: None)


def get(api, gtin=CODE):
    answer = api.get(f"{PRODUCTS}{gtin}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_the_label_is_completed_and_every_figure_has_its_origin(api):
    product = get(api)
    assert (product["name"], product["brand"], product["gtin"]) == (
        "Butter biscuits",
        "Ann's",
        "03017620422003",
    )
    assert product["label"]["nutrients"]["iron_mg"] is None
    assert product["nutrients"]["iron_mg"] > 0
    assert product["generic_food"]["name"] == "Oatmeal cookie"
    known = {key for key, value in product["nutrients"].items() if value is not None}
    assert product["provenance"].keys() == known
    assert product["provenance"]["fat_g"] == ["open_food_facts", "label"]
    assert product["provenance"]["iron_mg"] == ["fndds", "Oatmeal cookie, by mass"]
    assert (product["resolved_by"], product["score"], product["confidence"]) == ("hybrid", 0.9, "likely")


def test_the_answer_has_exactly_the_fields_that_are_described(api):
    assert list(get(api)) == list(ProductSerializer().fields)


def test_a_serving_is_a_share_of_100_g(api):
    product = get(api)
    assert product["serving"] == {"text": "25 g", "grams": 25.0, "millilitres": None}
    assert product["nutrients_per_serving"]["fat_g"] == 5.0


def test_allergens_are_contained_perhaps_contained_or_unknown(api):
    allergens = get(api)["allergens"]
    assert (allergens["contains"], allergens["may_contain"]) == (["milk"], ["nuts"])
    assert "gluten" in allergens["unknown"]
    assert allergens["others"] == ["en:apple"]
    assert sum(len(allergens[name]) for name in ("contains", "may_contain", "unknown")) == 14


def test_what_the_label_calls_carbohydrate_is_said(api):
    label = get(api)["label"]
    assert label["carbohydrate"] == "available"
    assert label["carbohydrate_known_from"] == "the rules of the countries where it is sold"


def test_our_nutri_score_stands_beside_the_one_that_was_told(api):
    product = get(api)
    assert product["nutriscore"]["grade"] == "E"
    assert product["told_nutriscore"] == {"grade": "E", "score": None}


def test_source_licence_and_attribution_are_named(api):
    origin = get(api)["origin"]
    assert origin["licence"] == "ODbL 1.0"
    assert "Open Food Facts contributors" in origin["attribution"]
    assert origin["url"] == f"https://world.openfoodfacts.org/product/{CODE}"


def test_a_product_without_nutrition_has_none_and_says_so(api):
    product = get(api, "20000011")
    assert product["flags"][0]["code"] == "no_nutrition"
    assert set(product["nutrients"].values()) == {None}
    assert product["serving"]["millilitres"] == 330
    assert product["number_note"].startswith("This number is a shop's own number")
    assert (product["resolved_by"], product["nutriscore"]["grade"]) == ("open_food_facts", None)


@pytest.mark.parametrize("written", [CODE + "/", "03017620422003", "3017620 422003", "3-017620-422003"])
def test_any_way_to_write_the_number_finds_it(api, written):
    assert get(api, written)["name"] == "Butter biscuits"


def test_eight_digits_that_are_no_known_gtin_8_are_tried_as_upc_e(api, tmp_path):
    path = write_export(tmp_path / "upc.csv", [row("012345000065", product_name="Cola")])
    import_file(path, progress=lambda what, done, total: None)
    assert get(api, "01234565")["name"] == "Cola"


def test_an_unknown_product_is_not_found(api):
    answer = api.get(f"{PRODUCTS}96385074")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_a_product_that_was_refused_is_not_found_and_says_why(api):
    answer = api.get(f"{PRODUCTS}5000159461122")
    assert answer.status_code == 404
    assert "more sugars than carbohydrate" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("gtin", "code"),
    [("3017620422004", "check_digit"), ("12", "length"), ("nutella", "characters"), ("00000000", "empty")],
)
def test_an_invalid_number_is_refused_by_name(api, gtin, code):
    answer = api.get(f"{PRODUCTS}{gtin}")
    assert answer.status_code == 400
    assert errors_of(answer) == {"gtin": code}


def test_an_unknown_parameter_is_refused(api):
    assert errors_of(api.get(f"{PRODUCTS}{CODE}?fields=name")) == {"fields": "unknown_field"}
