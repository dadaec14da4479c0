"""Writes of the diary: each one whole or not at all, and only to the user's own meals."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypedDict
from uuid import UUID

from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework.exceptions import ErrorDetail, ValidationError

from accounts.models import Profile, User
from accounts.selectors import profile_for
from common.errors import Conflict
from meals.corrections import learn, proposed_in
from meals.days import local_date
from meals.ids import uuid7
from meals.lines import LineFields, fill, filled, named_again, named_anew, renew
from meals.models import Meal, MealItem
from meals.newer_figures import newer_figures
from meals.selectors import meals_for

MAX_ITEMS = 100
ITEM_COLUMNS = [field.name for field in MealItem._meta.concrete_fields if field.name not in ("id", "meal")]


class MealFields(TypedDict, total=False):
    """What a client may change of a meal; a key that is absent stays as it is."""

    eaten_at: datetime
    time_zone: str
    kind: str
    note: str
    items: Sequence[LineFields]


@transaction.atomic
def log_meal(
    *,
    user: User,
    kind: str,
    items: Sequence[LineFields],
    meal_id: UUID | None = None,
    eaten_at: datetime | None = None,
    time_zone: str | None = None,
    note: str = "",
) -> Meal:
    """Log a meal, now and in the user's zone unless told otherwise.

    Raises ValidationError by field, Conflict when an id is taken.
    """
    meal = Meal(id=meal_id or uuid7(), user=user, kind=kind, note=note)
    _insert(meal, eaten_at=eaten_at, time_zone=time_zone)
    _insert_items(_filled(meal, items, {}))
    return meal


@transaction.atomic
def change_meal(*, user: User, meal_id: UUID, fields: MealFields) -> Meal:
    """Change a meal. ``items`` replaces its lines: known ids stay, others are added, missing ones removed.

    The meal moves to another day only when its time or its zone changes. Raises Http404, ValidationError
    by field, Conflict when the id of a new line is taken.
    """
    meal = _locked(user, meal_id)
    before = (meal.eaten_at, meal.time_zone)
    for name in ("eaten_at", "time_zone", "kind", "note"):
        if name in fields:
            setattr(meal, name, fields[name])
    if (meal.eaten_at, meal.time_zone) != before:
        _settle_day(meal, profile_for(user))
    meal.save()
    if "items" in fields:
        _replace_items(meal, fields["items"])
    return meal


@transaction.atomic
def delete_meal(*, user: User, meal_id: UUID) -> None:
    """Delete a meal with its lines. Raises Http404."""
    _locked(user, meal_id).delete()


@transaction.atomic
def copy_meal(
    *,
    user: User,
    meal_id: UUID,
    copy_id: UUID | None = None,
    eaten_at: datetime | None = None,
    time_zone: str | None = None,
    kind: str | None = None,
    note: str = "",
) -> Meal:
    """Log the foods, recipes, preparations and grams of a meal again, by what is known of them today.

    A food that has been retired since, or is no longer cooked that way by the tables, is copied as it was
    logged, and so is a recipe that has been deleted. Raises Http404, Conflict.
    """
    meal = _locked(user, meal_id)
    copy = Meal(id=copy_id or uuid7(), user=user, kind=kind or meal.kind, note=note)
    _insert(copy, eaten_at=eaten_at, time_zone=time_zone)
    items = list(meal.items.select_related("revision"))
    named = named_again(user, items)
    for item in items:
        item.pk, item.meal = uuid7(), copy
        renew(item, named)
    _insert_items(items)
    return copy


@transaction.atomic
def take_newer_figures(*, user: User, meal_id: UUID, item_ids: Collection[UUID] | None = None) -> Meal:
    """Let all lines of a meal, or those of ``item_ids``, cite what is known of their foods today.

    A line of which nothing newer is known, or whose food is no longer cooked that way by the tables, stays as
    it was logged. Raises Http404, ValidationError for a line that is not of this meal.
    """
    meal = _locked(user, meal_id)
    items = {item.pk: item for item in meal.items.select_related("food")}
    chosen = items if item_ids is None else _of_meal(items, item_ids)
    newer = newer_figures(chosen.values()).renewals.values()
    if newer:
        _write_over([each.after for each in newer])
        meal.save(update_fields=["updated_at"])
    return meal


@transaction.atomic
def add_item(*, user: User, meal_id: UUID, fields: LineFields) -> MealItem:
    """Add a line at the end of a meal. Raises Http404, ValidationError by field, Conflict on a taken id."""
    meal = _locked(user, meal_id)
    positions = list(meal.items.values_list("position", flat=True))
    if len(positions) >= MAX_ITEMS:
        message = f"A meal has at most {MAX_ITEMS} lines."
        raise ValidationError([ErrorDetail(message, code="max_length")])
    position = max(positions, default=-1) + 1
    item = MealItem(id=fields.get("id") or uuid7(), meal=meal, position=position)
    fill(item, fields, named_anew(user, [(fields, None)]))
    _insert_items([item])
    meal.save(update_fields=["updated_at"])
    return item


@transaction.atomic
def change_item(*, user: User, meal_id: UUID, item_id: UUID, fields: LineFields) -> MealItem:
    """Change one line; its snapshot follows. Raises Http404, ValidationError by field."""
    meal = _locked(user, meal_id)
    item = get_object_or_404(meal.items.select_related("revision"), pk=item_id)
    before = proposed_in(item)
    fill(item, fields, named_anew(user, [(fields, item)]))
    item.save()
    learn(user=user, changes=[(before, item)])
    meal.save(update_fields=["updated_at"])
    return item


@transaction.atomic
def delete_item(*, user: User, meal_id: UUID, item_id: UUID) -> None:
    """Delete one line; a meal may be left without any. Raises Http404."""
    meal = _locked(user, meal_id)
    get_object_or_404(meal.items, pk=item_id).delete()
    meal.save(update_fields=["updated_at"])


def _locked(user: User, meal_id: UUID) -> Meal:
    """Return the user's meal, held until the transaction ends, so that two writes of it queue."""
    return get_object_or_404(meals_for(user).select_for_update(), pk=meal_id)


def _settle_day(meal: Meal, profile: Profile) -> None:
    meal.local_date = local_date(
        eaten_at=meal.eaten_at, time_zone=meal.time_zone, day_starts_at=profile.day_starts_at
    )


def _insert(meal: Meal, *, eaten_at: datetime | None, time_zone: str | None) -> None:
    profile = profile_for(meal.user)
    meal.eaten_at = eaten_at or timezone.now()
    meal.time_zone = time_zone or profile.time_zone
    _settle_day(meal, profile)
    try:
        with transaction.atomic():
            meal.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict("There is a meal with this id already.") from error


def _replace_items(meal: Meal, drafts: Sequence[LineFields]) -> None:
    known = {item.pk: item for item in meal.items.select_related("revision")}
    before = {pk: proposed_in(item) for pk, item in known.items()}
    items = _filled(meal, drafts, known)
    kept = [item for item in items if item.pk in known]
    meal.items.exclude(pk__in=[item.pk for item in kept]).delete()
    _write_over(kept)
    _insert_items([item for item in items if item.pk not in known])
    learn(user=meal.user, changes=[(before[item.pk], item) for item in kept])


def _filled(meal: Meal, drafts: Sequence[LineFields], known: Mapping[UUID, MealItem]) -> list[MealItem]:
    """Return the lines of ``meal`` in the order of ``drafts``, not yet written; every error is reported."""
    try:
        return filled(lambda pk: MealItem(id=pk, meal=meal), drafts, known, meal.user)
    except ValidationError as error:
        raise ValidationError({"items": error.detail}) from error


def _of_meal(items: Mapping[UUID, MealItem], item_ids: Collection[UUID]) -> dict[UUID, MealItem]:
    message = ErrorDetail("There is no such line in this meal.", code="unknown_item")
    unknown = {str(index): [message] for index, pk in enumerate(item_ids) if pk not in items}
    if unknown:
        raise ValidationError({"items": unknown})
    return {pk: items[pk] for pk in item_ids}


def _write_over(items: Sequence[MealItem]) -> None:
    """Write known lines by their id, in one statement where bulk_update would take one CASE a cell."""
    MealItem.objects.bulk_create(
        items, update_conflicts=True, unique_fields=["id"], update_fields=ITEM_COLUMNS
    )


def _insert_items(items: Iterable[MealItem]) -> None:
    try:
        with transaction.atomic():
            MealItem.objects.bulk_create(items)
    except IntegrityError as error:
        raise Conflict("There is a line with one of these ids already.") from error
