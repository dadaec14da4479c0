"""What can be offered for a phrase that names a kind of food, but no food: the kind, with its energy."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from re import split
from statistics import median

from nutrition.nutrients import KEYS
from nutrition.resolution.foods import FoodTables
from nutrition.resolution.text import name_tokens

Parts = tuple[frozenset[str], ...]
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
    """What to offer for each phrase: the category of ``names`` (slug -> name) that it names, if any."""
    kinds = {slug: _parts(name) for slug, name in names.items()}
    named = {phrase: _best_kind(frozenset(name_tokens(phrase)), kinds) for phrase in phrases}
    offers = {slug: _offer(slug, names[slug], tables) for slug in {*named.values()} if slug}
    return {phrase: offer for phrase, slug in named.items() if (offer := offers.get(slug)) is not None}


def _offer(slug: str, name: str, tables: FoodTables) -> Offer | None:
    """The category with the energy of its foods; None if that of none is known."""
    energies = _energies(slug, tables)
    if not energies:
        return None
    return Offer(slug, name, len(energies), median(energies), min(energies), max(energies))


def _parts(name: str) -> Parts:
    """The kinds that a category's name joins: "Beer and cider" is beer, or cider."""
    parts = (frozenset(name_tokens(part)) for part in split(r",|\band\b", name))
    return tuple(part for part in parts if part)


def _best_kind(said: frozenset[str], kinds: Mapping[str, Parts]) -> str:
    """The category of which the most words are said, rather all of its name than a part; empty if none is."""
    fits = [(_fit(parts, said), slug) for slug, parts in kinds.items()]
    (words, _), slug = max(fits, key=lambda found: (found[0], -len(found[1])), default=((0, False), ""))
    return slug if words else ""


def _fit(parts: Parts, said: frozenset[str]) -> tuple[int, bool]:
    held = [part for part in parts if part <= said]
    return max(map(len, held), default=0), len(held) == len(parts)


def _energies(slug: str, tables: FoodTables) -> list[float]:
    rows = _rows_below(slug, tables)
    return [value for row in rows if (value := float(tables.nutrients[row, _ENERGY])) == value]


def _rows_below(slug: str, tables: FoodTables) -> Iterable[int]:
    for row in tables.rows_of_id.values():
        category = tables.foods[row].category
        if category == slug or category.startswith(f"{slug}/"):
            yield row
