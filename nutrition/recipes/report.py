"""How near the dishes reckoned from their ingredients come to what their publisher says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

from nutrition.nutrients import NutrientValues
from nutrition.recipes.recompute import Dish, RecipeBook, UnresolvedError
from nutrition.recipes.tables import reported_nutrients

ENERGY = "energy_kcal"
WITHIN_PERCENT = 5.0
WHOLE_KCAL = 0.5

ROUNDING = "the published energy is a whole number of kcal"
ONE_FOOD = "one ingredient only: USDA's value is newer or older than the tables'"
INHERITED = "inherited from a dish within the dish"
SEVERAL = "several ingredients"


@dataclass(frozen=True, slots=True)
class Miss:
    """A dish whose energy is further off than the tolerance, and why."""

    dish: Dish
    energy_kcal: float
    cause: str


@dataclass(frozen=True, slots=True)
class Recomputed:
    """All dishes reckoned with one book: those that came out, and the codes that kept others from it."""

    found: dict[str, NutrientValues]
    unresolved: dict[str, frozenset[str]]


def recompute(book: RecipeBook) -> Recomputed:
    """Reckon every dish of the book."""
    found: dict[str, NutrientValues] = {}
    unresolved: dict[str, frozenset[str]] = {}
    for code in book.dishes:
        try:
            found[code] = book.cooked(code).per_100g
        except UnresolvedError as error:
            unresolved[code] = error.codes
    return Recomputed(found, unresolved)


def is_within(value: float | None, published: float | None) -> bool:
    """Whether a value is within the tolerance of the published one, relative and without mercy at zero."""
    if value is None or published is None:
        return False
    return abs(value - published) <= WITHIN_PERCENT / 100 * published


def misses(book: RecipeBook, done: Recomputed, as_published: RecipeBook) -> list[Miss]:
    """The dishes off by more than the tolerance, worst first; ``as_published`` tells what is inherited."""
    out: list[Miss] = []
    for code, values in done.found.items():
        dish = book.dishes[code]
        energy = values[ENERGY] or 0.0
        if not is_within(values[ENERGY], dish.published[ENERGY]):
            out.append(Miss(dish, energy, _cause(dish, energy, as_published)))
    return sorted(out, key=lambda miss: (-_share_off(miss), miss.dish.code))


def _share_off(miss: Miss) -> float:
    published = miss.dish.published[ENERGY] or 0.0
    return abs(miss.energy_kcal - published) / max(published, 1.0)


def _cause(dish: Dish, energy_kcal: float, as_published: RecipeBook) -> str:
    published = dish.published[ENERGY]
    if published is not None and abs(energy_kcal - published) <= WHOLE_KCAL:
        return ROUNDING
    if len(dish.lines) == 1 and dish.lines[0].code not in as_published.dishes:
        return ONE_FOOD
    if is_within(as_published.cooked(dish.code).per_100g[ENERGY], published):
        return INHERITED
    return SEVERAL


def summary(book: RecipeBook, done: Recomputed, whole: RecipeBook, missed: Sequence[Miss]) -> dict[str, Any]:
    """The report as plain data; ``whole`` is the book whose ingredients keep everything."""
    within = len(done.found) - len(missed)
    return {
        "foods": len(book.dishes),
        "resolvable": len(done.found),
        "within_5_percent": within,
        "share_of_resolvable": round(within / len(done.found), 4) if done.found else 0.0,
        "share_of_all": round(within / len(book.dishes), 4) if book.dishes else 0.0,
        "error_percent": {
            "with_retention": errors(book, done),
            "without_retention": errors(book, recompute(whole)),
        },
        "misses_by_cause": dict(Counter(miss.cause for miss in missed).most_common()),
        "unresolved_codes": _unresolved(book, done.unresolved.values()),
    }


def errors(book: RecipeBook, done: Recomputed) -> dict[str, dict[str, float]]:
    """By nutrient the median and 90th percentile of the relative error, percent, and of how many foods."""
    out: dict[str, dict[str, float]] = {}
    for key, at_least in reported_nutrients().items():
        off = [
            abs((values[key] or 0.0) - published) / published * 100
            for code, values in done.found.items()
            if (published := book.dishes[code].published[key] or 0.0) >= at_least
        ]
        if len(off) > 1:
            p90 = quantiles(off, n=10, method="inclusive")[-1]
            out[key] = {"median": round(median(off), 2), "p90": round(p90, 2), "foods": len(off)}
    return out


def _unresolved(book: RecipeBook, codes: Iterable[frozenset[str]]) -> list[dict[str, Any]]:
    count = Counter(code for missing in codes for code in missing)
    names = {line.code: line.description for dish in book.dishes.values() for line in dish.lines}
    return [
        {"code": code, "description": names.get(code, ""), "foods": foods}
        for code, foods in sorted(count.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
