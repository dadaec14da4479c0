"""How well the satiety model, and what it is compared with, predict foods that they have not seen."""

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nutrition.grading.satiety import FEATURES, seed_satiety
from nutrition.satiety_fit import (
    Foods,
    NutrientsOf,
    Predict,
    Vector,
    fit,
    learn,
    leave_one_out,
    measured,
    prepare,
)

RIDGE_NUTRIENTS = ("water_g", "protein_g", "fat_g", "carbohydrate_total_g", "fibre_g", "sugars_g")
RIDGE_PENALTY = 1.0
SEED = 1995
RESAMPLES = 4000
INTERVAL = (2.5, 97.5)
FOLDS = 10
REPEATS = 10
DRAWS = 60


def validate(foods: Foods) -> dict[str, Any]:
    """The r of left-out foods of the model, a plain ridge and the design document's formula, side by side."""
    target = np.log(foods.index)
    model = np.exp(leave_one_out(foods.features, target, learn))
    extreme = foods.index < foods.index.max()
    repeated = [correlation(np.exp(each), foods.index) for each in k_fold(foods, FOLDS, REPEATS)]
    return {
        "foods": len(foods.index),
        "leave_one_out": {
            "model": _measured(model, foods),
            "ridge": _measured(ridge_predictions(foods), foods),
            "design_document": _measured(seed_predictions(foods), foods),
        },
        "model_without_the_highest_food": round(correlation(model[extreme], foods.index[extreme]), 3),
        "model_mean_absolute_error": round(float(np.abs(model - foods.index).mean()), 1),
        "model_in_its_own_foods": round(
            correlation(np.exp(learn(foods.features, target)(foods.features)), foods.index), 3
        ),
        "ten_fold": {"repeats": REPEATS, **_spread(repeated)},
    }


def validate_choices(foods: Foods, nutrients_of: NutrientsOf) -> dict[str, Any]:
    """What the choices made with all foods in sight are worth; takes a minute.

    ``features_searched``: features and shapes are chosen in each fold. ``other_matches``: each food of Holt's
    is taken at random for one of the foods that it may have been.
    """
    found = other_matches(nutrients_of, DRAWS)
    return {
        "features_searched": {"models": len(_choices(foods)), **_measured(searched(foods), foods)},
        "other_matches": {"draws": DRAWS, **_spread(found)},
    }


def _measured(prediction: Vector, foods: Foods) -> dict[str, float]:
    low, high = interval(prediction, foods.index)
    r = correlation(prediction, foods.index)
    return {"r": round(r, 3), "low": round(low, 3), "high": round(high, 3)}


def _spread(found: Sequence[float]) -> dict[str, float]:
    low, median, high = np.percentile(found, (INTERVAL[0], 50, INTERVAL[1]))
    return {"r": round(float(median), 3), "low": round(float(low), 3), "high": round(float(high), 3)}


def k_fold(foods: Foods, folds: int, repeats: int) -> list[Vector]:
    """Predictions of ``learn`` for foods left out a fold at a time, in several random partitions."""
    values, target = foods.features, np.log(foods.index)
    random = np.random.default_rng(SEED)
    predictions = []
    for _ in range(repeats):
        part = random.permutation(len(target)) % folds
        prediction = np.empty(len(target))
        for fold in range(folds):
            prediction[part == fold] = learn(values[part != fold], target[part != fold])(values[part == fold])
        predictions.append(prediction)
    return predictions


def ridge(values: Vector, target: Vector) -> Predict:
    """The plain model to compare with: ridge regression on standardised nutrients of 240 kcal."""
    mean, sd = values.mean(axis=0), values.std(axis=0)
    standard = (values - mean) / sd
    gram = standard.T @ standard + RIDGE_PENALTY * np.eye(values.shape[1])
    weights = np.linalg.solve(gram, standard.T @ (target - target.mean()))
    return lambda some: target.mean() + ((some - mean) / sd) @ weights


def ridge_predictions(foods: Foods) -> Vector:
    """Each food's index by ``ridge`` from all the others."""
    values = np.array([[each.get(key) or 0.0 for key in RIDGE_NUTRIENTS] for each in foods.servings])
    return leave_one_out(values, foods.index, ridge)


def seed_predictions(foods: Foods) -> Vector:
    """Each food's score by the formula of the design document, which was fitted to no food."""
    return np.array([seed_satiety(each) for each in foods.per_100g], dtype=np.float64)


def searched(foods: Foods) -> Vector:
    """Each food's index where the others also choose which features there are, and in which shapes.

    Water as such, its logarithm or that of the weight; protein as such or its root; fibre as such or its
    logarithm; seven sets of fat and sugars: 84 models, of which each fold takes the best for its own foods.
    """
    choices = _choices(foods)
    return np.exp(
        leave_one_out(
            np.arange(len(foods.index), dtype=np.float64)[:, None],
            np.log(foods.index),
            lambda some, target: _best_of(choices, some[:, 0].astype(int), target),
        )
    )


def _best_of(choices: Sequence[tuple[Vector, Vector]], some: NDArray[np.int_], target: Vector) -> Predict:
    def error(choice: tuple[Vector, Vector]) -> float:
        values, sign = choice
        left = leave_one_out(values[some], target, lambda these, their: fit(these, their, sign))
        return float(((left - target) ** 2).mean())

    values, sign = min(choices, key=error)
    chosen = fit(values[some], target, sign)
    return lambda rows_: chosen(values[rows_[:, 0].astype(int)])


def _choices(foods: Foods) -> list[tuple[Vector, Vector]]:
    column = dict(zip(FEATURES, foods.features.T, strict=True))
    weight = np.array([sum(each[key] or 0.0 for key in RIDGE_NUTRIENTS[:4]) for each in foods.servings])
    fibre_g = np.array([each["fibre_g"] or 0.0 for each in foods.servings])
    bulk = (column["water"], np.log1p(column["water"] / 30), np.log(weight))
    protein = (column["protein"], np.sqrt(column["protein"]))
    fat = (
        ("fat",),
        ("fat", "sugars"),
        ("fat_with_sugars",),
        ("fat_with_carbohydrate",),
        ("fat_with_sugars", "fat_with_carbohydrate"),
        ("fat", "fat_with_sugars"),
        ("fat", "sugars", "fat_with_sugars", "fat_with_carbohydrate"),
    )
    return [
        (
            np.column_stack([*shapes, *(column[name] for name in names)]),
            np.array([1.0] * len(shapes) + [-1.0] * len(names)),
        )
        for *shapes, names in product(bulk, protein, (fibre_g, column["fibre"]), fat)
    ]


def correlation(prediction: Vector, index: Vector) -> float:
    """Pearson's r."""
    return float(np.corrcoef(prediction, index)[0, 1])


def interval(prediction: Vector, index: Vector) -> tuple[float, float]:
    """The 95 % interval of r over foods drawn again with replacement (percentile bootstrap, fixed seed)."""
    random = np.random.default_rng(SEED)
    draws = random.integers(len(index), size=(RESAMPLES, len(index)))
    low, high = np.percentile([correlation(prediction[draw], index[draw]) for draw in draws], INTERVAL)
    return float(low), float(high)


def other_matches(nutrients_of: NutrientsOf, draws: int) -> list[float]:
    """The r of left-out foods where each food is taken at random for one of those that it may be."""
    random = np.random.default_rng(SEED)
    found = []
    for _ in range(draws):
        ids = [int(random.choice((food.food_id, *food.other_food_ids))) for food in measured()]
        foods = prepare(nutrients_of, ids)
        left = leave_one_out(foods.features, np.log(foods.index), learn)
        found.append(correlation(np.exp(left), foods.index))
    return found
