"""The rows of a workbook's first sheet: as much of the format as the publisher's tables use.

Expat refuses entity bombs itself, and only staff import workbooks: hence no defusedxml.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from nutrition.usda.reading import BrokenTableError

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_COLUMN = re.compile(r"[A-Z]+")


def rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield (row number, cells as text); empty cells are empty strings, trailing ones are left out."""
    try:
        with ZipFile(path) as archive:
            strings = _shared_strings(archive)
            with archive.open("xl/worksheets/sheet1.xml") as sheet:
                for _, element in ElementTree.iterparse(sheet):  # noqa: S314
                    if element.tag == f"{_NS}row":
                        yield int(element.get("r", "0")), _cells(element, strings)
                        element.clear()
    except (BadZipFile, KeyError, ElementTree.ParseError, IndexError) as error:
        raise BrokenTableError(path, f"this workbook cannot be read ({error})") from error


def _shared_strings(archive: ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    root = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))  # noqa: S314
    return ["".join(text.text or "" for text in item.iter(f"{_NS}t")) for item in root]


def _cells(row: ElementTree.Element, strings: list[str]) -> list[str]:
    cells: list[str] = []
    for cell in row:
        position = _position(cell.get("r", ""), len(cells))
        cells.extend([""] * (position - len(cells)))
        cells.append(_text(cell, strings))
    return cells


def _position(reference: str, otherwise: int) -> int:
    match = _COLUMN.match(reference)
    if match is None:
        return otherwise
    position = 0
    for letter in match.group():
        position = position * 26 + ord(letter) - ord("A") + 1
    return position - 1


def _text(cell: ElementTree.Element, strings: list[str]) -> str:
    kind = cell.get("t")
    if kind == "inlineStr":
        return "".join(text.text or "" for text in cell.iter(f"{_NS}t"))
    value = cell.findtext(f"{_NS}v") or ""
    return strings[int(value)] if kind == "s" and value else value
