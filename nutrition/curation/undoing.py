"""Taking back one change of a name or a measure; what that leaves is written as any other change."""

from typing import Any

from nutrition.curation.names import check_alias
from nutrition.curation.workflow import NotPossibleError
from nutrition.models import Alias, Food, Portion
from nutrition.services import add_alias, one_writer, remove_alias, remove_portion, set_portion


@one_writer()
def undo_name(*, food: Food, change: Any) -> Alias:
    """Take back the newest change of an alias (a row of its history) and return the alias.

    Raises NotPossibleError for another food's, for one that was changed again since and where nobody knows
    what was before; ``ValidationError`` where the name is another food's by now.
    """
    alias: Alias = _row(Alias, food, change)
    before = _before(Alias, change)
    if change.history_type == "+" or (before is not None and not before.active):
        remove_alias(alias=alias)
        return alias
    if before is None and change.active:
        raise NotPossibleError("What it was before is not known.")
    said = before or change
    check_alias(food=food, text=said.text, region=said.region)
    if (said.text.lower(), said.region) != (alias.text.lower(), alias.region):
        remove_alias(alias=alias)
    return add_alias(food=food, text=said.text, region=said.region)


@one_writer()
def undo_measure(*, food: Food, change: Any) -> Portion:
    """Take back the newest change of a portion, likewise; before the first stands what a release said."""
    portion: Portion = _row(Portion, food, change)
    before = _before(Portion, change)
    if change.history_type == "+" or (before is not None and not before.active):
        remove_portion(portion=portion)
        return portion
    grams, is_usual = measure_before(change, before)
    if grams is None:
        raise NotPossibleError("What it was before is not known.")
    label = before.label if before is not None else portion.label
    if label != portion.label:
        remove_portion(portion=portion)
    return set_portion(food=food, label=label, grams=grams, is_usual=is_usual)


def measure_before(change: Any, before: Any | None) -> tuple[float | None, bool]:
    """What a measure weighed, grams, and whether it was the usual one, before a change of it."""
    if before is not None:
        return before.grams, before.is_usual
    return change.loaded_grams, bool(change.loaded_usual)


def _row(model: Any, food: Food, change: Any) -> Any:
    row = model.objects.select_for_update().filter(pk=change.id, food=food).first()
    if row is None:
        raise NotPossibleError("That is a change of another food.")
    if model.history.filter(id=row.pk, history_id__gt=change.history_id).exists():
        raise NotPossibleError("It was changed again since: take that back first.")
    return row


def _before(model: Any, change: Any) -> Any | None:
    earlier = model.history.filter(id=change.id, history_id__lt=change.history_id)
    return earlier.order_by("-history_id").first()
