"""A curated food leaves logged meals as they were; its newer figures are offered, and taken on request."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.models import User
from meals.models import Meal, MealItem
from nutrition.curation import merging, workflow
from nutrition.models import Category, Food, Preparation
from tests.conftest import MakeUser
from tests.meals.factories import errors_of, line, make_food, meal
from tests.meals.recipes.factories import recipe
from tests.nutrition.conftest import own_catalog as own_catalog

pytestmark = pytest.mark.usefixtures("own_catalog")

Curate = Callable[..., None]


@pytest.fixture
def dora(make_user: MakeUser) -> User:
    return make_user("dora@example.org", is_staff=True)


@pytest.fixture
def curate(dora: User) -> Curate:
    """Let a curator publish changes to a food."""

    def publish(food: Food, **changes: Any) -> None:
        food = Food.objects.get(pk=food.pk)
        if changes:
            workflow.save_draft(food=food, base=workflow.tip(food), by=dora, changes=changes)
        workflow.publish(food=food, by=dora)

    return publish


@pytest.fixture
def logged(user_api: APIClient, rice: Food, tea: Food) -> dict[str, Any]:
    """150 g of rice at 130 kcal and a tea."""
    answer: dict[str, Any] = user_api.post("/api/v1/meals/", meal(line(rice, 150), line(tea, 200))).json()
    return answer


def at(logged: dict[str, Any]) -> str:
    return f"/api/v1/meals/{logged['id']}/"


def newer(logged: dict[str, Any]) -> str:
    return f"{at(logged)}newer-figures/"


def energy_kcal(meal: dict[str, Any]) -> list[float]:
    return [item["nutrients"]["energy_kcal"] for item in meal["items"]]


def test_a_logged_meal_keeps_its_figures_and_says_that_there_are_newer_ones(
    user_api: APIClient, logged: dict[str, Any], rice: Food, curate: Curate
) -> None:
    assert [item["newer_figures"] for item in logged["items"]] == [None, None]
    curate(rice, energy_kcal=123.0)

    found = user_api.get(at(logged)).json()

    assert energy_kcal(found) == energy_kcal(logged)
    assert found["grade"] == logged["grade"]
    assert [item["newer_figures"] for item in found["items"]] == [
        {
            "food_id": rice.pk,
            "revision": 2,
            "name": "Rice, boiled",
            "energy_kcal_per_100g": {"was": 130.0, "now": 123.0},
        },
        None,
    ]


@pytest.mark.parametrize("address", ["/api/v1/meals/", "/api/v1/days/2025-03-10/"])
def test_lists_and_days_say_so_too(
    user_api: APIClient, logged: dict[str, Any], rice: Food, curate: Curate, address: str
) -> None:
    curate(rice, energy_kcal=123.0)

    answer = user_api.get(address).json()

    (found,) = answer.get("results", answer.get("meals"))
    assert [bool(item["newer_figures"]) for item in found["items"]] == [True, False]


def test_what_was_only_looked_at_is_no_newer_figure(
    user_api: APIClient, logged: dict[str, Any], rice: Food, curate: Curate
) -> None:
    curate(rice)
    curate(rice, energy_kcal=130.2, description="Long grain")

    assert user_api.get(at(logged)).json()["items"][0]["newer_figures"] is None
    assert user_api.get(newer(logged)).json()["lines"] == []


def test_the_preview_says_what_changes_and_changes_nothing(
    user_api: APIClient, logged: dict[str, Any], rice: Food, curate: Curate
) -> None:
    curate(rice, energy_kcal=123.0, iron_mg=None, protein_g=2.71)

    preview = user_api.get(newer(logged)).json()

    (found,) = preview["lines"]
    assert (found["id"], found["grams"]) == (logged["items"][0]["id"], 150)
    changed = {each["key"]: (each["was"], each["now"], each["unit"]) for each in found["nutrients"]}
    assert changed == {"energy_kcal": (195, 184.5, "kcal"), "iron_mg": (0.3, None, "mg")}
    assert preview["energy_kcal"] == {"was": 197, "now": 186.5}
    assert energy_kcal(user_api.get(at(logged)).json()) == energy_kcal(logged)


def test_a_food_that_is_graded_otherwise_is_offered(user_api: APIClient, curate: Curate) -> None:
    known = {"sugars_g": 9, "saturated_fat_g": 0, "sodium_mg": 1, "fibre_g": 0, "protein_g": 0}
    juice = make_food("Juice", energy_kcal=45, **known)
    logged = user_api.post("/api/v1/meals/", meal(line(juice, 200))).json()
    curate(juice, nutriscore_class="beverage")

    preview = user_api.get(newer(logged)).json()
    taken = user_api.post(newer(logged), {}).json()

    was, now = (preview["grade"][when]["letter"] for when in ("was", "now"))
    assert logged["grade"]["letter"] == was != now
    assert preview["lines"][0]["grade"]["now"]["food_class"] == "beverage"
    assert taken["grade"] == preview["grade"]["now"]


def test_a_meal_takes_them_as_previewed(
    user_api: APIClient, logged: dict[str, Any], rice: Food, curate: Curate
) -> None:
    curate(rice, energy_kcal=123.0, name="Rice")

    taken = user_api.post(newer(logged), {}).json()

    first, second = taken["items"]
    assert energy_kcal(taken) == [184.5, 2]
    assert (first["provenance"]["revision"], first["grams"], first["newer_figures"]) == (2, 150, None)
    assert first["name"] == "Rice, boiled"
    assert second == logged["items"][1]
    assert user_api.get(at(logged)).json() == taken


def test_only_the_lines_that_are_named_take_them(
    user_api: APIClient, logged: dict[str, Any], rice: Food, tea: Food, curate: Curate
) -> None:
    curate(rice, energy_kcal=123.0)
    curate(tea, energy_kcal=2.0)

    taken = user_api.post(newer(logged), {"items": [logged["items"][1]["id"]]}).json()

    assert energy_kcal(taken) == [195, 4]
    assert [bool(item["newer_figures"]) for item in taken["items"]] == [True, False]


def test_an_interval_words_and_how_it_was_found_stay(user_api: APIClient, rice: Food, curate: Curate) -> None:
    said = {"name": "Mum's rice", "description": "a bowl of rice", "quantity": "1 bowl"}
    found = {"path": "alias", "score": 0.9, "grams_low": 100, "grams_high": 200}
    logged = user_api.post("/api/v1/meals/", meal(line(rice, 150, **said, **found))).json()
    curate(rice, energy_kcal=123.0)

    (item,) = user_api.post(newer(logged), {}).json()["items"]

    assert {key: item[key] for key in said} == said
    assert (item["grams_low"], item["grams_high"]) == (100, 200)
    assert (item["provenance"]["path"], item["provenance"]["score"]) == ("alias", 0.9)


def test_a_merged_food_has_the_figures_of_the_one_that_took_its_place(
    user_api: APIClient, logged: dict[str, Any], rice: Food, dora: User
) -> None:
    merging.merge_foods(kept=make_food("Plain rice", energy_kcal=128.0), gone=rice, by=dora)

    offered = user_api.get(at(logged)).json()["items"][0]["newer_figures"]
    item = user_api.post(newer(logged), {}).json()["items"][0]

    assert (offered["name"], offered["energy_kcal_per_100g"]["now"]) == ("Plain rice", 128)
    assert (item["food_id"], item["nutrients"]["energy_kcal"]) == (offered["food_id"], 192)
    assert item["newer_figures"] is None


def test_a_retired_food_keeps_its_figures(
    user_api: APIClient, logged: dict[str, Any], rice: Food, dora: User, curate: Curate
) -> None:
    curate(rice, energy_kcal=123.0)
    workflow.retire(food=rice, by=dora)

    assert user_api.get(at(logged)).json()["items"][0]["newer_figures"] is None
    assert energy_kcal(user_api.post(newer(logged), {}).json()) == energy_kcal(logged)


@pytest.fixture
def chicken(db: None) -> Food:
    method = Preparation.objects.create(slug="grilled", name="Grilled", words=["grilled"], source="a cook")
    meat = Category.objects.create(slug="meat", name="Meat")
    method.applies_to.add(meat)
    food = make_food("Chicken", description="Chicken, raw", energy_kcal=110.0, protein_g=22.0, water_g=75.0)
    food.live.category = meat
    food.live.save()
    return food


def test_a_preparation_is_reckoned_anew_from_the_newer_figures(
    user_api: APIClient, chicken: Food, curate: Curate
) -> None:
    logged = user_api.post("/api/v1/meals/", meal(line(chicken, preparation="grilled"))).json()
    curate(chicken, energy_kcal=220.0)

    (item,) = user_api.post(newer(logged), {}).json()["items"]

    assert item["preparation"] == "grilled"
    assert item["nutrients"]["energy_kcal"] == pytest.approx(2 * energy_kcal(logged)[0], abs=0.02)


def test_a_preparation_that_no_longer_suits_leaves_the_line_and_says_so(
    user_api: APIClient, chicken: Food, curate: Curate
) -> None:
    logged = user_api.post("/api/v1/meals/", meal(line(chicken, preparation="grilled"))).json()
    curate(chicken, energy_kcal=165.0, name="Chicken, grilled", description="Chicken, grilled")

    preview = user_api.get(newer(logged)).json()
    taken = user_api.post(newer(logged), {"items": [logged["items"][0]["id"]]}).json()

    because = "The figures of Chicken, grilled are of the prepared food already."
    assert preview["left"] == [{"id": logged["items"][0]["id"], "because": because}]
    assert preview["lines"] == []
    assert taken["items"] == logged["items"]


def test_a_changed_recipe_is_another_dish_than_the_one_eaten(
    user_api: APIClient, rice: Food, curate: Curate
) -> None:
    pot = user_api.post("/api/v1/recipes/", recipe(line(rice, 400))).json()
    eaten = {"recipe_id": pot["id"], "grams": 100}
    logged = user_api.post("/api/v1/meals/", meal(eaten)).json()
    curate(rice, energy_kcal=123.0)
    user_api.post(f"/api/v1/recipes/{pot['id']}/renew/", {})

    assert user_api.get(newer(logged)).json()["lines"] == []
    assert user_api.post(newer(logged), {}).json()["items"] == logged["items"]


def test_lines_of_another_meal_are_refused_and_nothing_is_written(
    user_api: APIClient, logged: dict[str, Any], rice: Food, curate: Curate
) -> None:
    curate(rice, energy_kcal=123.0)

    refused = user_api.post(newer(logged), {"items": [logged["items"][0]["id"], str(uuid4())]})

    assert errors_of(refused) == {"items.1": "unknown_item"}
    assert energy_kcal(user_api.get(at(logged)).json()) == energy_kcal(logged)


@pytest.mark.parametrize("body", [{"items": []}, {"items": ["rice"]}, {"items": 1}, {"lines": []}, []])
def test_bad_bodies_are_refused(user_api: APIClient, logged: dict[str, Any], body: Any) -> None:
    assert user_api.post(newer(logged), body).status_code == 400


def test_a_redelivery_takes_nothing_newer(
    user_api: APIClient, logged: dict[str, Any], rice: Food, curate: Curate
) -> None:
    headers = {"Idempotency-Key": str(uuid4())}
    curate(rice, energy_kcal=123.0)
    first = user_api.post(newer(logged), {}, headers=headers).json()
    curate(rice, energy_kcal=100.0)

    assert user_api.post(newer(logged), {}, headers=headers).json() == first
    assert energy_kcal(user_api.get(at(logged)).json())[0] == 184.5


def test_a_meal_without_anything_newer_is_not_written(user_api: APIClient, logged: dict[str, Any]) -> None:
    assert user_api.post(newer(logged), {}).json() == user_api.get(at(logged)).json()
    assert user_api.get(at(logged)).json()["updated_at"] == logged["updated_at"]


def test_nobody_elses_meal_is_seen_or_changed(
    other_api: APIClient, logged: dict[str, Any], rice: Food, curate: Curate
) -> None:
    curate(rice, energy_kcal=123.0)

    assert other_api.get(newer(logged)).status_code == 404
    assert other_api.post(newer(logged), {}).status_code == 404
    assert MealItem.objects.get(name="Rice, boiled").nutrients()["energy_kcal"] == 195


def test_taking_them_teaches_no_correction(
    user_api: APIClient, user: User, rice: Food, dora: User, django_capture_on_commit_callbacks: Any
) -> None:
    """The food of a merged line is another one now, but nobody corrected a proposal."""
    user_api.patch("/api/v1/profile/", {"shares_corrections": True})
    body = meal(line(rice, description="a bowl of rice", path="alias", score=0.9))
    logged = user_api.post("/api/v1/meals/", body).json()
    merging.merge_foods(kept=make_food("Plain rice", energy_kcal=128.0), gone=rice, by=dora)

    with django_capture_on_commit_callbacks() as callbacks:
        user_api.post(newer(logged), {})

    assert callbacks == []
    assert Meal.objects.get().items.get().food.live.name == "Plain rice"  # type: ignore[union-attr]


def test_lists_ask_nothing_more_and_once_where_foods_changed(user_api: APIClient, curate: Curate) -> None:
    """However many changed; the catalog asks for its version by itself."""
    foods = [make_food(f"Food {number}", energy_kcal=100.0 + number) for number in range(5)]
    for day in range(1, 4):
        user_api.post("/api/v1/meals/", meal(*map(line, foods), eaten_at=f"2025-03-0{day}T12:00:00Z"))

    def asked() -> list[str]:
        user_api.get("/api/v1/meals/")
        with CaptureQueriesContext(connection) as queries:
            assert user_api.get("/api/v1/meals/").status_code == 200
        return [each["sql"] for each in queries if "catalogchange" not in each["sql"]]

    before = asked()
    curate(foods[0], energy_kcal=90.0)
    once = asked()
    for food in foods[1:]:
        curate(food, energy_kcal=90.0)

    assert len(once) == len(before) + 1
    assert len(asked()) == len(once)
