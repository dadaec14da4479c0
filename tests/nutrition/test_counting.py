"""Counts kept in memory and stored many at a time; none is lost, however many store at once."""

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.signals import request_finished
from django.db import DatabaseError, connection
from hypothesis import given
from hypothesis import strategies as st

from nutrition import counting
from nutrition.counting import add_up, count, flush
from nutrition.learning.models import Miss

ZORBLE = ("zorble", "US", "not_found")
QUUX = ("quux", "US", "not_found")


def counts() -> dict[str, int]:
    return dict(Miss.objects.values_list("phrase", "count"))


@pytest.mark.django_db
def test_counts_add_up_in_memory_and_in_the_table():
    for key in (ZORBLE, QUUX, ZORBLE):
        count(Miss, key)
    flush()
    count(Miss, ZORBLE, (5,))
    flush()
    assert counts() == {"zorble": 7, "quux": 1}


@pytest.mark.django_db
def test_many_rows_are_one_statement_a_batch(django_assert_num_queries):
    for number in range(counting.BATCH):
        count(Miss, (f"zorble {number}", "US", "not_found"))
    with django_assert_num_queries(5):  # one statement, and the savepoints around it
        flush()
    assert Miss.objects.count() == counting.BATCH


@pytest.mark.django_db
def test_nothing_is_stored_twice(django_assert_num_queries):
    count(Miss, ZORBLE)
    flush()
    with django_assert_num_queries(0):
        flush()


@pytest.mark.django_db
def test_what_the_database_does_not_take_is_stored_the_next_time(monkeypatch, caplog):
    count(Miss, ZORBLE)
    with monkeypatch.context() as patch, caplog.at_level(logging.WARNING):
        patch.setattr(counting, "_upsert", _fails)
        flush()
    assert "could not be stored" in caplog.text
    count(Miss, ZORBLE)
    flush()
    assert counts() == {"zorble": 2}


def _fails(*args: object) -> None:
    raise DatabaseError("disk full")


def test_the_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(counting, "MAX_ROWS", 2)
    for number in range(5):
        count(Miss, (f"zorble {number}", "US", "not_found"))
    count(Miss, ("zorble 1", "US", "not_found"))
    assert counting._pending.rows == {
        Miss: {("zorble 0", "US", "not_found"): (1,), ("zorble 1", "US", "not_found"): (2,)}
    }


@pytest.mark.django_db
def test_counts_are_stored_after_a_request_once_they_are_due(client, monkeypatch):
    count(Miss, ZORBLE)
    client.get("/healthz")
    assert counts() == {}
    monkeypatch.setattr(counting, "FLUSH_SECONDS", 0.0)
    client.get("/healthz")
    assert counts() == {"zorble": 1}
    assert request_finished.has_listeners()


@given(st.lists(st.tuples(st.sampled_from([ZORBLE, QUUX]), st.integers(0, 10**6)), max_size=20))
def test_the_sums_in_memory_are_those_counted(events):
    counting.forget()
    for key, amount in events:
        count(Miss, key, (amount,))
    pending = counting._take().rows.get(Miss, {})
    assert sum(sums[0] for sums in pending.values()) == sum(amount for _, amount in events)
    assert pending.keys() == {key for key, _ in events}


@pytest.fixture
def crowd() -> Iterator[ThreadPoolExecutor]:
    if connection.vendor != "postgresql":
        pytest.skip("this database is not PostgreSQL: tests/test_services.py runs this on one")
    with ThreadPoolExecutor(4) as pool:
        yield pool


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_four_processes_at_once_lose_no_count(crowd):
    """Each stores the same rows again and again, in other orders: nobody waits for ever, nothing is lost."""
    start = Barrier(4)
    rows = [(f"zorble {number}", "US", "not_found") for number in range(50)]

    def work(number: int) -> None:
        try:
            start.wait()
            for _ in range(10):
                add_up(Miss, dict.fromkeys(rows[number:] + rows[:number], (1,)))
        finally:
            connection.close()

    list(crowd.map(work, range(4)))
    assert set(counts().values()) == {40}
    assert len(counts()) == 50
