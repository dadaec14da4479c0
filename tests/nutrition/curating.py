"""A curator's change in one go, for tests that are about what follows from it."""

from typing import Any

from nutrition.curation import workflow
from nutrition.models import Food, FoodRevision


def revise_food(*, food: Food, by: Any, state: str = "reviewed", **changes: Any) -> FoodRevision:
    """Draft ``changes`` and publish them, or retire the food; return what is live."""
    food = Food.objects.get(pk=food.pk)
    if state == "retired":
        workflow.retire(food=food, by=by)
        return FoodRevision.objects.get(live_for=food)
    workflow.save_draft(food=food, base=workflow.tip(food), by=by, changes=changes)
    live = workflow.publish(food=food, by=by)
    FoodRevision.objects.filter(pk=live.pk).update(state=state)
    return live
