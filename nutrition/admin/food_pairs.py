"""Two foods side by side: what each is, how often it was logged, its names and measures."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from nutrition.curation.models import Finding
from nutrition.models import Alias, Food, FoodRevision, Portion

State = FoodRevision.State
# The more was decided about a food, the rather it is the one to keep.
_STANDING = {State.VERIFIED.value: 2, State.REVIEWED.value: 1}


@dataclass(frozen=True, slots=True)
class Side:
    """One of two foods, with its names and measures."""

    food: Food
    names: list[Alias]
    measures: list[Portion]

    @property
    def times_logged(self) -> int:
        """How often people logged it."""
        use = getattr(self.food, "use", None)
        return 0 if use is None else int(use.times_logged)

    @property
    def rank(self) -> tuple[int, int, int]:
        """By which the better one to keep is proposed: most logged, furthest decided, longest here."""
        state = self.food.live.state if self.food.live else ""
        return self.times_logged, _STANDING.get(state, 0), -self.food.pk


@dataclass(frozen=True, slots=True)
class Measure:
    """A household measure as each of two foods has it, grams; None where it has none of that label."""

    label: str
    one_g: float | None
    other_g: float | None


def sides_of(*food_ids: int) -> list[Side]:
    """The foods in this order, with everything that a comparison shows, in three queries."""
    related = ("live__category", "live__created_by", "use", "merged_into__live")
    foods = Food.objects.select_related(*related).in_bulk(food_ids)
    names = list(Alias.objects.filter(food__in=food_ids, active=True).order_by("text"))
    measures = list(Portion.objects.filter(food__in=food_ids, active=True).order_by("id"))
    return [
        Side(
            food=foods[food_id],
            names=[alias for alias in names if alias.food_id == food_id],
            measures=[portion for portion in measures if portion.food_id == food_id],
        )
        for food_id in food_ids
    ]


def objection(sides: Sequence[Side]) -> str:
    """Why two foods cannot be merged, or nothing."""
    one, other = (side.food for side in sides)
    if one.pk == other.pk:
        return "A food cannot be merged into itself: choose another one."
    for food in (one, other):
        if food.merged_into_id is not None:
            return f"{food} was merged into food {food.merged_into_id} already."
        if food.live is None or food.live.state == State.RETIRED:
            return f"{food} is not live."
    return ""


def side_by_side(one: Side, other: Side) -> list[Measure]:
    """The measures of two foods by label, whatever its case."""
    of_one = {portion.label.lower(): portion for portion in one.measures}
    of_other = {portion.label.lower(): portion for portion in other.measures}
    return [
        Measure(
            label=(of_one.get(key) or of_other[key]).label,
            one_g=of_one[key].grams if key in of_one else None,
            other_g=of_other[key].grams if key in of_other else None,
        )
        for key in dict.fromkeys([*of_one, *of_other])
    ]


def alike(food: Food) -> list[Food]:
    """The foods that an inspection found to look like ``food``."""
    pairs = Finding.objects.filter(
        Q(food=food) | Q(other_food=food), kind=Finding.Kind.DUPLICATE, state=Finding.State.OPEN
    ).select_related("food__live", "other_food__live")[:10]
    found = [pair.other_food if pair.food_id == food.pk else pair.food for pair in pairs]
    return [other for other in found if other is not None and other.merged_into_id is None]
