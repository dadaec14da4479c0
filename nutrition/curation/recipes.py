"""Of what a dish may be made: of anything but itself, over however many steps."""

from collections.abc import Collection

from django.core.exceptions import ValidationError

from nutrition.models import Food
from nutrition.recipes.models import DishIngredient


def check_ingredients(*, dish: int, parts: Collection[int]) -> None:
    """Raise ValidationError where one of the foods ``parts`` (ids) is the dish, or is made of it.

    A food that was merged counts as the one that took its place. Two queries a step.
    """
    came_from: dict[int, int | None] = {}
    step: dict[int, int | None] = dict.fromkeys(parts)
    while step:
        came_from |= step
        merged = dict(
            Food.objects.filter(pk__in=step, merged_into__isnull=False).values_list("pk", "merged_into")
        )
        if dish in step or dish in merged.values():
            last = dish if dish in step else next(food for food, into in merged.items() if into == dish)
            raise ValidationError(_told(dish, last, came_from), code="loop")
        lines = DishIngredient.objects.filter(recipe__in=step, food__isnull=False).values_list(
            "recipe", "food"
        )
        found: dict[int, int | None] = {food: recipe for recipe, food in lines}
        found |= {into: food for food, into in merged.items() if into is not None}
        step = {food: source for food, source in found.items() if food not in came_from}


def _told(dish: int, last: int, came_from: dict[int, int | None]) -> str:
    """The way from the dish back to itself, by names."""
    way: list[int] = [last]
    while (source := came_from[way[-1]]) is not None:
        way.append(source)
    foods = Food.objects.select_related("live").in_bulk([dish, *way])
    names = [str(foods.get(food, f"food {food}")) for food in reversed(way)]
    if names == [str(foods.get(dish, ""))]:
        return f"“{names[0]}” cannot be an ingredient of itself."
    by_way = " → ".join(f"“{name}”" for name in names)
    return f"“{foods.get(dish)}” would be an ingredient of itself, by way of {by_way}."
