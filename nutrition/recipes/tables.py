"""The tables of the recipes (``nutrition/data/recipes/*.csv``), each row with its source."""

import csv
from functools import cache
from importlib.resources import files

from nutrition.nutrients import KEYS


def rows(name: str) -> list[dict[str, str]]:
    """The rows of the table ``name``, without ``.csv``."""
    text = files("nutrition").joinpath("data", "recipes", f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def confidence_factor() -> float:
    """How sure the parts of a dish taken apart are, against foods that were named alone."""
    text = files("nutrition").joinpath("data", "source_confidence.csv").read_text(encoding="utf-8")
    return next(
        float(row["confidence"]) for row in csv.DictReader(text.splitlines()) if row["kind"] == "decomposed"
    )


@cache
def conventions() -> dict[str, float]:
    """How FNDDS reckons, by name."""
    return {row["name"]: float(row["value"]) for row in rows("fndds_conventions")}


@cache
def fortificants() -> dict[str, dict[str, float | None]]:
    """What FNDDS adds as vitamins and minerals: code -> nutrients per 100 g; all others are 0."""
    table: dict[str, dict[str, float | None]] = {}
    for row in rows("fortificants"):
        values = table.setdefault(row["code"], dict.fromkeys(KEYS, 0.0))
        values[row["nutrient"]] = float(row["amount_per_100g"])
    return table


@cache
def reported_nutrients() -> dict[str, float]:
    """The nutrients whose errors are reported, and from which amount per 100 g on."""
    return {row["nutrient"]: float(row["at_least"]) for row in rows("reported_nutrients")}
