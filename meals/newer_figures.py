"""What lines would say by the newest figures of their foods. A line never takes them by itself.

A recipe's line is left out: a recipe that its owner changed since is another dish than the one eaten. So is a
food that was retired: nothing newer is known of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from uuid import UUID

from meals.foods import live_revisions
from meals.lines import Named, renew
from meals.models import MealItem
from meals.preparations import Methods
from nutrition import catalog
from nutrition.cooking import objection
from nutrition.models import FoodRevision
from nutrition.nutrients import NUTRIENTS, Nutrient

ENERGY = "energy_kcal"
GRADES = ("letter", "score", "glycemic_index")


@dataclass(frozen=True, slots=True)
class Renewal:
    """A line as it is, and as it would be; ``after`` is not stored."""

    before: MealItem
    after: MealItem


@dataclass(frozen=True, slots=True)
class Left:
    """A line whose food is known anew, but not so that the line could take it; ``because`` is a sentence."""

    item: MealItem
    because: str


@dataclass(frozen=True, slots=True)
class NewerFigures:
    """What is newer of some lines, by their ids; a line of which nothing is has no part in it."""

    renewals: Mapping[UUID, Renewal]
    left: Sequence[Left]


@dataclass(frozen=True, slots=True)
class Change:
    """One nutrient of a line, in its grams; ``None`` is unknown."""

    nutrient: Nutrient
    was: float | None
    now: float | None


def newer_figures(items: Iterable[MealItem]) -> NewerFigures:
    """Return what is newer of ``items``, read with their foods.

    Asks nothing where every line cites what is live, else once, and once more for each step of the longest
    chain of merges.
    """
    renewals: dict[UUID, Renewal] = {}
    left: list[Left] = []
    outdated = [item for item in items if _is_outdated(item)]
    named = _known_today(outdated)
    for item in outdated:
        assert item.food_id is not None
        revision = named.revisions.get(item.food_id)
        if revision is None or revision.pk == item.revision_id:
            continue
        if because := _objection(item, revision, named.methods):
            left.append(Left(item, because))
            continue
        after = copy(item)
        renew(after, named)
        if changes(item, after) or _graded_otherwise(item, after):
            renewals[item.pk] = Renewal(item, after)
    return NewerFigures(renewals, left)


def changes(before: MealItem, after: MealItem) -> list[Change]:
    """Return the nutrients that the two lines show differently, rounded as they are shown."""
    pairs = ((each, getattr(before, each.key), getattr(after, each.key)) for each in NUTRIENTS)
    return [Change(each, was, now) for each, was, now in pairs if _differ(was, now, each.decimals)]


def _is_outdated(item: MealItem) -> bool:
    """Whether another revision than the line's is live, or another food stands for its own."""
    food = item.food
    return food is not None and (food.live_id != item.revision_id or food.merged_into_id is not None)


def _known_today(items: Sequence[MealItem]) -> Named:
    if not items:
        return Named({}, {}, {})
    methods = {method.slug: method for method in catalog.current().resolver.preparations}
    return Named(live_revisions(item.food_id for item in items if item.food_id is not None), {}, methods)


def _objection(item: MealItem, revision: FoodRevision, methods: Methods) -> str | None:
    """Why the line's preparation does not suit what is known of its food today; None if it does."""
    if not item.preparation:
        return None
    method = methods.get(item.preparation)
    return "The tables no longer know its preparation." if method is None else objection(method, revision)


def _differ(was: float | None, now: float | None, decimals: int) -> bool:
    if was is None or now is None:
        return was is not now
    # Both: 129.6 and 130.4 look alike, and 129.49 and 129.51 are no more apart than rounding puts them.
    return round(was, decimals) != round(now, decimals) and abs(now - was) > 0.5 * 10**-decimals


def _graded_otherwise(before: MealItem, after: MealItem) -> bool:
    was, now = before.grade or {}, after.grade or {}
    return any(was.get(name) != now.get(name) for name in GRADES)
