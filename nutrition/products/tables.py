"""The tables about packaged foods (``nutrition/data/products/*.csv``), parsed once."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from nutrition.nutrients import NUTRIENTS

REJECT, DROP, FLAG = "reject", "drop", "flag"
# Figures that stand in a row beside the nutrients of ours.
CARBOHYDRATE, ENERGY_KJ, FRUIT = "carbohydrate_g", "energy_kj", "fruit_vegetable_legume_percent"
MARKS_ESTIMATE = "marks_estimate"
_PER_GRAM = {"g": 1.0, "mg": 1e3, "µg": 1e6}


@dataclass(frozen=True, slots=True)
class Field:
    """A figure of Open Food Facts: what it is to us and by how much it is to be multiplied."""

    name: str
    target: str
    factor: float


@dataclass(frozen=True, slots=True)
class Check:
    """Something that can be amiss: what is done (reject, drop, flag), beyond which limit, and in words."""

    code: str
    action: str
    limit: float
    words: str


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of the table ``name``, without ``.csv``."""
    text = files("nutrition").joinpath(f"data/products/{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def fields() -> Mapping[str, Field]:
    """The figures that count, by their name at Open Food Facts, those that are preferred first.

    Amounts there are grams per 100 g; ``nutrients.csv`` says which nutrient each is, ``off_fields.csv`` what
    is not so simple.
    """
    special = sorted(rows("off_fields"), key=lambda row: int(row["rank"]))
    first = [_field(row) for row in special if row["rank"] == "1"]
    then = [_field(row) for row in special if row["rank"] != "1"]
    named = {field.name for field in (*first, *then)}
    plain = [
        Field(nutrient.open_food_facts, nutrient.key, _PER_GRAM[nutrient.unit])
        for nutrient in NUTRIENTS
        if nutrient.open_food_facts and nutrient.open_food_facts not in named
    ]
    return {field.name: field for field in (*first, *plain, *then)}


@cache
def second_choices() -> Mapping[str, Field]:
    """The figures that count only where the one that is preferred is not told."""
    names = {row["field"] for row in rows("off_fields") if row["rank"] != "1"}
    return {name: field for name, field in fields().items() if name in names}


@cache
def estimate_marks() -> frozenset[str]:
    """Figures that no label has all of: where they all are, the rest was estimated too."""
    return frozenset(name for name, field in fields().items() if field.target == MARKS_ESTIMATE)


@cache
def label_figures() -> frozenset[str]:
    """The figures that stay where the others were estimated."""
    return frozenset(row["nutrient"] for row in rows("label_nutrients"))


@cache
def checks() -> Mapping[str, Check]:
    """What can be amiss with a product, by code."""
    return {
        row["code"]: Check(row["code"], row["action"], float(row["limit"] or "inf"), row["words"])
        for row in rows("product_checks")
    }


def limit(code: str) -> float:
    """The limit of a check."""
    return checks()[code].limit


def _field(row: Mapping[str, str]) -> Field:
    return Field(row["field"], row["target"], float(row["factor"]))
