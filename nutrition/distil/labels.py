"""Allergens and dietary tags, derived: from words, ingredients and nutrients, never from a declaration.

An allergen that is not named here is unknown, not absent. What an unspecific ingredient ("oil or table
fat") is mixed from may be in the dish; what the dish or a specific ingredient is called is in it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nutrition.distil.categories import rows
from nutrition.distil.source_tables import Key, Source, Sources
from nutrition.nutrients import NutrientValues

CONTAINS = "contains"
MAY_CONTAIN = "may_contain"
VEGAN, VEGETARIAN = "vegan", "vegetarian"
_UNSPECIFIC = re.compile(r"\bNFS\b|\bNS as to\b|\bas ingredient\b|\bfor use\b|\bor\b")
_ANIMAL = re.compile(
    r"\b(?:beef|pork|bacon|ham|veal|lamb|mutton|goat|venison|meat|meatballs?|chicken|turkey|duck|goose|poultry|"
    r"fish|salmon|tuna|shrimp|crab|lobster|clams?|oysters?|seafood|anchov\w+|sausages?|frankfurter|gelatin|lard)\b",
    re.IGNORECASE,
)
_HONEY = re.compile(r"\bhoney\b", re.IGNORECASE)
_LIQUID = ("drinks/", "dairy/milk", "dairy/flavored_milk", "dairy/milkshakes")
# A share of the energy says nothing where there is hardly any (tea is not "high in protein").
LEAST_KCAL = 20.0
_KCAL_PER_G = {"protein_g": 4.0, "carbohydrate_total_g": 4.0}


@dataclass(frozen=True, slots=True)
class _AllergenRule:
    allergen: str
    level: str
    words: re.Pattern[str]
    but_not: re.Pattern[str] | None


@cache
def _allergen_rules() -> list[_AllergenRule]:
    return [
        _AllergenRule(
            row["allergen"],
            row["level"],
            re.compile(row["pattern"], re.IGNORECASE),
            re.compile(row["except"], re.IGNORECASE) if row["except"] else None,
        )
        for row in rows("allergen_rules.csv")
    ]


@cache
def _named(text: str) -> frozenset[tuple[str, str]]:
    """The (allergen, level) that the words of a description tell."""
    found = set()
    for rule in _allergen_rules():
        rest = rule.but_not.sub(" ", text) if rule.but_not else text
        if rule.words.search(rest):
            found.add((rule.allergen, rule.level))
    return frozenset(found)


def allergens_of(source: Source, sources: Sources) -> list[str]:
    """``contains:milk``, ``may_contain:nuts`` …, of the EU's fourteen."""
    certain: set[str] = set()
    possible: set[str] = set()
    for text, is_certain in _texts(source, sources, certain=True, path=()):
        for allergen, level in _named(text):
            (certain if is_certain and level == CONTAINS else possible).add(allergen)
    return [f"{CONTAINS}:{name}" for name in sorted(certain)] + [
        f"{MAY_CONTAIN}:{name}" for name in sorted(possible - certain)
    ]


def _texts(
    source: Source, sources: Sources, *, certain: bool, path: tuple[Key, ...]
) -> Iterator[tuple[str, bool]]:
    """The descriptions of the food and of all that it is made of, and whether they are certain."""
    yield source.description, certain
    specific = certain and not (path and _UNSPECIFIC.search(source.description))
    for row in source.ingredients:
        made_of = sources.get(row.key)
        if made_of is not None and row.key not in (*path, source.key):
            yield from _texts(made_of, sources, certain=specific, path=(*path, source.key))
        else:
            yield row.description, specific


@cache
def _diet_rules() -> list[tuple[str, re.Pattern[str], str]]:
    return [
        (row["group"], re.compile(row["pattern"], re.IGNORECASE), row["diet"])
        for row in rows("diet_rules.csv")
    ]


def _diets(source: Source, sources: Sources, path: tuple[Key, ...]) -> frozenset[str]:
    """The diets that everything in the food fits; nothing is claimed of what is not known."""
    if source.key[0] != "fndds":
        for group, pattern, diet in _diet_rules():
            if group == source.group_code and pattern.search(source.description):
                return {
                    VEGAN: frozenset((VEGAN, VEGETARIAN)),
                    VEGETARIAN: frozenset((VEGETARIAN,)),
                }.get(diet, frozenset())
        return frozenset()
    if _ANIMAL.search(source.description) or not source.ingredients:
        return frozenset()
    diets = frozenset((VEGAN, VEGETARIAN))
    for row in source.ingredients:
        made_of = sources.get(row.key)
        if made_of is None or row.key in path:
            return frozenset()
        diets &= _diets(made_of, sources, (*path, source.key))
    return diets


def diets_of(source: Source, sources: Sources, allergens: list[str]) -> set[str]:
    """Vegan and vegetarian where everything in the food is known to be, and no allergen speaks against it."""
    possible = {allergen.partition(":")[2] for allergen in allergens}
    diets = set(_diets(source, sources, ()))
    if possible & {"milk", "eggs"} or _HONEY.search(source.description):
        diets.discard(VEGAN)
    return set() if possible & {"fish", "crustaceans", "molluscs"} else diets


def nutrient_tags_of(category: str, nutrients: NutrientValues) -> set[str]:
    """What the nutrients let one say of a food (thresholds in `nutrient_tags.csv`)."""
    state = "liquid" if category.startswith(_LIQUID) else "solid"
    verdicts: dict[tuple[str, str], bool] = {}
    for row in _thresholds():
        if row["applies_to"] in ("all", state):
            key = (row["tag"], row["alternative"])
            verdicts[key] = verdicts.get(key, True) and _holds(row, nutrients)
    return {tag for (tag, _), holds in verdicts.items() if holds}


@cache
def _thresholds() -> list[dict[str, str]]:
    return rows("nutrient_tags.csv")


def _holds(row: dict[str, str], nutrients: NutrientValues) -> bool:
    value, energy = nutrients[row["nutrient"]], nutrients["energy_kcal"]
    if value is None:
        return False
    if row["basis"] != "100_g":
        if energy is None or energy < LEAST_KCAL:
            return False
        value = value / energy * 100
        if row["basis"] == "energy_percent":
            value *= _KCAL_PER_G[row["nutrient"]]
    limit = float(row["limit"])
    return value >= limit if row["comparison"] == "at_least" else value <= limit
