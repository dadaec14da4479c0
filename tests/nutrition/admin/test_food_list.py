"""The list of foods: searched as the app searches, filtered by what there is to do."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nutrition import services
from nutrition.curation import workflow
from nutrition.curation.merging import merge_foods
from nutrition.grades import grade_stale_foods
from tests.meals.factories import make_food

pytestmark = pytest.mark.django_db
LIST = reverse("admin:nutrition_food_changelist")


def listed(client, **query):
    foods: Any = client.get(LIST, query).context["cl"].result_list
    return [str(workflow.tip(food)) for food in foods]


def test_it_is_searched_by_every_name_and_past_a_slip(rice, dora, logged_in):
    make_food("Bulgur")
    services.add_alias(food=rice, text="basmati")
    assert listed(logged_in(dora), q="basmatti") == ["Rice, boiled"]
    assert listed(logged_in(dora), q="boiled ric") == ["Rice, boiled"]


def test_it_is_searched_by_number(rice, dora, logged_in):
    assert listed(logged_in(dora), q=str(rice.pk)) == ["Rice, boiled"]


def test_a_retired_food_and_a_draft_are_found_too(rice, dora, logged_in):
    workflow.retire(food=rice, by=dora)
    workflow.save_draft(food=None, base=None, by=dora, changes={"name": "Wild rice", "category_id": "grains"})
    assert sorted(listed(logged_in(dora), q="rice")) == ["Rice, boiled", "Wild rice"]


def test_what_was_merged_is_shown_only_when_asked_for(rice, dora, logged_in):
    twin = make_food("White rice")
    merge_foods(kept=rice, gone=twin, by=dora)
    assert listed(logged_in(dora)) == ["Rice, boiled"]
    assert listed(logged_in(dora), state="merged") == ["White rice"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "draft"}, ["Rice, boiled"]),
        ({"state": "imported"}, ["Rice, boiled", "Bulgur"]),
        ({"state": "verified"}, []),
        ({"category": "grains"}, ["Rice, boiled", "Bulgur"]),
        ({"source": "sr28"}, ["Bulgur"]),
        ({"source": "touched"}, ["Rice, boiled"]),
        ({"lacks": "fat_g"}, ["Bulgur"]),
        ({"lacks": "portion"}, ["Rice, boiled", "Bulgur"]),
        ({"letter": "none"}, ["Rice, boiled", "Bulgur"]),
        ({"letter": "A"}, []),
    ],
)
def test_filters(rice, dora, logged_in, query, found):
    make_food("Bulgur", source="sr28", origin="release")
    workflow.save_draft(food=rice, base=rice.live, by=dora, changes={"energy_kcal": 123.0})
    grade_stale_foods(progress=lambda *told: None)
    assert listed(logged_in(dora), **query) == found


def test_a_category_is_picked_by_name(rice, dora, logged_in):
    answer = logged_in(dora).get(
        reverse("admin:autocomplete"),
        {"app_label": "nutrition", "model_name": "foodrevision", "field_name": "category", "term": "grain"},
    )
    assert [found["id"] for found in answer.json()["results"]] == ["grains"]


def test_the_list_takes_as_many_queries_for_many_foods_as_for_one(rice, dora, logged_in):
    client = logged_in(dora)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(LIST)
        return len(asked)

    queries()
    one = queries()
    for number in range(40):
        food = make_food(f"Rice {number}")
        workflow.save_draft(food=food, base=food.live, by=dora, changes={"energy_kcal": 1.0})
    assert queries() == one <= 15
