"""The one HTTP client against servers that are slow, broken, busy or lost."""

import json
import logging
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from nutrition.sources.found import SourceError, Why
from tests.nutrition.sources.server import CUT_OFF, HALF_A_JSON, HANGING, HTML, Reply, as_json

GOOD = as_json({"fine": True})


def why(client, server, path="/x", source="usda_fdc", **how):
    with pytest.raises(SourceError) as raised:
        client.get(source, server.url + path, **how)
    return raised.value.why


def test_json_is_read(client, server):
    server.replies["/x"] = GOOD
    assert client.get("usda_fdc", server.url + "/x", params={"q": "é&b"}) == {"fine": True}
    assert server.asked[0].query == {"q": "é&b"}


@pytest.mark.parametrize(
    ("reply", "reason", "calls"),
    [
        (HTML, Why.BROKEN_ANSWER, 1),
        (HALF_A_JSON, Why.BROKEN_ANSWER, 1),
        (CUT_OFF, Why.BROKEN_ANSWER, 3),
        (Reply(b"fine", kind="text/plain"), Why.BROKEN_ANSWER, 1),
        (Reply(b"[" * 100_000), Why.BROKEN_ANSWER, 1),
        (Reply(b"\xff\xfe{", kind=None), Why.BROKEN_ANSWER, 1),
        (Reply(status=301, headers={"Location": "/elsewhere"}), Why.BROKEN_ANSWER, 1),
        (Reply(status=404), Why.BROKEN_ANSWER, 1),
        (Reply(status=400), Why.BROKEN_ANSWER, 1),
        (Reply(status=403), Why.REFUSED, 1),
        (Reply(status=401), Why.REFUSED, 1),
        (Reply(status=500), Why.SERVER_ERROR, 3),
        (Reply(status=503), Why.SERVER_ERROR, 3),
        (Reply(status=429), Why.TOO_MANY_REQUESTS, 3),
        (Reply(b" " * 2_000_001), Why.BROKEN_ANSWER, 1),
    ],
)
def test_an_answer_that_is_none_is_told_by_name(client, server, reply, reason, calls):
    server.replies["/x"] = reply
    assert why(client, server) is reason
    assert len(server.asked) == calls


def test_a_type_that_is_not_said_may_be_json(client, server):
    server.replies["/x"] = Reply(b"[1]", kind=None)
    assert client.get("usda_fdc", server.url + "/x") == [1]


def test_a_404_can_mean_that_there_is_none(client, server):
    assert client.get("usda_fdc", server.url + "/x", absent_is_none=True) is None


def test_a_source_that_recovers_is_asked_again(client, clock, server):
    server.replies["/x"] = [Reply(status=503), CUT_OFF, GOOD]
    assert client.get("usda_fdc", server.url + "/x") == {"fine": True}
    assert clock.pauses == [0.2, 0.4]


def test_the_pause_is_random_up_to_twice_as_long_each_time(client, clock, server):
    client.chance = iter([0.5, 0.25]).__next__
    server.replies["/x"] = [Reply(status=500), Reply(status=500), GOOD]
    client.get("usda_fdc", server.url + "/x")
    assert clock.pauses == [0.1, 0.1]


def test_a_short_retry_after_is_waited_for(client, clock, server):
    server.replies["/x"] = [Reply(status=429, headers={"Retry-After": "0"}), GOOD]
    client.get("usda_fdc", server.url + "/x")
    assert clock.pauses == [0.2]


def in_30_seconds() -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)


@pytest.mark.parametrize("said_now", [lambda: "30", in_30_seconds], ids=["seconds", "date"])
def test_a_source_that_asks_to_be_left_alone_is(client, clock, server, said_now):
    said = said_now()
    server.replies["/x"] = [Reply(status=429, headers={"Retry-After": said}), GOOD]
    assert why(client, server) is Why.TOO_MANY_REQUESTS
    assert (clock.pauses, len(server.asked)) == ([], 1)
    assert why(client, server) is Why.BREAKER_OPEN
    assert len(server.asked) == 1
    clock.seconds += 31
    assert client.get("usda_fdc", server.url + "/x") == {"fine": True}


@pytest.mark.parametrize("said", ["soon", "-5", "1e9", "", "\xb2"])
def test_a_retry_after_that_says_nothing_sensible_counts_as_none(client, server, said):
    server.replies["/x"] = [Reply(status=429, headers={"Retry-After": said}), GOOD]
    assert client.get("usda_fdc", server.url + "/x") == {"fine": True}


def test_nobody_is_left_alone_for_more_than_an_hour(client, clock, server):
    server.replies["/x"] = [Reply(status=429, headers={"Retry-After": "9" * 400}), GOOD]
    assert why(client, server) is Why.TOO_MANY_REQUESTS
    clock.seconds += 3_600
    assert client.get("usda_fdc", server.url + "/x") == {"fine": True}


@pytest.mark.parametrize("reply", [HANGING, Reply(b" " * 200, drip_s=0.05)])
def test_a_source_that_hangs_or_trickles_holds_nobody_up(real_time_client, server, reply):
    server.replies["/x"] = reply
    started = time.monotonic()
    assert why(real_time_client, server) is Why.TIMEOUT
    assert time.monotonic() - started < 1.5


def test_nobody_there(client):
    with pytest.raises(SourceError) as raised:
        client.get("usda_fdc", "http://127.0.0.1:9/x")
    assert raised.value.why is Why.UNREACHABLE


@pytest.mark.parametrize("address", ["no address", "ftp://127.0.0.1/x", "http://[::bad"])
def test_an_address_that_is_none_is_no_crash(client, address):
    with pytest.raises(SourceError):
        client.get("usda_fdc", address)


def test_the_breaker_opens_and_closes(client, clock, server):
    server.replies["/x"] = HTML
    for _ in range(5):
        assert why(client, server) is Why.BROKEN_ANSWER
    assert why(client, server) is Why.BREAKER_OPEN
    clock.seconds += 61
    server.replies["/x"] = GOOD
    assert client.get("usda_fdc", server.url + "/x") == {"fine": True}
    assert len(server.asked) == 6


def test_one_source_down_leaves_the_others_be(client, server):
    server.replies.update({"/x": HTML, "/y": GOOD})
    for _ in range(5):
        why(client, server)
    assert client.get("edamam", server.url + "/y") == {"fine": True}


@pytest.mark.parametrize("reply", [HTML, CUT_OFF, Reply(status=403), Reply(status=500), GOOD])
def test_keys_are_in_no_log_and_no_error(client, server, caplog, reply):
    caplog.set_level(logging.DEBUG)
    server.replies["/x"] = reply
    told = ""
    try:
        client.get(
            "edamam",
            server.url + "/x",
            params={"app_key": "secret-in-address"},
            headers={"Authorization": "Bearer secret-in-head"},
        )
    except SourceError as error:
        told = f"{error!r} {error.__cause__!r} {error.__suppress_context__}"
        assert told.endswith("None True")
    assert server.asked[0].query == {"app_key": "secret-in-address"}
    assert "secret" not in caplog.text + told


def test_a_body_is_posted_as_json(client, server):
    server.replies["/x"] = GOOD
    client.post("language_model", server.url + "/x", body={"å": [1]}, total_s=0.5)
    assert server.asked[0].body == {"å": [1]}
    assert json.loads(GOOD.body) == {"fine": True}
