"""What an import would do: every change before -> after, and every problem of the file at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from import_export.results import Result, RowResult

from nutrition.curation.exchange.cells import CellError, Column, unescaped
from nutrition.curation.exchange.files import Problem, Table

MOST_PROBLEMS_SHOWN = 200
MOST_CHANGES_SHOWN = 1000


@dataclass(frozen=True, slots=True)
class Stored:
    """A row of the database: its cells as they are exported, the row itself, and by what it is one."""

    cells: tuple[str, ...]
    row: Any
    key: Any


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell before and after, as text; empty is unknown."""

    column: str
    before: str
    after: str


@dataclass(slots=True)
class RowChange:
    """What a row of the file changes: its number in the spreadsheet, of what, the new values by column."""

    row: int
    stored: Stored | None
    values: dict[str, Any]
    cells: list[CellChange]
    given: Mapping[str, str]
    title: str = ""
    link: int | None = None

    @property
    def is_new(self) -> bool:
        """Whether it adds something."""
        return self.stored is None


class Plan(Result):
    """The result of reading a file; nothing of it is stored while there is a problem."""

    def __init__(self, file_name: str = "") -> None:
        super().__init__()
        self.file_name = file_name
        self.problems: list[Problem] = []
        self.changes: list[RowChange] = []
        self.left_out: list[str] = []
        self.unchanged = 0

    def has_errors(self) -> bool:
        """Whether nothing of the file may be stored."""
        return bool(self.problems)

    def count(self) -> None:
        """Take over the numbers of rows."""
        self.totals[RowResult.IMPORT_TYPE_NEW] = self.new
        self.totals[RowResult.IMPORT_TYPE_UPDATE] = self.changed
        self.totals[RowResult.IMPORT_TYPE_SKIP] = self.unchanged
        self.totals[RowResult.IMPORT_TYPE_INVALID] = self.invalid

    @property
    def new(self) -> int:
        """How many rows are added."""
        return sum(change.is_new for change in self.changes)

    @property
    def changed(self) -> int:
        """How many rows are changed."""
        return len(self.changes) - self.new

    @property
    def invalid(self) -> int:
        """How many rows have a problem."""
        return len({problem.row for problem in self.problems if problem.row not in (None, 1)})

    @property
    def problems_shown(self) -> list[Problem]:
        """The first problems, by row."""
        return sorted(self.problems, key=lambda problem: problem.row or 0)[:MOST_PROBLEMS_SHOWN]

    @property
    def problems_left(self) -> int:
        """How many more there are."""
        return max(0, len(self.problems) - MOST_PROBLEMS_SHOWN)

    @property
    def changes_shown(self) -> list[RowChange]:
        """The first changes."""
        return self.changes[:MOST_CHANGES_SHOWN]

    @property
    def changes_left(self) -> int:
        """How many more there are."""
        return max(0, len(self.changes) - MOST_CHANGES_SHOWN)


@dataclass(slots=True)
class Header:
    """Where in the file which column stands."""

    columns: tuple[Column, ...]
    # Column of the export -> column of the file.
    places: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def cell(self, cells: list[str], name: str) -> str:
        """The cell of a column, empty where the file lacks the column."""
        place = self.places.get(name)
        return "" if place is None else cells[place]

    @property
    def left_out(self) -> list[str]:
        """The columns that the file lacks and that could be changed."""
        return [column.name for column in self.columns if column.read and column.name not in self.places]


def read_header(table: Table, columns: tuple[Column, ...], needed: tuple[str, ...]) -> Header:
    """Find the columns in the first row, and what is wrong with it."""
    header = Header(columns)
    known = [column.name for column in columns]
    for place, name in enumerate(table.header):
        if name in header.places:
            header.problems.append(Problem("This column is there twice.", 1, name))
        elif name in known:
            header.places[name] = place
        elif name:
            header.problems.append(Problem(_unknown(name, known), 1, name))
        elif any(cells[place] for _, cells in table.rows):
            header.problems.append(Problem(f"The column number {place + 1} has no name.", 1))
    for name in needed:
        if name not in header.places:
            header.problems.append(Problem("This column is missing.", 1, name))
    return header


def _unknown(name: str, known: list[str]) -> str:
    """An unknown column, and which one was meant: above all the same amount in its right unit."""
    asked = name.strip().lower().replace(" ", "_")
    stem = asked.rpartition("_")[0]
    same_amount = [other for other in known if stem and other.rpartition("_")[0] == stem]
    likely = [asked] if asked in known else same_amount or get_close_matches(asked, known, 1, 0.6)
    if not likely:
        return "Unknown column. Take it out, or export the table to see which columns there are."
    return f"Unknown column; did you mean {likely[0]}?"


def differing(
    header: Header, cells: list[str], stored: Stored | None, ignoring: frozenset[str] = frozenset()
) -> list[tuple[Column, str, str]]:
    """The columns in which a row of the file differs from what is stored: (column, before, after)."""
    found = []
    for index, column in enumerate(header.columns):
        place = header.places.get(column.name)
        if place is None or column.name in ignoring or (stored is None and column.read is None):
            continue
        before, after = "" if stored is None else stored.cells[index], cells[place]
        if before != after and not column.same(before, unescaped(after)):
            found.append((column, before, after))
    return found


def values_of(
    row: int, differences: list[tuple[Column, str, str]], problems: list[Problem]
) -> dict[str, Any]:
    """The new values by column; what cannot be read becomes a problem."""
    values: dict[str, Any] = {}
    for column, before, after in differences:
        if column.read is None:
            message = f"is only shown here and cannot be changed; it says “{before}” now."
            problems.append(Problem(message, row, column.name, after))
            continue
        try:
            values[column.name] = column.value(after)
        except CellError as error:
            problems.append(Problem(f"{error}.", row, column.name, after))
    return values
