"""What people write in diaries, chats and voice notes, over the real food tables.

``sentences.csv`` says for each sentence which foods are to come out, as ``pattern=grams from-to`` (the
pattern is searched in ``name [description]``; a leading ``?`` marks a food that may also be part of another),
and nothing but these may. ``unresolved`` is a piece of a phrase that is to stay open; ``~`` leaves that to
taste. ``bug`` names the cause where the sentence is not understood yet; the test then tells when it is.
"""

import csv
import re
from pathlib import Path

import pytest

from nutrition.resolution.resolver import Analysis, ResolvedFood
from tests.nutrition.resolution.conftest import RealFoods

ROWS = list(csv.DictReader(Path(__file__).with_name("sentences.csv").open(encoding="utf-8", newline="")))


def answers(expected: str, item: ResolvedFood) -> bool:
    pattern, _, grams = expected.strip().lstrip("?").rpartition("=")
    low, high = map(float, grams.split("-"))
    name = f"{item.food.name} [{item.food.description}]"
    return bool(re.search(pattern, name, re.IGNORECASE)) and low <= item.measured.grams <= high


def surprises(row: dict[str, str], analysis: Analysis) -> list[str]:
    """What is missing and what is too much; empty if the sentence was understood."""
    expected = [part for part in row["expected"].split(";") if part.strip()]
    left = list(analysis.items)
    missing = []
    for part in sorted(expected, key=lambda part: part.strip().startswith("?")):
        found = next((item for item in left if answers(part, item)), None)
        if found:
            left.remove(found)
        elif not part.strip().startswith("?"):
            missing.append(f"no {part.strip()}")
    return missing + [f"{item.measured.grams:.0f} g {item.food.name}" for item in left]


def open_phrases(row: dict[str, str], analysis: Analysis) -> list[str]:
    """Phrases that are open and should not be, and the other way round."""
    phrases = [unresolved.phrase for unresolved in analysis.unresolved]
    if row["unresolved"] == "~":
        return []
    if not row["unresolved"]:
        return phrases
    return (
        [] if any(row["unresolved"] in phrase for phrase in phrases) else [f"{row['unresolved']} is not open"]
    )


def case(row: dict[str, str]) -> object:
    marks = [pytest.mark.xfail(strict=True, reason=row["bug"])] if row["bug"] else []
    return pytest.param(row, id=f"{row['region']}: {row['sentence']}", marks=marks)


@pytest.mark.parametrize("row", [case(row) for row in ROWS])
def test_the_foods_and_their_grams(row: dict[str, str], resolver: RealFoods) -> None:
    analysis = resolver.analyze(row["sentence"], row["region"])
    wrong = surprises(row, analysis) + open_phrases(row, analysis)
    assert wrong == []
