"""Products into the table, thousands at a time: only what changed is written.

The rows go past Django's models, by executemany on SQLite and COPY on PostgreSQL, as there are millions.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from nutrition.products.models import Product, RejectedProduct
from nutrition.products.taking import COLUMNS, Rejected, Taken

SOURCE = "open_food_facts"
_TABLE = Product._meta.db_table
_STORED = (*COLUMNS, "fingerprint", "source", "release")
_MODIFIED = COLUMNS.index("modified_at")
_BY = 500


def store(taken: Sequence[Taken], release: date) -> Counter[str]:
    """Write what is new or changed; return how many were inserted, updated, unchanged, superseded.

    Of rows with one GTIN the one edited last counts, in the file as in the table; of those edited at the same
    time the last that was read. A row without a date gives way to one that has one.
    """
    newest: dict[int, Taken] = {}
    for row in taken:
        other = newest.get(row.gtin)
        if other is None or row.modified_t >= other.modified_t:
            newest[row.gtin] = row
    counts: Counter[str] = Counter(superseded=len(taken) - len(newest))
    known = _known(list(newest))
    changed: list[Taken] = []
    for gtin, row in newest.items():
        stored = known.get(gtin)
        if stored is None:
            counts["inserted"] += 1
        elif stored[1] == row.fingerprint:
            counts["unchanged"] += 1
            continue
        elif stored[0] > row.modified_t:
            counts["superseded"] += 1
            continue
        else:
            counts["updated"] += 1
        changed.append(row)
    _write(changed, release)
    return counts


def keep_rejections(rejected: Iterable[Rejected], taken_codes: Iterable[str], release: date) -> None:
    """Keep each rejected row under its code in place of an older one; forget those that are fine now."""
    rows = {row.code: row for row in rejected}
    _delete_rejections(list(taken_codes))
    RejectedProduct.objects.bulk_create(
        [
            RejectedProduct(code=row.code, reason=row.reason, detail=row.detail, row=row.row, release=release)
            for row in rows.values()
        ],
        batch_size=_BY,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["reason", "detail", "row", "release"],
    )


def _known(gtins: Sequence[int]) -> dict[int, tuple[int, int]]:
    """When each stored product was edited, in seconds since 1970, and its fingerprint, by GTIN."""
    is_postgresql = connection.vendor == "postgresql"
    among = "= ANY(%s)" if is_postgresql else "IN (SELECT value FROM json_each(%s))"
    wanted = list(gtins) if is_postgresql else json.dumps(gtins)
    # Only names of our own stand in it.
    query = f"SELECT gtin, modified_at, fingerprint FROM {_TABLE} WHERE gtin {among}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(query, [wanted])
        return {gtin: (_seconds(edited), mark) for gtin, edited, mark in cursor.fetchall()}


def _seconds(edited: datetime | str | None) -> int:
    """An instant as the database gives it: SQLite as text, UTC; 0 where there is none."""
    if edited is None:
        return 0
    instant = edited if isinstance(edited, datetime) else datetime.fromisoformat(edited).replace(tzinfo=UTC)
    return int(instant.timestamp())


def _write(changed: Sequence[Taken], release: date) -> None:
    if not changed:
        return
    is_postgresql = connection.vendor == "postgresql"
    zone = "+00:00" if is_postgresql else ""
    rows = [_row(taken, release.isoformat(), zone) for taken in changed]
    with connection.cursor() as cursor:
        if is_postgresql:
            _copy(cursor, rows)
        else:
            places = ", ".join(["%s"] * len(_STORED))
            cursor.executemany(_upsert(f"VALUES ({places})"), rows)


def _row(taken: Taken, release: str, zone: str) -> tuple[Any, ...]:
    """The columns as stored; an instant is UTC, in SQLite without saying so."""
    values = list(taken.values)
    seconds = values[_MODIFIED]
    if seconds is not None:
        values[_MODIFIED] = datetime.fromtimestamp(seconds, UTC).isoformat(" ")[:19] + zone
    return (*values, taken.fingerprint, SOURCE, release)


def _upsert(rows: str) -> str:
    names = ", ".join(map(_quoted, _STORED))
    renewed = ", ".join(f"{_quoted(name)} = excluded.{_quoted(name)}" for name in _STORED[1:])
    # Only names of our own columns stand in it.
    return f"INSERT INTO {_TABLE} ({names}) {rows} ON CONFLICT (gtin) DO UPDATE SET {renewed}"


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _copy(cursor: CursorWrapper, rows: Sequence[tuple[Any, ...]]) -> None:
    """Through a temporary table, which is gone with the transaction."""
    names = ", ".join(map(_quoted, _STORED))
    cursor.execute(
        f"CREATE TEMPORARY TABLE IF NOT EXISTS incoming_product AS SELECT {names} FROM {_TABLE} WITH NO DATA"  # noqa: S608
    )
    cursor.execute("TRUNCATE incoming_product")
    with cursor.copy(f"COPY incoming_product ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    cursor.execute(_upsert(f"SELECT {names} FROM incoming_product"))  # noqa: S608


def _delete_rejections(codes: Sequence[str]) -> None:
    if not RejectedProduct.objects.exists():
        return
    for start in range(0, len(codes), _BY):
        RejectedProduct.objects.filter(code__in=codes[start : start + _BY]).delete()
