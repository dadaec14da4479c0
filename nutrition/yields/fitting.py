"""Fit the yields: what becomes of water and fat, by food group and method, from raw and cooked foods.

Water and fat each follow ``Law``: ln(g per g of fat-free solids) after is linear in that before, in the raw
fat and in whether the food is lean meat without its fat. Every coefficient is a sum over levels, from all
foods over the method's class and the method to the group and the group's own method; ridge penalties pull
each level to nothing, so that a group with few pairs stays near its kin. Errors count by their size, not
their square, so that an odd sample does not bend the law. Frying without a coating keeps the fat that a dry
pan keeps; the rest of the fried food's fat is oil.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nutrition.resolution.cooking import tables
from nutrition.resolution.cooking.model import TRACE_FAT_G, Composition
from nutrition.resolution.cooking.tables import Group, Law, Yield
from nutrition.yields.additions import Sample, flour_by, sample_of, with_oil_and_salt
from nutrition.yields.pairs import Pair

# Chosen on the fitting half alone, by leaving out its families in turn.
LEVEL_PENALTY, SLOPE_PENALTY = 3.0, 30.0
ALL_PENALTY = 0.01
LEAST_ERROR, TYPICAL_ERROR, ROUNDS = 0.01, 0.05, 40
LITTLE_FAT_G, LITTLE_FAT_WEIGHT = 0.5, 0.1
# In the midst of what foods hold: ln(water/solids), ln(fat/solids), fat/solids, lean.
WATER_CENTRES = (1.1, 0.5, 0.5)
FAT_CENTRES = (-1.0, 0.5, 0.5)
FRYING_PAN = "pan_broiled"
_DIGITS = 6

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Features:
    """What a law is linear in, of one sample: ln ratio before, raw fat per g of solids, lean."""

    x: float
    fat_ratio: float
    lean: float


@dataclass(frozen=True, slots=True)
class Levels:
    """Fitted coefficients by level: constant, slope (on top of ``slope``), fat slope, lean."""

    coefficients: dict[str, Vector]
    centres: tuple[float, ...]
    slope: float

    def law(self, group: Group, method: str, low: float, high: float) -> Law:
        """The law of a group's method: the sum of its levels."""
        found = [self.coefficients[level] for level in levels(group, method) if level in self.coefficients]
        constant, slope, fat, lean = np.sum(found, axis=0) if found else np.zeros(4)
        constant -= float(np.dot((slope, fat, lean), self.centres))
        return Law(*(round(float(v), _DIGITS) for v in (constant, slope + self.slope, fat, lean, low, high)))


def levels(group: Group, method: str) -> list[str]:
    """The levels whose coefficients add up for a group's method; a dry group shares none."""
    kind = tables.method_classes()[method]
    if group.is_dry:
        return [f"dry {group.slug}"]
    own = [("pool", group.pool), ("group", group.slug)]
    within = [f"{name} {slug}{by}" for name, slug in own for by in ("", f" {kind}", f" {method}")]
    return ["all", f"class {kind}", f"method {method}", *within]


def fit(pairs: Sequence[Pair]) -> list[Yield]:
    """The yields of every group and method, in the tables' order; the same pairs give the same yields."""
    flour = flour_by(pairs)
    samples = [sample_of(pair, flour(pair.group, pair.method)) for pair in pairs]
    wet = [sample for sample in samples if not sample.pair.group.is_dry]
    moist = [
        sample
        for sample in samples
        if sample.pair.group.is_dry and tables.method_classes()[sample.pair.method] in ("moist", "steam")
    ]
    unfried = [sample for sample in samples if tables.method_classes()[sample.pair.method] != "fry"]
    water = _learn(wet, _water, WATER_CENTRES, 1.0), _learn(moist, _water, WATER_CENTRES, 0.0)
    fat = _learn(unfried, _fat, FAT_CENTRES, 1.0)
    bare = [
        _bare(group, method, samples, water[group.is_dry], fat, flour(group, method))
        for group in tables.groups()
        for method in tables.method_classes()
    ]
    return with_oil_and_salt(bare, samples)


def _bare(
    group: Group, method: str, samples: list[Sample], water: Levels, fat: Levels, flour_g: float
) -> Yield:
    kin = [sample for sample in samples if sample.pair.group == group] or samples
    keeps_as = FRYING_PAN if tables.method_classes()[method] == "fry" else method
    return Yield(
        group=group.slug,
        method=method,
        water=water.law(group, method, *_range(_water(sample)[0].x for sample in kin)),
        fat=fat.law(group, keeps_as, *_range(_fat(sample)[0].x for sample in kin)),
        oil_g=0.0,
        oil_per_fat_g=0.0,
        flour_g=round(flour_g, 2),
        sodium_mg=0.0,
        pairs=sum(sample.pair.group == group and sample.pair.method == method for sample in samples),
    )


def _water(sample: Sample) -> tuple[Features, float, float]:
    """The features, what they are to tell, and the weight."""
    x = math.log(sample.raw.water_g / sample.solids_g)
    y = math.log(sample.cooked.water_g / sample.cooked.solids_g)
    return _features(x, sample.raw), y, 1.0


def _fat(sample: Sample) -> tuple[Features, float, float]:
    x = math.log(max(sample.raw.fat_g, TRACE_FAT_G) / sample.raw.solids_g)
    y = math.log(max(sample.cooked.fat_g, TRACE_FAT_G) / sample.cooked.solids_g)
    weight = 1.0 if sample.cooked.fat_g >= LITTLE_FAT_G else LITTLE_FAT_WEIGHT
    return _features(x, sample.raw, with_fat=False), y, weight


def _features(x: float, raw: Composition, *, with_fat: bool = True) -> Features:
    # In the law of the fat the fat is told by x already.
    ratio = min(raw.fat_g / raw.solids_g, 3.0) if with_fat else FAT_CENTRES[1]
    return Features(x, ratio, float(raw.is_lean))


def _learn(
    samples: list[Sample],
    of: Callable[[Sample], tuple[Features, float, float]],
    centres: tuple[float, ...],
    slope: float,
) -> Levels:
    """Least absolute deviations with ridge penalties, by reweighting least squares."""
    columns: dict[str, int] = {}
    for sample in samples:
        for level in levels(sample.pair.group, sample.pair.method):
            columns.setdefault(level, len(columns))
    rows, targets, weights = [], [], []
    for sample in samples:
        features, y, weight = of(sample)
        rows.append(_row(sample.pair, features, columns, centres))
        targets.append(y - slope * features.x)
        weights.append(weight)
    if not samples:
        return Levels({}, centres, slope)
    penalties = _penalties(columns)
    solution = _solve(np.array(rows), np.array(targets), np.array(weights), penalties)
    return Levels({level: solution[4 * at : 4 * at + 4] for level, at in columns.items()}, centres, slope)


def _row(pair: Pair, features: Features, columns: dict[str, int], centres: tuple[float, ...]) -> Vector:
    values = (features.x, features.fat_ratio, features.lean)
    row = np.zeros(4 * len(columns))
    for level in levels(pair.group, pair.method):
        at = 4 * columns[level]
        row[at : at + 4] = (1.0, *(v - c for v, c in zip(values, centres, strict=True)))
    return row


def _penalties(columns: dict[str, int]) -> Vector:
    penalties = np.tile([LEVEL_PENALTY, *[SLOPE_PENALTY] * 3], len(columns)).astype(np.float64)
    for level, at in columns.items():
        if level == "all" or level.startswith("dry "):
            penalties[4 * at : 4 * at + 4] *= ALL_PENALTY
    return penalties


def _solve(rows: Vector, targets: Vector, weights: Vector, penalties: Vector) -> Vector:
    solution, robust = np.zeros(rows.shape[1]), weights
    for _ in range(ROUNDS):
        weighted = rows.T * robust
        solution = np.asarray(
            np.linalg.solve(weighted @ rows + np.diag(penalties), weighted @ targets), float
        )
        errors = np.abs(targets - rows @ solution)
        robust = weights * TYPICAL_ERROR / np.maximum(errors, LEAST_ERROR)
    return solution


def _range(values: Iterable[float]) -> tuple[float, float]:
    values = list(values)
    return min(values), max(values)
