"""The glycemic index of every food: its link, else by its name, else that of its category."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, QuerySet, When

from nutrition.glycemic.lookup import Lookup, TestedFood
from nutrition.grading.glycemic import GlycemicIndex, is_without_carbohydrate, rule
from nutrition.models import FoodRevision, GlycemicLink, GlycemicValue, Origin

_CARBOHYDRATE = ("carbohydrate_available_g", "carbohydrate_total_g", "fibre_g")


def glycemic_indexes(food_ids: Iterable[int] | None = None) -> dict[int, GlycemicIndex]:
    """The index of the live foods, all or those of ``food_ids``, by food id.

    Three queries. A food that is not in it has no index: it holds no carbohydrate, nothing fits, or a curator
    said so.
    """
    values = tested_foods()
    lookup = Lookup(values.values())
    links = _links(food_ids, values)
    indexes: dict[int, GlycemicIndex] = {}
    for food_id, name, description, category, *amounts in _foods(food_ids):
        if is_without_carbohydrate(dict(zip(_CARBOHYDRATE, amounts, strict=True))):
            continue
        if food_id in links:
            found = links[food_id]
        else:
            found = lookup.lookup((description or name, name), category)
        if found:
            indexes[food_id] = found
    return indexes


def tested_foods() -> dict[int, TestedFood]:
    """The values by id: a curator's first, then the newest."""
    curated_first = Case(When(origin=Origin.CURATOR, then=0), default=1)
    ordered = GlycemicValue.objects.order_by(curated_first, "-year", "name", "id")
    return {
        pk: TestedFood(name, gi, source, tuple(aliases))
        for pk, name, gi, source, aliases in ordered.values_list("id", "name", "gi", "source", "aliases")
    }


def live_revisions() -> QuerySet[FoodRevision]:
    """The foods that can be looked up: live, neither merged away nor retired."""
    live = FoodRevision.objects.filter(live_for__isnull=False, live_for__merged_into__isnull=True)
    return live.exclude(state=FoodRevision.State.RETIRED)


def _foods(food_ids: Iterable[int] | None) -> Iterable[tuple[Any, ...]]:
    live = live_revisions()
    if food_ids is not None:
        live = live.filter(food__in=list(food_ids))
    return live.values_list("food_id", "name", "description", "category_id", *_CARBOHYDRATE)


def _links(
    food_ids: Iterable[int] | None, values: dict[int, TestedFood]
) -> dict[int, GlycemicIndex | None]:
    links = GlycemicLink.objects.all()
    if food_ids is not None:
        links = links.filter(food__in=list(food_ids))
    return {
        food_id: None if value_id is None else _index(values[value_id], kind)
        for food_id, kind, value_id in links.values_list("food_id", "kind", "value_id")
    }


def _index(tested: TestedFood, kind: str) -> GlycemicIndex:
    return GlycemicIndex(tested.gi, kind, rule(f"confidence_{kind}"), tested.name, tested.source)
