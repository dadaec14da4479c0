"""On PostgreSQL, where writers do not wait for each other of themselves: one changes foods at a time."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import connection, transaction

from nutrition.models import CatalogChange
from nutrition.services import announce, one_writer
from tests.meals.factories import make_food
from tests.nutrition.small_release import food, load, write

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PATIENCE_S = 20.0
WAITING = """
SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()
"""

Elsewhere = Callable[[Callable[[], Any]], "Future[Any]"]


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    """Run something over a connection of its own."""
    if connection.vendor != "postgresql":
        pytest.skip("this database is not PostgreSQL: tests/test_services.py runs this on one")

    def run(work: Callable[[], Any]) -> Any:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        yield lambda work: pool.submit(run, work)


def someone_waits() -> bool:
    """Whether, within our patience, someone comes to wait for the lock."""
    until = monotonic() + PATIENCE_S
    while monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return True
        sleep(0.02)
    return False


def test_changes_are_committed_in_the_order_of_their_ids(elsewhere: Elsewhere):
    rice, tea = make_food("Rice"), make_food("Tea")
    with transaction.atomic():
        announce(foods=[rice.pk])
        other = elsewhere(lambda: announce(foods=[tea.pk]))
        assert someone_waits()
    other.result(PATIENCE_S)
    assert list(CatalogChange.objects.values_list("food_id", flat=True)) == [rice.pk, tea.pk]


def test_two_loads_at_once_are_one_load_and_one_that_finds_nothing_to_do(
    elsewhere: Elsewhere, tmp_path: Path
):
    write(tmp_path, [food(1), food(2, name="Parsnip")])
    with one_writer():
        other = elsewhere(lambda: load(tmp_path))
        assert someone_waits()
        assert load(tmp_path)["foods"]["inserted"] == 2
    foods = other.result(PATIENCE_S)["foods"]
    assert (foods["inserted"], foods["unchanged"]) == (0, 2)
