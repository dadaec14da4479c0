"""Answers in the shape that each source documents."""

import json
from typing import Any

from tests.nutrition.sources.server import Reply, as_json

# Granola: figures that fit each other, per 100 g.
KCAL, PROTEIN, FAT, CARBOHYDRATE, FIBRE, SODIUM_MG = 450.0, 10.0, 16.0, 66.0, 7.0, 200.0
_FDC_ROWS = (
    (1008, "208", "KCAL", KCAL),
    (1003, "203", "G", PROTEIN),
    (1004, "204", "G", FAT),
    (1005, "205", "G", CARBOHYDRATE),
    (1079, "291", "G", FIBRE),
    (1093, "307", "MG", SODIUM_MG),
)


def fdc_food(
    description: str = "Wobbly granola", fdc_id: int = 1, *, also: Any = (), **changed: float
) -> dict[str, Any]:
    """A row of ``/v1/foods/search``; ``changed`` goes by nutrient number, as ``n307=40_000``."""
    rows = [
        {"nutrientId": i, "nutrientNumber": n, "unitName": unit, "value": changed.get(f"n{n}", value)}
        for i, n, unit, value in _FDC_ROWS
    ]
    return {
        "fdcId": fdc_id,
        "description": description,
        "dataType": "Survey (FNDDS)",
        "publishedDate": "2024-10-31",
        "foodNutrients": [*rows, *also],
        "servingSize": 60.0,
        "servingSizeUnit": "g",
        "householdServingFullText": "1 bowl",
        "score": 500.0,
    }


def fdc(*foods: dict[str, Any], **how: Any) -> Reply:
    return as_json({"totalHits": len(foods), "currentPage": 1, "totalPages": 1, "foods": list(foods)}, **how)


def off_product(name: str = "Wobbly granola", code: str = "3017620422003", **changed: Any) -> dict[str, Any]:
    """A product of Open Food Facts; ``changed`` are nutriments, ``_`` for ``-``."""
    nutriments = {
        "energy-kcal_100g": KCAL,
        "energy_100g": KCAL * 4.184,
        "energy-kcal_unit": "kcal",
        "proteins_100g": PROTEIN,
        "fat_100g": FAT,
        "carbohydrates_100g": CARBOHYDRATE - FIBRE,
        "fiber_100g": FIBRE,
        "sodium_100g": SODIUM_MG / 1000,
        "salt_100g": SODIUM_MG / 400,
    }
    return {
        "code": code,
        "product_name": name,
        "brands": "Wobble",
        "nutriments": {k: v for k, v in {**nutriments, **changed}.items() if v is not None},
        "serving_size": "40 g",
        "serving_quantity": 40,
        "countries_tags": ["en:france"],
        "last_modified_t": 1_760_000_000,
    }


def off_search(*products: dict[str, Any]) -> Reply:
    return as_json(
        {"count": len(products), "page": 1, "page_size": 10, "products": list(products), "skip": 0}
    )


def off_by_code(product: dict[str, Any]) -> Reply:
    return as_json(
        {"code": product["code"], "product": product, "status": 1, "status_verbose": "product found"}
    )


OFF_ABSENT = as_json({"code": "1", "status": 0, "status_verbose": "product not found"}, status=404)


def edamam_food(label: str = "Wobbly granola", **changed: float) -> dict[str, Any]:
    nutrients = {
        "ENERC_KCAL": KCAL, "PROCNT": PROTEIN, "FAT": FAT, "CHOCDF": CARBOHYDRATE, "FIBTG": FIBRE,
    }  # fmt: skip
    return {
        "foodId": "food_a1gb9ubb72c7snbuxr3weagwv0dd",
        "label": label,
        "knownAs": label.lower(),
        "nutrients": {**nutrients, **changed},
        "category": "Generic foods",
        "categoryLabel": "food",
    }


def edamam(parsed: list[dict[str, Any]] | None = None, hints: list[dict[str, Any]] | None = None) -> Reply:
    measure = {"uri": "http://www.edamam.com/ontologies/edamam.owl#Measure_serving", "label": "Serving"}
    return as_json(
        {
            "text": "wobbly granola",
            "parsed": [{"food": food} for food in parsed or []],
            "hints": [{"food": food, "measures": [{**measure, "weight": 55.0}]} for food in hints or []],
            "_links": {},
        }
    )


def supermarket_search(*named: tuple[str, str]) -> Reply:
    rows = [{"name": name, "tpnb": code, "price": 1.5, "id": 1} for name, code in named]
    return as_json({"uk": {"ghs": {"products": {"totals": {"all": 2}, "results": rows}}}})


def supermarket_product(description: str = "Wobbly granola", **changed: str) -> Reply:
    values = {
        "Energy (kJ)": "1883", "Energy (kcal)": "450", "Fat (g)": "16.0", "Saturates (g)": "2.0",
        "Carbohydrate (g)": "59.0", "Sugars (g)": "20.0", "Fibre (g)": "7.0", "Protein (g)": "10.0",
        "Salt (g)": "0.50",
    }  # fmt: skip
    rows = [{"name": name, "valuePer100": value} for name, value in {**values, **changed}.items()]
    label = {"per100Header": "Per 100g", "perServingHeader": "1 bowl (40g)", "calcNutrients": rows}
    product = {"gtin": "05018374442215", "tpnb": "51", "description": description, "brand": "WOBBLE"}
    return as_json({"products": [{**product, "calcNutrition": label}]})


def chat(said: Any) -> Reply:
    content = said if isinstance(said, str) else json.dumps(said)
    return as_json(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "choices": [
                {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"}
            ],
        }
    )


def estimate(**changed: Any) -> dict[str, Any]:
    nutrients = {
        "energy_kcal": KCAL, "protein_g": PROTEIN, "carbohydrate_total_g": CARBOHYDRATE, "fat_g": FAT,
        "fibre_g": FIBRE,
    }  # fmt: skip
    return {"is_food": True, "serving_g": 50, "nutrients_per_100_g": {**nutrients, **changed}}
