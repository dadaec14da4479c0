"""Which branch of the food tree a publisher's food hangs on: rules in `data/category_rules.csv`."""

import csv
import re
from functools import cache
from importlib.resources import files

from nutrition.distil.source_tables import Source


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table in `data/`."""
    text = files("nutrition.distil").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def _rules() -> list[tuple[str, frozenset[str], re.Pattern[str], str]]:
    return [
        (
            row["table"],
            frozenset(row["group"].split("|")),
            re.compile(row["pattern"], re.IGNORECASE),
            row["category"],
        )
        for row in rows("category_rules.csv")
    ]


def category_of(source: Source) -> str:
    """The slug of the first rule that fits; SR28 and Foundation share USDA's food groups."""
    table = "fndds" if source.key[0] == "fndds" else "usda"
    for rule_table, groups, pattern, category in _rules():
        if rule_table == table and source.group_code in groups and pattern.search(source.description):
            return category
    raise LookupError(f"no category rule for {source.key}: group {source.group_code}, {source.description!r}")
