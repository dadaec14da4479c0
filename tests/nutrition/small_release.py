"""A small release of the project's own tables, written by the tests, and loaded."""

import json
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command

from nutrition.fixtures import (
    ALIASES,
    BASE_ALIASES,
    AliasRecord,
    FoodRecord,
    PortionRecord,
    write_aliases,
    write_csv,
    write_foods,
    write_portions,
)
from nutrition.nutrients import KEYS

CATEGORIES = [["vegetables", "Vegetables", "general"], ["vegetables/root", "Root vegetables", ""]]
PREPARATION_COLUMNS = (
    "slug",
    "name",
    "parent",
    "words",
    "applies_to",
    "water_loss_percent",
    "fat_factor",
    "fat_added_g",
    "saturated_fat_added_g",
    "carbohydrate_added_g",
    "sodium_added_mg",
    "potassium_factor",
    "vitamin_c_factor",
    "source",
)
FRIED = ["fried", "Fried", "", "fried", "vegetables", "", "", "5", "", "", "", "", "", "a cook"]
PAN_FRIED = ["pan_fried", "Pan-fried", "fried", "pan-fried|panfried", "vegetables", "", "", "5"]
PAN_FRIED += ["", "", "", "", "", "a cook"]


def food(food_id: int = 1, *, name: str = "Carrot", **changes: Any) -> FoodRecord:
    """A carrot; nutrients are given by their keys, all else is unknown."""
    nutrients: dict[str, float | None] = dict.fromkeys(KEYS)
    nutrients |= {"energy_kcal": 41.0, "fibre_g": 2.8}
    nutrients |= {key: changes.pop(key) for key in list(changes) if key in KEYS}
    fields: dict[str, Any] = {
        "source": "sr28",
        "source_id": f"{food_id:05}",
        "release": "28",
        "description": f"{name}, raw",
        "category": "vegetables/root",
    }
    return FoodRecord(id=food_id, name=name, nutrients=nutrients, **(fields | changes))


def portion(
    food_id: int = 1, label: str = "1 cup", grams: float = 128, *, usual: bool = False
) -> PortionRecord:
    """A household measure of a food."""
    return PortionRecord(food_id, label, grams, usual, "sr28")


def alias(text: str, food_id: int = 1, region: str = "") -> AliasRecord:
    """Another name of a food."""
    return AliasRecord(food_id, text, region, "sr28")


def write(
    directory: Path,
    foods: Iterable[FoodRecord],
    *,
    portions: Iterable[PortionRecord] = (),
    aliases: Iterable[AliasRecord] = (),
    base: Iterable[list[str]] = (),
    base_aliases: Iterable[AliasRecord] = (),
) -> None:
    """Write a whole release."""
    foods = list(foods)
    for source in ("fndds", "sr28", "foundation"):
        write_foods(directory, source, [row for row in foods if row.source == source])
    write_portions(directory, portions)
    write_aliases(directory, ALIASES, aliases)
    write_aliases(directory, BASE_ALIASES, base_aliases)
    write_csv(directory / "categories.csv", ("slug", "name", "nutriscore_class"), CATEGORIES)
    write_csv(directory / "preparations.csv", PREPARATION_COLUMNS, [FRIED, PAN_FRIED])
    columns = ("id", "source", "source_id", "name", "serving", "serving_g")
    write_csv(directory / "base_foods.csv", columns, base)


def load(directory: Path) -> dict[str, dict[str, Any]]:
    """Run `load_foods` and return its summary."""
    out = StringIO()
    call_command("load_foods", directory, "--json", stdout=out)
    summary: dict[str, dict[str, Any]] = json.loads(out.getvalue())
    return summary
