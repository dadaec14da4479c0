"""Nobody sees or touches another's diary; the table of permissions has the status codes."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from nutrition.models import Food
from tests.meals.factories import line, meal


@pytest.fixture
def owned(user_api: APIClient, rice: Food) -> dict[str, Any]:
    answer: dict[str, Any] = user_api.post("/api/v1/meals/", meal(line(rice))).json()
    return answer


def test_nothing_that_others_try_changes_a_meal(
    user_api: APIClient, other_api: APIClient, api: APIClient, owned: dict[str, Any], rice: Food
) -> None:
    whole = f"/api/v1/meals/{owned['id']}/"
    item = f"{whole}items/{owned['items'][0]['id']}/"

    for someone in (other_api, api):
        someone.patch(whole, {"note": "mine", "items": []})
        someone.post(f"{whole}items/", line(rice))
        someone.patch(item, {"grams": 1})
        someone.delete(item)
        someone.delete(whole)

    assert user_api.get(whole).json() == owned


def test_lists_and_days_show_ones_own_only(
    user_api: APIClient, other_api: APIClient, owned: dict[str, Any]
) -> None:
    day = owned["local_date"]

    for someone, count in ((user_api, 1), (other_api, 0)):
        assert len(someone.get("/api/v1/meals/").json()["results"]) == count
        assert len(someone.get(f"/api/v1/days/{day}/").json()["meals"]) == count
        assert len(someone.get(f"/api/v1/days/?from={day}&to={day}").json()["days"]) == count


def test_the_admin_shows_meals_and_changes_none(admin_client: Any, owned: dict[str, Any]) -> None:
    address = f"/admin/meals/meal/{owned['id']}/change/"

    assert b"Rice, boiled" in admin_client.get(address).content
    assert admin_client.post(address, {"note": "x"}).status_code == 403
