"""What the views answer about foods, as plain data."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from nutrition import selectors
from nutrition.catalog import Catalog
from nutrition.grading.nutriscore import nutri_score_2023
from nutrition.models import FoodRevision
from nutrition.nutrients import NUTRIENTS, rounded
from nutrition.present import GRAM_DECIMALS, origin, present_energy
from nutrition.resolution.foods import Food, FoodTables
from nutrition.search import Hit


def found_food(hit: Hit, current: Catalog) -> dict[str, Any]:
    """One line of a search."""
    tables = current.tables
    food = tables.foods[hit.food]
    return {
        "food_id": food.id,
        "name": food.name,
        "description": food.description,
        "category": food.category,
        "serving": food.serving,
        "serving_g": food.serving_g,
        "energy_kcal_per_100g": present_energy(tables.nutrients_of(hit.food)["energy_kcal"]),
        "letter": nutri_score_2023(current.facts_of(food)).grade or None,
        "source": food.source,
        "state": food.state,
        "is_base": food.is_base,
        "matched": tables.names[hit.name].text,
    }


def whole_food(food: Food) -> dict[str, Any]:
    """All that is known of a food, by the revision that is live."""
    revision = selectors.revision_with_category(food.revision_id)
    return {
        "food_id": food.id,
        "name": revision.name,
        "description": revision.description,
        "category": revision.category_id,
        "category_name": revision.category.name,
        "is_base": revision.is_base,
        "serving": revision.serving,
        "serving_g": revision.serving_g,
        "portions": _portions(food.id),
        "nutrients": rounded(revision.nutrients()),
        "provenance": {"default": origin(food), "nutrients": _origins(revision)},
        "revision": revision.number,
        "state": revision.state,
        "refuse_percent": revision.refuse_percent,
        "allergens": revision.allergens,
        "dietary_tags": revision.dietary_tags,
        "aliases": [{"text": alias.text, "region": alias.region} for alias in selectors.aliases_of(food.id)],
    }


def _portions(food_id: int) -> list[dict[str, Any]]:
    return [
        {
            "id": portion.pk,
            "label": portion.label,
            "grams": round(portion.grams, GRAM_DECIMALS),
            "is_usual": portion.is_usual,
        }
        for portion in selectors.portions_of(food_id)
    ]


def _origins(revision: FoodRevision) -> dict[str, list[str]]:
    return {key: list(source) for key, source in revision.provenance.items()}


def nutrients() -> list[dict[str, Any]]:
    """The nutrients that we know."""
    shown = ("key", "name", "group", "unit", "decimals", "is_core", "daily_value")
    return [{name: getattr(nutrient, name) for name in shown} for nutrient in NUTRIENTS]


def category_tree(names: Mapping[str, str], tables: FoodTables) -> list[dict[str, Any]]:
    """The categories (slug -> name) as a tree, each with the number of foods in it and below it."""
    counts: Counter[str] = Counter()
    for row in tables.rows_of_id.values():
        slug = tables.foods[row].category
        while slug:
            counts[slug] += 1
            slug = slug.rpartition("/")[0]
    nodes: dict[str, dict[str, Any]] = {
        slug: {"slug": slug, "name": name, "foods": counts[slug], "children": []}
        for slug, name in sorted(names.items())
    }
    roots: list[dict[str, Any]] = []
    for slug, node in nodes.items():
        parent = nodes.get(slug.rpartition("/")[0])
        (roots if parent is None else parent["children"]).append(node)
    return roots
