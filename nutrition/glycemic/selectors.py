"""The glycemic index of every food: its link, else by its name, else that of its category."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Case, QuerySet, When

from nutrition.glycemic.models import GlycemicLink, GlycemicValue
from nutrition.grading.glycemic import CATEGORY, NONE, GlycemicIndex, is_without_carbohydrate, rule
from nutrition.grading.glycemic_lookup import Lookup, MeasuredFood
from nutrition.models import FoodRevision, Origin

# How an index came to a food that no link gives one: the default of its category.
DEFAULT = "default"
COVERED_ABOVE_G = 5.0

_CARBOHYDRATE = ("carbohydrate_available_g", "carbohydrate_total_g", "fibre_g")


def glycemic_indexes(food_ids: Iterable[int] | None = None) -> dict[int, GlycemicIndex]:
    """The index of the live foods, all or those of ``food_ids``, by food id.

    Three queries. A food that is not in it has no index: it holds no carbohydrate, nothing fits, or a curator
    said so.
    """
    values = measured_foods()
    lookup = Lookup(values.values())
    links = _links(food_ids, values)
    indexes: dict[int, GlycemicIndex] = {}
    for food_id, name, description, category in _with_carbohydrate(food_ids):
        names = description or name, name
        found = links[food_id] if food_id in links else lookup.lookup(names, category)
        if found:
            indexes[food_id] = found
    return indexes


def names_with_carbohydrate() -> Iterator[tuple[int, tuple[str, str]]]:
    """The id and the names (full, everyday) of every live food that can have an index."""
    for food_id, name, description, _ in _with_carbohydrate(None):
        yield food_id, (description or name, name)


def coverage(*, base_only: bool) -> Counter[str]:
    """How many foods with more than 5 g of carbohydrate per 100 g have an index, by how they came to it.

    The keys are the kinds of link, ``default`` (of the category) and ``none``.
    """
    foods = live_revisions().filter(carbohydrate_total_g__gt=COVERED_ABOVE_G)
    if base_only:
        foods = foods.filter(is_base=True)
    linked = set(GlycemicLink.objects.values_list("food_id", flat=True))
    indexes = glycemic_indexes()
    return Counter(
        _how(indexes.get(food_id), food_id in linked) for food_id in foods.values_list("food_id", flat=True)
    )


def _how(index: GlycemicIndex | None, is_linked: bool) -> str:
    if index is None:
        return NONE
    return DEFAULT if index.kind == CATEGORY and not is_linked else index.kind


def measured_foods() -> dict[int, MeasuredFood]:
    """The values by id: a curator's first, then the newest."""
    curated_first = Case(When(origin=Origin.CURATOR, then=0), default=1)
    ordered = GlycemicValue.objects.order_by(curated_first, "-year", "name", "id")
    return {
        pk: MeasuredFood(name, gi, source, tuple(aliases))
        for pk, name, gi, source, aliases in ordered.values_list("id", "name", "gi", "source", "aliases")
    }


def live_revisions() -> QuerySet[FoodRevision]:
    """The foods that can be looked up: live, neither merged away nor retired."""
    live = FoodRevision.objects.filter(live_for__isnull=False, live_for__merged_into__isnull=True)
    return live.exclude(state=FoodRevision.State.RETIRED)


def _with_carbohydrate(food_ids: Iterable[int] | None) -> Iterator[tuple[Any, ...]]:
    """(id, name, description, category) of the live foods that are not known to hold no carbohydrate."""
    live = live_revisions()
    if food_ids is not None:
        live = live.filter(food__in=list(food_ids))
    rows = live.values_list("food_id", "name", "description", "category_id", *_CARBOHYDRATE)
    for food_id, name, description, category, *amounts in rows:
        if not is_without_carbohydrate(dict(zip(_CARBOHYDRATE, amounts, strict=True))):
            yield food_id, name, description, category


def _links(
    food_ids: Iterable[int] | None, values: dict[int, MeasuredFood]
) -> dict[int, GlycemicIndex | None]:
    links = GlycemicLink.objects.all()
    if food_ids is not None:
        links = links.filter(food__in=list(food_ids))
    return {
        food_id: None if value_id is None else _index(values[value_id], kind)
        for food_id, kind, value_id in links.values_list("food_id", "kind", "value_id")
    }


def _index(tested: MeasuredFood, kind: str) -> GlycemicIndex:
    return GlycemicIndex(tested.gi, kind, rule(f"confidence_{kind}"), tested.name, tested.source)
