"""Raw foods of SR28 with their measured cooked foods: the same description but for state and method."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from nutrition.nutrients import NutrientValues
from nutrition.resolution.cooking.tables import OTHER, Group, groups, rows

# Words of shape in brackets that raw and cooked food write differently: "blade (chops or roasts)".
_SHAPE = re.compile(
    r"\s*\((chops|roasts|steaks|chops or roasts|boston butt|may have been previously frozen)\)"
)
_NEEDED = ("water_g", "protein_g", "fat_g")
# USDA names no method for grains: they are boiled.
_UNSAID = {"grains": "boiled"}
_WHOLE = re.compile(r"\bbreaded|\bwith salt\b|\bcanned\b")


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A food of SR28 per 100 g edible part, with the publisher's derivation codes by nutrient."""

    source_id: str
    usda_group: str
    description: str
    nutrients: NutrientValues
    derivations: dict[str, str]


@dataclass(frozen=True, slots=True)
class Pair:
    """A raw food and the same food cooked by ``method``; ``family`` holds its near-twins."""

    raw: SourceRow
    cooked: SourceRow
    method: str
    group: Group
    family: str


@dataclass(frozen=True, slots=True)
class _Told:
    """What a description says: which food, raw or by which method cooked."""

    name: tuple[str, ...]
    is_raw: bool
    is_cooked: bool
    method: str
    is_other: bool


def pairs_of(foods: Iterable[SourceRow]) -> list[Pair]:
    """Every pair in ``foods``, by source id. A cooked food whose method is not named makes none, nor does a
    food without water, protein or fat, or one of no family (a composite of cuts, plain fat)."""
    raw: dict[tuple[str, tuple[str, ...]], SourceRow] = {}
    cooked: dict[tuple[str, tuple[str, ...]], list[tuple[SourceRow, _Told]]] = defaultdict(list)
    for food in sorted(foods, key=lambda food: food.source_id):
        told = _told(food.description)
        if told.is_other or any(food.nutrients[key] is None for key in _NEEDED):
            continue
        if told.is_raw:
            raw.setdefault((food.usda_group, told.name), food)
        elif told.is_cooked:
            cooked[food.usda_group, told.name].append((food, told))
    found = (
        _pair(raw[key], food, told) for key, foods_ in cooked.items() if key in raw for food, told in foods_
    )
    return sorted((pair for pair in found if pair), key=lambda pair: pair.cooked.source_id)


def _pair(raw: SourceRow, cooked: SourceRow, told: _Told) -> Pair | None:
    group = usda_group_of(raw)
    method = told.method or _UNSAID.get(group.slug, "")
    family = family_of(raw)
    if not method or not family or group.slug == OTHER:
        return None
    return Pair(raw, cooked, method, group, family)


def usda_group_of(food: SourceRow) -> Group:
    """The group of the cooking model that a raw food of SR28 is in."""
    water_g = food.nutrients["water_g"]
    found = (
        group
        for group in groups()
        if food.usda_group in group.usda_groups and group.holds(food.description, water_g)
    )
    return next(found, groups()[-1])


def _told(description: str) -> _Told:
    kinds = {row["segment"]: row for row in rows_by_segment()}
    segments = [
        part for part in (_SHAPE.sub("", part.strip()) for part in _folded(description).split(",")) if part
    ]
    known = [kinds[part] for part in segments if part in kinds]
    said = {row["kind"] for row in known}
    methods = [row["method"] for row in known if row["kind"] == "method"]
    return _Told(
        name=tuple(sorted(part for part in segments if part not in kinds)),
        is_raw="raw" in said,
        is_cooked="method" in said or "cooked" in segments,
        method=methods[-1] if methods else "",
        is_other="never" in said or bool(_WHOLE.search(", ".join(p for p in segments if p not in kinds))),
    )


def _folded(description: str) -> str:
    return description.lower().replace("(alaska native)", "")


def rows_by_segment() -> list[dict[str, str]]:
    """The segments of SR28's descriptions that tell state or method."""
    return _SEGMENTS


_SEGMENTS = rows("description_segments")
_FAMILIES = [
    (set(filter(None, row["usda_groups"].split("|"))), row["part"], re.compile(row["words"]), row["name"])
    for row in rows("families")
]


def family_of(food: SourceRow) -> str:
    """The food's near-twins: its species, and of meat and poultry the cut; empty where it is of many cuts."""
    text = _folded(food.description)
    parts: dict[str, str] = {}
    for usda_groups, part, words, name in _FAMILIES:
        if usda_groups and food.usda_group not in usda_groups:
            continue
        if part not in parts and (match := words.search(text)):
            parts[part] = match.expand(name)
    if "composite" in parts:
        return ""
    return " ".join(filter(None, (parts.get("species", ""), parts.get("cut", ""))))
