"""The most used foods are resolved before they are asked for."""

from nutrition import catalog
from nutrition.resolution.descriptor import FoodDescriptor, FoodType
from nutrition.sources import uses
from nutrition.sources.configured import outside_sources
from nutrition.sources.resolve import resolve

# Design document 004: the 500 most used foods are kept warm.
MOST_USED = 500
BATCH = 50


def warm(*, foods: int = MOST_USED) -> int:
    """Resolve the foods asked for most often, and everyday foods where those are fewer; return how many.

    What is still kept is left as it is. Asks only sources that are on, within their budgets.
    """
    chosen = [descriptor for descriptor, _ in uses.most_used(foods)]
    chosen += _everyday_foods(foods - len(chosen))
    allowed = outside_sources().keys()
    for start in range(0, len(chosen), BATCH):
        resolve(chosen[start : start + BATCH], allowed=allowed, counts_uses=False)
    return len(chosen)


def _everyday_foods(limit: int) -> list[FoodDescriptor]:
    """So many of the most eaten foods by their everyday names."""
    with catalog.in_use() as current:
        names = [food.name for food in current.tables.foods if food.is_base]
    return [FoodDescriptor(name, FoodType.WHOLE_FOOD) for name in names[: max(limit, 0)]]
