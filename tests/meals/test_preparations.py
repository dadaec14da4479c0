"""A line keeps the figures that were reckoned for how its food was cooked."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from meals.models import MealItem
from nutrition.models import Category, Food, Preparation
from tests.meals.factories import errors_of, line, make_food, meal, revise

RAW = {"energy_kcal": 300.0, "protein_g": 9.0, "fat_g": 0.0, "water_g": 60.0, "sodium_mg": 10.0}
GRILLED = {"water_loss_percent": 25.0, "fat_factor": 0.9, "sodium_added_mg": 50.0}
# What 25 g of water less and 50 mg of sodium more make of 100 g.
ENERGY, SODIUM = 300 / 0.75, 60 / 0.75


@pytest.fixture
def maize(db: None) -> Food:
    """A food of which only the raw one was measured; it may be grilled or fried, not smoked."""
    food = make_food("Maize", description="Maize, raw", **RAW)
    for slug, modifiers in (("grilled", GRILLED), ("fried", {"fat_added_g": 5.0})):
        _method(slug, **modifiers).applies_to.add(Category.objects.get(slug="grains"))
    _method("smoked")
    return food


def _method(slug: str, **modifiers: float) -> Preparation:
    return Preparation.objects.create(
        slug=slug, name=slug.title(), words=[slug], source="a cook", **modifiers
    )


@pytest.fixture
def logged(user_api: APIClient, maize: Food) -> dict[str, Any]:
    """200 g of grilled maize."""
    answer = user_api.post("/api/v1/meals/", meal(line(maize, 200, preparation="grilled")))
    assert answer.status_code == 201, answer.content
    return dict(answer.json())


@pytest.fixture
def address(logged: dict[str, Any]) -> str:
    return f"/api/v1/meals/{logged['id']}/items/{logged['items'][0]['id']}/"


def energy_of(item: dict[str, Any]) -> float:
    return float(item["nutrients"]["energy_kcal"])


def change_the_table() -> None:
    """Let grilling cost twice the water from now on."""
    Preparation.objects.filter(pk="grilled").update(water_loss_percent=50.0)


def test_the_figures_are_those_of_the_prepared_food(user_api: APIClient, logged: dict[str, Any]) -> None:
    (item,) = logged["items"]

    assert item["preparation"] == "grilled"
    assert energy_of(item) == pytest.approx(2 * ENERGY)
    assert item["nutrients"]["sodium_mg"] == pytest.approx(2 * SODIUM)
    assert item["nutrients"]["iron_mg"] is None
    assert logged["totals"]["nutrients"]["energy_kcal"] == energy_of(item)
    assert user_api.get("/api/v1/days/2025-03-10/").json()["meals"] == [logged]


def test_the_provenance_says_how_the_figures_came_about(logged: dict[str, Any]) -> None:
    provenance = logged["items"][0]["provenance"]
    modifiers = provenance["preparation"].pop("modifiers")

    assert (provenance["source"], provenance["revision"]) == ("fndds", 1)
    assert provenance["preparation"] == {
        "slug": "grilled",
        "name": "Grilled",
        "derivation": "reckoned from the raw food",
    }
    assert modifiers.items() >= GRILLED.items()


def test_without_a_preparation_the_figures_are_the_sources(user_api: APIClient, maize: Food) -> None:
    body = meal(line(maize, 200), line(maize, 200, preparation=None))

    for item in user_api.post("/api/v1/meals/", body).json()["items"]:
        assert (item["preparation"], item["provenance"]["preparation"]) == (None, None)
        assert energy_of(item) == 600


def test_a_line_from_before_there_were_preparations_is_shown(
    user_api: APIClient, logged: dict[str, Any], maize: Food
) -> None:
    old = user_api.post("/api/v1/meals/", meal(line(maize))).json()
    item = MealItem.objects.get(meal=old["id"])
    del item.provenance["preparation"]
    item.save()

    assert user_api.get(f"/api/v1/meals/{old['id']}/").json() == old


@pytest.mark.parametrize("whole", [False, True])
def test_a_later_change_of_the_tables_leaves_a_lived_day_alone(
    user_api: APIClient, logged: dict[str, Any], address: str, maize: Food, whole: bool
) -> None:
    change_the_table()
    revise(maize, energy_kcal=999.0)
    assert user_api.get(f"/api/v1/meals/{logged['id']}/").json() == logged

    fields = {"grams": 100, "food_id": maize.pk, "preparation": "grilled"}
    if whole:
        body = {"items": [{"id": logged["items"][0]["id"], **fields}]}
        (item,) = user_api.patch(f"/api/v1/meals/{logged['id']}/", body).json()["items"]
    else:
        item = user_api.patch(address, fields).json()

    assert energy_of(item) == pytest.approx(ENERGY)
    assert item["provenance"] == logged["items"][0]["provenance"]


def test_new_grams_alone_keep_the_preparation(user_api: APIClient, address: str) -> None:
    change_the_table()
    Preparation.objects.filter(pk="fried").delete()

    item = user_api.patch(address, {"grams": 50}).json()

    assert item["preparation"] == "grilled"
    assert energy_of(item) == pytest.approx(ENERGY / 2)


def test_a_preparation_that_left_the_table_stays_with_its_line(user_api: APIClient, address: str) -> None:
    Preparation.objects.all().delete()

    item = user_api.patch(address, {"grams": 50, "preparation": "grilled"}).json()

    assert energy_of(item) == pytest.approx(ENERGY / 2)


def test_a_preparation_is_taken_off_and_changed(user_api: APIClient, address: str) -> None:
    plain = user_api.patch(address, {"preparation": None}).json()
    assert (plain["preparation"], plain["provenance"]["preparation"], energy_of(plain)) == (None, None, 600)

    fried = user_api.patch(address, {"preparation": "fried"}).json()
    assert fried["provenance"]["preparation"]["slug"] == "fried"
    assert fried["nutrients"]["fat_g"] == pytest.approx(2 * 5 / 1.05, abs=1e-3)


def test_another_food_is_not_taken_for_prepared(user_api: APIClient, address: str, tea: Food) -> None:
    item = user_api.patch(address, {"food_id": tea.pk}).json()

    assert (item["preparation"], item["provenance"]["preparation"], energy_of(item)) == (None, None, 2)


def test_a_meal_logged_again_is_prepared_by_what_is_known_today(
    user_api: APIClient, logged: dict[str, Any], maize: Food
) -> None:
    change_the_table()
    revise(maize, name="Maize", description="Maize, raw", **{**RAW, "energy_kcal": 500.0})

    (item,) = user_api.post(f"/api/v1/meals/{logged['id']}/copy/", {}).json()["items"]

    assert energy_of(item) == pytest.approx(2 * 500 / 0.5)
    assert (item["preparation"], item["provenance"]["revision"]) == ("grilled", 2)


@pytest.mark.parametrize("what", ["method", "food"])
def test_a_meal_logged_again_keeps_what_the_tables_no_longer_prepare(
    user_api: APIClient, logged: dict[str, Any], maize: Food, what: str
) -> None:
    if what == "method":
        Preparation.objects.all().delete()
    else:
        revise(maize, name="Maize", description="Maize, boiled", energy_kcal=96.0)

    (item,) = user_api.post(f"/api/v1/meals/{logged['id']}/copy/", {}).json()["items"]

    assert item == {**logged["items"][0], "id": item["id"]}


@pytest.mark.parametrize(
    ("description", "slug", "code"),
    [
        ("Maize, raw", "xyzzy", "unknown_preparation"),
        ("Maize, raw", "Grilled", "unknown_preparation"),
        ("Maize, raw", "smoked", "unsuitable_preparation"),
        ("Maize, boiled", "grilled", "unsuitable_preparation"),
        ("Maize, grilled", "grilled", "unsuitable_preparation"),
        ("Maize", "grilled", "unsuitable_preparation"),
        ("Maize, raw", "", "blank"),
        ("Maize, raw", "x" * 41, "max_length"),
        ("Maize, raw", 5, "type"),
        ("Maize, raw", ["grilled"], "type"),
    ],
    ids=str,
)
def test_a_preparation_that_cannot_be_is_refused_by_name(
    user_api: APIClient, maize: Food, tea: Food, description: str, slug: Any, code: str
) -> None:
    revise(maize, name="Maize", description=description, **RAW)
    bad = line(maize, preparation=slug)

    inside = user_api.post("/api/v1/meals/", meal(line(tea), bad))
    assert (inside.status_code, errors_of(inside)) == (400, {"items.1.preparation": code})
    assert not MealItem.objects.exists()

    meal_id = user_api.post("/api/v1/meals/", meal(line(tea))).json()["id"]
    alone = user_api.post(f"/api/v1/meals/{meal_id}/items/", bad)
    assert errors_of(alone) == {"preparation": code}


def test_a_refusal_says_why(user_api: APIClient, maize: Food, tea: Food) -> None:
    body = meal(line(maize, preparation="smoked"), line(tea, preparation="grilled"))

    messages = [error["message"] for error in user_api.post("/api/v1/meals/", body).json()["errors"]]

    assert messages == [
        "Maize is not of a kind that the preparation “Smoked” is for.",
        "The figures of Tea are not of the raw food: a preparation cannot be reckoned.",
    ]


def test_a_line_that_is_refused_stays_as_it_was(
    user_api: APIClient, logged: dict[str, Any], address: str
) -> None:
    response = user_api.patch(address, {"grams": 1, "preparation": "smoked"})

    assert errors_of(response) == {"preparation": "unsuitable_preparation"}
    assert user_api.get(f"/api/v1/meals/{logged['id']}/").json() == logged


@pytest.fixture
def boiled(maize: Food) -> Preparation:
    """Boiling by the fitted model."""
    method = Preparation.objects.create(
        slug="boiled", name="Boiled", words=["boiled"], method="boiled", source="the model"
    )
    method.applies_to.add(Category.objects.get(slug="grains"))
    return method


def test_a_line_keeps_what_the_model_did(user_api: APIClient, maize: Food, boiled: Preparation) -> None:
    answer = user_api.post("/api/v1/meals/", meal(line(maize, 200, preparation="boiled"))).json()
    (item,) = answer["items"]
    kept = item["provenance"]["preparation"]["modifiers"]

    assert kept["cooked_g"] > kept["water_g"] > 0
    assert item["nutrients"]["protein_g"] == pytest.approx(2 * 9 * 100 / kept["cooked_g"], rel=1e-4)


@pytest.mark.parametrize("now", [{"method": "stewed"}, {"method": "", "water_loss_percent": 50.0}])
def test_another_model_leaves_a_lived_day_alone(
    user_api: APIClient, maize: Food, boiled: Preparation, now: dict[str, Any]
) -> None:
    logged = user_api.post("/api/v1/meals/", meal(line(maize, 200, preparation="boiled"))).json()
    (item,) = logged["items"]
    Preparation.objects.filter(pk="boiled").update(**now)
    address = f"/api/v1/meals/{logged['id']}/items/{item['id']}/"

    halved = user_api.patch(address, {"grams": 100, "preparation": "boiled"}).json()

    assert energy_of(halved) == pytest.approx(energy_of(item) / 2)
    assert halved["provenance"] == item["provenance"]


def test_a_line_from_before_the_model_keeps_its_modifiers(
    user_api: APIClient, logged: dict[str, Any], address: str
) -> None:
    Preparation.objects.filter(pk="grilled").update(method="grilled")

    item = user_api.patch(address, {"grams": 100}).json()

    assert energy_of(item) == pytest.approx(ENERGY)
    assert item["provenance"] == logged["items"][0]["provenance"]
