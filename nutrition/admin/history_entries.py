"""What changed between two records of a row's history, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Field, ForeignKey, Model

KINDS = {"+": "made", "~": "changed", "-": "deleted"}
NOTHING = "–"
# Who made a row tells nothing of what it says.
UNTOLD = frozenset({"origin", "loaded_grams", "loaded_usual"})


@dataclass(frozen=True, slots=True)
class Change:
    """A field that said something else before."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of a history: who did what, and what changed by it."""

    record: Any
    kind: str
    changes: tuple[Change, ...]


def entries(model: Any, records: Sequence[Any], labels: Mapping[str, str]) -> list[Entry]:
    """The records (newest first, one more than are shown) with what each changed, in a few queries."""
    fields = [field for field in model.history.model.tracked_fields if field.name not in UNTOLD]
    joined = _joined(model, records)
    named = _named(fields, records)
    told = []
    for record, before in pairwise([*records, None]):
        if record is None or (before is None and record.history_type != "+"):
            told.append(Entry(record, "as it was", ()))
            continue
        changes = _changes(fields, record, before, named, labels) if before is not None else []
        changes += _joined_changes(joined, record, before, labels) if before is not None else []
        told.append(Entry(record, KINDS[record.history_type], tuple(changes)))
    return told


def in_words(field: Any, value: Any) -> str:
    """A value as a person reads it."""
    if value is None or value in ("", []):
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if getattr(field, "choices", None):
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return str(value)


def label_of(field: Any, labels: Mapping[str, str]) -> str:
    """What a field is called."""
    name = labels.get(field.name) or str(field.verbose_name)
    return name[:1].upper() + name[1:]


def _changes(
    fields: Sequence[Any], record: Any, before: Any, named: Mapping[str, Any], labels: Mapping[str, str]
) -> list[Change]:
    def words(field: Any, value: Any) -> str:
        return (
            str(named[field.name].get(value, value or NOTHING))
            if field.name in named
            else in_words(field, value)
        )

    return [
        Change(label_of(field, labels), words(field, old), words(field, new))
        for field in fields
        if (old := getattr(before, field.attname)) != (new := getattr(record, field.attname))
    ]


def _named(fields: Sequence[Field], records: Sequence[Any]) -> dict[str, dict[Any, Model]]:
    """What the keys of other rows stand for, by field: one query a field that ever changed."""
    named: dict[str, dict[Any, Model]] = {}
    for field in fields:
        if isinstance(field, ForeignKey):
            keys = {getattr(record, field.attname) for record in records}
            if len(keys) > 1:
                rows = field.related_model._default_manager.all()
                if any(one.name == "live" for one in rows.model._meta.fields):
                    rows = rows.select_related("live")
                named[field.name] = rows.in_bulk([key for key in keys if key is not None])
    return named


def _joined(model: Any, records: Sequence[Any]) -> dict[str, tuple[Any, dict[int, set[Any]]]]:
    """For each many-to-many field that is tracked what each record had."""
    found: dict[str, tuple[Any, dict[int, set[Any]]]] = {}
    for field in getattr(model.history.model, "_history_m2m_fields", ()):
        had: dict[int, set[Any]] = {record.pk: set() for record in records}
        rows = getattr(model.history.model, field.name).filter(history__in=list(had))
        for record, other in rows.values_list("history_id", f"{field.m2m_reverse_field_name()}_id"):
            had[record].add(other)
        found[field.name] = field, had
    return found


def _joined_changes(
    joined: Mapping[str, tuple[Any, Mapping[int, set[Any]]]],
    record: Any,
    before: Any,
    labels: Mapping[str, str],
) -> list[Change]:
    return [
        Change(
            label_of(field, labels),
            in_words(None, sorted(had[before.pk] - had[record.pk])),
            in_words(None, sorted(had[record.pk] - had[before.pk])),
        )
        for field, had in joined.values()
        if had[before.pk] != had[record.pk]
    ]
