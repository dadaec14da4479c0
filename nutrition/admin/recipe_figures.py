"""A dish's nutrients as its ingredients give them, beside those that are live."""

from collections.abc import Sequence
from dataclasses import dataclass

from nutrition.models import FoodRevision
from nutrition.nutrients import CORE_KEYS, by_key
from nutrition.recipes.compute import Ingredient, cook
from nutrition.recipes.models import DishIngredient, DishRecipe
from nutrition.recipes.retention import retention_percent

# A difference of less is what rounding leaves.
SAME_WITHIN_PERCENT = 10.0


@dataclass(frozen=True, slots=True)
class Row:
    """A nutrient in 100 g of the dish: reckoned, live, and by how many percent they differ.

    ``known_percent`` is the share of the raw weight for which it is known.
    """

    name: str
    unit: str
    reckoned: float | None
    live: float | None
    difference_percent: float | None
    known_percent: float

    @property
    def differs(self) -> bool:
        """Whether the difference is worth a look: the ingredients are known, and still they disagree."""
        apart = self.difference_percent
        return apart is not None and abs(apart) > SAME_WITHIN_PERCENT and self.known_percent > 99


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A dish from its ingredients; ``problem`` says why it cannot be reckoned."""

    raw_g: float = 0.0
    cooked_g: float = 0.0
    rows: tuple[Row, ...] = ()
    problem: str = ""


def reckon(recipe: DishRecipe, lines: Sequence[DishIngredient]) -> Reckoned:
    """The dish from its lines, in one query for what is live of it and of them."""
    wanted = {recipe.pk, *(line.food_id for line in lines if line.food_id)}
    live = {
        revision.food_id: revision.nutrients()
        for revision in FoodRevision.objects.filter(live_for__in=wanted)
    }
    parts = [
        Ingredient(line.grams, live.get(line.food_id or 0, {}), retention_percent(line.retention_code))
        for line in lines
    ]
    try:
        dish = cook(parts, moisture_change_percent=recipe.moisture_change_percent)
    except ValueError as error:
        return Reckoned(problem=str(error).partition(": ")[2] or str(error))
    own = live.get(recipe.pk, {})
    rows = (
        _row(key, dish.per_100g[key], own.get(key), dish.known_share[key] * 100) for key in CORE_KEYS
    )  # fmt: skip
    return Reckoned(sum(line.grams for line in lines), dish.grams, tuple(rows))


def _row(key: str, reckoned: float | None, live: float | None, known_percent: float) -> Row:
    nutrient = by_key()[key]
    apart = None if reckoned is None or not live else (reckoned - live) / live * 100
    return Row(nutrient.name, nutrient.unit, reckoned, live, apart, known_percent)
