"""The publishers' recipes and foods out of the imported source tables."""

from collections import defaultdict

from nutrition.nutrients import KEYS
from nutrition.recipes.recompute import Analysed, Dish, Line, RecipeBook
from nutrition.recipes.tables import conventions
from nutrition.usda.models import SourceFood, SourceIngredient

NLEA_FAT = "nutrient 1085"


class NoSourceTablesError(Exception):
    """The publishers' tables have not been imported."""


def recipe_book(*, keeps_all: bool = False, takes_published: bool = False) -> RecipeBook:
    """FNDDS with its recipes, SR28 and Foundation Foods, in four queries; options as in ``RecipeBook``.

    Raises ``NoSourceTablesError`` where FNDDS or SR28 is not there.
    """
    dishes = _dishes()
    sr28 = {food.number: food for food in _analysed("sr28")}
    if not (dishes and sr28):
        raise NoSourceTablesError("import the source tables first: manage.py import_usda DIRECTORY")
    before = conventions()["foundation_before_fdc_id"]
    foundation: dict[str, list[Analysed]] = defaultdict(list)
    for food in _analysed("foundation"):
        if int(food.source_id) < before:
            foundation[food.description.lower()].append(food)
    return RecipeBook(dishes, sr28, dict(foundation), keeps_all, takes_published)


def _analysed(source: str) -> list[Analysed]:
    columns = ("source_id", "ndb_number", "description", "derivations", *KEYS)
    rows = SourceFood.objects.filter(source=source).order_by("source_id").values_list(*columns)
    return [
        Analysed(
            source_id=source_id,
            number=number,
            description=description,
            nutrients=dict(zip(KEYS, values, strict=True)),
            fat_is_nlea=derivations.get("fat_g") == NLEA_FAT,
        )
        for source_id, number, description, derivations, *values in rows
    ]


def _dishes() -> dict[str, Dish]:
    lines: dict[str, list[Line]] = defaultdict(list)
    moisture: dict[str, float] = {}
    columns = (
        "food__source_id", "ingredient_code", "description", "grams", "retention_code",
        "moisture_change_percent",
    )  # fmt: skip
    fndds = SourceIngredient.objects.filter(food__source="fndds")
    for code, *parts, change in fndds.order_by("food__source_id", "sequence").values_list(*columns):
        lines[code].append(Line(*parts))
        moisture[code] = change or 0.0
    foods = SourceFood.objects.filter(source="fndds").order_by("source_id")
    return {
        code: Dish(
            code,
            description,
            dict(zip(KEYS, values, strict=True)),
            tuple(lines[code]),
            moisture.get(code, 0.0),
        )
        for code, description, *values in foods.values_list("source_id", "description", *KEYS)
    }
