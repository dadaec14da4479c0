"""Examples for the API's description."""

from drf_spectacular.utils import OpenApiExample

LUNCH = OpenApiExample(
    "Lunch",
    request_only=True,
    value={
        "id": "019a9f3c-7b1e-7c55-9d0a-3f5e8a1b2c4d",
        "kind": "lunch",
        "eaten_at": "2026-11-20T12:05:00Z",
        "time_zone": "Europe/London",
        "items": [
            {
                "food_id": 1024,
                "grams": 122,
                "grams_low": 100,
                "grams_high": 150,
                "description": "two scrambled eggs",
                "quantity": "2 large",
                "path": "alias",
                "score": 0.97,
            },
            {"food_id": 2048, "preparation": "grilled", "grams": 200},
        ],
    },
)
MOVED = OpenApiExample("Eaten earlier", request_only=True, value={"eaten_at": "2026-11-20T11:30:00Z"})
SAME_AGAIN = OpenApiExample("Now", request_only=True, value={"kind": "dinner"})
LINE = OpenApiExample("A picked food", request_only=True, value={"food_id": 2048, "grams": 200})
LESS = OpenApiExample("Less of it", request_only=True, value={"grams": 61, "quantity": "1 large"})
ONE_LINE = OpenApiExample(
    "Of one line", request_only=True, value={"items": ["019a9f3c-7b1e-7c55-9d0a-3f5e8a1b2c4d"]}
)
