"""Counts kept in memory and stored many at a time: a request pays microseconds, the database one statement.

What is counted belongs to a table whose rows are told apart by some columns (the key) and add up in others
(the sums). The addition is made by the database, so that processes that store at the same time lose nothing.
"""

import logging
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import islice
from time import monotonic
from typing import Any, ClassVar

from django.db import DatabaseError, connection, models, transaction

FLUSH_SECONDS = 5.0
# A burst is stored at once, and what cannot be stored does not fill the memory.
FLUSH_ROWS = 1_000
MAX_ROWS = 20_000
BATCH = 400

Key = tuple[Any, ...]
Sums = tuple[int, ...]

logger = logging.getLogger(__name__)


class CountedModel(models.Model):
    """A table whose rows are counts. ``SEEN_ON`` are the columns of the first and the last day, if any."""

    KEY: ClassVar[tuple[str, ...]]
    SUMS: ClassVar[tuple[str, ...]] = ("count",)
    SEEN_ON: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True


@dataclass(slots=True)
class _Pending:
    rows: dict[type[CountedModel], dict[Key, Sums]] = field(default_factory=dict)
    size: int = 0
    since: float = field(default_factory=monotonic)


_lock = threading.Lock()
_pending = _Pending()


def count(model: type[CountedModel], key: Key, sums: Sums = (1,)) -> None:
    """Add ``sums`` to the row of ``model`` with this key, with the next ``flush``."""
    with _lock:
        _add(_pending, model, key, sums)


def _add(pending: _Pending, model: type[CountedModel], key: Key, sums: Sums) -> None:
    rows = pending.rows.setdefault(model, {})
    before = rows.get(key)
    if before is not None:
        rows[key] = tuple(map(int.__add__, before, sums))
    elif pending.size < MAX_ROWS:
        rows[key] = sums
        pending.size += 1


def has_any() -> bool:
    """Whether anything was counted that is not stored yet."""
    return _pending.size > 0


def is_due() -> bool:
    """Whether what was counted is to be stored: it was some seconds ago, or it is much."""
    return _pending.size > 0 and (
        monotonic() - _pending.since >= FLUSH_SECONDS or _pending.size >= FLUSH_ROWS
    )


def flush() -> None:
    """Store what was counted in this process; what the database does not take is kept for the next time."""
    taken = _take()
    if not taken.size:
        return
    try:
        with transaction.atomic():
            for model in sorted(taken.rows, key=lambda counted: counted.__name__):
                add_up(model, taken.rows[model])
    except DatabaseError:
        logger.warning("%d counts could not be stored; they are kept for now.", taken.size, exc_info=True)
        _put_back(taken)


def _take() -> _Pending:
    global _pending
    with _lock:
        taken, _pending = _pending, _Pending()
    return taken


def _put_back(taken: _Pending) -> None:
    with _lock:
        for model, rows in taken.rows.items():
            for key, sums in rows.items():
                _add(_pending, model, key, sums)


def forget() -> None:
    """Drop what was counted and not stored."""
    _take()


def add_up(model: type[CountedModel], rows: Mapping[Key, Sums]) -> None:
    """Add to the rows of ``model`` by key; those that are not there are made.

    In the order of the keys, so that two processes never wait for each other.
    """
    today = datetime.now(UTC).date()
    ordered = iter(sorted(rows.items(), key=lambda row: row[0]))
    with transaction.atomic():
        while batch := list(islice(ordered, BATCH)):
            _upsert(model, batch, today)


def _upsert(model: type[CountedModel], batch: Sequence[tuple[Key, Sums]], today: date) -> None:
    by_name = {column.name: column for column in model._meta.concrete_fields}
    columns = [by_name[name] for name in (*model.KEY, *model.SUMS, *model.SEEN_ON)]
    quoted = {column.name: connection.ops.quote_name(column.attname) for column in columns}
    table = connection.ops.quote_name(model._meta.db_table)
    row = f"({', '.join(['%s'] * len(columns))})"
    changes = [f"{quoted[name]} = {table}.{quoted[name]} + excluded.{quoted[name]}" for name in model.SUMS]
    changes += [f"{quoted[name]} = excluded.{quoted[name]}" for name in model.SEEN_ON[1:]]
    # Nothing but names of our own columns is put together here.
    statement = (
        f"INSERT INTO {table} ({', '.join(quoted.values())}) "  # noqa: S608
        f"VALUES {', '.join([row] * len(batch))} "
        f"ON CONFLICT ({', '.join(quoted[name] for name in model.KEY)}) DO UPDATE SET {', '.join(changes)}"
    )
    dates = (today,) * len(model.SEEN_ON)
    values = [
        column.get_db_prep_save(value, connection)
        for key, sums in batch
        for column, value in zip(columns, (*key, *sums, *dates), strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
