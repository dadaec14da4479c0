"""USDA National Nutrient Database for Standard Reference, release 28, in its ASCII layout.

Fields are separated by ``^``, text stands between tildes, an empty field is unknown.
"""

from collections.abc import Iterator
from pathlib import Path

from nutrition.nutrients import NUTRIENTS, Nutrient
from nutrition.usda.reading import (
    BrokenTableError,
    amount,
    check_unit,
    find,
    need,
    open_text,
    reference,
    required,
)
from nutrition.usda.rows import SourceFoodRow, SourcePortionRow, add_computed

SOURCE = "sr28"
RELEASE = "28"
# SR28 numbers of the FDC ids that stand in where the best one is missing.
FALLBACK_NUMBERS = {1269: "618", 1270: "619"}
# Source code 7: "assumed zero" by the publisher, who derives it from what the food is.
ASSUMED_ZERO = "7"


def is_here(directory: Path) -> bool:
    """Whether ``directory`` holds this table."""
    return find(directory, "FOOD_DES.txt") is not None


def read(directory: Path) -> list[SourceFoodRow]:
    """All foods with nutrients and portions; raises ``BrokenTableError``."""
    foods = _foods(directory)
    _add_nutrients(directory, foods)
    _add_portions(directory, foods)
    for food in foods.values():
        add_computed(food)
    return list(foods.values())


def _lines(path: Path, fields: int) -> Iterator[tuple[int, list[str]]]:
    with open_text(path, "iso-8859-1") as file:
        for row, line in enumerate(file, start=1):
            cells = line.rstrip("\r\n").replace("~", "").split("^")
            if len(cells) != fields:
                if cells == [""]:
                    continue
                raise BrokenTableError(path, f"{len(cells)} fields where the layout has {fields}", row)
            yield row, cells


def _foods(directory: Path) -> dict[str, SourceFoodRow]:
    groups = {cells[0]: cells[1] for _, cells in _lines(need(directory, "FD_GROUP.txt"), 2)}
    path = need(directory, "FOOD_DES.txt")
    foods: dict[str, SourceFoodRow] = {}
    for row, cells in _lines(path, 14):
        ndb_number = cells[0]
        if ndb_number in foods:
            raise BrokenTableError(path, f"{ndb_number!r} is there twice", row, "NDB_No")
        foods[ndb_number] = SourceFoodRow(
            source=SOURCE,
            source_id=ndb_number,
            release=RELEASE,
            description=" ".join(cells[2].split()),
            group_code=cells[1],
            group_name=reference(path, row, "FdGrp_Cd", cells[1], groups),
            synonyms=cells[4].strip(),
            manufacturer=cells[5].strip(),
            refuse=cells[7].strip(),
            refuse_percent=amount(path, row, "Refuse", cells[8]),
            scientific_name=cells[9].strip(),
            ndb_number=ndb_number,
        )
    return foods


def _numbers(directory: Path) -> dict[str, tuple[Nutrient, int]]:
    """SR28's nutrient number -> our nutrient and its rank (0 is the best); units are checked."""
    wanted: dict[str, tuple[Nutrient, int]] = {}
    for nutrient in NUTRIENTS:
        if nutrient.fdc_number:
            wanted[nutrient.fdc_number] = (nutrient, 0)
        for rank, fdc_id in enumerate(nutrient.fdc_ids[1:], start=1):
            if fdc_id in FALLBACK_NUMBERS:
                wanted[FALLBACK_NUMBERS[fdc_id]] = (nutrient, rank)
    path = need(directory, "NUTR_DEF.txt")
    known: set[str] = set()
    for row, cells in _lines(path, 6):
        known.add(cells[0])
        if cells[0] in wanted:
            check_unit(path, row, "Units", cells[1], wanted[cells[0]][0].unit)
    return {code: found for code, found in wanted.items() if code in known} | {
        code: found for code, found in wanted.items() if code not in known and not found[1]
    }


def _add_nutrients(directory: Path, foods: dict[str, SourceFoodRow]) -> None:
    numbers = _numbers(directory)
    path = need(directory, "NUT_DATA.txt")
    ranks: dict[tuple[str, str], int] = {}
    seen: set[tuple[str, str]] = set()
    for row, cells in _lines(path, 18):
        wanted = numbers.get(cells[1])
        if wanted is None:
            continue
        nutrient, rank = wanted
        if (cells[0], cells[1]) in seen:
            raise BrokenTableError(path, f"nutrient {cells[1]} of food {cells[0]} is there twice", row)
        seen.add((cells[0], cells[1]))
        food = reference(path, row, "NDB_No", cells[0], foods)
        value = amount(path, row, "Nutr_Val", cells[2])
        if value is None or rank > ranks.get((cells[0], nutrient.key), rank):
            continue
        ranks[cells[0], nutrient.key] = rank
        food.nutrients[nutrient.key] = value
        food.derivations[nutrient.key] = _derivation(cells[1], rank, cells[5], cells[6])


def _derivation(number: str, rank: int, source_code: str, derivation_code: str) -> str:
    if rank:
        return f"nutrient {number}"
    if source_code == ASSUMED_ZERO:
        return "assumed zero"
    return derivation_code or source_code


def _add_portions(directory: Path, foods: dict[str, SourceFoodRow]) -> None:
    path = need(directory, "WEIGHT.txt")
    for row, cells in _lines(path, 7):
        food = reference(path, row, "NDB_No", cells[0], foods)
        count = required(path, row, "Amount", cells[2])
        grams = required(path, row, "Gm_Wgt", cells[4])
        sequence = int(required(path, row, "Seq", cells[1]))
        if any(portion.sequence == sequence for portion in food.portions):
            raise BrokenTableError(path, f"measure {sequence} of food {cells[0]} is there twice", row, "Seq")
        food.portions.append(SourcePortionRow(sequence, f"{count:g} {' '.join(cells[3].split())}", grams))
