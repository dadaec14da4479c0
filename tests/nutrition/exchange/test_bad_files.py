"""Files that are no table, or that would not be read to their end."""

import io
import zipfile
from datetime import datetime
from typing import Any

import pytest
from openpyxl.workbook.workbook import Workbook

from nutrition.curation.exchange import files
from nutrition.curation.exchange.files import write_workbook
from tests.nutrition.exchange.conftest import Desk

pytestmark = pytest.mark.usefixtures("carrot")
HEADER = "food,label,grams\n"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "submitted file is empty"),
        (b"  \n ", "The file is empty."),
        (b"food,label,grams\n", "no row below it"),
        (b",,\n1,2,3\n", "first row has to name the columns"),
        (b"food,label,grams\n1,ok,1\n1,caf\xe9,2\n", "Line 3 is not UTF-8 (byte 0xe9)"),
        (b"\xff\xfef\x00o", "begins like UTF-16"),
        (b"PK\x03\x04 no archive", "This is no workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old or a password-protected workbook"),
        (HEADER.encode() + b'1,"' + b"x" * 200_000 + b'",3\n', "Row 2 cannot be read"),
    ],
)
def test_what_is_no_table_is_told(portions_desk: Desk, data: bytes, said: str) -> None:
    assert said in portions_desk.refusal(data)


def test_the_message_names_the_file(portions_desk: Desk) -> None:
    assert portions_desk.refusal(b"food\n", "cups.csv").startswith("cups.csv: ")


def test_200_000_rows_are_refused(portions_desk: Desk) -> None:
    said = portions_desk.refusal(HEADER + "1,cup,100\n" * 200_000)
    assert "more than 150,000 rows" in said
    assert "Divide it" in said


def test_a_file_that_is_too_large_is_not_read(portions_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nutrition.admin.exchange.MOST_BYTES", 10)
    monkeypatch.setattr(files, "MOST_BYTES", 10)
    assert "at most 0 MB are read" in portions_desk.refusal(HEADER + "1,cup,100\n")


def test_a_zip_bomb_is_not_unpacked(portions_desk: Desk) -> None:
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/workbook.xml", "w") as part,
    ):
        for _ in range(420):
            part.write(b"\0" * 1_000_000)
    assert packed.tell() < 1_000_000
    assert "would unpack to 420 MB" in portions_desk.refusal(packed.getvalue(), "b.xlsx")


def test_another_archive_is_no_workbook(portions_desk: Desk) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("content.xml", "<office/>")
    assert "no .xlsx workbook" in portions_desk.refusal(packed.getvalue(), "b.ods")


def test_a_workbook_with_broken_parts_is_told(portions_desk: Desk) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")
    assert "cannot be read" in portions_desk.refusal(packed.getvalue(), "b.xlsx")


def test_a_formula_in_a_workbook_is_told(portions_desk: Desk, carrot) -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["food", "label", "grams"])
    sheet.append([carrot.pk, "1 cup", "=100+28"])
    out = io.BytesIO()
    book.save(out)
    assert portions_desk.problems(out.getvalue(), "b.xlsx") == [
        "row 2, column grams: “=100+28” is a formula; write its result."
    ]


def test_a_date_in_a_workbook_is_told(portions_desk: Desk, carrot) -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["food", "label", "grams"])
    sheet.append([carrot.pk, datetime(2026, 1, 2), 100])
    out = io.BytesIO()
    book.save(out)
    assert "was made a date by the spreadsheet" in portions_desk.problems(out.getvalue(), "b.xlsx")[0]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_spreadsheets_write_is_read(portions_desk: Desk, carrot, encoding: str, delimiter: str) -> None:
    text = (
        delimiter.join(["food", "label", "grams"]) + "\r\n" + delimiter.join([str(carrot.pk), "½ cup", "64"])
    )
    assert portions_desk.plan(text.encode(encoding)).new == 1


def test_what_the_workbook_says_of_its_size_is_not_believed(portions_desk: Desk, carrot) -> None:
    data = write_workbook(["food", "label", "grams"], [[carrot.pk, "1 cup", 128]])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            told = old.read(part).replace(b"<sheetData>", b'<dimension ref="A1"/><sheetData>')
            new.writestr(part, told)
    assert portions_desk.plan(out.getvalue(), "b.xlsx").new == 1
