"""Registration and the confirmation of an address."""

import pytest
from django.core.mail import EmailMessage

from accounts.models import User
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
NEW = {"email": "New@Example.org", "password": PASSWORD}


def register(api, **changes):
    return api.post("/api/v1/auth/register", {**NEW, **changes})


def log_in(api, email="new@example.org", password=PASSWORD):
    return api.post("/api/v1/auth/login", {"email": email, "password": password})


def test_a_confirmed_address_can_log_in(api, mailoutbox, key_in):
    assert register(api).status_code == 202
    assert log_in(api).status_code == 403
    confirmed = api.post("/api/v1/auth/verify-email", {"key": key_in(mailoutbox[0])})
    assert confirmed.status_code == 204
    assert log_in(api).status_code == 200


def test_the_address_is_kept_in_lower_case_and_matched_in_any(api, mailoutbox, key_in):
    register(api)
    api.post("/api/v1/auth/verify-email", {"key": key_in(mailoutbox[0])})
    assert User.objects.get().email == "new@example.org"
    assert log_in(api, "NEW@example.ORG").status_code == 200


def test_the_link_in_the_mail_confirms_in_a_browser(api, client, mailoutbox):
    register(api)
    link = next(line for line in mailoutbox[0].body.splitlines() if line.startswith("http"))
    page = client.get(link)
    assert page.status_code == 200
    client.post(link)
    assert log_in(api).status_code == 200


def test_a_taken_address_gets_the_same_answer_and_its_owner_a_mail(api, user, mailoutbox):
    fresh, taken = register(api), register(api, email=user.email)
    assert (taken.status_code, taken.json()) == (fresh.status_code, fresh.json())
    assert mailoutbox[1].to == [user.email]
    assert mailoutbox[1].subject == "You already have an account"
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_registering_a_strangers_address_first_gains_nothing(api, mailoutbox, key_in):
    register(api, password="the thief's own words")
    register(api)
    old, new = (key_in(mail) for mail in mailoutbox)
    assert api.post("/api/v1/auth/verify-email", {"key": old}).status_code == 400
    assert api.post("/api/v1/auth/verify-email", {"key": new}).status_code == 204
    assert log_in(api, password="the thief's own words").status_code == 401
    assert log_in(api).status_code == 200


def test_a_link_confirms_once(api, mailoutbox, key_in):
    register(api)
    key = key_in(mailoutbox[0])
    api.post("/api/v1/auth/verify-email", {"key": key})
    again = api.post("/api/v1/auth/verify-email", {"key": key})
    assert again.json()["errors"] == [
        {"field": "key", "message": "This link is not good any more.", "code": "key"}
    ]


@pytest.mark.parametrize("password", ["short", "password1", "12345678901", "new@example"])
def test_a_weak_password_is_refused_for_a_known_and_an_unknown_address_alike(api, make_user, password):
    make_user("known@example.org")
    fresh, taken = (
        register(api, password=password),
        register(api, email="known@example.org", password=password),
    )
    assert fresh.status_code == 400
    assert {error["field"] for error in fresh.json()["errors"]} == {"password"}
    if "new" not in password:
        assert taken.json() == fresh.json()


def test_the_link_can_be_sent_again(api, make_user, mailoutbox, key_in):
    make_user("late@example.org", verified=False)
    api.post("/api/v1/auth/resend", {"email": "late@example.org"})
    api.post("/api/v1/auth/verify-email", {"key": key_in(mailoutbox[0])})
    assert log_in(api, "late@example.org").status_code == 200


@pytest.mark.parametrize("path", ["resend", "password/reset"])
def test_no_answer_about_mail_tells_whether_an_address_is_known(api, user, mailoutbox, path):
    answers = [
        api.post(f"/api/v1/auth/{path}", {"email": email}) for email in (user.email, "nobody@example.org")
    ]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].json() == answers[1].json()
    assert [mail.to for mail in mailoutbox] == [[user.email], ["nobody@example.org"]]


def test_every_mail_reads_like_one(api, user, mailoutbox):
    register(api)
    register(api, email=user.email)
    api.post("/api/v1/auth/resend", {"email": "nobody@example.org"})
    api.post("/api/v1/auth/password/reset", {"email": user.email})
    for mail in mailoutbox:
        assert isinstance(mail, EmailMessage)
        assert mail.body.rstrip().endswith("Platewise\ntestserver")
        assert "&" not in mail.body
        assert "\n" not in mail.subject


def test_mails_to_one_mailbox_are_limited(api, user):
    answers = [api.post("/api/v1/auth/password/reset", {"email": user.email}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [202] * 5 + [429]
    assert int(answers[-1]["Retry-After"]) > 0
