"""One line of a meal or a recipe: what a client may say of it, and the snapshot that the server takes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict, TypeVar
from uuid import UUID

from rest_framework.exceptions import ErrorDetail, ValidationError

from accounts.models import User
from common.fields import MAX_GRAMS
from meals.foods import live_revisions
from meals.grades import grade_kept
from meals.ids import uuid7
from meals.line_columns import Line
from meals.models import MealItem
from meals.preparations import Methods, kept, methods_of, per_100g_prepared, refused, suitable
from meals.recipes.citing import amounts_per_100g, cite_recipe
from meals.recipes.models import Recipe
from meals.recipes.selectors import citable_recipes
from nutrition.cooking import objection
from nutrition.models import FoodRevision
from nutrition.nutrients import scaled

WORDS = ("name", "description", "quantity")
FINDINGS = ("path", "score")
AnyLine = TypeVar("AnyLine", bound=Line)


class LineFields(TypedDict, total=False):
    """What a client says of a line; a key that is absent leaves a known line as it is."""

    id: UUID
    food_id: int
    recipe_id: UUID
    preparation: str | None
    grams: float
    servings: float
    grams_low: float | None
    grams_high: float | None
    name: str
    description: str
    quantity: str
    path: str
    score: float | None


@dataclass(frozen=True, slots=True)
class Named:
    """What lines name, as it is today: revisions by food, recipes and methods; what is unknown is missing."""

    revisions: Mapping[int, FoodRevision]
    recipes: Mapping[UUID, Recipe]
    methods: Methods


def named_anew(user: User, lines: Iterable[tuple[LineFields, Line | None]]) -> Named:
    """Read what lines of ``user`` name for the first time, in as many queries for one as for many."""
    foods, recipes, methods = set(), set(), set()
    for fields, known in lines:
        if "food_id" in fields and (known is None or known.food_id != fields["food_id"]):
            foods.add(fields["food_id"])
        if "recipe_id" in fields and (known is None or known.recipe_id != fields["recipe_id"]):
            recipes.add(fields["recipe_id"])
        methods.add(fields.get("preparation"))
    return Named(live_revisions(foods), citable_recipes(user, recipes), methods_of(methods))


def named_again(user: User, lines: Iterable[Line]) -> Named:
    """Read what is known today of all that known lines of ``user`` stand for."""
    lines = list(lines)
    return Named(
        live_revisions(line.food_id for line in lines if line.food_id is not None),
        citable_recipes(user, {line.recipe_id for line in lines if line.recipe_id is not None}),
        methods_of(line.preparation for line in lines),
    )


def filled(
    new: Callable[[UUID], AnyLine], drafts: Sequence[LineFields], known: Mapping[UUID, AnyLine], user: User
) -> list[AnyLine]:
    """Return lines in the order of ``drafts``, not yet written; ``new`` makes one that is not ``known``.

    Raises ValidationError by the line's number and its field, with every error that there is.
    """
    lines = [(fields, known.get(fields["id"]) if "id" in fields else None) for fields in drafts]
    named = named_anew(user, lines)
    made: list[AnyLine] = []
    errors: dict[str, Any] = {}
    for position, (fields, one) in enumerate(lines):
        line = one or new(fields.get("id") or uuid7())
        line.position = position
        try:
            fill(line, fields, named)
        except ValidationError as error:
            errors[str(position)] = error.detail
        made.append(line)
    if errors:
        raise ValidationError(errors)
    return made


def fill(line: Line, fields: LineFields, named: Named) -> None:
    """Write ``fields`` into a new or a known line and take its snapshot.

    A known line cites the revision or the recipe it was logged with for as long as its food stays the same,
    and keeps its preparation as it was then for as long as that is the same. Another food drops the
    preparation unless one is given. New grams without an interval are taken to be exact. Raises
    ValidationError by field.
    """
    if line._state.adding:
        _require(fields)
    per_100g = None if line._state.adding else scaled(line.nutrients(), 100 / line.grams)
    if "food_id" in fields and fields["food_id"] != line.food_id:
        revision = _found(named.revisions, fields["food_id"], "food")
        cite(line, revision, path="", score=None)
        line.name = revision.name
    if "recipe_id" in fields and fields["recipe_id"] != line.recipe_id:
        recipe = _found(named.recipes, fields["recipe_id"], "recipe")
        cite_recipe(line, recipe, path="", score=None)
        line.name, per_100g = recipe.name, amounts_per_100g(recipe)
    if "preparation" in fields:
        _prepare(line, fields["preparation"], named.methods)
    _weigh(line, fields)
    for word in WORDS:
        if word in fields:
            setattr(line, word, fields[word])  # type: ignore[literal-required]
    line.provenance |= {key: value for key, value in fields.items() if key in FINDINGS}
    _take_snapshot(line, per_100g)


def cite(line: Line, revision: FoodRevision, *, path: str, score: float | None) -> None:
    """Let the line stand for ``revision`` as measured, found by ``path`` with ``score`` (0-1 or None)."""
    line.food_id, line.revision, line.preparation, line.recipe = revision.food_id, revision, None, None
    line.grade = None
    line.provenance = {
        "source": revision.source,
        "source_id": revision.source_id,
        "release": revision.release,
        "revision": revision.number,
        "path": path,
        "score": score,
        "preparation": None,
    }


def renew(line: Line, named: Named) -> None:
    """Let the line stand for what is known of its food and its preparation, or of its recipe, today.

    A line whose food is no longer cooked that way by the tables, or whose food or recipe is gone, stays as it
    was logged.
    """
    found = line.provenance
    findings = {"path": found["path"], "score": found["score"]}
    if line.recipe_id is not None and (recipe := named.recipes.get(line.recipe_id)) is not None:
        cite_recipe(line, recipe, **findings)
        _take_snapshot(line, amounts_per_100g(recipe))
    elif line.food_id is not None and (revision := named.revisions.get(line.food_id)) is not None:
        slug = line.preparation
        if slug and (slug not in named.methods or objection(named.methods[slug], revision)):
            return
        cite(line, revision, **findings)
        _prepare(line, slug, named.methods)
        _take_snapshot(line, None)


def _prepare(line: Line, slug: str | None, methods: Methods) -> None:
    """Let the food be prepared by ``slug``, or as measured; the same one as before changes nothing."""
    if slug == line.preparation:
        return
    if slug is None:
        line.provenance["preparation"] = None
    elif line.revision is None:
        raise refused("The figures of a recipe are of the finished dish already.", "unsuitable_preparation")
    else:
        line.provenance["preparation"] = kept(suitable(methods, slug, line.revision), line.revision)
    line.preparation = slug


def _weigh(line: Line, fields: LineFields) -> None:
    """Write the amount: grams with their interval, or servings of a recipe, which say it in words too."""
    if "servings" in fields:
        line.grams = _grams_of(line, fields["servings"])
        line.quantity = f"{fields['servings']:g} {'serving' if fields['servings'] == 1 else 'servings'}"
    elif "grams" in fields:
        line.grams = fields["grams"]
    else:
        return
    if isinstance(line, MealItem):
        line.grams_low, line.grams_high = fields.get("grams_low"), fields.get("grams_high")


def _grams_of(line: Line, servings: float) -> float:
    cited = line.provenance.get("recipe")
    if cited is None:
        raise _wrong("servings", "Only a recipe has servings: give grams.", "not_a_recipe")
    grams: float = servings * cited["serving_g"]
    if not 0 < grams <= MAX_GRAMS:
        raise _wrong("servings", f"These are {grams:g} g; a line has at most {MAX_GRAMS:g}.", "max_value")
    return grams


def _take_snapshot(line: Line, per_100g: Mapping[str, float | None] | None) -> None:
    """Set the line's nutrients, and a food's grade: by the revision and the preparation that it cites.

    A recipe's are ``per_100g``, and its grade is the recipe's own.
    """
    if line.revision is not None:
        per_100g = line.revision.nutrients()
        if line.preparation:
            per_100g = per_100g_prepared(per_100g, line.provenance["preparation"])
        line.grade = grade_kept(line.revision, per_100g, line.grade)
    assert per_100g is not None
    for key, amount in scaled(per_100g, line.grams / 100).items():
        setattr(line, key, amount)


def _require(fields: LineFields) -> None:
    missing = [] if "food_id" in fields or "recipe_id" in fields else ["food_id"]
    missing += [] if "grams" in fields or "servings" in fields else ["grams"]
    if missing:
        error = ErrorDetail("This field is required.", code="required")
        raise ValidationError({name: [error] for name in missing})


Found = TypeVar("Found")
Key = TypeVar("Key")


def _found(known: Mapping[Key, Found], key: Key, what: str) -> Found:
    if key not in known:
        raise _wrong(f"{what}_id", f"There is no such {what}.", f"unknown_{what}")
    return known[key]


def _wrong(field: str, message: str, code: str) -> ValidationError:
    return ValidationError({field: [ErrorDetail(message, code=code)]})
