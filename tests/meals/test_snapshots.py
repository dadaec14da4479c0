"""A line keeps the figures it was logged with."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from nutrition.models import Food, FoodRevision
from tests.meals.factories import errors_of, line, make_food, meal, revise


@pytest.fixture
def logged(user_api: APIClient, rice: Food) -> dict[str, Any]:
    """200 g of rice at 130 kcal; the next revision says 999."""
    answer: dict[str, Any] = user_api.post("/api/v1/meals/", meal(line(rice, 200))).json()
    revise(rice, energy_kcal=999.0)
    return answer


def test_a_new_revision_leaves_logged_meals_as_they_were(user_api: APIClient, logged: dict[str, Any]) -> None:
    (item,) = logged["items"]

    found = user_api.get(f"/api/v1/meals/{logged['id']}/").json()

    assert found == {**logged, "items": [{**item, "newer_figures": found["items"][0]["newer_figures"]}]}


@pytest.mark.parametrize("with_food_id", [False, True])
def test_new_grams_are_counted_by_the_cited_revision(
    user_api: APIClient, logged: dict[str, Any], rice: Food, with_food_id: bool
) -> None:
    (item,) = logged["items"]
    fields = {"grams": 100, **({"food_id": rice.pk} if with_food_id else {})}

    alone = user_api.patch(f"/api/v1/meals/{logged['id']}/items/{item['id']}/", fields).json()
    body = {"items": [{"id": item["id"], **fields, "grams": 300}]}
    whole = user_api.patch(f"/api/v1/meals/{logged['id']}/", body).json()

    assert alone["nutrients"]["energy_kcal"] == 130
    assert whole["items"][0]["nutrients"]["energy_kcal"] == 390
    assert whole["items"][0]["provenance"]["revision"] == 1


def test_a_new_line_takes_the_live_revision(user_api: APIClient, logged: dict[str, Any], rice: Food) -> None:
    item = user_api.post(f"/api/v1/meals/{logged['id']}/items/", line(rice)).json()

    assert item["nutrients"]["energy_kcal"] == 999
    assert item["provenance"]["revision"] == 2


def test_a_meal_logged_again_takes_the_live_revision(user_api: APIClient, logged: dict[str, Any]) -> None:
    again = user_api.post(f"/api/v1/meals/{logged['id']}/copy/", {}).json()

    assert again["items"][0]["nutrients"]["energy_kcal"] == 1998


def test_a_merged_food_becomes_the_one_that_took_its_place(user_api: APIClient, rice: Food) -> None:
    first, second = make_food("Rice"), make_food("Plain rice")
    Food.objects.filter(pk=first.pk).update(merged_into=second)
    Food.objects.filter(pk=second.pk).update(merged_into=rice)

    (item,) = user_api.post("/api/v1/meals/", meal(line(first))).json()["items"]

    assert (item["food_id"], item["name"]) == (rice.pk, "Rice, boiled")


def test_unknown_retired_and_unpublished_foods_are_refused_by_name(user_api: APIClient, rice: Food) -> None:
    retired = revise(make_food(), state=FoodRevision.State.RETIRED)
    unpublished = Food.objects.create()
    body = meal(line(rice), line(retired), line(unpublished), {"food_id": 2**62, "grams": 1})

    response = user_api.post("/api/v1/meals/", body)

    assert errors_of(response) == {f"items.{index}.food_id": "unknown_food" for index in (1, 2, 3)}
    assert user_api.get("/api/v1/meals/").json()["results"] == []


def test_a_ring_of_merges_is_no_food(user_api: APIClient, rice: Food, tea: Food) -> None:
    Food.objects.filter(pk=rice.pk).update(merged_into=tea)
    Food.objects.filter(pk=tea.pk).update(merged_into=rice)

    assert errors_of(user_api.post("/api/v1/meals/", meal(line(rice)))) == {"items.0.food_id": "unknown_food"}


def test_a_line_whose_food_was_retired_can_still_be_mended_and_logged_again(
    user_api: APIClient, logged: dict[str, Any], rice: Food
) -> None:
    revise(rice, state=FoodRevision.State.RETIRED)
    (item,) = logged["items"]

    mended = user_api.patch(f"/api/v1/meals/{logged['id']}/items/{item['id']}/", {"grams": 100})
    again = user_api.post(f"/api/v1/meals/{logged['id']}/copy/", {})

    assert mended.json()["nutrients"]["energy_kcal"] == 130
    assert again.json()["items"][0]["nutrients"]["energy_kcal"] == 130


def test_the_clients_own_figures_are_refused(user_api: APIClient, rice: Food) -> None:
    body = meal(line(rice, nutrients={"energy_kcal": 1}))

    assert errors_of(user_api.post("/api/v1/meals/", body)) == {"items.0.nutrients": "unknown_field"}
