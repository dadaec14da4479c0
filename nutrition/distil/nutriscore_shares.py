"""How much of a food is fruit, vegetable or legume, and how much nut, as the Nutri-Score counts.

Rules in `data/nutriscore_share_rules.csv` tell it of USDA's simple foods; a dish of FNDDS is the sum of its
ingredients, by weight as they go into the bowl. Water that a dish loses or takes up is taken as shared
evenly. The reasons cite the Nutri-Score FAQ of Santé publique France (which processing counts, Eurocode 2
groups, dried and concentrated ingredients twice) and the Scientific Committee's report of 2022 (no nuts,
no oils but among fats).
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nutrition.distil.categories import rows
from nutrition.distil.source_tables import Key, Source, Sources
from nutrition.distil.wording import Wording, wording_of

# From where on the points change, strictly above (both algorithms).
STEPS = (40.0, 60.0, 80.0)
# A share that is known less closely than so many percent points is unknown, whatever its points.
WIDEST = 20.0


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most percent by weight that a share can be."""

    least: float
    most: float

    def known(self) -> float | None:
        """The share that is sure, if the most that is possible would get the same points."""
        if self.most - self.least > WIDEST or bisect_left(STEPS, self.least) != bisect_left(STEPS, self.most):
            return None
        return round(self.least, 1)


@dataclass(frozen=True, slots=True)
class _Rule:
    is_for_food: bool
    tables: frozenset[str]
    groups: frozenset[str]
    wording: Wording
    fruit: Bounds
    nuts: Bounds
    weight: float

    def fits(self, table: str, group: str, text: str) -> bool:
        is_there = (not self.tables or table in self.tables) and (not self.groups or group in self.groups)
        return is_there and self.wording.fits(text)


def shares_of(source: Source, sources: Sources) -> tuple[float | None, float | None]:
    """Percent of fruit, vegetables and legumes, and percent of nuts; ``None`` is unknown.

    Nuts are nuts, peanuts and coconut, which only the algorithm of 2017 counts as fruit. The rapeseed and
    walnut oil that it counts too are no nuts and stay out.
    """
    table = "fndds" if source.key[0] == "fndds" else "usda"
    rule = _rule_for(table, source.group_code, source.description, is_food=True)
    parts = [(1.0, rule)] if rule else list(_parts(source, sources, 1.0, ()))
    fruit = _mixture([(grams * part.weight, part.fruit) for grams, part in parts])
    nuts = _mixture([(grams * part.weight, part.nuts) for grams, part in parts])
    return fruit.known(), nuts.known()


def _mixture(parts: list[tuple[float, Bounds]]) -> Bounds:
    total = sum(weight for weight, _ in parts)
    return Bounds(
        sum(weight * part.least for weight, part in parts) / total,
        sum(weight * part.most for weight, part in parts) / total,
    )


def _parts(
    source: Source, sources: Sources, grams: float, path: tuple[Key, ...]
) -> Iterator[tuple[float, _Rule]]:
    """The simple foods in ``grams`` of ``source``, and what they count as."""
    if source.key[0] != "fndds":
        yield grams, _rule_for("usda", source.group_code, source.description) or _UNKNOWN
        return
    whole = sum(row.grams for row in source.ingredients)
    if whole <= 0:
        yield grams, _UNKNOWN
        return
    for row in source.ingredients:
        part = grams * row.grams / whole
        made_of = sources.get(row.key)
        if made_of is None:
            yield part, _rule_for("usda", "", row.description) or _UNKNOWN
        elif row.key in (*path, source.key):
            yield part, _UNKNOWN
        else:
            yield from _parts(made_of, sources, part, (*path, source.key))


@cache
def _rule_for(table: str, group: str, text: str, *, is_food: bool = False) -> _Rule | None:
    """The first rule that fits; rules for whole foods are not for ingredients."""
    for rule in _rules():
        if (is_food or not rule.is_for_food) and rule.fits(table, group, text):
            return rule
    return None


@cache
def _rules() -> list[_Rule]:
    return [
        _Rule(
            is_for_food=row["scope"] == "food",
            tables=_set(row["table"]),
            groups=_set(row["group"]),
            wording=wording_of(row),
            fruit=_bounds(row["fruit_vegetable_legume"]),
            nuts=_bounds(row["nuts"]),
            weight=float(row["weight"] or 1),
        )
        for row in rows("nutriscore_share_rules.csv")
    ]


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split("|")) if text else frozenset()


def _bounds(text: str) -> Bounds:
    """``45-60`` or ``100``; nothing is anything."""
    least, _, most = (text or "0-100").partition("-")
    return Bounds(float(least), float(most or least))


_ANYTHING = Wording(re.compile(""), None)
_UNKNOWN = _Rule(False, frozenset(), frozenset(), _ANYTHING, _bounds(""), _bounds(""), 1.0)
