"""What a user changes of a line that was proposed teaches the food tables, if the user agreed to it.

`nutrition` counts it without the user. Lines whose food the user chose themselves teach nothing.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from accounts.selectors import profile_for
from meals.models import MealItem
from nutrition.learning.corrections import Change, UnknownFoodError, record_correction


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
    if profile.shares_corrections:
        told = [_change(before, item, profile.region) for before, item in changed]
        transaction.on_commit(lambda: _record(person(user), told), robust=True)


def _change(before: Proposed, item: MealItem, region: str) -> Change:
    assert item.food_id is not None
    return Change(
        phrase=item.description,
        region=region,
        proposed_food_id=before.food_id,
        food_id=item.food_id,
        proposed_grams=before.grams,
        grams=item.grams,
    )


def _record(who: str, changes: Iterable[Change]) -> None:
    for change in changes:
        # A food of an old line may be retired by now.
        with suppress(UnknownFoodError):
            record_correction(who=who, change=change)


def person(user: User) -> str:
    """What stands for the user where a correction is counted once a person."""
    return f"user {user.pk}"
