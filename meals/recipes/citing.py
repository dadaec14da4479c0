"""A line that stands for a recipe: what it keeps of it, so that the recipe may change or go."""

from typing import Any, TypedDict

from meals.line_columns import Line
from meals.recipes.models import Recipe
from nutrition.grading.meal import known_amounts
from nutrition.nutrients import KEYS, Totals

SOURCE = "recipe"


class KeptSource(TypedDict):
    """A table that figures of a recipe come from."""

    source: str
    release: str


class KeptIngredient(TypedDict):
    """What went into the pot, and the figures it was reckoned with; another recipe's source is ``recipe``."""

    name: str
    grams: float
    source: str
    source_id: str
    release: str
    revision: int


class KeptRecipe(TypedDict):
    """A recipe as a line's provenance keeps it; ``known_share`` names only what is known of a part."""

    name: str
    version: int
    updated_at: str
    grams: float
    serving_g: float
    known_share: dict[str, float]
    sources: list[KeptSource]
    ingredients: list[KeptIngredient]


def cite_recipe(line: Line, recipe: Recipe, *, path: str, score: float | None) -> None:
    """Let the line stand for ``recipe`` as it is now, found by ``path`` with ``score`` (0-1 or None)."""
    line.food, line.revision, line.preparation, line.recipe = None, None, None, recipe
    line.grade = recipe.grade
    line.provenance = {
        "source": SOURCE,
        "source_id": str(recipe.pk),
        "release": "",
        "revision": recipe.version,
        "path": path,
        "score": score,
        "preparation": None,
        "recipe": _kept(recipe),
    }


def amounts_per_100g(recipe: Recipe) -> dict[str, float | None]:
    """Return what 100 g of the pot hold; what too little of the pot is known for is unknown, not smaller."""
    unknown_foods = dict.fromkeys(KEYS, 0)
    return known_amounts(Totals(recipe.grams, recipe.nutrients(), recipe.known_share, unknown_foods))


def _kept(recipe: Recipe) -> KeptRecipe:
    lines = list(recipe.ingredients.all())
    return {
        "name": recipe.name,
        "version": recipe.version,
        "updated_at": recipe.updated_at.isoformat().replace("+00:00", "Z"),
        "grams": recipe.grams,
        "serving_g": recipe.serving_g,
        "known_share": {key: share for key, share in recipe.known_share.items() if 0 < share < 1},
        "sources": _sources([line.provenance for line in lines]),
        "ingredients": [_kept_ingredient(line) for line in lines],
    }


def _kept_ingredient(line: Line) -> KeptIngredient:
    told = line.provenance
    return {
        "name": line.name,
        "grams": line.grams,
        "source": told["source"],
        "source_id": told["source_id"],
        "release": told["release"],
        "revision": told["revision"],
    }


def _sources(provenances: list[dict[str, Any]]) -> list[KeptSource]:
    """The tables that the figures come from, those of the recipes in the recipe among them."""
    found: set[tuple[str, str]] = set()
    for told in provenances:
        if told["source"] == SOURCE:
            found |= {(each["source"], each["release"]) for each in told["recipe"]["sources"]}
        else:
            found.add((told["source"], told["release"]))
    return [{"source": source, "release": release} for source, release in sorted(found)]
