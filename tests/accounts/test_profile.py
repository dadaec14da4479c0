"""The profile, field by field."""

import datetime
import json

import pytest

from accounts import selectors

pytestmark = pytest.mark.django_db
TOMORROW_EVERYWHERE = (datetime.date.today() + datetime.timedelta(days=3)).isoformat()

WHOLE = {
    "birth_date": "1990-02-28",
    "sex": "female",
    "height_cm": 168.5,
    "weight_kg": 61.2,
    "activity_level": "low_active",
    "reproductive_status": "lactating",
    "goals": ["eat_better", "keep_weight"],
    "wellness_focus": "gut_health",
    "diet_type": "pescatarian",
    "allergies": ["celery", "molluscs"],
    "other_allergies": ["kiwi"],
    "units": "imperial",
    "energy_unit": "kJ",
    "region": "GB",
    "time_zone": "Europe/London",
    "day_starts_at": "04:00",
    "shares_corrections": True,
}


def patch(api, **changes):
    return api.patch("/api/v1/profile/", changes)


def test_an_untold_profile_has_null_for_unknown_and_defaults_for_settings(user_api):
    profile = user_api.get("/api/v1/profile/").json()
    unknown = {"birth_date", "sex", "height_cm", "weight_kg", "activity_level"}
    assert {key for key, value in profile.items() if value is None} == unknown | {"updated_at"}
    assert profile["time_zone"] == "UTC"
    assert profile["day_starts_at"] == "00:00"
    assert profile["shares_corrections"] is False


def test_everything_told_is_kept(user_api):
    answer = patch(user_api, **WHOLE)
    assert answer.status_code == 200
    assert user_api.get("/api/v1/profile/").json().items() >= WHOLE.items()


def test_what_is_not_named_stays(user_api):
    patch(user_api, **WHOLE)
    patch(user_api, weight_kg=60)
    assert user_api.get("/api/v1/profile/").json() | {"updated_at": None} == WHOLE | {
        "weight_kg": 60,
        "updated_at": None,
    }


def test_what_was_told_can_be_taken_back(user_api):
    patch(user_api, **WHOLE)
    assert patch(user_api, weight_kg=None, goals=[]).json()["weight_kg"] is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("birth_date", TOMORROW_EVERYWHERE),
        ("birth_date", "1850-01-01"),
        ("birth_date", "1990-02-30"),
        ("sex", "m"),
        ("height_cm", 5),
        ("height_cm", 300),
        ("height_cm", "tall"),
        ("weight_kg", 0),
        ("weight_kg", 5000),
        ("activity_level", "lazy"),
        ("goals", ["fly"]),
        ("goals", "lose_weight"),
        ("goals", ["eat_better", "eat_better"]),
        ("goals", ["lose_weight", "gain_weight"]),
        ("wellness_focus", "beauty"),
        ("wellness_focus", None),
        ("diet_type", ""),
        ("allergies", ["dust"]),
        ("other_allergies", ["x" * 61]),
        ("other_allergies", ["kiwi"] * 21),
        ("other_allergies", ["ki\0wi"]),
        ("units", "us"),
        ("energy_unit", "cal"),
        ("region", "FR"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
        ("day_starts_at", "13:00"),
        ("day_starts_at", "04:00:30"),
        ("day_starts_at", "25:00"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(user, user_api, field, value):
    answer = patch(user_api, **{field: value, "region" if field != "region" else "units": "GB"})
    assert answer.status_code == 400
    named = {error["field"].split(".")[0] for error in answer.json()["errors"]}
    assert field in named
    assert selectors.profile_for(user).region == "US"


def test_pregnancy_does_not_fit_a_male(user_api):
    answer = patch(user_api, sex="male", reproductive_status="pregnant")
    assert [error["field"] for error in answer.json()["errors"]] == ["reproductive_status"]


def test_what_does_not_fit_what_was_told_before_is_refused_too(user_api):
    patch(user_api, reproductive_status="pregnant")
    assert patch(user_api, sex="male").status_code == 400
    assert patch(user_api, sex="male", reproductive_status="none").status_code == 200


def test_unknown_and_read_only_fields_are_refused_by_name(user_api):
    answer = patch(user_api, wieght_kg=60, updated_at="2020-01-01T00:00:00Z", user=1, height_cm=5)
    assert {(error["field"], error["code"]) for error in answer.json()["errors"]} == {
        ("wieght_kg", "unknown_field"),
        ("user", "unknown_field"),
        ("updated_at", "read_only"),
        ("height_cm", "min_value"),
    }


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999", "-1e999"])
def test_a_number_that_is_none_is_refused(user_api, number):
    body = f'{{"height_cm": {number}}}'
    answer = user_api.patch("/api/v1/profile/", body, content_type="application/json")
    assert answer.status_code == 400


def test_each_user_has_their_own(user_api, other_api):
    patch(user_api, **WHOLE)
    assert other_api.get("/api/v1/profile/").json()["birth_date"] is None


def test_a_profile_takes_the_same_few_queries(user_api, django_assert_num_queries):
    patch(user_api, **WHOLE)
    with django_assert_num_queries(2):  # the device with its user, the profile
        user_api.get("/api/v1/profile/")


def test_the_answer_is_plain_json(user_api):
    assert json.loads(user_api.get("/api/v1/profile/").content)["other_allergies"] == []
