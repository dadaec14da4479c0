"""What a user changes of a line that was proposed teaches the food tables, if the user agreed to it.

`nutrition` counts it without the user. Lines whose food the user chose themselves teach nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.db import transaction

from accounts.models import User
from accounts.selectors import profile_for
from meals.models import MealItem
from nutrition.learning.corrections import Change, record_correction


@dataclass(frozen=True, slots=True)
class Proposed:
    """The food and the grams that words were resolved to."""

    food_id: int
    grams: float


def proposed_in(item: MealItem) -> Proposed | None:
    """What was proposed in a line as it is now; None if it is no food that words were resolved to."""
    was_resolved = item.provenance.get("path") and item.description
    return Proposed(item.food_id, item.grams) if was_resolved and item.food_id else None


def learn(*, user: User, changes: Iterable[tuple[Proposed | None, MealItem]]) -> None:
    """Count what was changed of proposals, each with the line that it became, once it is stored."""
    changed = [
        (before, item)
        for before, item in changes
        if before and item.food_id and before != Proposed(item.food_id, item.grams)
    ]
    if not changed:
        return
    profile = profile_for(user)
    if not profile.shares_corrections:
        return
    for before, item in changed:
        assert item.food_id is not None
        change = Change(
            phrase=item.description,
            region=profile.region,
            proposed_food_id=before.food_id,
            food_id=item.food_id,
            proposed_grams=before.grams,
            grams=item.grams,
        )
        count = partial(record_correction, who=person(user), change=change)
        transaction.on_commit(count, robust=True)


def person(user: User) -> str:
    """What stands for the user where a correction is counted once a person."""
    return f"user {user.pk}"
