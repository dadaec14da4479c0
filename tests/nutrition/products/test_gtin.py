"""Any way to write a GTIN comes to one number; what is none is refused with the reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrition.products.gtin import (
    GtinError,
    check_digit,
    normalised,
    restriction,
    shortest,
    upc_e,
    written,
)

bodies = st.sampled_from([7, 11, 12, 13]).flatmap(lambda length: st.from_regex(rf"\A[0-9]{{{length}}}\Z"))


def with_check_digit(body: str) -> str:
    return f"{body}{check_digit(body)}"


def code_of(text: str) -> str:
    with pytest.raises(GtinError) as caught:
        normalised(text)
    return caught.value.code


@pytest.mark.parametrize(
    ("typed", "gtin"),
    [
        ("3017620422003", "03017620422003"),
        ("03017620422003", "03017620422003"),
        ("036000291452", "00036000291452"),
        ("0 36000-29145 2", "00036000291452"),
        ("96385074", "00000096385074"),
        ("10012345678902", "10012345678902"),
    ],
)
def test_every_length_becomes_fourteen_digits(typed, gtin):
    assert written(normalised(typed)) == gtin


@pytest.mark.parametrize(
    ("short", "long"),
    [("04252614", "042100005264"), ("04963406", "049000006346")],
)
def test_upc_e_is_the_upc_a_that_it_stands_for(short, long):
    assert normalised(short) == upc_e(short) == normalised(long)


def test_eight_digits_with_both_check_digits_are_a_gtin_8_first():
    assert normalised("01234565") == 1234565
    assert upc_e("01234565") == normalised("012345000065")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("00000000", "empty"),
        ("0000000000000", "empty"),
        ("3017620422004", "check_digit"),
        ("96385075", "check_digit"),
        ("301762042200", "check_digit"),
        ("12345", "length"),
        ("123456789", "length"),
        ("301762042200300", "length"),
        ("30176204220O3", "characters"),
        ("３０１７６２０４２２００３", "characters"),
        ("²²²²²²²²", "characters"),
        ("9" * 10_000, "length"),
    ],
)
def test_what_is_no_gtin_is_refused_with_the_reason(typed, code):
    assert code_of(typed) == code


def test_a_wrong_check_digit_names_the_right_one():
    with pytest.raises(GtinError, match="should be 3, not 4"):
        normalised("3017620422004")


@given(bodies.filter(lambda body: body.strip("0") and len(body) > 7))
def test_a_right_check_digit_is_accepted_and_leading_zeros_do_not_matter(body):
    digits = with_check_digit(body)
    assert normalised(digits) == int(digits) == normalised(digits.zfill(14))


@given(bodies.filter(lambda body: len(body) > 7), st.integers(1, 9))
def test_any_other_check_digit_is_refused(body, off):
    digits = with_check_digit(body)
    wrong = str((int(digits[-1]) + off) % 10)
    if body.strip("0") or wrong != "0":
        assert code_of(body + wrong) == "check_digit"


@given(bodies.filter(lambda body: len(body) > 7 and body.strip("0")), st.integers(0, 11))
def test_two_neighbours_swapped_are_noticed_unless_they_differ_by_five(body, place):
    digits = with_check_digit(body)
    place %= len(digits) - 1
    a, b = digits[place], digits[place + 1]
    swapped = digits[:place] + b + a + digits[place + 2 :]
    if abs(int(a) - int(b)) not in (0, 5):
        assert code_of(swapped) == "check_digit"


@given(st.text(max_size=30))
def test_any_text_gives_a_number_or_an_error_with_a_reason(text):
    try:
        number = normalised(text)
    except GtinError as error:
        number, reason = 1, error.code
    else:
        reason = ""
    assert 0 < number < 10**14
    assert reason in ("", "empty", "characters", "length", "check_digit")


@given(st.integers(1, 10**14 - 1))
def test_the_shortest_form_is_the_same_number(number):
    assert int(shortest(number)) == number
    assert len(shortest(number)) in (8, 13, 14)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("2000000000008", "store"),
        ("0212345000009", "store"),
        ("20000011", "store"),
        ("9800000000007", "coupon"),
        ("3017620422003", None),
        ("96385074", None),
    ],
)
def test_numbers_that_mean_something_else_elsewhere_are_told(typed, kind):
    found = restriction(int(typed))
    assert (found and found.kind) == kind
