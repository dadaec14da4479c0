"""How close analyses come to meals whose nutrients are known."""

import csv
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median
from typing import IO, Any

from nutrition.resolution.resolver import Analysis, Resolver

CARB_TOLERANCE_G = 7.5
TEXT = "meal_description"
# Column of the file -> nutrient that it is compared with.
MEASURED = {
    "carb": "carbohydrate_total_g",
    "protein": "protein_g",
    "fat": "fat_g",
    "energy": "energy_kcal",
}


class BrokenMealsError(Exception):
    """The file cannot be evaluated; the message names the row and the column."""


@dataclass(frozen=True, slots=True)
class Meal:
    """A meal in words and what is known to be in it; ``line`` is where it ends in the file."""

    line: int
    text: str
    truth: dict[str, float]


@dataclass(frozen=True, slots=True)
class Result:
    """What was made of a meal. A nutrient that is unknown counts as 0 here, as there is nothing better."""

    meal: Meal
    analysis: Analysis
    found: dict[str, float]

    def error(self, column: str) -> float:
        """How far off a column is, in its own unit."""
        return abs(self.found[column] - self.meal.truth[column])


def read_meals(path: Path) -> list[Meal]:
    """Read a CSV file with the columns ``meal_description, carb, protein, fat, energy``."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            meals = list(_meals(lines))
    except OSError as error:
        raise BrokenMealsError(f"{path} cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise BrokenMealsError(f"{path} is no CSV file in UTF-8: {error}") from error
    if not meals:
        raise BrokenMealsError(f"{path} holds no meals")
    return meals


def _meals(lines: IO[str]) -> Iterator[Meal]:
    reader = csv.DictReader(lines)
    missing = [column for column in (TEXT, *MEASURED) if column not in (reader.fieldnames or ())]
    if missing:
        raise BrokenMealsError(f"column missing: {', '.join(missing)}")
    for number, row in enumerate(reader, start=1):
        truth = {column: _number(row[column], number, column) for column in MEASURED}
        yield Meal(reader.line_num, row[TEXT] or "", truth)


def _number(cell: str | None, row: int, column: str) -> float:
    try:
        value = float(cell or "")
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise BrokenMealsError(f"row {row}, column {column}: {cell or ''!r} is no number")
    return value


def evaluate(meals: Iterable[Meal], resolver: Resolver, region: str) -> Iterator[Result]:
    """Analyze meal by meal, once each."""
    for meal in meals:
        analysis = resolver.analyze(meal.text, region)
        nutrients = analysis.totals.nutrients
        yield Result(meal, analysis, {column: nutrients[key] or 0.0 for column, key in MEASURED.items()})


def summary(results: Sequence[Result]) -> dict[str, Any]:
    """Share within 7.5 g carbohydrate, mean absolute errors, median milliseconds a meal."""
    within = sum(result.error("carb") <= CARB_TOLERANCE_G for result in results)
    return {
        "n": len(results),
        "within_7_5_g": round(within / len(results), 4),
        "mae_carb_g": _mean_error(results, "carb"),
        "mae_protein_g": _mean_error(results, "protein"),
        "mae_fat_g": _mean_error(results, "fat"),
        "mae_energy_kcal": _mean_error(results, "energy"),
        "ms_per_meal": round(median(result.analysis.milliseconds for result in results), 3),
    }


def _mean_error(results: Sequence[Result], column: str) -> float:
    return round(fmean(result.error(column) for result in results), 3)


def write_rows(path: Path, results: Iterable[Result]) -> None:
    """Write each meal with what was found in it, for study."""
    figures = [f"{column}{suffix}" for column in MEASURED for suffix in ("", "_found")]
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["line", TEXT, *figures, "within_7_5_g", "foods", "unresolved", "milliseconds"])
        writer.writerows(_row(result) for result in results)


def _row(result: Result) -> list[Any]:
    figures = [
        round(value, 2) for column in MEASURED for value in (result.meal.truth[column], result.found[column])
    ]
    analysis = result.analysis
    foods = [
        f"{item.phrase} -> {item.food.id} {item.food.name} {item.measured.grams:.1f} g {item.score:.2f}"
        for item in analysis.items
    ]
    unresolved = [f"{phrase.phrase} ({phrase.reason})" for phrase in analysis.unresolved]
    within = int(result.error("carb") <= CARB_TOLERANCE_G)
    return [
        result.meal.line,
        result.meal.text,
        *figures,
        within,
        "; ".join(foods),
        "; ".join(unresolved),
        round(analysis.milliseconds, 3),
    ]
