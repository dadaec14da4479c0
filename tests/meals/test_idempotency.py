"""A write that arrives twice is carried out once."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import User
from meals.models import Meal, MealItem, Operation
from nutrition.models import Food
from tests.conftest import ApiAs
from tests.meals.factories import errors_of, line, make_food, meal

Send = Callable[..., Any]


def key(operation_id: str = "") -> dict[str, Any]:
    return {"headers": {"Idempotency-Key": operation_id or str(uuid4())}}


@pytest.fixture
def logged(user_api: APIClient, rice: Food) -> dict[str, Any]:
    answer: dict[str, Any] = user_api.post("/api/v1/meals/", meal(line(rice, 100))).json()
    return answer


def test_a_meal_delivered_twice_is_logged_once(user_api: APIClient, rice: Food) -> None:
    operation = key()

    first, second = (user_api.post("/api/v1/meals/", meal(line(rice)), **operation) for _ in range(2))

    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json() == first.json()
    assert Meal.objects.count() == 1


def test_every_write_takes_an_operation_id(user_api: APIClient, logged: dict[str, Any], rice: Food) -> None:
    whole = f"/api/v1/meals/{logged['id']}/"
    item = f"{whole}items/{logged['items'][0]['id']}/"
    writes: list[tuple[Send, str, dict[str, Any]]] = [
        (user_api.post, f"{whole}items/", line(rice, 30)),
        (user_api.patch, item, {"grams": 70}),
        (user_api.delete, item, {}),
        (user_api.post, f"{whole}copy/", {}),
        (user_api.patch, whole, {"note": "once"}),
        (user_api.delete, whole, {}),
    ]

    for send, address, body in writes:
        operation = key()
        first, second = (send(address, body, **operation) for _ in range(2))
        assert first.status_code < 300, (address, first.content)
        assert second.status_code == first.status_code
        assert (second.content and second.json()) == (first.content and first.json())

    assert Meal.objects.count() == 1  # the copy
    assert MealItem.objects.count() == 1  # its line: the one added


def test_a_redelivery_after_the_meal_was_deleted_does_not_bring_it_back(
    user_api: APIClient, rice: Food
) -> None:
    operation = key()
    first = user_api.post("/api/v1/meals/", meal(line(rice)), **operation)
    user_api.delete(f"/api/v1/meals/{first.json()['id']}/")

    again = user_api.post("/api/v1/meals/", meal(line(rice)), **operation)

    assert (again.status_code, again.json()) == (201, first.json())
    assert not Meal.objects.exists()


def test_an_old_redelivery_does_not_undo_a_newer_write(user_api: APIClient, logged: dict[str, Any]) -> None:
    address, operation = f"/api/v1/meals/{logged['id']}/", key()
    user_api.patch(address, {"note": "old"}, **operation)
    user_api.patch(address, {"note": "new"}, **key())

    assert user_api.patch(address, {"note": "old"}, **operation).json()["note"] == "old"
    assert user_api.get(address).json()["note"] == "new"


def test_another_payload_address_or_method_is_a_conflict(
    user_api: APIClient, logged: dict[str, Any], rice: Food
) -> None:
    address, operation = f"/api/v1/meals/{logged['id']}/", key()
    user_api.patch(address, {"note": "one"}, **operation)

    assert user_api.patch(address, {"note": "two"}, **operation).status_code == 409
    assert user_api.patch(f"{address}items/{uuid4()}/", {"note": "one"}, **operation).status_code == 409
    assert user_api.delete(address, {"note": "one"}, **operation).status_code == 409
    assert user_api.get(address).json()["note"] == "one"


def test_the_order_of_keys_makes_no_other_payload(user_api: APIClient, logged: dict[str, Any]) -> None:
    address, operation = f"/api/v1/meals/{logged['id']}/", key()
    user_api.patch(address, {"note": "a", "kind": "snack"}, **operation)

    assert user_api.patch(address, {"kind": "snack", "note": "a"}, **operation).status_code == 200


def test_a_refused_write_is_not_remembered(user_api: APIClient, rice: Food) -> None:
    operation = key()
    assert user_api.post("/api/v1/meals/", meal(line(rice, -1)), **operation).status_code == 400

    assert user_api.post("/api/v1/meals/", meal(line(rice, 1)), **operation).status_code == 201


def test_an_operation_id_is_its_users_own(user_api: APIClient, other_api: APIClient, rice: Food) -> None:
    operation = key()

    mine, theirs = (
        someone.post("/api/v1/meals/", meal(line(rice)), **operation) for someone in (user_api, other_api)
    )

    assert mine.json()["id"] != theirs.json()["id"]


def test_an_operation_id_is_a_uuid(user_api: APIClient, rice: Food) -> None:
    response = user_api.post("/api/v1/meals/", meal(line(rice)), **key("one"))

    assert errors_of(response) == {"Idempotency-Key": "invalid"}


def test_answers_are_kept_for_90_days(
    user_api: APIClient, rice: Food, capsys: pytest.CaptureFixture[str]
) -> None:
    for days in (89, 91):
        operation = key()
        user_api.post("/api/v1/meals/", meal(line(rice)), **operation)
        Operation.objects.filter(operation_id=operation["headers"]["Idempotency-Key"]).update(
            created_at=timezone.now() - timedelta(days=days)
        )

    call_command("purge_operations")

    assert capsys.readouterr().out == "1 operations deleted\n"
    assert Operation.objects.count() == 1


@pytest.fixture
def shared_database(tmp_path: Path, transactional_db: None) -> Iterator[Send]:
    """Yield what moves the test's data where other threads meet it as processes would.

    SQLite's test database is in memory, where a second writer fails at once instead of waiting.
    """

    def share() -> None:
        if connection.vendor == "sqlite":
            path = str(tmp_path / "shared.sqlite3")
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [path])
            connection.settings_dict["NAME"] = path

    name = connection.settings_dict["NAME"]
    yield share
    # Before the database is put away: one in memory must not be taken for a file and closed.
    connection.settings_dict["NAME"] = name


def test_concurrent_deliveries_are_carried_out_once(shared_database: Send, user: User, api_as: ApiAs) -> None:
    threads = 4
    body, operation = meal(line(make_food())), key()
    clients = [api_as(user) for _ in range(threads)]
    shared_database()
    start = Barrier(threads)

    def deliver(user_api: APIClient) -> tuple[int, Any, int]:
        try:
            start.wait(10)
            response = user_api.post("/api/v1/meals/", body, **operation)
            return response.status_code, response.json(), Meal.objects.count()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        answers = list(pool.map(deliver, clients))

    assert [answer[0] for answer in answers] == [201] * threads
    assert all(answer[1:] == (answers[0][1], 1) for answer in answers)


def test_a_deleted_user_leaves_no_operations(user_api: APIClient, user: User, rice: Food) -> None:
    user_api.post("/api/v1/meals/", meal(line(rice)), **key())

    user.delete()

    assert not Operation.objects.exists()
    assert not MealItem.objects.exists()
