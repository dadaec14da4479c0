"""Small made-up foods and the bodies of requests."""

from typing import Any

from accounts.models import User
from meals import services
from nutrition.models import Category, Food, FoodRevision

FOOD_ID = 900_001


def make_food(name: str = "Rice, boiled", **columns: Any) -> Food:
    """A food whose nutrients per 100 g are those given; the others are unknown. Other columns go along."""
    food = Food.objects.create()
    return revise(food, name=name, **columns)


def revise(food: Food, *, name: str = "Rice, boiled", **columns: Any) -> Food:
    """Give the food a new live revision."""
    category, _ = Category.objects.get_or_create(slug="grains", defaults={"name": "Grains"})
    number = food.revisions.count() + 1
    values = {"state": FoodRevision.State.IMPORTED, "source": "fndds", "source_id": "56205000"} | columns
    food.live = FoodRevision.objects.create(
        food=food, number=number, name=name, category=category, release="2021-2023", **values
    )
    food.save()
    return food


def a_meal(owner: User) -> dict[str, Any]:
    """A meal of the owner, of the food FOOD_ID; returns its place in an address."""
    food = revise(Food.objects.create(pk=FOOD_ID))
    logged = services.log_meal(user=owner, kind="lunch", items=[{"food_id": food.pk, "grams": 100}])
    return {"meal_id": logged.pk, "item_id": logged.items.get().pk, "day": logged.local_date}


def line(food: Food | int, grams: float = 100, **fields: Any) -> dict[str, Any]:
    return {"food_id": food.pk if isinstance(food, Food) else food, "grams": grams, **fields}


def meal(*lines: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """The body of a lunch in London, on an ordinary day unless said otherwise."""
    when = {"eaten_at": "2025-03-10T12:30:00Z", "time_zone": "Europe/London"}
    return {"kind": "lunch", **when, **fields, "items": list(lines)}


def errors_of(response: Any) -> dict[str, str]:
    """The fields at fault with the code of what is wrong."""
    assert response["Content-Type"] == "application/problem+json"
    return {error["field"]: error["code"] for error in response.json()["errors"]}
