"""Sixty dishes as people name them, over the real food tables.

``composite_dishes.csv`` (from general knowledge): the ``parts`` that are to come out, each a pattern searched
in ``name [description]`` of the foods found, what is ``never`` to, and the energy that the dish may have.
``bug`` names the cause where a dish is not understood yet; the test then tells when it is.
"""

import csv
import re
from pathlib import Path

import pytest

from tests.nutrition.resolution.conftest import RealFoods

PATH = Path(__file__).with_name("composite_dishes.csv")
ROWS = list(csv.DictReader(PATH.open(encoding="utf-8", newline="")))


def case(row: dict[str, str]) -> object:
    marks = [pytest.mark.xfail(strict=True, reason=row["bug"])] if row["bug"] else []
    return pytest.param(row, id=row["dish"], marks=marks)


@pytest.mark.parametrize("row", [case(row) for row in ROWS])
def test_a_dish_comes_out_with_its_parts(row: dict[str, str], resolver: RealFoods) -> None:
    analysis = resolver.analyze(row["dish"])
    found = "; ".join(f"{item.food.name} [{item.food.description}]".lower() for item in analysis.items)
    assert [part for part in row["parts"].split(";") if not re.search(part, found)] == []
    assert not (row["never"] and any(re.search(row["never"], food) for food in found.split("; ")))
    assert analysis.unresolved == ()
    energy = analysis.totals.nutrients["energy_kcal"]
    assert energy is not None
    assert float(row["kcal_low"]) <= energy <= float(row["kcal_high"])


def test_at_least_forty_eight_of_the_sixty_do() -> None:
    assert len(ROWS) == 60
    assert sum(not row["bug"] for row in ROWS) >= 48
