"""A meal in words over HTTP, with the project's own food tables."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from nutrition.api.serializers import AnalysisSerializer
from nutrition.counting import flush
from nutrition.learning.models import Miss
from nutrition.nutrients import KEYS
from nutrition.resolution.foods import FoodTables
from tests.meals.factories import errors_of

pytestmark = pytest.mark.usefixtures("food_tables")
ADDRESS = "/api/v1/analyze/text"
BREAKFAST = "two scrambled eggs, a slice of whole wheat toast and a glass of orange juice"


def analyze(api: APIClient, text: str, **fields: Any) -> dict[str, Any]:
    answer = api.post(ADDRESS, {"text": text, **fields})
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def names(meal: dict[str, Any]) -> list[str]:
    return [item["name"] for item in meal["items"]]


def reasons(meal: dict[str, Any]) -> list[str]:
    return [phrase["reason"] for phrase in meal["unresolved"]]


def test_a_breakfast_becomes_foods(api):
    meal = analyze(api, BREAKFAST)
    assert names(meal) == ["Scrambled eggs", "Whole wheat toast", "Orange juice"]
    assert meal["unresolved"] == []


def test_an_item_tells_what_it_is_and_where_it_comes_from(api, food_tables: FoodTables):
    (egg,) = analyze(api, "200 g scrambled eggs")["items"]
    food = food_tables.foods[food_tables.rows_of_id[egg["food_id"]]]
    assert (egg["name"], egg["source_id"], egg["revision"]) == (food.name, food.source_id, food.revision)
    assert egg["provenance"]["default"] == {
        "source": "fndds",
        "source_id": food.source_id,
        "release": food.release,
    }
    assert egg["path"]
    assert egg["confidence"] == "likely"
    assert food.serving_g is not None
    assert egg["portion_multiplier"] == pytest.approx(200 / food.serving_g, abs=1e-3)


def test_nutrients_are_those_of_the_grams(api, food_tables: FoodTables):
    (rice,) = analyze(api, "250 g white rice")["items"]
    energy = food_tables.nutrients_of(food_tables.rows_of_id[rice["food_id"]])["energy_kcal"]
    assert set(rice["nutrients"]) == set(KEYS)
    assert rice["grams"] == 250
    assert energy is not None
    assert rice["nutrients"]["energy_kcal"] == pytest.approx(energy * 2.5, abs=0.01)
    assert rice["nutrients"]["iodine_ug"] is None


def test_grams_and_energy_carry_an_interval(api):
    (juice,) = analyze(api, "a glass of orange juice")["items"]
    assert juice["grams_low"] < juice["grams"] < juice["grams_high"]
    assert juice["energy_kcal_low"] < juice["nutrients"]["energy_kcal"] < juice["energy_kcal_high"]


def test_totals_add_up_and_tell_what_is_unknown(api):
    meal = analyze(api, BREAKFAST)
    totals = meal["totals"]
    grams = sum(item["grams"] for item in meal["items"])
    assert totals["grams"] == pytest.approx(grams, abs=0.05)
    energy = sum(item["nutrients"]["energy_kcal"] for item in meal["items"])
    assert totals["nutrients"]["energy_kcal"] == pytest.approx(energy, abs=0.05)
    assert (totals["nutrients"]["iodine_ug"], totals["unknown_foods"]["iodine_ug"]) == (None, 3)
    assert totals["known_share"]["energy_kcal"] == 1


def test_the_answer_is_as_described(api):
    """Each field that the description names, and no other."""
    meal = analyze(api, f"{BREAKFAST}, 3 cups of xyzzy and 5000 kg butter")
    assert AnalysisSerializer(meal).data == meal


def test_both_addresses_work(api):
    texts = {"text": "an apple"}
    assert names(api.post(f"{ADDRESS}/", texts).json()) == names(api.post(ADDRESS, texts).json()) == ["Apple"]


def test_an_adjustment_is_told(api):
    (lettuce,) = analyze(api, "100 g deep fried lettuce")["items"]
    assert "deep-fried" in lettuce["adjustments"][0]["note"]
    assert lettuce["preparation"] == "deep_fried"


def test_a_food_that_was_measured_as_eaten_has_no_preparation(api):
    eggs, butter = analyze(api, "100 g scrambled eggs and 10 g butter")["items"]
    assert (eggs["preparation"], butter["preparation"]) == (None, None)


def test_a_preparation_that_does_not_suit_is_asked_about(api):
    (yogurt,) = analyze(api, "100 g smoked yogurt")["items"]
    assert (yogurt["adjustments"], yogurt["preparation"]) == ([], None)
    assert "Smoked?" in yogurt["questions"][0]


def test_the_meal_that_is_named(api):
    assert analyze(api, "for lunch I had an apple")["meal"] == "lunch"
    assert analyze(api, "an apple")["meal"] is None


@pytest.mark.parametrize(
    ("region", "language", "food"),
    [
        ("GB", "", "French fries"),
        ("US", "", "Potato chips"),
        (None, "", "Potato chips"),
        (None, "en-GB,en;q=0.8", "French fries"),
        (None, "de,en-GB;q=0.7,en-US;q=0.3", "French fries"),
        (None, "en-US,en-GB;q=0.5", "Potato chips"),
        ("US", "en-GB", "Potato chips"),
    ],
)
def test_words_mean_what_they_mean_where_one_lives(api, region, language, food):
    body = {"text": "100 g chips"} | ({"region": region} if region else {})
    meal = api.post(ADDRESS, body, HTTP_ACCEPT_LANGUAGE=language).json()
    assert names(meal) == [food]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("xyzzy", "not_found"),
        ("米饭一碗", "not_found"),
        ("гречневая каша", "not_found"),
        ("-200 g rice", "amount_out_of_range"),
        ("5000 kg butter", "amount_out_of_range"),
        ("9" * 400 + " g butter", "amount_out_of_range"),
    ],
)
def test_what_is_no_food_or_no_amount_stays_open(api, text, reason):
    meal = analyze(api, text)
    assert (meal["items"], reasons(meal)) == ([], [reason])
    assert meal["unresolved"][0]["message"]


@pytest.mark.parametrize("text", ["0 cups", "5 6 7", "🍕🍕", "\x01\x02", "?!", "&", "½", "the of and"])
def test_where_there_is_no_food_it_is_said(api, text):
    meal = analyze(api, text)
    assert meal["items"] == []
    assert len(meal["unresolved"]) == 1
    assert meal["totals"]["nutrients"]["energy_kcal"] is None


def test_html_is_only_text(api):
    meal = analyze(api, "<b>rice</b><script>alert('eggs')</script>")
    assert len(meal["items"]) + len(meal["unresolved"]) >= 1
    assert all("script" not in name for name in names(meal))


def test_foods_without_amounts_get_their_usual_one(api):
    meal = analyze(api, "rice, an apple")
    assert len(meal["items"]) == 2
    assert all(item["grams_high"] / item["grams_low"] > 1.3 for item in meal["items"])


@pytest.mark.parametrize("text", ["a\tbanana\r\n", "a banana\x07", "a\u200b banana", "  a banana  "])
def test_control_characters_are_blanks(api, text):
    assert names(analyze(api, text)) == ["Banana"]


def test_five_thousand_characters_are_read(api):
    text = ("two eggs, " * 500)[:5000]
    assert names(analyze(api, text))[0] == "Egg"


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, {"text": "required"}),
        ({"text": ""}, {"text": "blank"}),
        ({"text": " \n\t "}, {"text": "blank"}),
        ({"text": "rice " * 20_000}, {"text": "max_length"}),
        ({"text": "a\0b"}, {"text": "null_characters_not_allowed"}),
        ({"text": None}, {"text": "null"}),
        ({"text": 5}, {"text": "type"}),
        ({"text": ["rice"]}, {"text": "type"}),
        ({"text": "rice", "region": "DE"}, {"region": "invalid_choice"}),
        ({"text": "rice", "txt": "x", "meal": 1}, {"txt": "unknown_field", "meal": "unknown_field"}),
    ],
)
def test_a_bad_request_names_the_field(api, body, errors):
    answer = api.post(ADDRESS, body)
    assert (answer.status_code, errors_of(answer)) == (400, errors)


def test_a_parameter_is_refused(api):
    assert errors_of(api.post(f"{ADDRESS}?region=GB", {"text": "rice"})) == {"region": "unknown_field"}


def test_a_kind_of_food_is_offered_and_not_added(api):
    meal = analyze(api, "wobbly frobnicated grault quux zorble corge pastries")
    offer = meal["unresolved"][0]["offer"]
    assert meal["items"] == []
    assert (offer["category"], offer["name"]) == ("sweets/pastries", "Doughnuts and pastries")
    assert (
        offer["energy_kcal_per_100g_low"] < offer["energy_kcal_per_100g"] < offer["energy_kcal_per_100g_high"]
    )


def test_nothing_is_offered_for_a_word_of_no_kind(api):
    assert analyze(api, "3 cups of xyzzy")["unresolved"][0]["offer"] is None


def test_what_is_not_found_is_counted_without_its_amount(api):
    analyze(api, "3 cups of xyzzy and 200 g frobnitz")
    analyze(api, "half a Xyzzy", region="GB")
    analyze(api, "XYZZY")
    flush()
    counts = {(miss.phrase, miss.region): miss.count for miss in Miss.objects.all()}
    assert counts == {("xyzzy", "US"): 2, ("frobnitz", "US"): 1, ("xyzzy", "GB"): 1}


def test_what_was_found_or_out_of_range_is_not_counted(api):
    analyze(api, "two eggs and 5000 kg butter")
    flush()
    assert not Miss.objects.exists()


def test_the_database_is_not_asked_more_for_more_foods(api, django_assert_num_queries):
    analyze(api, "an apple")
    for text in ("two eggs", BREAKFAST):
        with django_assert_num_queries(0):
            analyze(api, text)


def test_the_database_is_not_asked_more_for_more_misses(api, django_assert_num_queries):
    for text in ("xyzzy", "xyzzy; 3 frobnitz; quux and 2 cups of grault"):
        with django_assert_num_queries(1):  # the categories' names
            analyze(api, text)


def test_guests_are_slowed_down(api, user_api):
    answers = [api.post(ADDRESS, {}) for _ in range(61)]
    assert (answers[59].status_code, answers[60].status_code) == (400, 429)
    assert errors_of(user_api.post(ADDRESS, {})) == {"text": "required"}
