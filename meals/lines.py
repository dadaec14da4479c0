"""One line of a meal: what a client may say of it, and the snapshot that the server takes itself."""

from collections.abc import Iterable, Mapping
from typing import TypedDict
from uuid import UUID

from rest_framework.exceptions import ErrorDetail, ValidationError

from meals.grades import grade_kept
from meals.models import MealItem
from meals.preparations import Methods, kept, methods_of, per_100g_prepared, suitable
from nutrition.cooking import objection
from nutrition.models import FoodRevision
from nutrition.nutrients import scaled

WORDS = ("name", "description", "quantity")
FINDINGS = ("path", "score")


class LineFields(TypedDict, total=False):
    """What a client says of a line; a key that is absent leaves a known line as it is."""

    id: UUID
    food_id: int
    preparation: str | None
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


def named_methods(lines: Iterable[LineFields]) -> Methods:
    """Return the preparations that lines name, by slug; what the table does not know is missing."""
    return methods_of(fields.get("preparation") for fields in lines)


def fill(item: MealItem, fields: LineFields, revisions: Mapping[int, FoodRevision], methods: Methods) -> None:
    """Write ``fields`` into a new or a known line and take its snapshot.

    A known line cites the revision it was logged with for as long as its food stays the same, and keeps its
    preparation as it was then for as long as that is the same. Another food drops the preparation unless one
    is given. New grams without an interval are taken to be exact. Raises ValidationError by field.
    """
    if item._state.adding:
        _require(fields, "food_id", "grams")
    if "food_id" in fields and fields["food_id"] != item.food_id:
        revision = _found(revisions, fields["food_id"])
        cite(item, revision, path="", score=None)
        item.name = revision.name
    if "preparation" in fields:
        _prepare(item, fields["preparation"], methods)
    if "grams" in fields:
        item.grams = fields["grams"]
        item.grams_low, item.grams_high = fields.get("grams_low"), fields.get("grams_high")
    for word in WORDS:
        if word in fields:
            setattr(item, word, fields[word])  # type: ignore[literal-required]
    item.provenance |= {key: value for key, value in fields.items() if key in FINDINGS}
    _take_snapshot(item)


def cite(item: MealItem, revision: FoodRevision, *, path: str, score: float | None) -> None:
    """Let the line stand for ``revision`` as measured, found by ``path`` with ``score`` (0-1 or None)."""
    item.food_id, item.revision, item.preparation = revision.food_id, revision, None
    item.grade = None
    item.provenance = {
        "source": revision.source,
        "source_id": revision.source_id,
        "release": revision.release,
        "revision": revision.number,
        "path": path,
        "score": score,
        "preparation": None,
    }


def renew(item: MealItem, revision: FoodRevision, methods: Methods) -> None:
    """Let the line stand for what is known of its food and its preparation today.

    A line whose food is no longer cooked that way by the tables stays as it was logged.
    """
    slug, found = item.preparation, item.provenance
    if slug and (slug not in methods or objection(methods[slug], revision)):
        return
    cite(item, revision, path=found["path"], score=found["score"])
    _prepare(item, slug, methods)
    _take_snapshot(item)


def _prepare(item: MealItem, slug: str | None, methods: Methods) -> None:
    """Let the food be prepared by ``slug``, or as measured; the same one as before changes nothing."""
    if slug == item.preparation:
        return
    item.provenance["preparation"] = kept(suitable(methods, slug, item.revision)) if slug else None
    item.preparation = slug


def _take_snapshot(item: MealItem) -> None:
    """Set the line's nutrients and its grade, by the revision and the preparation that it cites."""
    per_100g = item.revision.nutrients()
    if item.preparation:
        per_100g = per_100g_prepared(per_100g, item.provenance["preparation"])
    for key, amount in scaled(per_100g, item.grams / 100).items():
        setattr(item, key, amount)
    item.grade = grade_kept(item.revision, per_100g, item.grade)


def _require(fields: LineFields, *names: str) -> None:
    errors = {name: [ErrorDetail("This field is required.", code="required")] for name in names}
    missing = {name: error for name, error in errors.items() if name not in fields}
    if missing:
        raise ValidationError(missing)


def _found(revisions: Mapping[int, FoodRevision], food_id: int) -> FoodRevision:
    if food_id not in revisions:
        raise ValidationError({"food_id": [ErrorDetail("There is no such food.", code="unknown_food")]})
    return revisions[food_id]
