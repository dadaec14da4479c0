"""USDA FoodData Central, Foundation Foods, in the publisher's CSV layout (files plain or gzipped).

``food.csv`` also lists samples and earlier versions; the foods are the ids of ``foundation_food.csv``.
"""

from pathlib import Path

from nutrition.nutrients import NUTRIENTS, Nutrient
from nutrition.usda.reading import (
    BrokenTableError,
    amount,
    check_unit,
    csv_rows,
    find,
    need,
    number,
    reference,
    required,
)
from nutrition.usda.rows import SourceFoodRow, SourcePortionRow, add_computed

SOURCE = "foundation"
UNDETERMINED = "undetermined"


def is_here(directory: Path) -> bool:
    """Whether ``directory`` holds this table."""
    return find(directory, "foundation_food.csv") is not None


def read(directory: Path) -> list[SourceFoodRow]:
    """All foods with nutrients and portions; raises ``BrokenTableError``."""
    foods = _foods(directory)
    _add_nutrients(directory, foods)
    _add_portions(directory, foods)
    for food in foods.values():
        add_computed(food)
    return list(foods.values())


def _ndb_numbers(directory: Path) -> dict[str, str]:
    path = need(directory, "foundation_food.csv")
    numbers: dict[str, str] = {}
    for row, cells in csv_rows(path, ["fdc_id", "NDB_number"]):
        if cells["fdc_id"] in numbers:
            raise BrokenTableError(path, f"{cells['fdc_id']!r} is there twice", row, "fdc_id")
        numbers[cells["fdc_id"]] = cells["NDB_number"].strip().zfill(5)
    return numbers


def _foods(directory: Path) -> dict[str, SourceFoodRow]:
    ndb_numbers = _ndb_numbers(directory)
    groups = {
        cells["id"]: (cells["code"], cells["description"])
        for _, cells in csv_rows(need(directory, "food_category.csv"), ["id", "code", "description"])
    }
    path = need(directory, "food.csv")
    foods: dict[str, SourceFoodRow] = {}
    newest = ""
    columns = ["fdc_id", "description", "food_category_id", "publication_date"]
    for row, cells in csv_rows(path, columns):
        fdc_id = cells["fdc_id"]
        if fdc_id not in ndb_numbers:
            continue
        if fdc_id in foods:
            raise BrokenTableError(path, f"{fdc_id!r} is there twice", row, "fdc_id")
        group = reference(path, row, "food_category_id", cells["food_category_id"], groups)
        newest = max(newest, cells["publication_date"])
        foods[fdc_id] = SourceFoodRow(
            source=SOURCE,
            source_id=fdc_id,
            release="",
            description=" ".join(cells["description"].split()),
            group_code=group[0],
            group_name=group[1],
            ndb_number=ndb_numbers[fdc_id],
        )
    for missing in ndb_numbers.keys() - foods.keys():
        raise BrokenTableError(path, f"food {missing!r} of foundation_food.csv is missing", column="fdc_id")
    for food in foods.values():
        food.release = newest
    return foods


def _fdc_ids(directory: Path) -> dict[str, tuple[Nutrient, int]]:
    """FDC's nutrient id -> our nutrient and its rank (0 is the best); units are checked."""
    wanted = {
        str(fdc_id): (nutrient, rank)
        for nutrient in NUTRIENTS
        for rank, fdc_id in enumerate(nutrient.fdc_ids)
    }
    path = need(directory, "nutrient.csv")
    for row, cells in csv_rows(path, ["id", "name", "unit_name"]):
        if cells["id"] in wanted:
            check_unit(path, row, "unit_name", cells["unit_name"], wanted[cells["id"]][0].unit)
    return wanted


def _add_nutrients(directory: Path, foods: dict[str, SourceFoodRow]) -> None:
    fdc_ids = _fdc_ids(directory)
    path = need(directory, "food_nutrient.csv")
    ranks: dict[tuple[str, str], int] = {}
    seen: set[tuple[str, str]] = set()
    for row, cells in csv_rows(path, ["fdc_id", "nutrient_id", "amount", "derivation_id"]):
        food = foods.get(cells["fdc_id"])
        wanted = fdc_ids.get(cells["nutrient_id"])
        if food is None or wanted is None:
            continue
        nutrient, rank = wanted
        identity = (food.source_id, cells["nutrient_id"])
        if identity in seen:
            raise BrokenTableError(path, f"nutrient {identity[1]} of food {identity[0]} is there twice", row)
        seen.add(identity)
        value = _value(path, row, nutrient, cells["amount"])
        key = (food.source_id, nutrient.key)
        if value is None or rank > ranks.get(key, rank):
            continue
        ranks[key] = rank
        food.nutrients[nutrient.key] = value
        food.derivations[nutrient.key] = (
            f"nutrient {cells['nutrient_id']}" if rank else f"derivation {cells['derivation_id']}"
        )


def _value(path: Path, row: int, nutrient: Nutrient, text: str) -> float | None:
    # Carbohydrate is what is left of 100 g: in lean meat the rest of the analyses' errors, at times below 0.
    if nutrient.key == "carbohydrate_total_g" and text.strip().startswith("-"):
        number(path, row, "amount", text)
        return 0.0
    return amount(path, row, "amount", text)


def _add_portions(directory: Path, foods: dict[str, SourceFoodRow]) -> None:
    units = {
        cells["id"]: cells["name"]
        for _, cells in csv_rows(need(directory, "measure_unit.csv"), ["id", "name"])
    }
    path = need(directory, "food_portion.csv")
    columns = ["fdc_id", "amount", "measure_unit_id", "portion_description", "modifier", "gram_weight"]
    for row, cells in csv_rows(path, columns):
        food = foods.get(cells["fdc_id"])
        if food is None:
            continue
        count = amount(path, row, "amount", cells["amount"])
        unit = reference(path, row, "measure_unit_id", cells["measure_unit_id"], units)
        grams = required(path, row, "gram_weight", cells["gram_weight"])
        label = _label(1.0 if count is None else count, unit, cells["portion_description"], cells["modifier"])
        food.portions.append(SourcePortionRow(len(food.portions) + 1, label, grams))


def _label(count: float, unit: str, *details: str) -> str:
    """ "1 cup, shredded" out of amount, unit and what stands beside them."""
    words = [detail.strip() for detail in details if detail.strip()]
    unit = "" if unit == UNDETERMINED else unit.lower()
    return f"{count:g} " + ", ".join([unit, *words] if unit else words)
