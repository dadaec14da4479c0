"""Examples for the API's description."""

from drf_spectacular.utils import OpenApiExample

STEW = OpenApiExample(
    "A pot of stew",
    request_only=True,
    value={
        "name": "Bean stew",
        "servings": 4,
        "yield_g": 2100,
        "ingredients": [
            {"food_id": 1024, "grams": 500, "quantity": "2 tins", "description": "two tins of beans"},
            {"food_id": 2048, "preparation": "grilled", "grams": 300},
            {"recipe_id": "019a9f3c-7b1e-7c55-9d0a-3f5e8a1b2c4d", "servings": 2},
        ],
    },
)
WEIGHED = OpenApiExample("Weighed again", request_only=True, value={"yield_g": 1950})
