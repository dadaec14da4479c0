"""By which household measure of a food a phrase was weighed, so that it can be put right."""

from dataclasses import dataclass

from nutrition.catalog import Catalog
from nutrition.resolution.foods import Food
from nutrition.resolution.resolver import ResolvedFood

USUAL = "usual amount"


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of a food and the grams of one."""

    label: str
    grams: float


def measure_said(current: Catalog, phrase: str, region: str, food_id: int) -> Measure | None:
    """The measure that ``phrase`` is weighed by where it means this food; None where it says a weight.

    Looked up anew and not taken from who tells of it: so it is a measure that was proposed indeed.
    """
    items = [item for item in current.resolver.analyze(phrase, region).items if item.food.id == food_id]
    return _measure(items[0]) if len(items) == 1 else None


def _measure(item: ResolvedFood) -> Measure | None:
    measured, food = item.measured, item.food
    grams = {portion.label: portion.grams for portion in food.portions}
    if measured.portion in grams:
        return Measure(measured.portion, grams[measured.portion])
    if measured.basis == "container":
        return Measure(f"1 {measured.portion}", measured.grams / item.count)
    if measured.basis in ("usual", "guess"):
        return _usual(food, measured.grams / item.count)
    return None


def _usual(food: Food, grams: float) -> Measure:
    """The measure that is meant when no amount is said."""
    for portion in food.portions:
        if portion.is_usual:
            return Measure(portion.label, portion.grams)
    return Measure(USUAL, food.serving_g or grams)
