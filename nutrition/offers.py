"""What can be offered for a phrase that names a kind of food, but no food: the kind, with its energy."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from re import split
from statistics import median

from nutrition.nutrients import KEYS
from nutrition.resolution.foods import FoodTables
from nutrition.resolution.text import name_tokens

_ENERGY = KEYS.index("energy_kcal")


@dataclass(frozen=True, slots=True)
class Offer:
    """A category and what its foods hold, in kcal per 100 g: only offered, never added to a meal."""

    category: str
    name: str
    foods: int
    energy_kcal_per_100g: float
    energy_kcal_per_100g_low: float
    energy_kcal_per_100g_high: float


def offers_for(phrases: Iterable[str], names: Mapping[str, str], tables: FoodTables) -> dict[str, Offer]:
    """The offers for those ``phrases`` for which there is one."""
    offers = ((phrase, offer_for(phrase, names, tables)) for phrase in phrases)
    return {phrase: offer for phrase, offer in offers if offer is not None}


def offer_for(phrase: str, names: Mapping[str, str], tables: FoodTables) -> Offer | None:
    """The category (of ``names``, slug -> name) that ``phrase`` names, with median and range of its foods."""
    said = frozenset(name_tokens(phrase))
    held = [(fit, slug) for slug, name in names.items() if (fit := _fit(name, said))]
    if not held:
        return None
    _, slug = min(held, key=lambda found: (tuple(-part for part in found[0]), found[1]))
    energies = _energies(slug, tables)
    if not energies:
        return None
    return Offer(slug, names[slug], len(energies), median(energies), min(energies), max(energies))


def _fit(name: str, said: frozenset[str]) -> tuple[int, int] | None:
    """How well a category's name fits: words held, and whether that is all of it; None if no part is held."""
    parts = [frozenset(name_tokens(part)) for part in split(r",|\band\b", name)]
    held = [part for part in parts if part and part <= said]
    if not held:
        return None
    return max(map(len, held)), int(len(held) == len(parts))


def _energies(slug: str, tables: FoodTables) -> list[float]:
    rows = _rows_below(slug, tables)
    return [value for row in rows if (value := float(tables.nutrients[row, _ENERGY])) == value]


def _rows_below(slug: str, tables: FoodTables) -> Iterable[int]:
    for row in tables.rows_of_id.values():
        category = tables.foods[row].category
        if category == slug or category.startswith(f"{slug}/"):
            yield row
