"""How often foods are logged, told to the food database; of whose diary it is not said."""

from django.db.models import Count

from meals.models import MealItem
from nutrition.curation.use import tell_use


def count_food_use() -> int:
    """Count over all diaries how often each food was logged, and tell it; return how many foods were.

    The database counts, over the index of the foods alone. A line of a recipe counts for no food.
    """
    logged = MealItem.objects.filter(food__isnull=False).order_by().values("food_id")
    return tell_use(dict(logged.annotate(times=Count("food_id")).values_list("food_id", "times")))
