"""Ingredients -> what the cooked dish holds.

The mixed-dish method of USDA's FNDDS: the ingredients' nutrients, each times what cooking keeps of it, are
added up; the dish then gains or loses water, and perhaps loses fat, in percent of the raw weight.
No Django in here: users' own recipes are reckoned by the same function as the publishers'.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, isfinite

from nutrition.nutrients import KEYS, NutrientValues

# USDA Agriculture Handbook No. 74 (1973): kcal per gram of alcohol; 9 kcal per gram of fat (21 CFR 101.9).
KCAL_PER_G_ALCOHOL = 6.93
KCAL_PER_G_FAT = 9.0

FATS = (
    "fat_g", "saturated_fat_g", "trans_fat_g", "monounsaturated_fat_g", "polyunsaturated_fat_g",
    "linoleic_acid_g", "alpha_linolenic_acid_g", "epa_g", "dpa_g", "dha_g",
)  # fmt: skip
# A weighed yield may be off by this share of the raw weight before it contradicts the water that there is.
WEIGHING_ERROR = 0.02


@dataclass(frozen=True, slots=True)
class Ingredient:
    """What goes into the pot: grams as bought without refuse, nutrients per 100 g of it.

    ``retention_percent`` is, by nutrient key, how much of it cooking keeps (USDA's retention factors); a
    nutrient that is not named is kept whole.
    """

    grams: float
    nutrients_per_100g: NutrientValues
    retention_percent: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True)
class Cooked:
    """A whole dish: its weight, its nutrients, the same per 100 g.

    A nutrient is None where no ingredient's value is known; ``known_share`` is the share (0-1) of the raw
    weight for which it is known, so that a sum with a gap says so.
    """

    grams: float
    nutrients: dict[str, float | None]
    per_100g: dict[str, float | None]
    known_share: dict[str, float]


def cook(
    ingredients: Sequence[Ingredient],
    *,
    moisture_change_percent: float = 0.0,
    fat_change_percent: float = 0.0,
    yield_g: float | None = None,
) -> Cooked:
    """Reckon a dish.

    ``moisture_change_percent`` is the water gained (above 0) or lost, ``fat_change_percent`` the fat poured
    off (0 or below: fat that is added is an ingredient), both in percent of the raw weight. ``yield_g`` is
    the weight of the finished dish where someone weighed it; the difference to the raw weight is water then.

    Raises ValueError, naming the field, where nothing goes in, a weight or percentage is impossible, or more
    water or fat would go than there is.
    """
    raw_g = _raw_weight(ingredients)
    fat_change_g = raw_g * _checked_fat_change(fat_change_percent) / 100
    water_change_g = _water_change(raw_g, fat_change_g, moisture_change_percent, yield_g)
    cooked_g = raw_g + water_change_g + fat_change_g
    if cooked_g <= 0:
        raise ValueError(f"moisture_change_percent: nothing is left of {raw_g:g} g.")
    known_share = {key: _known_share(ingredients, key, raw_g) for key in KEYS}
    nutrients = _sums([_kept(one) for one in ingredients])
    _pour_off(nutrients, fat_change_g)
    missing_g = -water_change_g - (nutrients["water_g"] or 0.0)
    if known_share["water_g"] == 1.0 and missing_g > WEIGHING_ERROR * raw_g:
        field = "moisture_change_percent" if yield_g is None else "yield_g"
        raise ValueError(f"{field}: {missing_g:.3g} g more water would go than there is.")
    _change_water(nutrients, water_change_g)
    per_100g = {key: None if value is None else value * 100 / cooked_g for key, value in nutrients.items()}
    return Cooked(cooked_g, nutrients, per_100g, known_share)


def _raw_weight(ingredients: Sequence[Ingredient]) -> float:
    if not ingredients:
        raise ValueError("ingredients: there is none.")
    for number, one in enumerate(ingredients, start=1):
        if not (isfinite(one.grams) and one.grams > 0):
            raise ValueError(f"ingredients: {one.grams} g of ingredient {number} is not above zero.")
    return fsum(one.grams for one in ingredients)


def _checked_fat_change(percent: float) -> float:
    if not -100 < percent <= 0:
        raise ValueError(
            f"fat_change_percent: {percent} is not within -100 and 0; added fat is an ingredient."
        )
    return percent


def _water_change(raw_g: float, fat_change_g: float, percent: float, yield_g: float | None) -> float:
    """The grams of water that the dish gains, below zero what it loses."""
    if not isfinite(percent):
        raise ValueError(f"moisture_change_percent: {percent} is no number.")
    if yield_g is None:
        return raw_g * percent / 100
    if percent:
        raise ValueError("yield_g: say either the weighed yield or the change of moisture.")
    if not (isfinite(yield_g) and yield_g > 0):
        raise ValueError(f"yield_g: {yield_g} is not above zero.")
    return yield_g - raw_g - fat_change_g


def _kept(one: Ingredient) -> dict[str, float | None]:
    """What an ingredient brings into the dish; the energy of alcohol that boils off goes with it."""
    kept = one.retention_percent or {}
    brought: dict[str, float | None] = {}
    for key in KEYS:
        value = one.nutrients_per_100g.get(key)
        brought[key] = None if value is None else value * one.grams / 100 * kept.get(key, 100.0) / 100
    alcohol, energy = one.nutrients_per_100g.get("alcohol_g"), brought["energy_kcal"]
    if alcohol and energy is not None and "alcohol_g" in kept:
        lost_g = alcohol * one.grams / 100 * (1 - kept["alcohol_g"] / 100)
        brought["energy_kcal"] = max(0.0, energy - KCAL_PER_G_ALCOHOL * lost_g)
    return brought


def _sums(brought: Sequence[Mapping[str, float | None]]) -> dict[str, float | None]:
    """Nutrient by nutrient the sum of what is known; exact, so that the order does not matter."""
    sums: dict[str, float | None] = {}
    for key in KEYS:
        known = [value for values in brought if (value := values[key]) is not None]
        sums[key] = fsum(known) if known else None
    return sums


def _known_share(ingredients: Sequence[Ingredient], key: str, raw_g: float) -> float:
    known_g = fsum(one.grams for one in ingredients if one.nutrients_per_100g.get(key) is not None)
    return min(1.0, known_g / raw_g)


def _pour_off(nutrients: dict[str, float | None], fat_change_g: float) -> None:
    """Take fat away, its fatty acids and energy with it."""
    fat = nutrients["fat_g"]
    if not fat_change_g:
        return
    if fat is None or fat + fat_change_g < 0:
        raise ValueError("fat_change_percent: more fat would go than there is.")
    for key in FATS:
        value = nutrients[key]
        nutrients[key] = None if value is None else value * (fat + fat_change_g) / fat
    energy = nutrients["energy_kcal"]
    if energy is not None:
        nutrients["energy_kcal"] = max(0.0, energy + KCAL_PER_G_FAT * fat_change_g)


def _change_water(nutrients: dict[str, float | None], change_g: float) -> None:
    water = nutrients["water_g"]
    nutrients["water_g"] = None if water is None else max(0.0, water + change_g)
