"""The cooked food from the raw one, in three parts.

Yield: the water and the fat that are left, predicted from the food's group, the method and how much water and
fat the raw food holds. Additions: oil, flour and salt by group and method. Retention: the share of each
vitamin and mineral that stays (USDA's retention factors, release 6). Fat-free solids stay.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from nutrition.nutrients import NutrientValues
from nutrition.resolution.cooking import tables
from nutrition.resolution.cooking.tables import Law, Yield

KCAL_PER_G_FAT = 9.0
# Less fat than this in 100 g is a trace, which its ratio to the solids says nothing of.
TRACE_FAT_G = 0.05
# Fat per g of solids goes up in lean cuts, which take it up from what melts around them; at most so far.
MAX_FAT_FACTOR = 3.0
DRIEST_WATER_G = 0.5
TYPICAL_WATER_G = 70.0
FAT_KEYS = frozenset({
    "fat_g", "saturated_fat_g", "trans_fat_g", "monounsaturated_fat_g", "polyunsaturated_fat_g",
    "linoleic_acid_g", "alpha_linolenic_acid_g", "epa_g", "dpa_g", "dha_g",
})  # fmt: skip
# Nutrients that share the factor of another column of USDA's table.
RETAINED_AS = {"retinol_ug": "vitamin_a_rae_ug", "folate_dfe_ug": "folate_total_ug"}
_LEAN = re.compile(r"lean only|meat only|skinless|without skin|no skin|skin not eaten")
_RETAINED, _ADDED = "retained.", "added."


@dataclass(frozen=True, slots=True)
class Composition:
    """The parts of 100 g raw that the yield is predicted from; grams."""

    water_g: float
    fat_g: float
    solids_g: float
    is_lean: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """What a method makes of 100 g of one raw food: enough to reckon the cooked food for ever after.

    ``cooked_g`` is what is left of the 100 g with all that was added, ``water_g`` the water in it,
    ``fat_factor`` what becomes of each gram of the raw food's fat; ``retained`` the shares that stay (1 if
    missing) and ``added`` the amounts that oil, flour and salt bring.
    """

    cooked_g: float
    water_g: float
    fat_factor: float
    retained: Mapping[str, float] = field(default_factory=dict)
    added: Mapping[str, float] = field(default_factory=dict)

    def modifiers(self) -> dict[str, float]:
        """The effect as plain numbers that can be stored."""
        plain = {"cooked_g": self.cooked_g, "water_g": self.water_g, "fat_factor": self.fat_factor}
        retained = {f"{_RETAINED}{key}": share for key, share in self.retained.items()}
        return plain | retained | {f"{_ADDED}{key}": amount for key, amount in self.added.items()}


def is_effect(modifiers: Mapping[str, float]) -> bool:
    """Whether stored numbers are those of an ``Effect``."""
    return "cooked_g" in modifiers


def effect_from(modifiers: Mapping[str, float]) -> Effect:
    """The effect that was stored by ``Effect.modifiers``."""
    return Effect(
        modifiers["cooked_g"],
        modifiers["water_g"],
        modifiers["fat_factor"],
        _under(modifiers, _RETAINED),
        _under(modifiers, _ADDED),
    )


def _under(modifiers: Mapping[str, float], prefix: str) -> dict[str, float]:
    return {key.removeprefix(prefix): value for key, value in modifiers.items() if key.startswith(prefix)}


def composition(per_100g: NutrientValues, description: str) -> Composition:
    """The water, fat and fat-free solids of 100 g raw.

    Unknown fat counts as none; unknown water is what the other parts leave, or a typical amount.
    """
    fat_g = min(max(per_100g.get("fat_g") or 0.0, 0.0), 99.0)
    water_g = per_100g.get("water_g")
    if water_g is None:
        solids = [per_100g.get(key) for key in ("protein_g", "carbohydrate_total_g")]
        known = [value for value in solids if value is not None]
        water_g = 100.0 - fat_g - sum(known) if len(known) == len(solids) else TYPICAL_WATER_G
    water_g = min(max(water_g, DRIEST_WATER_G), 99.5 - fat_g if fat_g < 99.0 else DRIEST_WATER_G)
    return Composition(
        water_g, fat_g, max(100.0 - water_g - fat_g, 0.5), bool(_LEAN.search(description.lower()))
    )


def effect(
    method: str,
    per_100g: NutrientValues,
    description: str,
    category: str,
    *,
    oil_g: float = 0.0,
    sodium_mg: float = 0.0,
) -> Effect:
    """What ``method`` makes of 100 g of a raw food of ours, with ``oil_g`` and ``sodium_mg`` on top.

    Raises KeyError for a method that is none.
    """
    group = tables.group_of(category, description, per_100g.get("water_g")).slug
    row = tables.yields()[group, method]
    more = replace(row, oil_g=row.oil_g + oil_g, sodium_mg=row.sodium_mg + sodium_mg)
    return effect_by(more, per_100g, description)


def effect_by(row: Yield, per_100g: NutrientValues, description: str) -> Effect:
    """What the method of a row of yields makes of 100 g raw."""
    raw = composition(per_100g, description)
    added = additions(row, raw.fat_g)
    solids_g = raw.solids_g + row.flour_g / 100 * _solids_per_100g_flour()
    is_dry = tables.is_dry(row.group)
    water_g = solids_g * per_g_solids(row.water, raw.water_g, solids_g, raw, keeps_ratio=not is_dry)
    trace_g = max(raw.fat_g, TRACE_FAT_G)
    fat_factor = min(
        raw.solids_g * per_g_solids(row.fat, trace_g, raw.solids_g, raw) / trace_g, MAX_FAT_FACTOR
    )
    fat_g = raw.fat_g * fat_factor + added.get("fat_g", 0.0)
    code = tables.retention_code(row.group, row.method, description, per_100g.get("fat_g"))
    return Effect(solids_g + water_g + fat_g, water_g, fat_factor, _retained(code), added)


def per_g_solids(
    law: Law, amount_g: float, solids_g: float, raw: Composition, *, keeps_ratio: bool = True
) -> float:
    """What a law makes of ``amount_g`` (water or fat, not 0) beside ``solids_g`` fat-free solids; g per g.

    Beyond the law's range the ratio of cooked to raw stays that of its end, or else the cooked amount does.
    """
    x = math.log(amount_g / solids_g)
    within = min(max(x, law.low), law.high)
    beyond = x - within if keeps_ratio else 0.0
    fat_ratio = min(raw.fat_g / raw.solids_g, 3.0)
    return math.exp(
        law.constant + law.slope * within + beyond + law.fat_slope * fat_ratio + law.lean * raw.is_lean
    )


def additions(row: Yield, fat_g: float) -> dict[str, float]:
    """What oil, flour and salt add to 100 g raw with ``fat_g`` fat; the flour's water leaves again."""
    added: dict[str, float] = {}
    oil_g = max(row.oil_g + row.oil_per_fat_g * fat_g, 0.0)
    for food, grams in (("oil", oil_g), ("flour", row.flour_g)):
        for key, amount in tables.added_foods()[food].items() if grams else ():
            added[key] = added.get(key, 0.0) + amount * grams / 100
    added.pop("water_g", None)
    if row.sodium_mg:
        added["sodium_mg"] = added.get("sodium_mg", 0.0) + row.sodium_mg
    return {key: amount for key, amount in added.items() if amount}


def cooked(per_100g: NutrientValues, done: Effect) -> dict[str, float | None]:
    """Nutrients per 100 g cooked from those of 100 g raw; what is unknown stays so.

    The energy changes with the fat that leaves, at 9 kcal/g, and with what is added.
    """
    left = {key: _left(key, value, done) for key, value in per_100g.items()}
    energy, fat = per_100g.get("energy_kcal"), per_100g.get("fat_g") or 0.0
    if energy is not None:
        kept = max(energy + KCAL_PER_G_FAT * fat * (done.fat_factor - 1), 0.0)
        left["energy_kcal"] = kept + done.added.get("energy_kcal", 0.0)
    if per_100g.get("water_g") is not None:
        left["water_g"] = done.water_g
    return {key: None if value is None else value * 100.0 / done.cooked_g for key, value in left.items()}


def _left(key: str, value: float | None, done: Effect) -> float | None:
    if value is None:
        return None
    factor = done.fat_factor if key in FAT_KEYS else done.retained.get(key, 1.0)
    return value * factor + done.added.get(key, 0.0)


def _retained(code: str | None) -> dict[str, float]:
    if code is None:
        return {}
    factors = dict(tables.retention_factors()[code])
    factors |= {key: factors[same] for key, same in RETAINED_AS.items()}
    return {key: share for key, share in factors.items() if share != 1.0}


def _solids_per_100g_flour() -> float:
    flour = tables.added_foods()["flour"]
    return 100.0 - flour["water_g"] - flour["fat_g"]
