"""What a day adds up to."""

import pytest
from rest_framework.test import APIClient

from nutrition.models import Food
from nutrition.nutrients import KEYS
from tests.meals.factories import errors_of, line, make_food, meal


def test_a_day_has_its_meals_in_order_and_their_sum(user_api: APIClient, rice: Food, tea: Food) -> None:
    for hour, food in ((19, rice), (8, tea)):
        user_api.post("/api/v1/meals/", meal(line(food, 200), eaten_at=f"2025-03-10T{hour:02}:00:00Z"))
    user_api.post("/api/v1/meals/", meal(line(rice, 500), eaten_at="2025-03-11T12:00:00Z"))

    day = user_api.get("/api/v1/days/2025-03-10/").json()

    assert day["date"] == "2025-03-10"
    assert [entry["items"][0]["name"] for entry in day["meals"]] == ["Tea", "Rice, boiled"]
    assert [entry["totals"]["nutrients"]["energy_kcal"] for entry in day["meals"]] == [2, 260]
    assert day["totals"]["grams"] == 400
    assert day["totals"]["nutrients"]["energy_kcal"] == 262


def test_a_total_says_how_much_of_it_is_known(user_api: APIClient, rice: Food, tea: Food) -> None:
    user_api.post("/api/v1/meals/", meal(line(rice, 100), line(tea, 300)))

    totals = user_api.get("/api/v1/days/2025-03-10/").json()["totals"]

    assert totals["nutrients"]["iron_mg"] == pytest.approx(0.2)
    assert (totals["known_share"]["iron_mg"], totals["unknown_foods"]["iron_mg"]) == (0.25, 1)
    assert totals["nutrients"]["zinc_mg"] is None
    assert (totals["known_share"]["zinc_mg"], totals["unknown_foods"]["zinc_mg"]) == (0, 2)
    assert (totals["known_share"]["energy_kcal"], totals["unknown_foods"]["energy_kcal"]) == (1, 0)


def test_a_known_zero_is_not_unknown(user_api: APIClient, tea: Food) -> None:
    user_api.post("/api/v1/meals/", meal(line(tea, 300)))

    totals = user_api.get("/api/v1/days/2025-03-10/").json()["totals"]

    assert totals["nutrients"]["protein_g"] == 0
    assert totals["known_share"]["protein_g"] == 1


def test_an_empty_day_knows_nothing(user_api: APIClient) -> None:
    day = user_api.get("/api/v1/days/2025-03-10/").json()

    assert day["meals"] == []
    assert day["totals"]["grams"] == 0
    assert set(day["totals"]["nutrients"]) == set(KEYS)
    assert set(day["totals"]["nutrients"].values()) == {None}


def test_a_span_adds_up_each_day_as_the_day_itself_does(user_api: APIClient, rice: Food, tea: Food) -> None:
    odd = make_food("Odd", energy_kcal=33.3, zinc_mg=0.1)
    for day, lines in ((9, [line(rice, 70.5), line(tea, 33)]), (11, [line(odd, 12.5)]), (12, [line(tea)])):
        user_api.post("/api/v1/meals/", meal(*lines, eaten_at=f"2025-03-{day:02}T08:00:00Z"))
    user_api.post("/api/v1/meals/", meal(line(odd, 99), eaten_at="2025-03-09T20:00:00Z"))

    days = user_api.get("/api/v1/days/?from=2025-03-09&to=2025-03-11").json()["days"]

    assert [day["date"] for day in days] == ["2025-03-09", "2025-03-11"]
    for day in days:
        assert day["totals"] == user_api.get(f"/api/v1/days/{day['date']}/").json()["totals"]


def test_a_span_holds_92_days_at_most(user_api: APIClient) -> None:
    assert user_api.get("/api/v1/days/?from=2025-01-01&to=2025-04-02").status_code == 200
    assert errors_of(user_api.get("/api/v1/days/?from=2025-01-01&to=2025-04-03")) == {"to": "invalid"}


@pytest.mark.parametrize("address", ["2025-02-30", "2025-3-1", "today", "0000-01-01"])
def test_what_is_no_date_is_not_found(user_api: APIClient, address: str) -> None:
    assert user_api.get(f"/api/v1/days/{address}/").status_code == 404
