"""The warning when too many of the last hundred resolutions are estimates."""

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from nutrition.monitoring import latest
from nutrition.monitoring.models import LatestResolutions
from nutrition.monitoring.recording import record_resolution

pytestmark = pytest.mark.django_db


def resolve(estimates: int, others: int) -> None:
    for source, times in (("catalog", others), ("estimate", estimates)):
        for _ in range(times):
            record_resolution(source=source, confidence=0.7)
    latest.store()


def warnings(caplog) -> int:
    return sum("last resort" in record.getMessage() for record in caplog.records)


@pytest.fixture(autouse=True)
def _listen(caplog) -> None:
    caplog.set_level(logging.WARNING)


def test_five_of_a_hundred_are_no_cause_for_alarm_and_six_are(caplog):
    resolve(5, 95)
    assert warnings(caplog) == 0
    resolve(1, 0)
    assert warnings(caplog) == 1
    assert "6 of the last 100" in caplog.text


def test_it_is_told_once_until_it_is_well_again(caplog):
    resolve(10, 90)
    resolve(3, 0)
    assert warnings(caplog) == 1
    resolve(0, 100)
    resolve(10, 0)
    assert warnings(caplog) == 2


def test_nothing_is_told_before_a_hundred(caplog):
    resolve(99, 0)
    assert (warnings(caplog), latest.share(latest.stored_outcomes())) == (0, None)


def test_only_the_last_hundred_count():
    resolve(50, 0)
    resolve(0, 100)
    assert latest.share(latest.stored_outcomes()) == 0


@pytest.fixture
def crowd() -> Iterator[ThreadPoolExecutor]:
    if connection.vendor != "postgresql":
        pytest.skip("this database is not PostgreSQL: tests/test_services.py runs this on one")
    with ThreadPoolExecutor(4) as pool:
        yield pool


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_processes_that_store_at_once_lose_no_outcome(crowd):
    start = Barrier(4)

    def work(process: int) -> None:
        try:
            start.wait()
            for _ in range(5):
                latest._pushed("0")
        finally:
            connection.close()

    list(crowd.map(work, range(4)))
    assert LatestResolutions.objects.get().outcomes == "0" * 20
