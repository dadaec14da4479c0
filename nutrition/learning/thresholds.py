"""The thresholds of ``nutrition/data/learning.csv``."""

import csv
from functools import cache
from importlib.resources import files


@cache
def thresholds() -> dict[str, float]:
    """Name -> value; what each means stands in the table."""
    text = files("nutrition").joinpath("data/learning.csv").read_text(encoding="utf-8")
    return {row["name"]: float(row["value"]) for row in csv.DictReader(text.splitlines())}
