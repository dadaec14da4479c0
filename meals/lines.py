"""One line of a meal: what a client may say of it, and the snapshot that the server takes itself."""

from collections.abc import Iterable, Mapping
from typing import TypedDict
from uuid import UUID

from rest_framework.exceptions import ErrorDetail, ValidationError

from meals.models import MealItem
from nutrition.models import FoodRevision
from nutrition.nutrients import scaled

WORDS = ("name", "description", "quantity")
FINDINGS = ("path", "score")


class LineFields(TypedDict, total=False):
    """What a client says of a line; a key that is absent leaves a known line as it is."""

    id: UUID
    food_id: int
    grams: float
    grams_low: float | None
    grams_high: float | None
    name: str
    description: str
    quantity: str
    path: str
    score: float | None


def new_food_ids(lines: Iterable[tuple[LineFields, MealItem | None]]) -> set[int]:
    """Return the foods that a line names for the first time: those whose live revision is needed."""
    return {
        fields["food_id"]
        for fields, known in lines
        if "food_id" in fields and (known is None or known.food_id != fields["food_id"])
    }


def fill(item: MealItem, fields: LineFields, revisions: Mapping[int, FoodRevision]) -> None:
    """Write ``fields`` into a new or a known line and take its snapshot.

    A known line cites the revision it was logged with for as long as its food stays the same. New grams
    without an interval are taken to be exact. Raises ValidationError by field.
    """
    if item._state.adding:
        _require(fields, "food_id", "grams")
    if "food_id" in fields and fields["food_id"] != item.food_id:
        revision = _found(revisions, fields["food_id"])
        cite(item, revision, path="", score=None)
        item.name = revision.name
    if "grams" in fields:
        item.grams = fields["grams"]
        item.grams_low, item.grams_high = fields.get("grams_low"), fields.get("grams_high")
    for word in WORDS:
        if word in fields:
            setattr(item, word, fields[word])  # type: ignore[literal-required]
    item.provenance |= {key: value for key, value in fields.items() if key in FINDINGS}
    take_snapshot(item)


def cite(item: MealItem, revision: FoodRevision, *, path: str, score: float | None) -> None:
    """Let the line stand for ``revision``, found by ``path`` with ``score`` (0-1, unknown: None)."""
    item.food_id, item.revision = revision.food_id, revision
    item.provenance = {
        "source": revision.source,
        "source_id": revision.source_id,
        "release": revision.release,
        "revision": revision.number,
        "path": path,
        "score": score,
    }


def take_snapshot(item: MealItem) -> None:
    """Set the line's nutrients to those in its grams, by the revision that it cites."""
    for key, amount in scaled(item.revision.nutrients(), item.grams / 100).items():
        setattr(item, key, amount)


def _require(fields: LineFields, *names: str) -> None:
    errors = {name: [ErrorDetail("This field is required.", code="required")] for name in names}
    missing = {name: error for name, error in errors.items() if name not in fields}
    if missing:
        raise ValidationError(missing)


def _found(revisions: Mapping[int, FoodRevision], food_id: int) -> FoodRevision:
    if food_id not in revisions:
        raise ValidationError({"food_id": [ErrorDetail("There is no such food.", code="unknown_food")]})
    return revisions[food_id]
