"""How near the reckoned cooked foods are to the measured ones.

Three bases. Per 100 g cooked: everything counts, the predicted yield too. Per 100 g of dry matter: after the
loss of water, which then is the same on both sides. Per gram raw: what of the raw food's nutrient is still
there; the measured food's weight per gram raw is told by its protein (fat-free solids in foods with little
protein), and that nutrient is then not judged.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from nutrition.nutrients import NUTRIENTS, NutrientValues
from nutrition.resolution.cooking.model import composition, cooked, effect_by
from nutrition.resolution.cooking.tables import Yield, rows
from nutrition.resolution.preparations import by_modifiers, prepared
from nutrition.yields.pairs import Pair, SourceRow

# A label declares less than this as nothing (21 CFR 101.9(c)): 5 kcal, 0.5 g, 5 mg of sodium or potassium,
# 2 mg of cholesterol, 2 % of the daily value; an error in percent of such an amount says nothing.
LEAST = {"energy_kcal": 5.0, "water_g": 0.5, "sodium_mg": 5.0, "potassium_mg": 5.0, "cholesterol_mg": 2.0}
LEAST_G, LEAST_DAILY_SHARE = 0.5, 0.02
# USDA derived these figures from another food, a recipe or an assumption: nothing was measured.
DERIVED = ("B", "4", "L", "Z", "assumed", "N", "computed")
ALWAYS_RECKONED = frozenset({"energy_kcal", "carbohydrate_total_g", "carbohydrate_available_g"})
SEED_FIELDS = (
    "water_loss_percent", "fat_factor", "fat_added_g", "saturated_fat_added_g", "carbohydrate_added_g",
    "sodium_added_mg", "potassium_factor", "vitamin_c_factor",
)  # fmt: skip
MARKER_PROTEIN_G = 5.0
BASES = ("cooked", "dry", "raw")


@dataclass(frozen=True, slots=True)
class Error:
    """Of one nutrient of one pair: the error in percent of the measured amount, by basis."""

    pair: Pair
    nutrient: str
    percent: Mapping[str, float]


Reckon = Callable[[Pair], tuple[NutrientValues, float]]


def ours(table: Iterable[Yield]) -> Reckon:
    """Reckon by a table of yields: nutrients per 100 g cooked, and the grams cooked of 100 g raw."""
    by_key = {(row.group, row.method): row for row in table}

    def reckon(pair: Pair) -> tuple[NutrientValues, float]:
        row = by_key[pair.group.slug, pair.method]
        done = effect_by(row, pair.raw.nutrients, pair.raw.description)
        return cooked(pair.raw.nutrients, done), done.cooked_g

    return reckon


def seeds() -> Reckon:
    """Reckon by the seed's table of modifiers; a method that it lacks changes nothing."""
    table = {
        row["method"]: {field: float(row[field]) for field in SEED_FIELDS}
        for row in rows("seed_preparations")
    }
    named = {row["method"]: row["seed"] for row in rows("methods")}

    def reckon(pair: Pair) -> tuple[NutrientValues, float]:
        modifiers = table.get(named[pair.method], {})
        after = prepared(pair.raw.nutrients, by_modifiers("seed", "Seed", modifiers))
        return after, _weight(pair.raw.nutrients, after)

    return reckon


def _weight(before: NutrientValues, after: NutrientValues) -> float:
    protein, left = before["protein_g"] or 0.0, after["protein_g"] or 0.0
    return 100.0 * protein / left if left else 100.0


def errors(pairs: Iterable[Pair], reckon: Reckon) -> list[Error]:
    """The error of every measured nutrient of every pair."""
    found: list[Error] = []
    for pair in pairs:
        after, cooked_g = reckon(pair)
        for nutrient in NUTRIENTS:
            key = nutrient.key
            measured, value = pair.cooked.nutrients[key], after.get(key)
            least = _least(key, nutrient.unit, nutrient.daily_value)
            if value is None or not measured or measured < least:
                continue
            if _is_measured(pair.raw, key) and _is_measured(pair.cooked, key):
                found.append(Error(pair, key, _percent(pair, key, value, measured, after, cooked_g)))
    return found


def _percent(
    pair: Pair, key: str, value: float, measured: float, after: NutrientValues, cooked_g: float
) -> dict[str, float]:
    percent = {"cooked": 100 * abs(value / measured - 1)}
    dry, dry_measured = (100 - (values["water_g"] or 0.0) for values in (after, pair.cooked.nutrients))
    if key != "water_g" and dry > 0 and dry_measured > 0:
        percent["dry"] = 100 * abs(value / dry * dry_measured / measured - 1)
    marker, true_g = _true_weight(pair)
    if key != marker:
        percent["raw"] = 100 * abs(value * cooked_g / (measured * true_g) - 1)
    return percent


def _true_weight(pair: Pair) -> tuple[str, float]:
    """What told the measured food's grams per 100 g raw, and these grams."""
    before, after = pair.raw.nutrients["protein_g"] or 0.0, pair.cooked.nutrients["protein_g"] or 0.0
    if before >= MARKER_PROTEIN_G and after > 0:
        return "protein_g", 100 * before / after
    foods = (pair.raw, pair.cooked)
    solids = [composition(food.nutrients, food.description).solids_g for food in foods]
    return "", 100 * solids[0] / solids[1]


def _least(key: str, unit: str, daily_value: float | None) -> float:
    if key in LEAST:
        return LEAST[key]
    if unit == "g":
        return LEAST_G
    return LEAST_DAILY_SHARE * daily_value if daily_value else 0.0


def _is_measured(food: SourceRow, key: str) -> bool:
    """Whether the figure was measured; energy and carbohydrate are always reckoned, from what was."""
    return key in ALWAYS_RECKONED or not food.derivations.get(key, "").startswith(DERIVED)


def medians(
    found: Sequence[Error], by: Callable[[Error], object], basis: str
) -> dict[object, tuple[float, int]]:
    """The median error on a basis and the number of pairs, by whatever ``by`` tells of an error."""
    values: dict[object, list[float]] = defaultdict(list)
    for error in found:
        if basis in error.percent:
            values[by(error)].append(error.percent[basis])
    return {key: (median(list_), len(list_)) for key, list_ in values.items()}
