"""Unknown words of a meal are looked up outside, if the request says so and a source is on."""

import pytest

from nutrition.api.serializers import AnalysisSerializer
from tests.meals.factories import errors_of
from tests.nutrition.sources.shapes import fdc, fdc_food

pytestmark = pytest.mark.usefixtures("food_tables")
ADDRESS, FDC = "/api/v1/analyze/text", "/fdc/v1/foods/search"


@pytest.fixture
def analyze(api, turn_on, server):
    turn_on("usda_fdc")
    server.replies[FDC] = fdc(fdc_food("Frobnitz"))

    def ask(text, **fields):
        answer = api.post(ADDRESS, {"text": text, **fields})
        assert answer.status_code == 200, answer.content
        return answer.json()

    return ask


def test_nothing_leaves_the_server_unasked(analyze, server):
    meal = analyze("200 g frobnitz")
    assert (meal["found_outside"], meal["not_found_outside"]) == ([], [])
    analyze("200 g frobnitz", outside=False)
    assert not server.asked


def test_who_could_be_asked_is_told_before_anyone_is(api, analyze, settings):
    assert analyze("frobnitz")["outside_sources"] == ["usda_fdc"]
    settings.USDA_FDC_KEY = ""
    assert analyze("frobnitz", outside=True)["outside_sources"] == []


def test_what_is_found_stands_apart_with_all_that_is_known_of_it(analyze):
    meal = analyze("two eggs and 200 g frobnitz", outside=True)
    (found,) = meal["found_outside"]
    assert (found["name"], found["grams"], found["nutrients"]["energy_kcal"]) == ("Frobnitz", 200, 900)
    assert (found["source"], found["source_id"], found["confidence"]) == ("usda_fdc", "1", "likely")
    assert (found["food_id"], found["is_estimate"], found["age_days"]) == (None, False, 0)
    assert found["path"] == ["catalog: nothing found", "edamam: off", "usda_fdc: exact"]
    assert "U.S. Department of Agriculture" in found["attribution"]
    assert [item["name"] for item in meal["items"]] == ["Egg"]
    assert [phrase["phrase"] for phrase in meal["unresolved"]] == [found["phrase"]]


def test_totals_do_not_hold_it(analyze):
    assert analyze("two eggs and 200 g frobnitz", outside=True)["totals"] == analyze("two eggs")["totals"]


def test_only_the_food_is_told_and_not_how_much(analyze, server):
    analyze("200 g frobnitz", outside=True)
    assert server.asked[0].query["query"] == "frobnitz"


@pytest.mark.parametrize("text", ["frobnitz for bob@example.org", "frobnitz, call 0171 555 1234"])
def test_what_may_point_to_a_person_stays_here(analyze, server, text):
    analyze(text, outside=True)
    assert all("@" not in a.query["query"] and "555" not in a.query["query"] for a in server.asked)


@pytest.mark.parametrize(
    ("text", "grams"),
    [("frobnitz", 60), ("2 frobnitz", 120), ("half a frobnitz", 30), ("1 oz frobnitz", 28.35)],
)
def test_without_a_weight_the_serving_of_the_source_counts(analyze, text, grams):
    (found,) = analyze(text, outside=True)["found_outside"]
    assert found["grams"] == pytest.approx(grams, abs=0.01)


def test_where_nobody_knows_it_the_answer_says_who_was_asked(analyze, server):
    server.replies[FDC] = fdc()
    meal = analyze("3 cups of xyzzy", outside=True)
    (open_one,) = meal["not_found_outside"]
    assert open_one["path"][:3] == ["catalog: nothing found", "edamam: off", "usda_fdc: nothing found"]
    assert meal["found_outside"] == []


def test_a_meal_of_unknown_words_asks_only_for_ten(analyze, server):
    server.replies[FDC] = fdc()
    words = "; ".join(f"3 cups of xyzzy{chr(97 + i)}" for i in range(14))
    meal = analyze(words, outside=True)
    assert len(meal["not_found_outside"]) == 10


def test_the_answer_is_as_described(analyze, server):
    meal = analyze("two eggs and 200 g frobnitz", outside=True)
    assert AnalysisSerializer(meal).data == meal
    server.replies[FDC] = fdc()
    meal = analyze("two eggs and 200 g xyzzy", outside=True)
    assert AnalysisSerializer(meal).data == meal


@pytest.mark.parametrize("value", ["yes", 1, None])
def test_it_is_yes_or_no(api, value):
    answer = api.post(ADDRESS, {"text": "rice", "outside": value})
    assert (answer.status_code, set(errors_of(answer))) == (400, {"outside"})


def test_guests_may_ask_outside_less_often(api, user_api):
    answers = [api.post(ADDRESS, {"text": "", "outside": True}).status_code for _ in range(11)]
    assert answers == [400] * 10 + [429]
    assert api.post(ADDRESS, {"text": ""}).status_code == 400
    assert user_api.post(ADDRESS, {"text": "", "outside": True}).status_code == 400
