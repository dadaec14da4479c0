"""Small made-up foods with household measures."""

from dataclasses import replace

from nutrition.resolution.foods import Food, FoodTables, Portion
from nutrition.resolution.quantities import Measured
from nutrition.resolution.resolver import ResolvedFood, Resolver
from tests.nutrition.memory import table_food


def food(
    name: str,
    *portions: tuple[str, float],
    usual_g: float | None = None,
    serving: str = "",
    serving_g: float | None = None,
) -> Food:
    """A food with portions ``(label, grams)`` and, if given, the table's usual amount."""
    measures = [Portion(label, grams) for label, grams in portions]
    if usual_g is not None:
        measures.append(Portion("usual amount", usual_g, is_usual=True))
    own = table_food(1, name)[0]
    return replace(own, portions=tuple(measures), serving=serving, serving_g=serving_g)


def eaten(text: str, *foods: Food) -> list[ResolvedFood]:
    """What is understood of ``text`` where there are only ``foods``."""
    rows = [
        (replace(one, id=i), table_food(i, one.name, energy_kcal=100.0)[1]) for i, one in enumerate(foods, 1)
    ]
    return list(Resolver(FoodTables.build(rows)).analyze(text).items)


def measured(text: str, *foods: Food) -> Measured:
    """The measured amount of the one food in ``text``."""
    (item,) = eaten(text, *foods)
    return item.measured


def grams(text: str, *foods: Food) -> float:
    """Its grams, to a tenth."""
    return round(measured(text, *foods).grams, 1)
