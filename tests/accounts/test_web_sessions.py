"""Logins in a browser are devices too."""

import pytest

from accounts.models import Device
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def log_in(client, user, password=PASSWORD):
    form = {"login": user.email, "password": password}
    return client.post("/accounts/login/", form, headers={"user-agent": FIREFOX})


def test_a_login_on_the_page_is_a_device(client, user):
    assert log_in(client, user).status_code == 302
    listed = client.get("/api/v1/auth/devices/").json()
    assert [(d["name"], d["platform"], d["current"]) for d in listed] == [("Firefox on Linux", "web", True)]


def test_an_unconfirmed_address_gets_no_session(client, make_user):
    log_in(client, make_user("late@example.org", verified=False))
    assert client.get("/api/v1/profile/").status_code == 401


def test_revoking_ends_the_session(client, user, user_api):
    log_in(client, user)
    device = Device.objects.get(platform="web")
    assert user_api.delete(f"/api/v1/auth/devices/{device.pk}").status_code == 204
    assert client.get("/api/v1/profile/").status_code == 401


def test_logging_out_takes_the_device_off_the_list(client, user, user_api):
    log_in(client, user)
    client.post("/accounts/logout/")
    assert [d["name"] for d in user_api.get("/api/v1/auth/devices/").json()] == ["Test phone"]


def test_a_password_changed_on_the_page_logs_the_clients_out(client, user, user_api):
    log_in(client, user)
    new = "an entirely new one"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/accounts/password/change/", form).status_code == 302
    assert user_api.get("/api/v1/profile/").status_code == 401
    assert client.get("/api/v1/profile/").status_code == 200


def test_a_password_reset_on_the_page_proves_the_address(client, make_user, mailoutbox):
    user = make_user("late@example.org", verified=False)
    client.post("/accounts/password/reset/", {"email": user.email})
    link = next(line for line in mailoutbox[0].body.splitlines() if line.startswith("http"))
    form_url = client.get(link, follow=True).redirect_chain[-1][0]
    new = "an entirely new one"
    client.post(form_url, {"password1": new, "password2": new})
    assert log_in(client, user, new).status_code == 302
    assert client.get("/api/v1/profile/").status_code == 200


def test_a_session_needs_the_csrf_token_to_write(user):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    answer = client.patch("/api/v1/profile/", {"region": "GB"}, "application/json")
    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"


def test_the_admin_asks_for_a_login_through_the_same_door(client, db):
    answer = client.get("/admin/login/?next=/admin/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/accounts/login/")
