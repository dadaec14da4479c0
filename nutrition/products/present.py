"""A product as plain data: what the API answers."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from nutrition.nutrients import KEYS, rounded
from nutrition.present import confidence
from nutrition.present_grades import present_nutriscore
from nutrition.products.gtin import restriction, shortest, written
from nutrition.products.hybrid import GenericFood, Hybrid, hybrid, label_nutrients
from nutrition.products.models import SEPARATOR, BasisReason, Product
from nutrition.products.nutriscore import score
from nutrition.products.tables import checks, rows
from nutrition.resolution.foods import FoodTables
from nutrition.sources.tables import confidence_and_keep_s, licences

PAGE = "https://world.openfoodfacts.org/product/"
HYBRID = "hybrid"
_SERVING_DECIMALS = 2
_FACTOR_DECIMALS = 3


def present_product(product: Product, tables: FoodTables) -> dict[str, Any]:
    """All that is told and reckoned of a product; everything is rounded once."""
    completed = hybrid(product, tables)
    source = HYBRID if completed.generic else product.source
    sure = confidence_and_keep_s(source, "exact")[0]
    restricted = restriction(product.gtin)
    return {
        "gtin": written(product.gtin),
        "number_note": None if restricted is None else f"This number is {restricted.meaning}.",
        "name": product.name,
        "generic_name": product.generic_name,
        "brand": product.brand,
        "quantity": product.quantity,
        "serving": {"text": product.serving, "grams": product.serving_g, "millilitres": product.serving_ml},
        "label": _label(product),
        "nutrients": rounded(completed.nutrients),
        "nutrients_per_serving": _per_serving(product, completed),
        "provenance": {key: list(origin) for key, origin in completed.provenance.items()},
        "generic_food": _generic(completed.generic),
        "resolved_by": source,
        "confidence": confidence(sure),
        "score": sure,
        "ingredients": product.ingredients,
        "allergens": _allergens(_tags(product.allergens), _tags(product.traces)),
        "categories": _tags(product.categories),
        "countries": _tags(product.countries),
        "language": product.language,
        "nova_group": product.nova_group,
        "nutriscore": present_nutriscore(score(product, label_nutrients(product)[0])),
        "told_nutriscore": {
            "grade": product.told_nutriscore_grade.upper() or None,
            "score": product.told_nutriscore_score,
        },
        "flags": [{"code": code, "message": checks()[code].words} for code in _tags(product.flags)],
        "origin": _origin(product),
    }


def _label(product: Product) -> dict[str, Any]:
    """What the label tells per 100 g, and what it calls carbohydrate."""
    reason = product.carbohydrate_basis_from
    return {
        "nutrients": rounded({key: getattr(product, key) for key in KEYS}),
        "energy_kj": None if product.energy_kj is None else round(product.energy_kj, 2),
        "carbohydrate": product.carbohydrate_basis or None,
        "carbohydrate_known_from": BasisReason(reason).label if reason else None,
    }


def _per_serving(product: Product, completed: Hybrid) -> dict[str, float | None] | None:
    """Of one serving, 100 ml of a drink counting as 100 g; ``None`` where nobody tells what one weighs."""
    amount = product.serving_g or product.serving_ml
    if not amount:
        return None
    return rounded(
        {key: None if value is None else value * amount / 100 for key, value in completed.nutrients.items()}
    )


def _generic(generic: GenericFood | None) -> dict[str, Any] | None:
    if generic is None:
        return None
    return {
        "food_id": generic.food.id,
        "name": generic.food.name,
        "revision": generic.food.revision,
        "source": generic.food.source,
        "source_id": generic.food.source_id,
        "matched": generic.matched,
        "scaled_by": generic.scaled_by,
        "factor": round(generic.factor, _FACTOR_DECIMALS),
    }


def _allergens(contains: Sequence[str], traces: Sequence[str]) -> dict[str, list[str]]:
    """Each of the fourteen: contained, perhaps contained, or unknown; what is not told is never "free from".

    ``others`` are further tags, as they were told.
    """
    known = _known_allergens()
    has = [name for tag, name in known.items() if tag in contains]
    may = [name for tag, name in known.items() if tag in traces and name not in has]
    return {
        "contains": has,
        "may_contain": may,
        "unknown": [name for name in known.values() if name not in (*has, *may)],
        "others": sorted({*contains, *traces} - known.keys()),
    }


@cache
def _known_allergens() -> dict[str, str]:
    return {row["tag"]: row["allergen"] for row in rows("allergens")}


def _origin(product: Product) -> dict[str, Any]:
    licence = licences()[product.source]
    edited = product.modified_at
    return {
        "source": product.source,
        "source_id": shortest(product.gtin),
        "url": f"{PAGE}{shortest(product.gtin)}",
        "release": product.release.isoformat(),
        "modified_at": None if edited is None else edited.isoformat(),
        "licence": licence.licence,
        "attribution": licence.attribution,
    }


def _tags(joined: str) -> list[str]:
    return [tag for tag in joined.split(SEPARATOR) if tag]
