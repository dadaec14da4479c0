"""A serving as a label words it: ``30 g``, ``1 cup (240 ml)``, ``2 biscuits (25 g)``."""

import re

_NUMBER = r"(?<![\d.,])(\d{1,5}(?:[.,]\d{1,20})?)"
_MASS = re.compile(_NUMBER + r"\s*(kg|g|gr|grm|gram|grams|grammes?|mg)\b", re.IGNORECASE)
_VOLUME = re.compile(_NUMBER + r"\s*(ml|cl|dl|l|litres?|liters?)\b", re.IGNORECASE)
_GRAMS = {"kg": 1000.0, "mg": 0.001}
_MILLILITRES = {"ml": 1.0, "cl": 10.0, "dl": 100.0}
MOST = 5_000.0


def grams_in(text: str) -> float | None:
    """The grams in the words, those in brackets first as they measure what stands before; else millilitres.

    A drink's 100 ml count as 100 g. ``None`` without an amount, or one that nobody eats at once.
    """
    return _amount(text, _MASS, _GRAMS, 1.0) or _amount(text, _VOLUME, _MILLILITRES, 1000.0)


def is_volume(text: str) -> bool:
    """Whether the words measure a serving by volume only."""
    return bool(text) and _MASS.search(text) is None and _VOLUME.search(text) is not None


def _amount(text: str, pattern: re.Pattern[str], units: dict[str, float], other: float) -> float | None:
    found = list(pattern.finditer(text[:200]))
    if not found:
        return None
    number, unit = found[-1].groups()
    amount = float(number.replace(",", ".")) * units.get(unit.lower(), other)
    return amount if 0 < amount <= MOST else None
