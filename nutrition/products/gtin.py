"""Global Trade Item Numbers: the number under a bar code, in one form whatever it was read from.

GTIN-8, GTIN-12 (UPC-A), GTIN-13 (EAN) and GTIN-14 are one number filled up with zeros on the left. UPC-E is
a UPC-A with its zeros squeezed out. Source: GS1 General Specifications, "Calculating check digits" (7.9) and
"Decoder for obtaining a GTIN-12 from a UPC-E barcode" (5.2.2).
"""

from dataclasses import dataclass
from functools import cache

from nutrition.products.tables import rows

LENGTHS = (8, 12, 13, 14)
DIGITS = 14
STORE, COUPON = "store", "coupon"
_SEPARATORS = str.maketrans("", "", " \t\u00a0\u2009\u202f-\u2010\u2011\u2012\u2013.")
_LONGEST_INPUT = 64
_ZERO = ord("0")


class GtinError(ValueError):
    """A number that is no GTIN: ``code`` is one of empty, characters, length, check_digit."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Restriction:
    """A number that does not name one product in the whole world."""

    kind: str
    meaning: str


def normalised(text: str) -> int:
    """The GTIN in ``text`` as a number; as 14 digits it is ``written(number)``.

    Takes 8, 12, 13 or 14 digits with spaces, dashes and points between them, and UPC-E where eight digits
    have not the check digit of a GTIN-8 but that of the UPC-A they stand for. One in ten UPC-E has both:
    ``upc_e`` tells the other number that it may be. Raises GtinError.
    """
    digits = text
    if not _are_digits(digits):
        digits = text[:_LONGEST_INPUT].strip().translate(_SEPARATORS)
        if not digits:
            raise GtinError("empty", "This is empty; give the 8, 12, 13 or 14 digits under the bar code.")
        if not _are_digits(digits):
            raise GtinError("characters", "A GTIN holds digits only.")
    if len(digits) not in LENGTHS:
        raise GtinError("length", f"A GTIN has 8, 12, 13 or 14 digits, not {len(digits)}.")
    if not digits.strip("0"):
        raise GtinError("empty", "The number is nothing but zeros.")
    if len(digits) == 8:
        return _short(digits)
    _check(digits)
    return int(digits)


def written(number: int) -> str:
    """The number as 14 digits."""
    return f"{number:0{DIGITS}d}"


def shortest(number: int) -> str:
    """The number as Open Food Facts writes it: 8 digits, else 13, else 14."""
    length = 8 if number < 10**8 else 13 if number < 10**13 else DIGITS
    return f"{number:0{length}d}"


def check_digit(digits: str) -> int:
    """The check digit that belongs behind ``digits``: weights 3 and 1 from the right, modulo 10."""
    # Sums of the letters' codes, each too large by the code of "0".
    codes = digits.encode("ascii")
    thrice, once = codes[::-2], codes[-2::-2]
    return (_ZERO * (3 * len(thrice) + len(once)) - 3 * sum(thrice) - sum(once)) % 10


def restriction(number: int) -> Restriction | None:
    """Why the number does not name one product everywhere; ``None`` if it does.

    Of a GTIN-14 with a packaging level (it begins with 1-9) the number inside counts.
    """
    length, digits = (8, f"{number:08d}") if number < 10**8 else (13, written(number)[1:])
    return _restricted(length, digits[:3])


@cache
def _restricted(length: int, prefix: str) -> Restriction | None:
    found = (row for size, low, high, row in _prefixes() if size == length and low <= prefix <= high)
    return next(found, None)


def _are_digits(text: str) -> bool:
    return text.isdigit() and text.isascii()


def _short(digits: str) -> int:
    """Eight digits: a GTIN-8 or else UPC-E."""
    if check_digit(digits[:-1]) == int(digits[-1]):
        return int(digits)
    long = upc_e(digits)
    if long is None:
        _check(digits)
    return long or int(digits)


def upc_e(digits: str) -> int | None:
    """The number that eight digits stand for as UPC-E; ``None`` where they are none."""
    long = _from_upc_e(digits) if len(digits) == 8 and _are_digits(digits) else None
    if long is None or check_digit(long[:-1]) != int(long[-1]):
        return None
    return int(long)


def _from_upc_e(digits: str) -> str | None:
    """The twelve digits that UPC-E stands for; ``None`` where it cannot be UPC-E."""
    system, body, check = digits[0], digits[1:7], digits[7]
    if system not in "01":
        return None
    last = body[5]
    if last in "012":
        middle = f"{body[:2]}{last}0000{body[2:5]}"
    elif last == "3":
        middle = f"{body[:3]}00000{body[3:5]}"
    elif last == "4":
        middle = f"{body[:4]}00000{body[4]}"
    else:
        middle = f"{body[:5]}0000{last}"
    return f"{system}{middle}{check}"


def _check(digits: str) -> None:
    expected = check_digit(digits[:-1])
    if int(digits[-1]) != expected:
        raise GtinError(
            "check_digit",
            f"The last digit of {digits} should be {expected}, not {digits[-1]}: a digit was misread.",
        )


@cache
def _prefixes() -> tuple[tuple[int, str, str, Restriction], ...]:
    return tuple(
        (int(row["length"]), row["from"], row["to"], Restriction(row["kind"], row["meaning"]))
        for row in rows("gtin_prefixes")
    )
