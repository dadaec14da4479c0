"""A meal belongs to the user's day and stays there."""

import datetime

import pytest
from rest_framework.test import APIClient

from accounts.models import Profile, User
from nutrition.models import Food
from tests.meals.factories import line, meal


@pytest.mark.parametrize(
    ("eaten_at", "time_zone", "day_starts_at", "local_date"),
    [
        ("2025-03-10T23:59:59Z", "UTC", "00:00", "2025-03-10"),
        ("2025-03-11T00:00:00Z", "UTC", "00:00", "2025-03-11"),
        ("2025-03-11T03:59:59Z", "UTC", "04:00", "2025-03-10"),
        ("2025-03-11T04:00:00Z", "UTC", "04:00", "2025-03-11"),
        # One instant, three days on the wall.
        ("2025-03-10T11:30:00Z", "Pacific/Kiritimati", "00:00", "2025-03-11"),
        ("2025-03-10T11:30:00Z", "Europe/London", "00:00", "2025-03-10"),
        ("2025-03-10T11:30:00Z", "Pacific/Niue", "00:00", "2025-03-10"),
        ("2025-03-10T10:30:00Z", "Pacific/Niue", "00:00", "2025-03-09"),
        # London, 30 March 2025: 01:00 is followed by 02:00, so 04:00 on the wall is 03:00 UTC.
        ("2025-03-30T02:59:00Z", "Europe/London", "04:00", "2025-03-29"),
        ("2025-03-30T03:00:00Z", "Europe/London", "04:00", "2025-03-30"),
        # New York, 2 November 2025: 01:30 comes twice; 04:00 on the wall is 09:00 UTC.
        ("2025-11-02T05:30:00Z", "America/New_York", "04:00", "2025-11-01"),
        ("2025-11-02T06:30:00Z", "America/New_York", "04:00", "2025-11-01"),
        ("2025-11-02T09:00:00Z", "America/New_York", "04:00", "2025-11-02"),
        # An offset in the request is only another way to write the instant.
        ("2025-03-11T01:30:00+05:30", "UTC", "00:00", "2025-03-10"),
    ],
)
def test_the_day_of_an_instant(
    user: User,
    user_api: APIClient,
    rice: Food,
    eaten_at: str,
    time_zone: str,
    day_starts_at: str,
    local_date: str,
) -> None:
    Profile.objects.create(user=user, time_zone="Asia/Tokyo", day_starts_at=day_starts_at)
    body = meal(line(rice), eaten_at=eaten_at, time_zone=time_zone)

    response = user_api.post("/api/v1/meals/", body)

    assert response.json()["local_date"] == local_date


def test_the_profiles_zone_stands_in_for_one_not_said(user: User, user_api: APIClient, rice: Food) -> None:
    Profile.objects.create(user=user, time_zone="Pacific/Auckland")
    body = {"kind": "snack", "eaten_at": "2025-03-10T11:30:00Z", "items": [line(rice)]}

    answer = user_api.post("/api/v1/meals/", body).json()

    assert (answer["time_zone"], answer["local_date"]) == ("Pacific/Auckland", "2025-03-11")


def test_a_meal_without_a_time_is_eaten_now(user_api: APIClient, rice: Food) -> None:
    before = datetime.datetime.now(datetime.UTC)

    answer = user_api.post("/api/v1/meals/", {"kind": "snack", "items": [line(rice)]}).json()

    eaten_at = datetime.datetime.fromisoformat(answer["eaten_at"])
    assert before <= eaten_at <= datetime.datetime.now(datetime.UTC)
    assert (answer["time_zone"], answer["local_date"]) == ("UTC", str(eaten_at.date()))


@pytest.fixture
def late_supper(user_api: APIClient, user: User, rice: Food) -> str:
    """Eaten at 00:30 in London; afterwards the user moves to Tokyo and starts the day at four."""
    body = meal(line(rice), eaten_at="2025-03-11T00:30:00Z")
    meal_id: str = user_api.post("/api/v1/meals/", body).json()["id"]
    Profile.objects.create(user=user, time_zone="Asia/Tokyo", day_starts_at="04:00")
    return meal_id


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"note": "late", "kind": "dinner"},
        {"eaten_at": "2025-03-11T00:30:00Z", "time_zone": "Europe/London"},
    ],
)
def test_lived_days_stay(user_api: APIClient, late_supper: str, change: dict[str, str]) -> None:
    answer = user_api.patch(f"/api/v1/meals/{late_supper}/", change).json()

    assert (answer["time_zone"], answer["local_date"]) == ("Europe/London", "2025-03-11")


def test_a_meal_that_is_moved_finds_its_day_anew(user_api: APIClient, late_supper: str) -> None:
    answer = user_api.patch(f"/api/v1/meals/{late_supper}/", {"eaten_at": "2025-03-11T01:00:00Z"}).json()

    assert (answer["time_zone"], answer["local_date"]) == ("Europe/London", "2025-03-10")
