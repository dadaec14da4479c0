"""Tables as CSV and XLSX: written for spreadsheets, read with every limit checked before it costs much."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from itertools import islice
from typing import Any
from zipfile import BadZipFile, ZipFile

from import_export.formats import base_formats
from openpyxl.reader.excel import load_workbook
from openpyxl.workbook.workbook import Workbook as Book
from tablib.core import Dataset

from nutrition.curation.exchange.cells import DATE, Cell, escaped, text_of

# A full export of any table comes in again: of 20,000 foods, of 100,000 names.
MOST_ROWS = 150_000
MOST_BYTES = 60_000_000
MOST_UNPACKED_BYTES = 400_000_000
MOST_CELLS = 25_000_000
_DELIMITERS = ",;\t"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
# XML cannot hold these, nor a carriage return as it is: spreadsheets write them as _x000D_.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x(?:00[01][0-9A-F]|FFF[EF]|005F)_)")
_WRITTEN = re.compile(r"_x(00[01][0-9A-F]|FFF[EF]|005F)_")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a file: the row as a spreadsheet counts (None: all of it), the column, the cell."""

    message: str
    row: int | None = None
    column: str = ""
    value: str = ""

    def __str__(self) -> str:
        where = ", ".join(
            part for part in (self.row and f"row {self.row}", self.column and f"column {self.column}") if part
        )
        said = f"“{self.value[:60]}” {self.message}" if self.value else self.message
        return f"{where}: {said}" if where else said


class UnreadableFileError(Exception):
    """A file that is no table; the message says why and what to do."""


@dataclass(slots=True)
class Table:
    """The header and the rows with something in them, each with its number in the spreadsheet."""

    header: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.rows)


def read_table(data: bytes) -> Table:
    """The table in an uploaded file, CSV or XLSX by what it is. Raises UnreadableFileError."""
    if len(data) > MOST_BYTES:
        raise UnreadableFileError(too_large(len(data)))
    if not data.strip():
        raise UnreadableFileError("The file is empty.")
    if data.startswith(_OLD_WORKBOOK):
        raise UnreadableFileError(
            "This is an old or a password-protected workbook: save it as .xlsx without a password, or as CSV."
        )
    table = _table(_workbook_rows(data) if data.startswith(b"PK") else _csv_rows(data))
    if not table.rows and not table.problems:
        raise UnreadableFileError("There is a header, but no row below it.")
    return table


def too_large(size: int) -> str:
    """What is said of a file of so many bytes."""
    return (
        f"The file has {size / 1e6:,.0f} MB; at most {MOST_BYTES / 1e6:,.0f} MB are read. "
        "Divide it and import the parts one after the other."
    )


def _table(rows: Iterator[list[str]]) -> Table:
    header = [name.strip() for name in next(rows, [])]
    while header and not header[-1]:
        header.pop()
    if not header:
        raise UnreadableFileError("The first row has to name the columns, and it is empty.")
    table = Table(header)
    for number, cells in enumerate(rows, start=2):
        if not any(cells):
            continue
        if len(table.rows) == MOST_ROWS:
            raise UnreadableFileError(
                f"The file has more than {MOST_ROWS:,} rows, which is the most that is read at once. "
                "Divide it and import the parts one after the other."
            )
        if any(cells[len(header) :]):
            message = f"has {len(cells)} cells, the header only {len(header)}: is there a comma too many?"
            table.problems.append(Problem(message, number))
        elif len(cells) < len(header):
            message = f"has {len(cells)} cells, the header {len(header)}: is a comma or a quote missing?"
            table.problems.append(Problem(message, number))
        else:
            table.rows.append((number, cells[: len(header)]))
    return table


def _csv_rows(data: bytes) -> Iterator[list[str]]:
    text = _text(data)
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):  # noqa: B007
            yield cells
    except csv.Error as error:
        raise UnreadableFileError(f"Row {number + 1} cannot be read: {error}.") from error


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise UnreadableFileError("The file begins like UTF-16 and is not. Save it as UTF-8.") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UnreadableFileError(
            f"Line {line} is not UTF-8 (byte {data[error.start]:#04x}). "
            "Save the file as “CSV UTF-8”, or as .xlsx."
        ) from None


def _workbook_rows(data: bytes) -> Iterator[list[str]]:
    _check_archive(data)
    scanned = 0
    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=False)
        sheet: Any = book.worksheets[0]
        # What a workbook says of its size may be wrong; how much is read is counted here.
        sheet.reset_dimensions()
        width = 0
        for cells in sheet.iter_rows(values_only=True):
            scanned += len(cells) + 1
            if scanned > MOST_CELLS:
                raise UnreadableFileError(f"The sheet has more than {MOST_CELLS:,} cells.")
            found = [_workbook_text(cell) for cell in cells]
            while found and not found[-1]:
                found.pop()
            width = width or len(found)
            yield found + [""] * (width - len(found))
    except UnreadableFileError:
        raise
    except Exception as error:
        # Whatever the parts of a broken workbook make openpyxl stumble over.
        raise UnreadableFileError(
            f"The workbook cannot be read ({type(error).__name__}). Save it anew as .xlsx, or as CSV."
        ) from error


def _check_archive(data: bytes) -> None:
    """Look into the archive before anything is unpacked. Raises UnreadableFileError."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        raise UnreadableFileError(
            "This is no workbook, or a damaged one. Save it anew as .xlsx, or as CSV."
        ) from None
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED_BYTES or len(parts) > 1000:
        raise UnreadableFileError(
            f"The workbook would unpack to {unpacked / 1e6:,.0f} MB; at most "
            f"{MOST_UNPACKED_BYTES / 1e6:,.0f} MB are read."
        )
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise UnreadableFileError("This is an archive, but no .xlsx workbook. Save it as .xlsx, or as CSV.")


def _workbook_text(cell: Any) -> str:
    if cell is None or isinstance(cell, bool | int | float):
        return text_of(cell)
    if isinstance(cell, str):
        return _WRITTEN.sub(lambda found: chr(int(found.group(1), 16)), cell)
    return f"={cell}" if hasattr(cell, "ref") else f"{DATE} {cell}"


def written(text: str) -> str:
    """``text`` as a workbook can hold it."""
    return _UNWRITABLE.sub(lambda found: f"_x{ord(found.group()):04X}_", text)


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A CSV that spreadsheets open as UTF-8; text that looks like a formula is escaped."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows(
        [escaped(cell) if isinstance(cell, str) else text_of(cell) for cell in row] for row in rows
    )
    return out.getvalue().encode("utf-8-sig")


def write_workbook(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """An XLSX with one sheet, its header fixed; text that looks like a formula is escaped."""
    book = Book(write_only=True)
    sheet: Any = book.create_sheet("Platewise")
    sheet.freeze_panes = "A2"
    sheet.append(list(header))
    for row in rows:
        sheet.append([written(escaped(cell)) if isinstance(cell, str) else cell for cell in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


class AnyTable(base_formats.Format):
    """What is taken in: CSV or XLSX, told apart by what the file is."""

    def get_title(self) -> str:
        """Its name."""
        return "CSV or XLSX"

    def can_import(self) -> bool:
        """Whether it can be read."""
        return True

    def create_dataset(self, in_stream: bytes) -> Table:
        """The table in the file. Raises UnreadableFileError."""
        return read_table(in_stream)


class Csv(base_formats.Format):
    """CSV as it goes out."""

    write = staticmethod(write_csv)
    extension, title = "csv", "CSV"
    content_type = "text/csv; charset=utf-8"

    def get_title(self) -> str:
        """Its name."""
        return self.title

    def get_extension(self) -> str:
        """The ending of a file's name."""
        return self.extension

    def get_content_type(self) -> str:
        """As HTTP names it."""
        return self.content_type

    def can_export(self) -> bool:
        """Whether it can be written."""
        return True

    def export_data(self, dataset: Dataset, **kwargs: Any) -> bytes:
        """The file."""
        rows: Any = dataset
        return self.write(dataset.headers, rows)


class Workbook(Csv):
    """XLSX as it goes out."""

    write = staticmethod(write_workbook)
    extension, title = "xlsx", "Excel workbook (XLSX)"
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def in_chunks(ids: Iterable[Any], size: int = 5000) -> Iterator[list[Any]]:
    """So many at a time as a query takes."""
    rest = iter(ids)
    while chunk := list(islice(rest, size)):
        yield chunk
