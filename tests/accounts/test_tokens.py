"""Login by token: refresh, reuse, logout and revocation."""

import datetime

import pytest
from django.utils import timezone
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken

from accounts.models import Device
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
PHONE = {"name": "Ann's phone", "platform": "ios"}


def log_in(api, email="ann@example.org", password=PASSWORD, device=PHONE):
    return api.post("/api/v1/auth/login", {"email": email, "password": password, "device": device})


def refresh(api, token):
    return api.post("/api/v1/auth/refresh", {"refresh": token})


def profile(api, access):
    return api.get("/api/v1/profile/", HTTP_AUTHORIZATION=f"Bearer {access}")


def test_login_gives_a_pair_of_tokens_and_names_the_device(api, user):
    answer = log_in(api).json()
    assert answer["device"].items() >= {**PHONE, "current": True}.items()
    assert profile(api, answer["access"]).status_code == 200
    user.refresh_from_db()
    assert user.last_login is not None


def test_login_without_naming_a_device_works(api, user):
    answer = api.post("/api/v1/auth/login", {"email": user.email, "password": PASSWORD})
    assert answer.json()["device"]["name"] == "API client"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(api, user):
    wrong, unknown = log_in(api, password="something else"), log_in(api, email="nobody@example.org")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    assert wrong.json()["type"] == "urn:platewise:problem:wrong_login"


def test_an_inactive_user_cannot_log_in(api, make_user):
    make_user("gone@example.org", is_active=False)
    assert log_in(api, email="gone@example.org").status_code == 401


def test_the_tenth_guess_at_a_password_is_the_last_for_now(api, user):
    codes = [log_in(api, password="a guess").status_code for _ in range(11)]
    assert codes == [401] * 10 + [429]


def test_refresh_gives_a_new_pair_and_blacklists_the_old(api, user):
    first = log_in(api).json()
    second = refresh(api, first["refresh"]).json()
    assert profile(api, second["access"]).status_code == 200
    assert second["refresh"] != first["refresh"]
    assert BlacklistedToken.objects.count() == 1
    assert refresh(api, second["refresh"]).status_code == 200


def test_a_refresh_token_used_twice_logs_its_device_out(api, user):
    first = log_in(api).json()
    second = refresh(api, first["refresh"]).json()
    assert refresh(api, first["refresh"]).status_code == 401
    assert refresh(api, second["refresh"]).status_code == 401
    assert profile(api, second["access"]).status_code == 401


def test_reuse_on_one_device_leaves_the_other_logged_in(api, user):
    phone, tablet = log_in(api).json(), log_in(api).json()
    refresh(api, phone["refresh"])
    refresh(api, phone["refresh"])
    assert profile(api, tablet["access"]).status_code == 200


def test_tokens_are_not_kept_in_the_database(api, user):
    log_in(api)
    assert list(OutstandingToken.objects.values_list("token", flat=True)) == [""]


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é" * 10])
def test_what_is_no_token_refreshes_nothing(api, db, token):
    assert refresh(api, token).status_code in (400, 401)


def test_an_access_token_refreshes_nothing(api, user):
    assert refresh(api, log_in(api).json()["access"]).status_code == 401


def test_a_refresh_token_opens_nothing(api, user):
    answer = profile(api, log_in(api).json()["refresh"])
    assert answer.status_code == 401
    assert answer.json()["type"] == "urn:platewise:problem:token_not_valid"


def test_an_expired_access_token_opens_nothing(api, user, monkeypatch):
    access = log_in(api).json()["access"]
    later = timezone.now() + datetime.timedelta(hours=1)
    monkeypatch.setattr("rest_framework_simplejwt.tokens.aware_utcnow", lambda: later)
    assert profile(api, access).status_code == 401


def test_logout_ends_access_at_once(api, user):
    pair = log_in(api).json()
    assert api.post("/api/v1/auth/logout", {"refresh": pair["refresh"]}).status_code == 204
    assert profile(api, pair["access"]).status_code == 401
    assert refresh(api, pair["refresh"]).status_code == 401


def test_an_inactive_users_tokens_are_good_for_nothing(api, user):
    pair = log_in(api).json()
    user.is_active = False
    user.save()
    assert profile(api, pair["access"]).status_code == 401
    assert refresh(api, pair["refresh"]).status_code == 401


def test_the_list_of_devices_marks_the_one_that_asks(api, user):
    log_in(api, device={"name": "Tablet"})
    access = log_in(api).json()["access"]
    listed = api.get("/api/v1/auth/devices/", HTTP_AUTHORIZATION=f"Bearer {access}").json()
    assert [(device["name"], device["current"]) for device in listed] == [
        ("Ann's phone", True),
        ("Tablet", False),
    ]


def test_a_revoked_device_is_logged_out_at_once(api, user):
    stolen, mine = log_in(api).json(), log_in(api).json()
    gone = api.delete(
        f"/api/v1/auth/devices/{stolen['device']['id']}", HTTP_AUTHORIZATION=f"Bearer {mine['access']}"
    )
    assert gone.status_code == 204
    assert profile(api, stolen["access"]).json()["type"] == "urn:platewise:problem:device_revoked"
    assert refresh(api, stolen["refresh"]).status_code == 401
    assert profile(api, mine["access"]).status_code == 200


def test_a_refresh_says_that_the_device_was_seen(api, user):
    pair = log_in(api).json()
    Device.objects.update(last_seen_at=timezone.now() - datetime.timedelta(days=3))
    refresh(api, pair["refresh"])
    assert timezone.now() - Device.objects.get().last_seen_at < datetime.timedelta(minutes=1)
