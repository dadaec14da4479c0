"""The food that an id stands for today."""

from collections.abc import Iterable

from nutrition.models import Food, FoodRevision


def live_revisions(food_ids: Iterable[int]) -> dict[int, FoodRevision]:
    """Return the live revision by food id, following merged foods; a retired or unknown food has none.

    One query, and one more for each step of the longest chain of merges.
    """
    wanted = set(food_ids)
    foods: dict[int, Food] = {}
    missing = wanted
    while missing:
        found = Food.objects.select_related("live").in_bulk(list(missing))
        foods |= found
        missing = {food.merged_into_id for food in found.values() if food.merged_into_id} - foods.keys()
    revisions = ((food_id, _live(foods, food_id)) for food_id in wanted)
    return {food_id: revision for food_id, revision in revisions if revision is not None}


def _live(foods: dict[int, Food], food_id: int) -> FoodRevision | None:
    seen: set[int] = set()
    food = foods.get(food_id)
    while food is not None and food.merged_into_id and food.pk not in seen:
        seen.add(food.pk)
        food = foods.get(food.merged_into_id)
    if food is None or food.merged_into_id:
        return None
    live: FoodRevision | None = food.live
    return None if live is None or live.state == FoodRevision.State.RETIRED else live
