"""Every error of the API has one shape."""

import json

import pytest

from accounts import selectors

pytestmark = pytest.mark.django_db
LOGIN = "/api/v1/auth/login"
PROFILE = "/api/v1/profile/"


def problem(answer, status, kind):
    """Check the shape of an error and return it."""
    body = json.loads(answer.content)
    assert answer.status_code == body["status"] == status
    assert answer["Content-Type"] == "application/problem+json"
    assert set(body) == {"type", "title", "status", "detail", "errors"}
    assert body["type"] == f"urn:platewise:problem:{kind}"
    assert body["detail"]
    return body


def test_400_names_each_field(api):
    body = problem(api.post(LOGIN, {"email": "x", "device": {"colour": "red"}}), 400, "invalid")
    assert [(error["field"], error["code"]) for error in body["errors"]] == [
        ("email", "invalid"),
        ("password", "required"),
        ("device.name", "required"),
        ("device.colour", "unknown_field"),
    ]


def test_a_list_names_the_place(user_api):
    body = problem(user_api.patch(PROFILE, {"goals": ["eat_better", "fly"]}), 400, "invalid")
    assert body["errors"][0]["field"] == "goals.1"


def test_an_empty_body_lacks_the_required_fields(api):
    answer = api.post(LOGIN, b"", content_type="application/json")
    errors = problem(answer, 400, "invalid")["errors"]
    assert {error["code"] for error in errors} == {"required"}


@pytest.mark.parametrize("body", ["[]", '"x"', "1", "null"])
def test_a_body_that_is_no_object_is_an_error_of_the_whole(api, body):
    answer = api.post(LOGIN, body, content_type="application/json")
    assert problem(answer, 400, "invalid")["errors"][0]["field"] == ""


@pytest.mark.parametrize(
    "body",
    [b"{", b"{'a': 1}", b"\xff\xfe", b'{"email": NaN}', b'{"a": "\\ud800"}', b"[" * 100_000],
    ids=["cut off", "quotes", "not UTF-8", "NaN", "half a surrogate pair", "deep"],
)
def test_malformed_json_is_a_400(api, body):
    answer = api.post(LOGIN, body, content_type="application/json")
    problem(answer, 400, "parse_error")


def test_a_nul_byte_is_refused_at_its_field(api):
    body = problem(api.post(LOGIN, {"email": "a@example.org", "password": "a\0b"}), 400, "invalid")
    assert body["errors"][0]["field"] == "password"


def test_emoji_pass_as_pairs_of_surrogates(api, user):
    body = b'{"email": "ann@example.org", "password": "\\ud83c\\udf5e"}'
    problem(api.post(LOGIN, body, content_type="application/json"), 401, "wrong_login")


def test_401_without_a_login(api):
    answer = api.get(PROFILE)
    problem(answer, 401, "not_authenticated")
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("header", ["Bearer", "Bearer a b", "Bearer x", "Bearer é"])
def test_401_with_a_header_that_is_no_token(api, header):
    answer = api.get(PROFILE, HTTP_AUTHORIZATION=header)
    assert answer.status_code == 401


def test_403_for_an_unconfirmed_address(api, make_user):
    make_user(verified=False)
    body = {"email": "ann@example.org", "password": "correct horse battery"}
    problem(api.post(LOGIN, body), 403, "email_not_verified")


def test_404_outside_and_inside_a_view(api, user_api):
    problem(api.get("/api/v1/nothing"), 404, "not_found")
    missing = "/api/v1/auth/devices/00000000-0000-4000-8000-000000000000"
    problem(user_api.delete(missing), 404, "not_found")


def test_405_says_what_is_allowed(user_api):
    answer = user_api.put(PROFILE, {})
    problem(answer, 405, "method_not_allowed")
    assert "PATCH" in answer["Allow"]


def test_406_for_a_format_we_do_not_speak(user_api):
    problem(user_api.get(PROFILE, HTTP_ACCEPT="text/html"), 406, "not_acceptable")


def test_413_for_a_huge_body(api, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    problem(api.post(LOGIN, {"email": "x" * 2000}), 413, "payload_too_large")


def test_415_for_a_form(api):
    answer = api.post(LOGIN, "email=x", content_type="application/x-www-form-urlencoded")
    problem(answer, 415, "unsupported_media_type")


def test_429_says_when_to_come_back(api):
    answers = [api.post(LOGIN, {"email": "x@example.org", "password": "x"}) for _ in range(11)]
    problem(answers[-1], 429, "throttled")
    assert int(answers[-1]["Retry-After"]) > 0


def test_500_tells_nothing_about_its_cause(user_api, monkeypatch):
    def fail(user):
        raise RuntimeError("a secret")

    monkeypatch.setattr(selectors, "profile_for", fail)
    user_api.raise_request_exception = False
    answer = user_api.get(PROFILE)
    problem(answer, 500, "error")
    assert b"secret" not in answer.content


def test_pages_outside_the_api_keep_their_own_errors(client):
    assert client.get("/nothing")["Content-Type"].startswith("text/html")


def test_health_needs_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok"
