"""The tables of the cooking model (``nutrition/data/cooking/*.csv``), each row with its source."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from nutrition.nutrients import KEYS

OTHER = "other"


@dataclass(frozen=True, slots=True)
class Group:
    """Foods that cook alike; ``pool`` names the groups that lend each other their pairs.

    The foods of a dry group take water up, and what they hold before says little of what they hold after.
    """

    slug: str
    pool: str
    is_dry: bool
    usda_groups: tuple[str, ...]
    categories: tuple[str, ...]
    words: re.Pattern[str]
    max_water_g: float | None

    def holds(self, description: str, water_g: float | None) -> bool:
        """Whether a food of the right category belongs here, by its description and its water per 100 g."""
        if self.max_water_g is not None and (water_g is None or water_g > self.max_water_g):
            return False
        return bool(self.words.search(description.lower()))


@dataclass(frozen=True, slots=True)
class Law:
    """ln(g per g of fat-free solids, cooked) = constant + slope x + fat_slope f + lean (0 or 1 times).

    ``x`` is ln(g per g of fat-free solids, raw), held within ``low`` and ``high``, the range that it was
    fitted on; ``f`` is the raw fat per g of fat-free solids.
    """

    constant: float
    slope: float
    fat_slope: float
    lean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Yield:
    """What becomes of the water and the fat of a group's foods by a method; additions per 100 g raw.

    The oil is ``oil_g`` and ``oil_per_fat_g`` times the raw fat, never less than none: what is fat itself
    takes up less. ``pairs`` of raw and cooked foods of just this group and method were there to fit it.
    """

    group: str
    method: str
    water: Law
    fat: Law
    oil_g: float
    oil_per_fat_g: float
    flour_g: float
    sodium_mg: float
    pairs: int


@dataclass(frozen=True, slots=True)
class RetentionCode:
    """Which of USDA's retention factors holds for a group's foods that ``words`` tell, by ``methods``."""

    group: str
    words: re.Pattern[str]
    max_fat_g: float | None
    methods: frozenset[str]
    code: str


def rows(name: str) -> list[dict[str, str]]:
    """The rows of the table ``name``, without ``.csv``."""
    text = files("nutrition").joinpath("data", "cooking", f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def groups() -> tuple[Group, ...]:
    """The food groups; the first that a food fits is its own."""
    return tuple(
        Group(
            slug=row["group"],
            pool=row["pool"],
            is_dry=row["dry"] == "1",
            usda_groups=_parts(row["usda_groups"]),
            categories=_parts(row["categories"]),
            words=re.compile(row["words"]),
            max_water_g=_number(row["max_water_g"]),
        )
        for row in rows("groups")
    )


def group_of(category: str, description: str, water_g: float | None) -> Group:
    """The group of a food of ours, by its category (a slug path), description and water per 100 g."""
    found = (
        group
        for group in groups()
        if any(category == own or category.startswith(f"{own}/") for own in group.categories)
        and group.holds(description, water_g)
    )
    return next(found, groups()[-1])


@cache
def is_dry(group: str) -> bool:
    """Whether a group's foods are dry and take water up."""
    return any(row.is_dry for row in groups() if row.slug == group)


@cache
def method_classes() -> dict[str, str]:
    """The methods of the model and their classes: dry, fry, moist, steam."""
    return {row["method"]: row["class"] for row in rows("methods")}


@cache
def yields() -> dict[tuple[str, str], Yield]:
    """The fitted yields by (group, method)."""
    return {(row["group"], row["method"]): yield_from(row) for row in rows("yields")}


LAW_FIELDS = ("constant", "slope", "fat_slope", "lean", "low", "high")
ADDITIONS = ("oil_g", "oil_per_fat_g", "flour_g", "sodium_mg")


def yield_from(row: Mapping[str, str]) -> Yield:
    """A row of the table of yields."""
    laws = [Law(*(float(row[f"{part}_{name}"]) for name in LAW_FIELDS)) for part in ("water", "fat")]
    added = {name: float(row[name]) for name in ADDITIONS}
    return Yield(
        group=row["group"],
        method=row["method"],
        water=laws[0],
        fat=laws[1],
        oil_g=added["oil_g"],
        oil_per_fat_g=added["oil_per_fat_g"],
        flour_g=added["flour_g"],
        sodium_mg=added["sodium_mg"],
        pairs=int(row["pairs"]),
    )


@cache
def retention_factors() -> dict[str, dict[str, float]]:
    """USDA's retention factors, release 6: code -> nutrient -> share that stays (0-1)."""
    known = set(KEYS)
    return {
        row["code"]: {key: float(value) / 100 for key, value in row.items() if key in known}
        for row in rows("retention_factors")
    }


@cache
def _retention_codes() -> tuple[RetentionCode, ...]:
    return tuple(
        RetentionCode(
            group=row["group"],
            words=re.compile(row["words"]),
            max_fat_g=_number(row["max_fat_g"]),
            methods=frozenset(_parts(row["methods"])),
            code=row["code"],
        )
        for row in rows("retention_codes")
    )


def retention_code(group: str, method: str, description: str, fat_g: float | None) -> str | None:
    """The code of USDA's retention factors for a food, or None where the table has none for it."""
    text = description.lower()
    for row in _retention_codes():
        if row.group != group or not row.methods & {method, "*"}:
            continue
        if row.max_fat_g is not None and (fat_g is None or fat_g >= row.max_fat_g):
            continue
        if row.words.search(text):
            return row.code
    return None


@cache
def added_foods() -> dict[str, dict[str, float]]:
    """What is added in cooking, oil and flour: nutrient -> amount per 100 g; unknown ones are left out."""
    known = set(KEYS)
    return {
        row["food"]: {key: float(value) for key, value in row.items() if key in known and value}
        for row in rows("added_foods")
    }


def _parts(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


def _number(text: str) -> float | None:
    return float(text) if text else None
