"""The way of a file into the tables: read, compared with what is stored, checked as a whole, then stored."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from import_export.resources import Resource
from tablib.core import Dataset

from nutrition.curation.exchange.cells import Cell, CellError, Column, joined, text_of, whole
from nutrition.curation.exchange.files import Problem, Table, in_chunks
from nutrition.curation.exchange.plan import (
    CellChange,
    Header,
    Plan,
    RowChange,
    Stored,
    differing,
    read_header,
    values_of,
)
from nutrition.models import Food
from nutrition.services import one_writer


class RefusedError(Exception):
    """A row that cannot be stored after all: nothing of the file is."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class TableResource(Resource):
    """A table of the food database as a file. A subject says what its columns are and how it is stored."""

    columns: ClassVar[tuple[Column, ...]]
    needed: ClassVar[tuple[str, ...]]
    ignored: ClassVar[frozenset[str]] = frozenset()
    # What the table and one row of it are called.
    name: ClassVar[str]
    one: ClassVar[str]

    def export_rows(self, queryset: QuerySet[Any] | None) -> Iterable[Sequence[Cell]]:
        """The rows of the table, or of ``queryset``, in a lasting order."""
        raise NotImplementedError

    def begin(self, table: Table, header: Header) -> None:
        """Read from the database what the rows of the file are about."""
        raise NotImplementedError

    def find(self, row: int, cells: list[str], header: Header) -> Stored | Problem | None:
        """What a row of the file is about; None for something new."""
        raise NotImplementedError

    def check(self, plan: Plan) -> None:
        """Look at all changes together, name them, and add what is wrong to the plan's problems."""
        raise NotImplementedError

    def save(self, plan: Plan, by: Any) -> None:
        """Store the changes; the caller holds ``one_writer``. Raises RefusedError."""
        raise NotImplementedError

    @classmethod
    def get_display_name(cls) -> str:
        """What the table is called."""
        return cls.name

    def get_user_visible_fields(self) -> list[Any]:
        """Nothing: the page lists the columns itself."""
        return []

    def export(self, queryset: QuerySet[Any] | None = None, **kwargs: Any) -> Dataset:
        """The table, or the rows of ``queryset``, as they go into a file."""
        headers = [column.name for column in self.columns]
        return Dataset(*map(tuple, self.export_rows(queryset)), headers=headers)

    def import_data(  # type: ignore[override]
        self, dataset: Table, dry_run: bool = False, *, user: Any = None, file_name: str = "", **kwargs: Any
    ) -> Plan:
        """What the file would change, and unless it is a dry run or something is wrong, the change itself."""
        if dry_run:
            return self.plan(dataset, file_name or "")
        plan = Plan()
        try:
            with one_writer():
                plan = self.plan(dataset, file_name or "")
                if not plan.problems:
                    self.save(plan, user)
        except RefusedError as error:
            plan.problems.append(error.problem)
            plan.count()
        return plan

    def plan(self, table: Table, file_name: str) -> Plan:
        """Compare the file with what is stored; nothing is written."""
        plan = Plan(file_name)
        header = read_header(table, self.columns, self.needed)
        plan.problems = [*header.problems, *table.problems]
        if not header.problems:
            plan.left_out = header.left_out
            self._compare(table, header, plan)
            self.check(plan)
        plan.count()
        return plan

    def _compare(self, table: Table, header: Header, plan: Plan) -> None:
        self.begin(table, header)
        is_whole = table.header == [column.name for column in self.columns]
        seen: dict[Any, int] = {}
        for row, cells in table.rows:
            stored = self.find(row, cells, header)
            if isinstance(stored, Problem):
                plan.problems.append(stored)
                continue
            if stored is not None:
                first = seen.setdefault(stored.key, row)
                if first != row:
                    plan.problems.append(Problem(f"Row {first} is about the same {self.one}.", row))
                    continue
                if is_whole and stored.cells == tuple(cells):
                    plan.unchanged += 1
                    continue
            self._take(row, cells, header, stored, plan)

    def _take(self, row: int, cells: list[str], header: Header, stored: Stored | None, plan: Plan) -> None:
        """Read a row that is not plainly the same."""
        differences = differing(header, cells, stored, self.ignored)
        found: list[Problem] = []
        values = values_of(row, differences, found)
        if stored is None:
            missing = [
                Problem("is empty.", row, column.name)
                for column in self.columns
                if column.is_needed and not header.cell(cells, column.name).strip()
            ]
            told = {problem.column for problem in found}
            found += [problem for problem in missing if problem.column not in told]
        plan.problems += found
        changes = [
            CellChange(column.name, before, _as_stored(values[column.name]))
            for column, before, _ in differences
            if column.name in values
        ]
        changes = [change for change in changes if change.before != change.after]
        if found:
            return
        if stored is not None and not changes:
            plan.unchanged += 1
            return
        kept = {change.column: values[change.column] for change in changes} if stored else values
        given = {name: cells[place] for name, place in header.places.items()}
        plan.changes.append(RowChange(row, stored, kept, changes, given))


def _as_stored(value: Any) -> str:
    return joined(value) if isinstance(value, list) else text_of(value)


def id_of(text: str) -> int | None:
    """The id in a cell, None where there is none."""
    try:
        return whole(text)
    except CellError:
        return None


def messages_of(error: ValidationError) -> str:
    """What a ValidationError says, in one line."""
    return " ".join(error.messages)


def names_of_foods(ids: Collection[int]) -> dict[int, str]:
    """What these foods are called: live, or else in their draft."""
    names: dict[int, str] = {}
    for chunk in in_chunks(sorted(ids)):
        rows = Food.objects.filter(pk__in=chunk).values_list("pk", "live__name", "draft__name")
        names |= {pk: live or draft or "" for pk, live, draft in rows}
    return names
