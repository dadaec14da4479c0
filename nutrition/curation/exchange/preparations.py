"""Cooking methods as a file."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from nutrition.curation.exchange.cells import (
    Cell,
    CellError,
    Column,
    amount,
    choice,
    joined,
    several,
    shown,
    text_of,
    words,
)
from nutrition.curation.exchange.files import Problem, Table
from nutrition.curation.exchange.plan import Header, Plan, RowChange, Stored
from nutrition.curation.exchange.resource import TableResource, messages_of
from nutrition.curation.preparations import LIMITS, check_preparation_words
from nutrition.fixtures import PREPARATION_NUMBERS, UNCHANGED
from nutrition.models import Category, Origin, Preparation
from nutrition.resolution.cooking.tables import method_classes
from nutrition.services import announce_all

_UNITS = {"percent": "%", "g": "g per 100 g raw", "mg": "mg per 100 g raw"}
_SLUG = "abcdefghijklmnopqrstuvwxyz0123456789_-"


def _slug(text: str) -> str:
    slug = text.strip()
    if not slug or len(slug) > 40 or set(slug) - set(_SLUG):
        raise CellError("is no short name: up to 40 of a-z, 0-9, _ and -")
    return slug


def _number(name: str) -> Column:
    least, most = LIMITS[name]
    unit = name.rpartition("_")[2]
    return amount(name, _UNITS.get(unit, ""), least=least, most=most)


class PreparationResource(TableResource):
    """The preparations."""

    name, one = "Preparations", "preparation"
    columns = (
        Column("slug", _slug, is_needed=True),
        words("name", 60, is_needed=True),
        words("parent", 40),
        several("words", 60),
        several("applies_to", 120),
        choice("method", ("", *sorted(method_classes()))),
        *(_number(name) for name in PREPARATION_NUMBERS),
        words("source", 160, is_needed=True),
        shown("origin"),
    )
    needed = ("slug", "name")

    def export_rows(self, queryset: QuerySet[Any] | None) -> Iterable[Sequence[Cell]]:
        """The preparations by slug."""
        rows = Preparation.objects.all()
        if queryset is not None:
            rows = rows.filter(pk__in=queryset.order_by().values("pk"))
        return (_cells(row) for row in rows.prefetch_related("applies_to").order_by("slug"))

    def begin(self, table: Table, header: Header) -> None:
        """Read all preparations: there are few."""
        rows = Preparation.objects.prefetch_related("applies_to")
        self._stored = {row.pk: Stored(tuple(map(text_of, _cells(row))), row, row.pk) for row in rows}
        self._new: dict[str, int] = {}

    def find(self, row: int, cells: list[str], header: Header) -> Stored | Problem | None:
        """The preparation of that slug; None for a new one."""
        slug = header.cell(cells, "slug").strip()
        stored = self._stored.get(slug)
        if stored is None and self._new.setdefault(slug, row) != row:
            return Problem(f"Row {self._new[slug]} is the same preparation.", row, "slug", slug)
        return stored

    def check(self, plan: Plan) -> None:
        """Categories, parents that are there and go round in no circle, and whose words are whose."""
        categories = set(Category.objects.values_list("slug", flat=True))
        parents = {slug: stored.row.parent_id or "" for slug, stored in self._stored.items()}
        parents |= {
            _slug_of(change): change.values["parent"] for change in plan.changes if "parent" in change.values
        }
        known = parents.keys() | {_slug_of(change) for change in plan.changes}
        for change in plan.changes:
            change.title = change.values.get("name") or _slug_of(change)
            if "words" in change.values or change.is_new:
                try:
                    check_preparation_words(change.values.get("words", ()), _slug_of(change))
                except ValidationError as error:
                    plan.problems.append(Problem(messages_of(error), change.row, "words"))
            for slug in change.values.get("applies_to", ()):
                if slug not in categories:
                    plan.problems.append(
                        Problem("There is no such category.", change.row, "applies_to", slug)
                    )
            parent = change.values.get("parent")
            if parent and parent not in known:
                plan.problems.append(Problem("There is no such preparation.", change.row, "parent", parent))
            elif parent and _in_a_circle(_slug_of(change), parents):
                plan.problems.append(Problem("goes round in a circle.", change.row, "parent", parent))

    def save(self, plan: Plan, by: Any) -> None:
        """Store the changes, parents before variants, and announce them."""
        for change in _parents_first(plan.changes):
            row: Any = change.stored.row if change.stored else Preparation(slug=_slug_of(change))
            for name, value in change.values.items():
                if name in PREPARATION_NUMBERS:
                    setattr(row, name, UNCHANGED[name] if value is None else value)
                elif name == "parent":
                    row.parent_id = value or None
                elif name not in ("slug", "applies_to"):
                    setattr(row, name, value)
            row.origin = Origin.CURATOR
            row._history_user, row._change_reason = by, f"Imported from {plan.file_name}"[:100]
            row.save()
            if "applies_to" in change.values:
                row.applies_to.set(change.values["applies_to"])
        if plan.changes:
            announce_all(grades=False)


def _cells(row: Preparation) -> list[Cell]:
    applies_to = sorted(category.pk for category in row.applies_to.all())
    return [
        row.slug, row.name, row.parent_id or "", joined(row.words), joined(applies_to), row.method,
        *(getattr(row, name) for name in PREPARATION_NUMBERS), row.source, row.origin,
    ]  # fmt: skip


def _slug_of(change: RowChange) -> str:
    return str(change.stored.key if change.stored else change.values["slug"])


def _in_a_circle(slug: str, parents: Mapping[str, str]) -> bool:
    seen = {slug}
    while slug := parents.get(slug, ""):
        if slug in seen:
            return True
        seen.add(slug)
    return False


def _parents_first(changes: Iterable[RowChange]) -> list[RowChange]:
    waiting, ordered = {_slug_of(change): change for change in changes}, list[RowChange]()

    def take(slug: str) -> None:
        change = waiting.pop(slug, None)
        if change is not None:
            take(change.values.get("parent") or "")
            ordered.append(change)

    for slug in list(waiting):
        take(slug)
    return ordered
