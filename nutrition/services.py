"""Writes of the food database by a curator; every one of them tells the catalog what changed."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Max
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from nutrition.models import Alias, CatalogChange, Food, FoodRevision, Origin, Portion, Region
from nutrition.tasks import grade_changed_foods, inspect_changed_foods

CURATOR = "curator"
BATCH = 2000
ALIAS_COLUMNS = ("text", "region", "origin", "active")
PORTION_COLUMNS = ("label", "grams", "is_usual", "source", "active")
# Any number, the same for ever: processes of two releases must wait for each other too.
WRITERS_LOCK = 720_412_233
_graded_later: ContextVar[bool] = ContextVar("graded_later", default=False)


@contextmanager
def one_writer() -> Iterator[None]:
    """A transaction that changes foods, one at a time: another waits at its start until this one ends.

    So the ids of ``CatalogChange`` are committed in their order, and a process that has seen one misses none
    before it; two releases do not load into each other, nor over what a curator saves meanwhile. SQLite has
    one writer anyway.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITERS_LOCK])
        yield


@one_writer()
def announce(*, foods: Iterable[int]) -> None:
    """Tell every process that these foods changed (by id)."""
    CatalogChange.objects.bulk_create(
        (CatalogChange(food_id=food_id) for food_id in sorted(set(foods))), batch_size=BATCH
    )


def publish_change(food: Food) -> None:
    """Tell every process what a curator changed, and grade it anew once that is stored."""
    announce(foods=[food.pk])
    if not _graded_later.get():
        transaction.on_commit(lambda: grade_changed_foods.delay(), robust=True)


@contextmanager
def graded_together() -> Iterator[None]:
    """Grade the foods that change in here anew once, at its end, where each would have a job of its own."""
    token = _graded_later.set(True)
    try:
        yield
    finally:
        _graded_later.reset(token)
        transaction.on_commit(lambda: grade_changed_foods.delay(), robust=True)


@one_writer()
def announce_all(*, grades: bool = True) -> None:
    """Tell every process that something changed that is no food's own: a category, a preparation.

    ``grades`` says whether the grades of foods may come out otherwise by it.
    """
    CatalogChange.objects.create(food=None, grades=grades)


def next_number(food: Food) -> int:
    """The number of the food's next revision; call it with the food's row locked."""
    return (food.revisions.aggregate(last=Max("number"))["last"] or 0) + 1


def check_revision(revision: FoodRevision) -> None:
    """Raise ``ValidationError``, by column, for what a food cannot have."""
    amounts = revision.nutrients() | {"serving_g": revision.serving_g}
    below = [name for name, value in amounts.items() if value is not None and value < 0]
    if below:
        raise ValidationError(dict.fromkeys(below, "An amount cannot be below 0."))
    shares = ("fruit_vegetable_legume_percent", "nut_percent")
    beyond = [name for name in shares if not 0 <= (getattr(revision, name) or 0) <= 100]
    if beyond:
        raise ValidationError(dict.fromkeys(beyond, "A share is between 0 and 100 %."))
    revision.full_clean()


@one_writer()
def add_alias(*, food: Food, text: str, region: str = Region.EVERYWHERE) -> Alias:
    """Give ``food`` another name; one that was taken away before comes back."""
    alias = Alias.objects.filter(food=food, text__iexact=text, region=region).first()
    if alias is None:
        alias = Alias(food=food, text=text, region=region)
    alias.origin, alias.active = Origin.CURATOR, True
    alias.save()
    _announce_name(food.pk)
    return alias


@one_writer()
def remove_alias(*, alias: Alias) -> None:
    """Take a name away for good: the row stays, inactive, so that no release brings it back."""
    alias.active = False
    alias.save(update_fields=["active"])
    _announce_name(alias.food_id)


def _announce_name(food_id: int) -> None:
    """Tell every process that a food's names changed, and look whether one is another food's too."""
    announce(foods=[food_id])
    if not _graded_later.get():
        transaction.on_commit(lambda: inspect_changed_foods.delay(), robust=True)


@one_writer()
def set_portion(*, food: Food, label: str, grams: float, is_usual: bool = False) -> Portion:
    """Set what a household measure of ``food`` weighs (grams, above 0); only one of them is the usual."""
    if is_usual:
        for other in food.portions.filter(is_usual=True, active=True).exclude(label=label):
            other.is_usual = False
            other.save(update_fields=["is_usual"])
    portion, _ = Portion.objects.update_or_create(
        food=food,
        label=label,
        defaults={"grams": grams, "is_usual": is_usual, "active": True},
        create_defaults={"grams": grams, "is_usual": is_usual, "source": CURATOR},
    )
    publish_change(food)
    return portion


@one_writer()
def remove_portion(*, portion: Portion) -> None:
    """Take a measure away for good, like ``remove_alias``."""
    portion.active = False
    portion.save(update_fields=["active"])
    announce(foods=[portion.food_id])


@one_writer()
def store_names(
    *, new: Iterable[Alias | Portion], changed: Iterable[Alias | Portion], by: Any, reason: str = ""
) -> None:
    """Store aliases or measures all together, each with its history, and announce their foods once."""
    touched: set[int] = set()
    for model, columns in ((Alias, ALIAS_COLUMNS), (Portion, PORTION_COLUMNS)):
        old = [row for row in changed if isinstance(row, model)]
        fresh = [row for row in new if isinstance(row, model)]
        told = {"batch_size": BATCH, "default_user": by, "default_change_reason": reason[:100]}
        if old:
            bulk_update_with_history(old, model, columns, **told | {"batch_size": 100})
        if fresh:
            bulk_create_with_history(fresh, model, **told)
        touched |= {row.food_id for row in (*old, *fresh)}
    announce(foods=touched)
    transaction.on_commit(lambda: grade_changed_foods.delay(), robust=True)
