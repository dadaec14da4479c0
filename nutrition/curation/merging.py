"""Two foods that are one, and one food that is two. Diaries keep what they cite; old ids lead on."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from nutrition.curation.models import CurationEvent
from nutrition.curation.recipes import check_ingredients
from nutrition.curation.workflow import NotPossibleError
from nutrition.merge import columns_of, content_of
from nutrition.models import Alias, Food, FoodRevision, Origin, Portion
from nutrition.recipes.models import DishIngredient
from nutrition.services import add_alias, announce, next_number, one_writer, publish_change


@one_writer()
def merge_foods(*, kept: Food, gone: Food, by: Any, note: str = "") -> None:
    """Let ``kept`` stand for ``gone`` from now on, with its name, aliases and measures beside its own.

    Raises NotPossibleError for a food and itself, for one that is not live or was merged already, for a dish
    and what it is made of, and while a draft of ``gone`` is open.
    """
    if kept.pk == gone.pk:
        raise NotPossibleError("A food cannot be merged into itself.")
    kept, gone = _locked(kept), _locked(gone)
    if gone.draft_id is not None:
        raise NotPossibleError(f"“{gone}” has an open draft: publish or discard it first.")
    _refuse_loop(kept, gone)
    _give_names(gone, kept)
    _give_portions(gone, kept)
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    _record(CurationEvent.Kind.MERGED, gone, kept, by, note)
    _told(gone, kept)


@one_writer()
def undo_merge(*, food: Food, by: Any) -> None:
    """Let a food that was merged stand by itself again; what it gave goes back."""
    gone = Food.objects.select_for_update(of=("self",)).select_related("live").get(pk=food.pk)
    kept = gone.merged_into
    if kept is None:
        raise NotPossibleError("It was not merged.")
    for model in (Alias, Portion):
        for row in model.objects.filter(food=kept, source=_source(gone), active=True):
            row.active = False
            row.save(update_fields=["active"])
    gone.merged_into = None
    gone.save(update_fields=["merged_into"])
    _record(CurationEvent.Kind.RESTORED, gone, kept, by, "The merge was undone.")
    _told(gone, kept)


@one_writer()
def split_food(*, food: Food, name: str, by: Any, aliases: Collection[int] = (), note: str = "") -> Food:
    """Make a food of its own out of what ``food`` also stood for, and return it.

    It begins with the figures and measures of ``food`` as reviewed, and takes the aliases with these ids
    along. Raises NotPossibleError for an empty name or one that the food itself bears.
    """
    food = _locked(food)
    if not name.strip() or name.strip().lower() == food.live.name.lower():
        raise NotPossibleError("The new food needs a name of its own.")
    new = Food.objects.create()
    new.live = FoodRevision.objects.create(
        food=new,
        number=next_number(new),
        state=FoodRevision.State.REVIEWED,
        origin=Origin.CURATOR,
        created_by=by,
        note=note,
        went_live_at=timezone.now(),
        **columns_of(content_of(food.live)) | {"name": name.strip(), "is_base": False},
    )
    new.save(update_fields=["live"])
    for portion in food.portions.filter(active=True):
        Portion.objects.create(
            food=new, label=portion.label, grams=portion.grams, is_usual=portion.is_usual,
            source=portion.source,
        )  # fmt: skip
    for alias in food.aliases.filter(pk__in=aliases, active=True):
        alias.active = False
        alias.save(update_fields=["active"])
        add_alias(food=new, text=alias.text, region=alias.region)
    _record(CurationEvent.Kind.SPLIT, new, food, by, note)
    _told(food, new)
    return new


def _locked(food: Food) -> Food:
    food = Food.objects.select_for_update(of=("self",)).select_related("live").get(pk=food.pk)
    if food.live is None or food.live.state == FoodRevision.State.RETIRED:
        raise NotPossibleError(f"“{food}” is not live.")
    if food.merged_into_id is not None:
        raise NotPossibleError(f"“{food}” was merged into food {food.merged_into_id} already.")
    return food


def _source(food: Food) -> str:
    return f"food {food.pk}"


def _give_names(gone: Food, kept: Food) -> None:
    named = [(gone.live.name, "")] + [
        (alias.text, alias.region) for alias in gone.aliases.filter(active=True)
    ]
    known = {(alias.text.lower(), alias.region): alias for alias in kept.aliases.all()}
    for text, region in named:
        fresh = Alias(food=kept, text=text, region=region, source=_source(gone), active=False)
        if text.lower() != kept.live.name.lower():
            _give(known.setdefault((text.lower(), region), fresh), gone)


def _give_portions(gone: Food, kept: Food) -> None:
    known = {portion.label.lower(): portion for portion in kept.portions.all()}
    for portion in gone.portions.filter(active=True):
        fresh = Portion(food=kept, label=portion.label, source=_source(gone), active=False)
        _give(known.setdefault(portion.label.lower(), fresh), gone, grams=portion.grams)


def _give(row: Alias | Portion, gone: Food, **values: float) -> None:
    """Let a new row count, or one that an earlier merge gave; what a curator took away stays away."""
    if row.source == _source(gone) and not row.active:
        for name, value in {**values, "active": True}.items():
            setattr(row, name, value)
        row.save()


def _refuse_loop(kept: Food, gone: Food) -> None:
    parts = DishIngredient.objects.filter(recipe=kept.pk, food__isnull=False).values_list("food", flat=True)
    try:
        check_ingredients(dish=gone.pk, parts=list(parts))
    except ValidationError as error:
        raise NotPossibleError(f"“{kept}” is made of “{gone}”: change its recipe first.") from error


def _record(kind: CurationEvent.Kind, food: Food, other: Food, by: Any, note: str) -> None:
    CurationEvent.objects.create(kind=kind, food=food, revision=food.live, other_food=other, by=by, note=note)


def _told(*foods: Food) -> None:
    announce(foods=[food.pk for food in foods])
    publish_change(foods[-1])
