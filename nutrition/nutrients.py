"""The nutrients that Platewise knows, read from ``data/nutrients.csv``.

A nutrient's key ends in its unit (``_kcal _g _mg _ug``) and is at once the column in the tables, the
key in the API and the name in a formula. Amounts are per 100 g of edible food unless a name says
otherwise; ``None`` means that nobody measured it, never zero.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

NutrientValues = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Nutrient:
    """One nutrient and what it is called elsewhere.

    ``fdc_number`` is USDA's nutrient number (SR28 uses nothing else), ``fdc_ids`` FoodData Central's ids,
    the best first: the later ones stand in where the first is missing. ``daily_value`` is the FDA's
    reference amount for adults (21 CFR 101.9), in the nutrient's own unit.
    """

    key: str
    name: str
    group: str
    unit: str
    decimals: int
    is_core: bool
    fdc_number: str
    fdc_ids: tuple[int, ...]
    fndds_column: str
    open_food_facts: str
    health_connect: str
    daily_value: float | None


def _read(row: dict[str, str]) -> Nutrient:
    ids = [part for part in (row["fdc_id"], *row["fdc_fallback_ids"].split("|")) if part]
    return Nutrient(
        key=row["key"],
        name=row["name"],
        group=row["group"],
        unit=row["unit"],
        decimals=int(row["decimals"]),
        is_core=row["core"] == "1",
        fdc_number=row["fdc_number"],
        fdc_ids=tuple(int(part) for part in ids),
        fndds_column=row["fndds_column"],
        open_food_facts=row["open_food_facts"],
        health_connect=row["health_connect"],
        daily_value=float(row["daily_value"]) if row["daily_value"] else None,
    )


def _load() -> tuple[Nutrient, ...]:
    text = files("nutrition").joinpath("data/nutrients.csv").read_text(encoding="utf-8")
    return tuple(_read(row) for row in csv.DictReader(text.splitlines()))


NUTRIENTS: tuple[Nutrient, ...] = _load()
KEYS: tuple[str, ...] = tuple(nutrient.key for nutrient in NUTRIENTS)
CORE_KEYS: tuple[str, ...] = tuple(nutrient.key for nutrient in NUTRIENTS if nutrient.is_core)


@cache
def by_key() -> dict[str, Nutrient]:
    """The nutrients by their key."""
    return {nutrient.key: nutrient for nutrient in NUTRIENTS}


def scaled(values: NutrientValues, factor: float) -> dict[str, float | None]:
    """``values`` times ``factor``; unknown stays unknown."""
    return {key: None if value is None else value * factor for key, value in values.items()}


def rounded(values: NutrientValues) -> dict[str, float | None]:
    """``values`` as shown to a client: two digits finer than the label's, so that sums still add up."""
    nutrients = by_key()
    return {
        key: None if value is None else round(value, nutrients[key].decimals + 2)
        for key, value in values.items()
    }


@dataclass(frozen=True, slots=True)
class Totals:
    """The sum of several foods.

    ``nutrients`` holds the sum of what is known (``None`` where no food's value is known),
    ``known_share`` the share of the mass (0-1) for which it is known, ``unknown_foods`` how many foods
    do not know it.
    """

    grams: float
    nutrients: dict[str, float | None]
    known_share: dict[str, float]
    unknown_foods: dict[str, int]


def total(portions: Iterable[tuple[float, NutrientValues]]) -> Totals:
    """Add up ``(grams, nutrients of those grams)``; the order does not matter."""
    rows = sorted(portions, key=lambda row: (row[0], str(row[1].get("energy_kcal"))))
    grams = sum(row[0] for row in rows)
    nutrients: dict[str, float | None] = {}
    known_share: dict[str, float] = {}
    unknown_foods: dict[str, int] = {}
    for key in KEYS:
        known = [(mass, value) for mass, values in rows if (value := values.get(key)) is not None]
        nutrients[key] = sum(value for _, value in known) if known else None
        known_share[key] = sum(mass for mass, _ in known) / grams if grams else float(len(known) == len(rows))
        unknown_foods[key] = len(rows) - len(known)
    return Totals(grams, nutrients, known_share, unknown_foods)
