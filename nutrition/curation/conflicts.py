"""What a curator and a release both changed: ours stays, or the release's takes its place.

A conflict is gone once it is decided; the next release that says the same again is none.
"""

from typing import Any

from nutrition.curation.models import CurationEvent
from nutrition.curation.workflow import NotPossibleError, publish, save_draft, tip
from nutrition.models import Food, FoodRevision, LoadConflict, Portion
from nutrition.nutrients import by_key
from nutrition.services import one_writer, set_portion

PORTION = "portion "


@one_writer()
def keep_ours(*, conflict: LoadConflict, by: Any) -> None:
    """Leave what is live. Raises NotPossibleError where it was decided already."""
    stored = _decided(conflict)
    CurationEvent.objects.create(
        kind=CurationEvent.Kind.KEPT,
        food=stored.food,
        revision=stored.food.live,
        by=by,
        note=f"Not as release {stored.release} says: {_field(stored)}",
    )


@one_writer()
def take_theirs(*, conflict: LoadConflict, by: Any) -> FoodRevision | Portion:
    """Let what the release says take the place of what is live, and return that.

    A nutrient takes its provenance along. Where a draft is open the field goes into that and waits with it;
    else it is published as reviewed. Raises NotPossibleError where it was decided already, and what
    `workflow.save_draft` and `workflow.publish` raise.
    """
    stored = _decided(conflict)
    if stored.field.startswith(PORTION):
        return _take_portion(stored)
    food = Food.objects.select_related("live", "draft").get(pk=stored.food_id)
    had_draft = food.draft_id is not None
    base = tip(food)
    value, provenance = _told(stored)
    note = f"As release {stored.release} says: {stored.field}"
    draft = save_draft(food=food, base=base, by=by, changes={stored.field: value}, note=note)
    if base is not None and draft.pk == base.pk:
        raise NotPossibleError("It says the same already.")
    if stored.field in by_key():
        _give_provenance(draft, stored.field, provenance)
    return draft if had_draft else publish(food=food, by=by, note=note)


def _decided(conflict: LoadConflict) -> LoadConflict:
    """The conflict as stored, which only one of two curators gets; it is gone then."""
    stored = LoadConflict.objects.select_for_update().filter(pk=conflict.pk).first()
    if stored is None:
        raise NotPossibleError("Somebody decided it already.")
    LoadConflict.objects.filter(pk=stored.pk).delete()
    return stored


def _field(conflict: LoadConflict) -> str:
    """The field, or the measure by its name."""
    told: Any = conflict.new_value
    return str(told["label"]) if conflict.field.startswith(PORTION) else conflict.field


def _told(conflict: LoadConflict) -> tuple[Any, list[str] | None]:
    """The release's value, and a nutrient's provenance (None: the source's own)."""
    told = conflict.new_value
    if conflict.field in by_key() and isinstance(told, list):
        value, provenance = told
        return value, provenance
    return told, None


def _give_provenance(draft: FoodRevision, key: str, provenance: list[str] | None) -> None:
    """A figure of the release is the release's own again, not the curator's who took it."""
    draft.provenance = {name: told for name, told in draft.provenance.items() if name != key}
    if provenance is not None:
        draft.provenance[key] = provenance
    draft.save(update_fields=["provenance"])


def _take_portion(conflict: LoadConflict) -> Portion:
    known = Portion.objects.filter(
        pk=int(conflict.field.removeprefix(PORTION)), food=conflict.food_id, active=True
    ).first()
    if known is None:
        raise NotPossibleError("That measure was taken away meanwhile.")
    told: Any = conflict.new_value
    return set_portion(
        food=known.food, label=known.label, grams=float(told["grams"]), is_usual=known.is_usual
    )
