"""Fit the satiety model to Holt's 38 foods and say how well it does on foods that it has not seen.

The model is one component of partial least squares on the logarithm of the index: every feature weighs by its
covariance with the index. A feature whose covariance goes against its sign in ``satiety_features.csv`` weighs
nothing, so that more fibre never counts against a food; nor does one whose weight falls below a threshold,
a share of the heaviest. Means, ranges, weights and the threshold come from the foods of a fold alone: nothing
of a left-out food is in its prediction.

With 38 foods whoever looks for a model finds one. Hundreds of variants were looked at before this one was
kept, which is not the best of them: it takes every feature on the list and leaves the rest to the fit. What
was decided with all foods in sight (the features and their shapes) is put to the test by
``satiety_validation.searched``, which leaves that choice, too, to each fold.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nutrition.grading.satiety import AVERAGE, FEATURES, features, rules
from nutrition.grading.tables import rows
from nutrition.nutrients import NutrientValues, scaled

Vector = NDArray[np.float64]
NutrientsOf = Mapping[int, NutrientValues]
Predict = Callable[[Vector], Vector]
Learn = Callable[[Vector, Vector], Predict]

THRESHOLDS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6)


class UnknownFoodError(Exception):
    """A food of ``satiety_holt1995.csv`` that the tables lack, or without a nutrient that the model needs."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A food of Holt's: its index and the food of the tables it is taken for, with others that it may be."""

    name: str
    index: float
    food_id: int
    other_food_ids: tuple[int, ...]
    with_milk: bool


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted model: ``weights`` are of the standardised features and have their sign."""

    average: float
    low: Vector
    high: Vector
    mean: Vector
    sd: Vector
    weights: Vector

    def __call__(self, values: Vector) -> Vector:
        """ln(index); a value beyond the range of the fit counts as the end of the range."""
        return self.average + ((np.clip(values, self.low, self.high) - self.mean) / self.sd) @ self.weights


@dataclass(frozen=True, slots=True)
class Foods:
    """The foods as the models see them, one row each: features, nutrients of 240 kcal and of 100 g."""

    index: Vector
    features: Vector
    servings: tuple[NutrientValues, ...]
    per_100g: tuple[NutrientValues, ...]


def measured() -> tuple[Measured, ...]:
    """The foods of ``satiety_holt1995.csv``."""
    return tuple(
        Measured(
            name=row["food"],
            index=float(row["satiety_index"]),
            food_id=int(row["food_id"]),
            other_food_ids=tuple(int(part) for part in row["other_food_ids"].split("|") if part),
            with_milk=row["with_milk"] == "1",
        )
        for row in rows("satiety_holt1995")
    )


def needed_ids() -> set[int]:
    """The foods whose nutrients the fit needs."""
    foods = measured()
    ids = {food.food_id for food in foods} | {other for food in foods for other in food.other_food_ids}
    return ids | {int(rules()["milk_food_id"])}


def serving(food: Measured, food_id: int, nutrients_of: NutrientsOf) -> tuple[float, NutrientValues]:
    """Grams and nutrients of 240 kcal of a food as it was eaten: a cereal with its milk."""
    milk_g = rules()["milk_g"] if food.with_milk else 0.0
    milk = scaled(_per_100g(nutrients_of, int(rules()["milk_food_id"])), milk_g / 100)
    dry = _per_100g(nutrients_of, food_id)
    energy = dry.get("energy_kcal")
    if not energy:
        raise UnknownFoodError(f"{food.name}: the energy of food {food_id} is unknown")
    grams = (rules()["serving_kcal"] - (milk.get("energy_kcal") or 0.0)) / energy * 100
    eaten = scaled(dry, grams / 100)
    if not food.with_milk:
        return grams, eaten
    return grams + milk_g, {key: _sum(value, milk.get(key)) for key, value in eaten.items()}


def prepare(nutrients_of: NutrientsOf, ids: Sequence[int] | None = None) -> Foods:
    """The foods with the nutrients (per 100 g) of the food tables; ``ids`` in place of the usual foods."""
    foods = measured()
    servings = [
        serving(food, food_id, nutrients_of)
        for food, food_id in zip(foods, ids or [food.food_id for food in foods], strict=True)
    ]
    values = [features(nutrients) for _, nutrients in servings]
    for food, found in zip(foods, values, strict=True):
        if found is None:
            raise UnknownFoodError(f"{food.name}: a nutrient that the model needs is unknown")
    return Foods(
        index=np.array([food.index for food in foods]),
        features=np.array(values, dtype=np.float64),
        servings=tuple(nutrients for _, nutrients in servings),
        per_100g=tuple(scaled(nutrients, 100 / grams) for grams, nutrients in servings),
    )


def signs() -> Vector:
    """The direction in which each of ``FEATURES`` may count."""
    table = {row["feature"]: float(row["sign"]) for row in rows("satiety_features")}
    return np.array([table[name] for name in FEATURES])


def fit(values: Vector, target: Vector, sign: Vector, threshold: float = 0.0) -> Fit:
    """One component of partial least squares with signs; weights below the threshold's share are dropped."""
    mean, sd = values.mean(axis=0), values.std(axis=0)
    sd = np.where(sd > 0, sd, 1.0)
    standard, centred = (values - mean) / sd, target - target.mean()
    covariance = np.maximum(0.0, sign * (standard.T @ centred))
    direction = sign * np.maximum(0.0, covariance - threshold * covariance.max())
    component = standard @ direction
    length = component @ component
    weights = direction * (component @ centred / length if length > 0 else 0.0)
    return Fit(float(target.mean()), values.min(axis=0), values.max(axis=0), mean, sd, weights)


def learn(values: Vector, target: Vector) -> Fit:
    """The whole procedure: the threshold that predicts left-out foods best, then the fit with it."""
    sign = signs()

    def error(threshold: float) -> float:
        left = leave_one_out(values, target, lambda some, their: fit(some, their, sign, threshold))
        return float(((left - target) ** 2).mean())

    return fit(values, target, sign, min(THRESHOLDS, key=error))


def learn_from(foods: Foods) -> Fit:
    """``learn`` from all foods: the model that is shipped."""
    return learn(foods.features, np.log(foods.index))


def leave_one_out(values: Vector, target: Vector, method: Learn) -> Vector:
    """Each food's prediction by ``method`` from all the others."""
    everyone = np.arange(len(target))
    return np.array(
        [
            method(values[everyone != one], target[everyone != one])(values[one : one + 1])[0]
            for one in everyone
        ]
    )


def model_rows(model: Fit) -> list[tuple[str, ...]]:
    """The rows of ``satiety_model.csv``: feature, low, high, mean, sd, coefficient."""
    columns = (model.low, model.high, model.mean, model.sd, model.weights)
    terms = [(name, *(f"{column[at]:.10g}" for column in columns)) for at, name in enumerate(FEATURES)]
    return [(AVERAGE, "", "", "", "", f"{model.average:.10g}"), *terms]


def _per_100g(nutrients_of: NutrientsOf, food_id: int) -> NutrientValues:
    try:
        return nutrients_of[food_id]
    except KeyError:
        raise UnknownFoodError(f"food {food_id} is not in the tables") from None


def _sum(first: float | None, second: float | None) -> float | None:
    return None if first is None or second is None else first + second
