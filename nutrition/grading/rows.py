"""A row of figures from outside, checked: plain data -> what the formulas are told."""

from collections.abc import Mapping
from typing import Any

from nutrition.grading.checks import KJ_PER_KCAL, SALT_G_PER_MG_SODIUM, findings
from nutrition.grading.facts import DRINKS, FoodFacts
from nutrition.grading.glycemic import GlycemicIndex
from nutrition.grading.nutriscore import CLASSES, NOT_RATED
from nutrition.nutrients import KEYS

LABEL_KEYS = ("energy_kj", "salt_g")
FIELDS = (
    "id", "name", "nutrients", "nutriscore_class", "fruit_vegetable_legume_percent", "nut_percent",
    "non_nutritive_sweeteners", "serving_g", "glycemic_index", "nutriscore_class_2017",
)  # fmt: skip
# What cannot be reckoned with. Figures that only cannot be true (340 g of fat in 100 g stand on many a label)
# are graded as they are, and the findings say so.
NO_AMOUNTS = ("not_a_number", "not_finite", "negative")
MOST_SERVING_G = 20_000.0
MOST_GLYCEMIC_INDEX = 200.0


class BrokenRowError(Exception):
    """A row that cannot be graded: ``field`` is the one at fault."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field, self.message = field, message


def read_row(row: Any) -> FoodFacts:
    """The facts in a row ``{"nutrients": {key: amount per 100 g}, "nutriscore_class": …}``.

    Raises BrokenRowError for a field that is unknown, missing, of the wrong type or out of its range, and for
    nutrients that are no amounts (negative, NaN, text). What is implausible is flagged by `checks.findings`.
    """
    if not isinstance(row, Mapping):
        raise BrokenRowError("row", "this is not an object")
    if unknown := sorted(set(row) - set(FIELDS)):
        raise BrokenRowError(unknown[0], f"unknown field; there are {', '.join(FIELDS)}")
    return FoodFacts(
        nutrients=_nutrients(row.get("nutrients")),
        nutriscore_class=_class(row, "nutriscore_class") or "general",
        nutriscore_class_2017=_class(row, "nutriscore_class_2017"),
        is_drink=row.get("nutriscore_class") in DRINKS,
        fruit_vegetable_legume_percent=_number(row, "fruit_vegetable_legume_percent", 100.0),
        nut_percent=_number(row, "nut_percent", 100.0),
        non_nutritive_sweeteners=_sweetened(row.get("non_nutritive_sweeteners")),
        serving_g=_serving(row),
        glycemic_index=_glycemic_index(row),
    )


def _nutrients(given: Any) -> dict[str, float | None]:
    if not isinstance(given, Mapping):
        raise BrokenRowError("nutrients", "give an object of amounts per 100 g by nutrient")
    if unknown := sorted(set(given) - {*KEYS, *LABEL_KEYS}):
        raise BrokenRowError(f"nutrients.{unknown[0]}", "there is no such nutrient")
    for found in findings(given):
        if found.code in NO_AMOUNTS:
            field = f"nutrients.{found.nutrient}" if found.nutrient else "nutrients"
            raise BrokenRowError(field, found.message)
    return _with_both_names(dict(given))


def _with_both_names(nutrients: dict[str, float | None]) -> dict[str, float | None]:
    """Energy in kcal and sodium in mg too, where a label gives only kJ and salt."""
    for key, label_key, factor in (
        ("energy_kcal", "energy_kj", 1 / KJ_PER_KCAL),
        ("sodium_mg", "salt_g", 1 / SALT_G_PER_MG_SODIUM),
    ):
        amount = nutrients.get(label_key)
        if nutrients.get(key) is None and amount is not None:
            nutrients[key] = amount * factor
    return nutrients


def _class(row: Mapping[str, Any], field: str) -> str:
    """The class that is given, or nothing."""
    given = row.get(field)
    if given is None:
        return ""
    if given not in (*CLASSES, NOT_RATED):
        raise BrokenRowError(field, f"one of {', '.join((*CLASSES, NOT_RATED))}")
    return str(given)


def _number(row: Mapping[str, Any], field: str, most: float) -> float | None:
    value = row.get(field)
    if value is None:
        return None
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not 0 <= value <= most:
        raise BrokenRowError(field, f"a number from 0 to {most:g}, or null where nobody knows")
    return float(value)


def _sweetened(value: Any) -> bool | None:
    """Whether there are sweeteners; labels' data often count them."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float) and value >= 0:
        return value > 0
    raise BrokenRowError("non_nutritive_sweeteners", "true, false, a count, or null where nobody knows")


def _serving(row: Mapping[str, Any]) -> float:
    serving_g = _number(row, "serving_g", MOST_SERVING_G)
    if serving_g == 0:
        raise BrokenRowError("serving_g", "a serving weighs more than 0 g")
    return 100.0 if serving_g is None else serving_g


def _glycemic_index(row: Mapping[str, Any]) -> GlycemicIndex | None:
    value = _number(row, "glycemic_index", MOST_GLYCEMIC_INDEX)
    return None if value is None else GlycemicIndex(value, "same", 1.0, "", "given with the row")
