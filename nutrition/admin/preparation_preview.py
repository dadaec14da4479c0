"""What a cooking method makes of a food: 100 g raw beside 100 g cooked."""

from dataclasses import dataclass

from nutrition.cooking import objection
from nutrition.models import FoodRevision
from nutrition.nutrients import NutrientValues, by_key
from nutrition.resolution.cooking.model import cooked
from nutrition.resolution.preparations import Preparation, effect_on, prepared, weight_left_g

SHOWN = (
    "energy_kcal", "water_g", "protein_g", "fat_g", "saturated_fat_g", "carbohydrate_total_g", "sugars_g",
    "fibre_g", "sodium_mg", "potassium_mg", "vitamin_c_mg", "thiamin_mg", "vitamin_b6_mg", "folate_total_ug",
    "vitamin_a_rae_ug",
)  # fmt: skip
# Regulation (EU) No 1169/2011, annex I: salt is sodium times 2.5.
SALT_G_PER_SODIUM_MG = 2.5 / 1000


@dataclass(frozen=True, slots=True)
class Row:
    """A nutrient raw and cooked, per 100 g each; None is unknown."""

    name: str
    unit: str
    raw: float | None
    cooked: float | None


@dataclass(frozen=True, slots=True)
class Effect:
    """What a method makes of a food; without rows ``objection`` says why nothing can be reckoned."""

    food: FoodRevision
    objection: str
    cooked_g: float = 0.0
    rows: tuple[Row, ...] = ()


def effect_of(method: Preparation, food: FoodRevision) -> Effect:
    """What ``method`` makes of 100 g of ``food``."""
    if reason := objection(method, food):
        return Effect(food, reason)
    raw = food.nutrients()
    done = effect_on(raw, method, food.description, food.category_id)
    if done is None:
        return Effect(food, "", weight_left_g(raw, method), _rows(raw, prepared(raw, method)))
    return Effect(food, "", done.cooked_g, _rows(raw, cooked(raw, done)))


def _rows(raw: NutrientValues, ready: NutrientValues) -> tuple[Row, ...]:
    nutrients = by_key()
    rows = [Row(nutrients[key].name, nutrients[key].unit, raw[key], ready[key]) for key in SHOWN]
    rows.insert(SHOWN.index("sodium_mg"), Row("Salt", "g", _salt_g(raw), _salt_g(ready)))
    return tuple(rows)


def _salt_g(values: NutrientValues) -> float | None:
    sodium_mg = values["sodium_mg"]
    return None if sodium_mg is None else sodium_mg * SALT_G_PER_SODIUM_MG
