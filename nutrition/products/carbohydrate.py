"""What a label calls carbohydrate: with fibre (USA, Canada) or without (EU and others).

``carbohydrate_labels.csv`` gives each country's rule with its source and the GS1 prefixes it gives out.
"""

from collections.abc import Mapping
from functools import cache, lru_cache

from nutrition.products.models import SEPARATOR, BasisReason, CarbohydrateBasis
from nutrition.products.tables import rows

Basis = tuple[str, str]
_SMALLEST_GTIN_13 = 10**8


def basis(countries: str, gtin: int) -> Basis:
    """Basis and the reason for it, by the countries' tags joined by commas, else by the number.

    Where the countries' rules differ, the number tells whose label it is. Open Food Facts itself defines
    carbohydrate as available; that counts where nothing else tells.
    """
    return _by_country(countries) or _by_prefix(_prefix(gtin))


@lru_cache(maxsize=4096)
def _by_country(countries: str) -> Basis | None:
    known = {rule for tag in countries.split(SEPARATOR) if (rule := _countries().get(tag))}
    return (known.pop(), BasisReason.COUNTRY.value) if len(known) == 1 else None


def _prefix(gtin: int) -> int:
    """The first three digits of the 13; a GTIN-8 has none of these prefixes."""
    return -1 if gtin < _SMALLEST_GTIN_13 else gtin // 10**10 % 1000


@cache
def _by_prefix(prefix: int) -> Basis:
    found = next((basis for low, high, basis in _prefixes() if low <= prefix <= high), None)
    if found is None:
        return CarbohydrateBasis.AVAILABLE.value, BasisReason.DEFAULT.value
    return found, BasisReason.NUMBER.value


@cache
def _countries() -> Mapping[str, str]:
    return {row["country"]: row["basis"] for row in rows("carbohydrate_labels")}


@cache
def _prefixes() -> tuple[tuple[int, int, str], ...]:
    return tuple(
        (int(row["number_from"]), int(row["number_to"]), row["basis"])
        for row in rows("carbohydrate_labels")
        if row["number_from"]
    )
