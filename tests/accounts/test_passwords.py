"""Forgotten and changed passwords."""

import pytest

from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "an entirely new one"


def log_in(api, password):
    return api.post("/api/v1/auth/login", {"email": "ann@example.org", "password": password})


@pytest.fixture
def reset_key(api, user, mailoutbox, key_in):
    api.post("/api/v1/auth/password/reset", {"email": user.email})
    return key_in(mailoutbox[0])


@pytest.fixture
def browser(client, user):
    """A browser where the user is logged in, since before a key was asked for: a login makes keys void."""
    client.force_login(user)
    return client


def reset(api, key, password=NEW_PASSWORD):
    return api.post("/api/v1/auth/password/reset/confirm", {"key": key, "password": password})


def test_a_mailed_key_sets_a_new_password(api, reset_key):
    assert reset(api, reset_key).status_code == 204
    assert log_in(api, PASSWORD).status_code == 401
    assert log_in(api, NEW_PASSWORD).status_code == 200


def test_a_key_works_once(api, reset_key):
    reset(api, reset_key)
    assert reset(api, reset_key, "yet another one").json()["errors"][0]["field"] == "key"


def test_a_reset_logs_out_everywhere(api, user_api, browser, reset_key):
    assert reset(api, reset_key).status_code == 204
    assert user_api.get("/api/v1/profile/").status_code == 401
    assert browser.get("/api/v1/profile/").status_code == 401


def test_a_reset_proves_the_address(api, make_user, mailoutbox, key_in):
    make_user("ann@example.org", verified=False)
    api.post("/api/v1/auth/password/reset", {"email": "ann@example.org"})
    reset(api, key_in(mailoutbox[0]))
    assert log_in(api, NEW_PASSWORD).status_code == 200


@pytest.mark.parametrize("key", ["x", "1-", "-", "1-abc-def", "zzzzzzzzzzzzz-abc-def", "é-è"])
def test_a_made_up_key_is_refused(api, user, key):
    answer = reset(api, key)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "key"


def test_a_weak_new_password_is_refused_and_the_key_stays_good(api, reset_key):
    assert reset(api, reset_key, "12345678").json()["errors"][0]["field"] == "password"
    assert reset(api, reset_key).status_code == 204


def test_an_inactive_user_cannot_reset(api, user, reset_key):
    user.is_active = False
    user.save()
    assert reset(api, reset_key).status_code == 400


def change(api, current=PASSWORD, new=NEW_PASSWORD):
    return api.post("/api/v1/auth/password/change", {"current_password": current, "new_password": new})


def test_a_change_keeps_this_device_and_logs_out_the_others(user, user_api, api_as, mailoutbox):
    elsewhere = api_as(user)
    assert change(user_api).status_code == 204
    assert user_api.get("/api/v1/profile/").status_code == 200
    assert elsewhere.get("/api/v1/profile/").status_code == 401
    assert mailoutbox[-1].subject == "Your password was changed"


def test_a_change_in_a_browser_keeps_its_session(user, user_api, client):
    client.force_login(user)
    body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    assert client.post("/api/v1/auth/password/change", body, "application/json").status_code == 204
    assert client.get("/api/v1/profile/").status_code == 200
    assert user_api.get("/api/v1/profile/").status_code == 401


@pytest.mark.parametrize(
    ("current", "new", "field"),
    [("not it", NEW_PASSWORD, "current_password"), (PASSWORD, "12345678", "new_password")],
)
def test_a_change_that_is_refused_says_why(user_api, current, new, field):
    answer = change(user_api, current, new)
    assert [error["field"] for error in answer.json()["errors"]][:1] == [field]
