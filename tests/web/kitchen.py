"""A few made-up foods, enough for a breakfast in words."""

from typing import Any

from nutrition.models import Alias, Category, Food, FoodRevision, Portion

# name, category; kcal, protein, carbohydrate, fat, fibre per 100 g; portions (label, grams), usual one first
FOODS: list[tuple[str, str, tuple[float, float, float, float, float | None], list[tuple[str, float]]]] = [
    ("Scrambled eggs", "eggs", (150, 10, 2, 11, 0), [("1 large egg", 61), ("1 cup", 220)]),
    ("Whole wheat toast", "bread", (290, 13, 48, 4, None), [("1 slice", 33), ("1 thick slice", 48)]),
    ("Butter", "fats", (717, 1, 0, 81, 0), [("1 tablespoon", 14)]),
    ("Orange juice", "juice", (45, 0.7, 10, 0.2, 0.2), [("1 glass", 248), ("1 cup", 250)]),
    ("Apple juice", "juice", (46, 0.1, 11, 0.1, 0.2), [("1 glass", 248)]),
    ("Banana", "fruit", (89, 1.1, 23, 0.3, 2.6), [("1 medium", 118), ("1 cup", 150)]),
    ("Banana bread", "bread", (326, 4.3, 55, 10, 1.1), [("1 slice", 60)]),
    ("Blueberry doughnut", "pastries", (400, 5, 50, 20, 1), [("1 doughnut", 60)]),
    ("Oat porridge", "cereals", (71, 2.5, 12, 1.5, 1.7), [("1 bowl", 240)]),
]
# What a Nutri-Score needs besides: sugars, saturated fat and sodium per 100 g. Of the others it is unknown.
SCORED: dict[str, dict[str, Any]] = {
    "Scrambled eggs": {"sugars_g": 1.4, "saturated_fat_g": 3.3, "sodium_mg": 145},
    "Orange juice": {"sugars_g": 8.4, "saturated_fat_g": 0, "sodium_mg": 1, "nutriscore_class": "beverage"},
    "Banana": {
        "sugars_g": 12,
        "saturated_fat_g": 0.1,
        "sodium_mg": 1,
        "fruit_vegetable_legume_percent": 100,
    },
    "Blueberry doughnut": {"sugars_g": 25, "saturated_fat_g": 8, "sodium_mg": 300},
    "Oat porridge": {"sugars_g": 0.3, "saturated_fat_g": 0.3, "sodium_mg": 50},
}
MACROS = ("energy_kcal", "protein_g", "carbohydrate_total_g", "fat_g", "fibre_g")


def stock() -> dict[str, Food]:
    """Put the foods into the database; returns them by name."""
    return {name: _food(name, category, macros, portions) for name, category, macros, portions in FOODS}


def _food(name: str, category: str, macros: tuple[Any, ...], portions: list[tuple[str, float]]) -> Food:
    place, _ = Category.objects.get_or_create(slug=category, defaults={"name": category.capitalize()})
    food = Food.objects.create()
    food.live = FoodRevision.objects.create(
        food=food,
        number=1,
        state=FoodRevision.State.IMPORTED,
        name=name,
        description=f"{name}, as eaten",
        category=place,
        is_base=True,
        serving=portions[0][0],
        serving_g=portions[0][1],
        source="fndds",
        source_id=f"{food.pk:08}",
        release="2021-2023",
        vitamin_c_mg=30 if "juice" in name else None,
        **dict(zip(MACROS, macros, strict=True)),
        **SCORED.get(name, {}),
    )
    food.save()
    for index, (label, grams) in enumerate(portions):
        Portion.objects.create(food=food, label=label, grams=grams, is_usual=index == 0, source="fndds")
    Alias.objects.create(food=food, text=name.lower(), source="fndds")
    return food
