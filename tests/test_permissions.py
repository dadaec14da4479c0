"""Who may do what: one row per operation of the API, checked as its owner, as someone else, as nobody.

A new operation gets a row in ROWS; one that is missing fails the last test.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator

from accounts import devices
from accounts.models import User
from nutrition.products.models import Product
from nutrition.recipes.models import DishRecipe
from tests.meals.factories import FOOD_ID, a_meal, line, make_food, meal
from tests.meals.recipes.factories import a_recipe, recipe

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Row:
    """What an operation answers to each. `make` makes the owner's object and returns its place in `path`."""

    method: str
    path: str
    owner: int
    other: int
    anonymous: int
    body: Any = None
    make: Callable[[User], dict[str, Any]] | None = None

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def a_device(owner: User) -> dict[str, Any]:
    device, _ = devices.open_with_tokens(user=owner, name="Phone", platform="ios")
    return {"device_id": device.pk}


def a_food(owner: User) -> dict[str, Any]:
    return {"food_id": make_food().pk}


def a_dish(owner: User) -> dict[str, Any]:
    food_id = make_food().pk
    recipe = DishRecipe.objects.create(food_id=food_id, source="a cook")
    recipe.ingredients.create(sequence=1, name="Flour", grams=100)
    return {"food_id": food_id}


def a_product(owner: User) -> dict[str, Any]:
    Product.objects.create(gtin=3017620422003, release=date(2026, 4, 1), fingerprint=0)
    return {"gtin": "3017620422003"}


def open_to_all(path: str, code: int = 400) -> Row:
    """Return the row of an operation that does not look at who asks (here with an empty body)."""
    return Row("post", path, code, code, code, body={})


ROWS = [
    open_to_all("/api/v1/auth/register"),
    open_to_all("/api/v1/auth/verify-email"),
    open_to_all("/api/v1/auth/resend"),
    open_to_all("/api/v1/auth/login"),
    open_to_all("/api/v1/auth/refresh"),
    open_to_all("/api/v1/auth/logout"),
    open_to_all("/api/v1/auth/password/reset"),
    open_to_all("/api/v1/auth/password/reset/confirm"),
    Row("post", "/api/v1/auth/password/change", 400, 400, 401, body={}),
    Row("get", "/api/v1/auth/devices/", 200, 200, 401),
    Row("delete", "/api/v1/auth/devices/{device_id}", 204, 404, 401, make=a_device),
    Row("get", "/api/v1/profile/", 200, 200, 401),
    Row("patch", "/api/v1/profile/", 200, 200, 401, body={"region": "GB"}),
    Row("get", "/api/v1/meals/", 200, 200, 401),
    Row("post", "/api/v1/meals/", 201, 201, 401, body=meal(line(FOOD_ID)), make=a_meal),
    Row("get", "/api/v1/meals/{meal_id}/", 200, 404, 401, make=a_meal),
    Row("patch", "/api/v1/meals/{meal_id}/", 200, 404, 401, body={"note": "x"}, make=a_meal),
    Row("delete", "/api/v1/meals/{meal_id}/", 204, 404, 401, make=a_meal),
    Row("post", "/api/v1/meals/{meal_id}/copy/", 201, 404, 401, body={}, make=a_meal),
    Row("get", "/api/v1/meals/{meal_id}/newer-figures/", 200, 404, 401, make=a_meal),
    Row("post", "/api/v1/meals/{meal_id}/newer-figures/", 200, 404, 401, body={}, make=a_meal),
    Row("post", "/api/v1/meals/{meal_id}/items/", 201, 404, 401, body=line(FOOD_ID), make=a_meal),
    Row("patch", "/api/v1/meals/{meal_id}/items/{item_id}/", 200, 404, 401, body={"grams": 1}, make=a_meal),
    Row("delete", "/api/v1/meals/{meal_id}/items/{item_id}/", 204, 404, 401, make=a_meal),
    Row("get", "/api/v1/recipes/", 200, 200, 401, make=a_recipe),
    Row("post", "/api/v1/recipes/", 201, 201, 401, body=recipe(line(FOOD_ID)), make=a_meal),
    Row("get", "/api/v1/recipes/{recipe_id}/", 200, 404, 401, make=a_recipe),
    Row("patch", "/api/v1/recipes/{recipe_id}/", 200, 404, 401, body={"note": "x"}, make=a_recipe),
    Row("delete", "/api/v1/recipes/{recipe_id}/", 204, 404, 401, make=a_recipe),
    Row("post", "/api/v1/recipes/{recipe_id}/renew/", 200, 404, 401, make=a_recipe),
    Row("get", "/api/v1/days/", 200, 200, 401, body={"from": "2025-03-10", "to": "2025-03-10"}),
    Row("get", "/api/v1/days/{day}/", 200, 200, 401, make=a_meal),
    open_to_all("/api/v1/analyze/text"),
    Row("get", "/api/v1/foods/", 200, 200, 200, body={"q": "rice"}),
    Row("get", "/api/v1/foods/{food_id}/", 200, 200, 200, make=a_food),
    Row("get", "/api/v1/foods/{food_id}/grade", 200, 200, 200, make=a_food),
    Row("get", "/api/v1/foods/{food_id}/recipe", 200, 200, 200, make=a_dish),
    open_to_all("/api/v1/grade"),
    open_to_all("/api/v1/compare"),
    open_to_all("/api/v1/corrections"),
    Row("get", "/api/v1/days/{day}/grade/", 200, 200, 401, make=a_meal),
    Row("get", "/api/v1/products/{gtin}", 200, 200, 200, make=a_product),
    Row("get", "/api/v1/nutrients/", 200, 200, 200),
    Row("get", "/api/v1/categories/", 200, 200, 200),
]


@pytest.mark.parametrize("who", ["owner", "other", "anonymous"])
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_permission(row, who, user, api, user_api, other_api):
    client = {"owner": user_api, "other": other_api, "anonymous": api}[who]
    place = row.make(user) if row.make else {}
    answer = getattr(client, row.method)(row.path.format(**place), row.body)
    assert answer.status_code == getattr(row, who), answer.content


def test_every_operation_has_a_row():
    schema = SchemaGenerator().get_schema(request=None, public=True)
    operations = {f"{method} {path}" for path, methods in schema["paths"].items() for method in methods}
    assert operations == {str(row) for row in ROWS}
