"""Meals: logged, read, listed, changed, deleted, logged again."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from rest_framework.test import APIClient

from meals.ids import uuid7
from nutrition.models import Food
from tests.meals.factories import line, meal


def log(user_api: APIClient, *lines: dict[str, Any], **fields: Any) -> dict[str, Any]:
    response = user_api.post("/api/v1/meals/", meal(*lines, **fields))
    assert response.status_code == 201, response.json()
    answer: dict[str, Any] = response.json()
    return answer


def test_a_logged_meal_has_the_nutrients_of_its_grams(user_api: APIClient, rice: Food) -> None:
    answer = log(user_api, line(rice, 200), note="at work")

    (item,) = answer["items"]
    assert item["food_id"] == rice.pk
    assert item["name"] == "Rice, boiled"
    assert item["nutrients"]["energy_kcal"] == 260
    assert item["nutrients"]["iron_mg"] == pytest.approx(0.4)
    assert item["nutrients"]["zinc_mg"] is None
    assert answer["note"] == "at work"
    assert answer["local_date"] == "2025-03-10"


def test_a_line_keeps_what_was_said_of_it(user_api: APIClient, rice: Food) -> None:
    said = {"grams": 122.0, "grams_low": 100.0, "grams_high": 150.0, "name": "Jasmine rice"}
    words = {"description": "some rice", "quantity": "1 bowl"}

    (item,) = log(user_api, {"food_id": rice.pk, **said, **words, "path": "alias", "score": 0.97})["items"]

    assert {key: item[key] for key in {**said, **words}} == {**said, **words}
    assert item["provenance"] == {
        "source": "fndds",
        "source_id": "56205000",
        "release": "2021-2023",
        "revision": 1,
        "path": "alias",
        "score": 0.97,
        "preparation": None,
        "recipe": None,
    }


def test_ids_made_by_the_client_are_kept(user_api: APIClient, rice: Food) -> None:
    meal_id, item_id = str(uuid7()), str(uuid7())

    answer = log(user_api, line(rice, id=item_id), id=meal_id)

    assert (answer["id"], answer["items"][0]["id"]) == (meal_id, item_id)


def test_ids_made_by_the_server_are_of_version_7(user_api: APIClient, rice: Food) -> None:
    answer = log(user_api, line(rice))

    assert {UUID(answer["id"]).version, UUID(answer["items"][0]["id"]).version} == {7}


def test_a_meal_id_that_is_taken_is_a_conflict(user_api: APIClient, other_api: APIClient, rice: Food) -> None:
    taken = log(user_api, line(rice))["id"]

    for someone in (user_api, other_api):
        assert someone.post("/api/v1/meals/", meal(line(rice), id=taken)).status_code == 409
    assert user_api.get(f"/api/v1/meals/{taken}/").status_code == 200


def test_a_line_id_of_another_meal_is_a_conflict_and_touches_nothing(
    user_api: APIClient, other_api: APIClient, rice: Food
) -> None:
    mine = log(user_api, line(rice, 100))
    theirs = log(other_api, line(rice, 50))
    taken = mine["items"][0]["id"]
    body = {"items": [line(rice, 999, id=taken)]}

    assert other_api.patch(f"/api/v1/meals/{theirs['id']}/", body).status_code == 409
    assert other_api.get(f"/api/v1/meals/{theirs['id']}/").json() == theirs
    assert user_api.get(f"/api/v1/meals/{mine['id']}/").json() == mine


def test_a_meal_reads_as_it_was_answered(user_api: APIClient, rice: Food, tea: Food) -> None:
    answer = log(user_api, line(tea, 250), line(rice, 80))

    assert user_api.get(f"/api/v1/meals/{answer['id']}/").json() == answer
    assert [item["name"] for item in answer["items"]] == ["Tea", "Rice, boiled"]


def test_lists_show_the_newest_first_and_page(user_api: APIClient, rice: Food) -> None:
    hours = (9, 12, 12, 19)
    ids = [log(user_api, line(rice), eaten_at=f"2025-03-10T{hour:02}:00:00Z")["id"] for hour in hours]

    seen: list[str] = []
    address: str | None = "/api/v1/meals/?page_size=2"
    while address:
        page = user_api.get(address).json()
        seen += [entry["id"] for entry in page["results"]]
        address = page["next"]

    assert seen == ids[::-1]


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("date=2025-03-10", [10]),
        ("from=2025-03-10", [11, 10]),
        ("to=2025-03-10", [10, 9]),
        ("from=2025-03-09&to=2025-03-10", [10, 9]),
        ("date=2025-03-12", []),
    ],
)
def test_lists_by_local_date(user_api: APIClient, rice: Food, query: str, days: list[int]) -> None:
    for day in (9, 10, 11):
        log(user_api, line(rice), eaten_at=f"2025-03-{day:02}T12:00:00Z")

    results = user_api.get(f"/api/v1/meals/?{query}").json()["results"]

    assert [entry["local_date"] for entry in results] == [f"2025-03-{day:02}" for day in days]


def test_a_patch_leaves_out_what_it_does_not_name(user_api: APIClient, rice: Food) -> None:
    before = log(user_api, line(rice, 200), note="at work")

    after = user_api.patch(f"/api/v1/meals/{before['id']}/", {"kind": "dinner"}).json()

    assert after == before | {"kind": "dinner", "updated_at": after["updated_at"]}
    assert after["updated_at"] > before["updated_at"]


def test_a_patch_of_items_keeps_adds_and_removes(user_api: APIClient, rice: Food, tea: Food) -> None:
    before = log(user_api, line(rice, 100), line(tea, 200), line(rice, 300))
    gone, kept, changed = before["items"]
    new_id = str(uuid7())
    body = {"items": [{"id": changed["id"], "grams": 50}, line(tea, 10, id=new_id), {"id": kept["id"]}]}

    after = user_api.patch(f"/api/v1/meals/{before['id']}/", body).json()

    assert [item["id"] for item in after["items"]] == [changed["id"], new_id, kept["id"]]
    assert [item["grams"] for item in after["items"]] == [50, 10, 200]
    assert after["items"][0]["nutrients"]["energy_kcal"] == 65
    assert after["items"][2] == kept
    assert gone["id"] not in {item["id"] for item in after["items"]}
    assert user_api.get(f"/api/v1/meals/{before['id']}/").json() == after


def test_an_unknown_line_in_a_patch_needs_food_and_grams(user_api: APIClient, rice: Food) -> None:
    meal_id = log(user_api, line(rice))["id"]

    response = user_api.patch(f"/api/v1/meals/{meal_id}/", {"items": [line(rice), {"id": str(uuid7())}]})

    assert {error["field"] for error in response.json()["errors"]} == {"items.1.food_id", "items.1.grams"}


def test_a_deleted_meal_is_gone(user_api: APIClient, rice: Food) -> None:
    meal_id = log(user_api, line(rice))["id"]

    assert user_api.delete(f"/api/v1/meals/{meal_id}/").status_code == 204
    assert user_api.get(f"/api/v1/meals/{meal_id}/").status_code == 404
    assert user_api.get("/api/v1/meals/").json()["results"] == []


def test_a_meal_is_logged_again(user_api: APIClient, rice: Food, tea: Food) -> None:
    first = log(user_api, line(rice, 80, path="alias", name="My rice"), line(tea, 250), note="with Ann")

    response = user_api.post(f"/api/v1/meals/{first['id']}/copy/", {"eaten_at": "2025-03-11T13:00:00Z"})

    again = response.json()
    assert response.status_code == 201
    assert (again["kind"], again["local_date"], again["note"]) == ("lunch", "2025-03-11", "")
    without_ids = [[{**item, "id": None} for item in entry["items"]] for entry in (first, again)]
    assert without_ids[0] == without_ids[1]
    assert {item["id"] for item in first["items"]}.isdisjoint(item["id"] for item in again["items"])
    assert user_api.get(f"/api/v1/meals/{first['id']}/").json() == first


def test_what_does_not_exist_is_not_found(user_api: APIClient) -> None:
    assert user_api.get(f"/api/v1/meals/{uuid4()}/").status_code == 404
    assert user_api.post(f"/api/v1/meals/{uuid4()}/copy/", {}).status_code == 404
    assert user_api.get("/api/v1/meals/17/").status_code == 404
