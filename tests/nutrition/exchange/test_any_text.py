"""Whatever stands in a cell comes back the same, and nothing makes the reader stumble."""

import contextlib

from hypothesis import example, given
from hypothesis import strategies as st

from nutrition.curation.exchange.cells import CellError, amount, escaped, number_of, text_of, unescaped
from nutrition.curation.exchange.files import UnreadableFileError, read_table, write_csv, write_workbook

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
LIKE_FORMULAS = st.builds(
    "{}{}".format, st.sampled_from(["=", "+", "-", "@", "\t", "\r", "'", "'=", '"']), TEXT
)
NUMBERS = st.floats(0, 1e9) | st.floats(-1e9, 0)


def back(data: bytes) -> list[str]:
    ((_, cells),) = read_table(data).rows
    return cells


@given(TEXT | LIKE_FORMULAS)
@example('=HYPERLINK("x")')
@example('a "quoted"\r\nline, and more')
@example("'=1")
@example("\x00")
def test_any_text_comes_back_out_of_a_csv(text: str) -> None:
    first, last = back(write_csv(["a", "b"], [[text, "end"]]))
    assert (unescaped(first), last) == (text, "end")


@given(TEXT | LIKE_FORMULAS)
@example("_x000D_")
@example("a\rb\x07")
@example(" spaces ")
def test_any_text_comes_back_out_of_a_workbook(text: str) -> None:
    first, last = back(write_workbook(["a", "b"], [[text, "end"]]))
    assert (unescaped(first), last) == (text, "end")


@given(NUMBERS)
def test_any_number_comes_back_out_of_a_csv(value: float) -> None:
    (cell, _) = back(write_csv(["a", "b"], [[value, "end"]]))
    assert number_of(cell) == value


@given(NUMBERS)
def test_a_number_out_of_a_workbook_is_no_change(value: float) -> None:
    (cell, _) = back(write_workbook(["a", "b"], [[value, "end"]]))
    assert amount("a", "g", most=1e9, least=-1e9).same(text_of(value), cell)


@given(TEXT)
def test_what_goes_out_is_no_formula(text: str) -> None:
    assert not escaped(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.text(max_size=20))
def test_a_number_is_read_or_refused_in_words(text: str) -> None:
    with contextlib.suppress(CellError):
        assert isinstance(number_of(text), float)


@given(st.binary(max_size=200) | st.binary(max_size=100).map(lambda data: b"PK\x03\x04" + data))
def test_any_bytes_are_a_table_or_refused_in_words(data: bytes) -> None:
    with contextlib.suppress(UnreadableFileError):
        read_table(data)
