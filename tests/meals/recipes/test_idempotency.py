"""A write that is delivered twice is carried out once."""

from typing import Any
from uuid import uuid4

from rest_framework.test import APIClient

from meals.models import Recipe
from nutrition.models import Food
from tests.meals.recipes.factories import RECIPES, stew


def test_a_redelivered_recipe_is_the_same(user_api: APIClient, beans: Food, stock: Food) -> None:
    key = str(uuid4())
    first, again = (
        user_api.post(RECIPES, stew(beans, stock), headers={"Idempotency-Key": key}) for _ in range(2)
    )
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert Recipe.objects.count() == 1


def test_another_recipe_under_the_same_key_is_a_conflict(
    user_api: APIClient, beans: Food, stock: Food
) -> None:
    headers = {"Idempotency-Key": str(uuid4())}
    user_api.post(RECIPES, stew(beans, stock), headers=headers)
    assert user_api.post(RECIPES, stew(beans, stock, servings=5), headers=headers).status_code == 409


def test_a_redelivered_change_or_deletion_changes_nothing(user_api: APIClient, pot: dict[str, Any]) -> None:
    address, change, deletion = f"{RECIPES}{pot['id']}/", str(uuid4()), str(uuid4())
    for _ in range(2):
        answer = user_api.patch(address, {"yield_g": 2000}, headers={"Idempotency-Key": change})
        assert answer.json()["version"] == 2
    codes = [user_api.delete(address, headers={"Idempotency-Key": deletion}).status_code for _ in range(2)]
    assert codes == [204, 204]
