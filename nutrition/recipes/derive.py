"""Typical amounts of a dish's parts, out of a publisher's recipes.

Every FNDDS dish whose name says that it is a wrap, a soup, a bowl …: its ingredients by the role they play,
in grams of the portion that FNDDS takes where nobody said how much. A part's amount is the median over the
dishes that have it; low and high are the 10th and 90th percentile. The role "whole" is the portion itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from statistics import median, quantiles

from nutrition.recipes.recompute import Dish
from nutrition.recipes.tables import rows

MIN_DISHES = 3
WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class TypicalPart:
    """One row of ``templates.csv``; ``dishes`` is how many recipes have such a part."""

    template: str
    role: str
    grams: float
    grams_low: float
    grams_high: float
    dishes: int


@cache
def _roles() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(row["pattern"], re.IGNORECASE), row["role"]) for row in rows("ingredient_roles")]


def role_of(description: str) -> str:
    """The role that an ingredient plays in a dish by its name; empty if no rule fits."""
    return next((role for pattern, role in _roles() if pattern.search(description)), "")


def typical_parts(dishes: Iterable[Dish], portion_g: Mapping[str, float]) -> list[TypicalPart]:
    """The parts of every template; ``portion_g`` is a dish's usual portion by its code."""
    known = [dish for dish in dishes if len(dish.lines) > 1 and portion_g.get(dish.code)]
    out: list[TypicalPart] = []
    for row in rows("template_sources"):
        amounts: dict[str, list[float]] = defaultdict(list)
        for dish in known:
            if _is_named(dish.description, row):
                amounts[WHOLE].append(portion_g[dish.code])
                for role, grams in _grams_by_role(dish, portion_g[dish.code]).items():
                    amounts[role].append(grams)
        out.extend(
            _part(row["template"], role, grams)
            for role, grams in sorted(amounts.items())
            if len(grams) >= MIN_DISHES
        )
    return out


def _is_named(description: str, row: Mapping[str, str]) -> bool:
    but_not = row["but_not"]
    return bool(re.search(row["dishes"], description, re.IGNORECASE)) and not (
        but_not and re.search(but_not, description, re.IGNORECASE)
    )


def _grams_by_role(dish: Dish, portion_g: float) -> dict[str, float]:
    """The grams of each role in one portion; what no rule knows has none."""
    cooked_g = sum(line.grams for line in dish.lines) * (1 + dish.moisture_change_percent / 100)
    grams: dict[str, float] = defaultdict(float)
    for line in dish.lines:
        if role := role_of(line.description):
            grams[role] += line.grams / cooked_g * portion_g
    return grams


def _part(template: str, role: str, grams: list[float]) -> TypicalPart:
    tenths = quantiles(grams, n=10, method="inclusive")
    return TypicalPart(
        template, role, round(median(grams), 1), round(tenths[0], 1), round(tenths[-1], 1), len(grams)
    )
