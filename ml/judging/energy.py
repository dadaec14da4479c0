"""What a mistaken food costs in energy: the error that ends up in somebody's diary."""

import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ml.classes import FoodClass

Ints = NDArray[np.int64]


def class_energy(classes: tuple[FoodClass, ...], fixtures: Path) -> NDArray[np.float64]:
    """Return kcal per 100 g of each class's food, from the food tables; NaN where that is unknown."""
    wanted = {each.food_id for each in classes if each.food_id is not None}
    found: dict[int, float] = {}
    for path in sorted(fixtures.glob("foods_*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if int(row["id"]) in wanted and row["energy_kcal"]:
                    found[int(row["id"])] = float(row["energy_kcal"])
    return np.array([found.get(each.food_id or 0, np.nan) for each in classes])


def food_ids(fixtures: Path) -> set[int]:
    """Return the ids of all foods of the food tables."""
    ids = set()
    for path in sorted(fixtures.glob("foods_*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            ids |= {int(row["id"]) for row in csv.DictReader(file)}
    return ids


def energy_error(labels: Ints, answers: Ints, energy: NDArray[np.float64]) -> dict[str, float | int]:
    """Return the error in kcal per 100 g when each photo's first answer is taken for its food.

    Photos whose own energy is unknown or whose answer has none (not food) are left out and counted.
    """
    true, given = energy[labels], energy[answers]
    known = ~np.isnan(true) & ~np.isnan(given)
    error = np.abs(given[known] - true[known])
    figures: dict[str, float | int] = {"photos": int(known.sum()), "left_out": int((~known).sum())}
    if known.any():
        figures["mean_kcal"] = float(error.mean())
        figures["median_kcal"] = float(np.median(error))
        figures["bias_kcal"] = float((given[known] - true[known]).mean())
        figures["within_20_percent"] = float((error <= 0.2 * np.maximum(true[known], 1)).mean())
        # What guessing the mean of all these photos would cost: the measure of the mean above.
        figures["mean_kcal_of_guessing"] = float(np.abs(true[known] - true[known].mean()).mean())
    return figures
