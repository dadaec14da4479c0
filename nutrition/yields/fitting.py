"""Fit the yields: what becomes of water and fat, by food group and method, from raw and cooked foods.

Water and fat each follow ``Law``: ln(g per g of fat-free solids) after is linear in that before, in the raw
fat and in whether the food is lean meat without its fat. Every coefficient is a sum over levels, from all
foods over the method's class and the method to the group and the group's own method; ridge penalties pull
each level to nothing, so that a group with few pairs stays near its kin. Errors count by their size, not
their square, so that an odd sample does not bend the law. Frying without a coating keeps the fat that a dry
pan keeps; the rest of the fried food's fat is oil.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from statistics import median

import numpy as np
from numpy.typing import NDArray

from nutrition.resolution.cooking import tables
from nutrition.resolution.cooking.model import (
    TRACE_FAT_G,
    Composition,
    composition,
    effect_by,
    per_g_solids,
)
from nutrition.resolution.cooking.tables import Group, Law, Yield
from nutrition.yields.pairs import Pair

# Chosen on the fitting half alone, by leaving out its families in turn.
LEVEL_PENALTY, SLOPE_PENALTY = 3.0, 30.0
ALL_PENALTY = 0.01
LEAST_ERROR, TYPICAL_ERROR, ROUNDS = 0.01, 0.05, 40
LITTLE_FAT_G, LITTLE_FAT_WEIGHT = 0.5, 0.1
# In the midst of what foods hold: ln(water/solids), ln(fat/solids), fat/solids, lean.
WATER_CENTRES = (1.1, 0.5, 0.5)
FAT_CENTRES = (-1.0, 0.5, 0.5)
MIN_PAIRS = 3
# Raw foods whose fat differs by less tell no slope; g per 100 g.
MIN_SPAN_G = 1.0
FRYING_PAN = "pan_broiled"
SALTED = frozenset({"deep_fried", "smoked"})
_DIGITS = 6

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """A pair as the fit sees it: the composition before, with flour, and after."""

    pair: Pair
    raw: Composition
    cooked: Composition
    flour_g: float

    @property
    def solids_g(self) -> float:
        """The fat-free solids of 100 g raw with the flour."""
        flour = tables.added_foods()["flour"]
        return self.raw.solids_g + self.flour_g / 100 * (100 - flour["water_g"] - flour["fat_g"])


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
    flour = _additions(pairs, _flour_g, {"deep_fried"})
    samples = [_sample(pair, flour(pair.group, pair.method)) for pair in pairs]
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
    return _with_oil_and_salt(bare, samples)


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


def _with_oil_and_salt(bare: list[Yield], samples: list[Sample]) -> list[Yield]:
    by_key = {(row.group, row.method): row for row in bare}
    frying = {method for method, kind in tables.method_classes().items() if kind == "fry"}
    groups = {group.slug: group for group in tables.groups()}
    pairs = [sample.pair for sample in samples]
    oil = _oil(pairs, by_key, frying)
    for (slug, method), row in by_key.items():
        if method in frying:
            constant, slope = oil(groups[slug], method)
            by_key[slug, method] = replace(row, oil_g=round(constant, 2), oil_per_fat_g=round(slope, 3))

    def sodium_mg(pair: Pair) -> float | None:
        return _sodium_mg(pair, by_key[pair.group.slug, pair.method])

    salt = _additions(pairs, sodium_mg, SALTED)
    return [
        replace(row, sodium_mg=round(salt(groups[slug], method), 1)) for (slug, method), row in by_key.items()
    ]


def _oil(
    pairs: Sequence[Pair], by_key: dict[tuple[str, str], Yield], frying: set[str]
) -> Callable[[Group, str], tuple[float, float]]:
    """The line of the oil on the raw fat, by group and method or as far out as there are pairs enough."""
    points: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for pair in pairs:
        if pair.method in frying:
            oil_g = _oil_g(pair, by_key[pair.group.slug, pair.method])
            for key in _kin(pair.group):
                points[key, pair.method].append((pair.raw.nutrients["fat_g"] or 0.0, oil_g))

    def line(group: Group, method: str) -> tuple[float, float]:
        near = (points[key, method] for key in _kin(group) if len(points[key, method]) >= MIN_PAIRS)
        found = next(near, points["", method])
        return _line(found) if found else (0.0, 0.0)

    return line


def _line(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Constant and slope through ``points``: the medians of all slopes (Theil and Sen) and of what is left.

    The slope is never upwards: fat food does not soak up more than lean food.
    """
    slopes = [
        (y2 - y1) / (x2 - x1)
        for (x1, y1), (x2, y2) in combinations(sorted(points), 2)
        if x2 - x1 > MIN_SPAN_G
    ]
    slope = min(median(slopes), 0.0) if slopes else 0.0
    return max(median(y - slope * x for x, y in points), 0.0), slope


def _sample(pair: Pair, flour_g: float) -> Sample:
    raw = composition(pair.raw.nutrients, pair.raw.description)
    return Sample(pair, raw, composition(pair.cooked.nutrients, pair.cooked.description), flour_g)


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


def _additions(
    pairs: Sequence[Pair], amount: Callable[[Pair], float | None], methods: Iterable[str]
) -> Callable[[Group, str], float]:
    """The median amount by group and method, or where there are few pairs by pool, or by the method alone."""
    methods = set(methods)
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for pair in pairs:
        value = amount(pair) if pair.method in methods else None
        if value is not None:
            for key in _kin(pair.group):
                found[key, pair.method].append(max(value, 0.0))

    def typical(group: Group, method: str) -> float:
        if method not in methods:
            return 0.0
        near = (found[key, method] for key in _kin(group) if len(found[key, method]) >= MIN_PAIRS)
        return median(next(near, found["", method] or [0.0]))

    return typical


def _kin(group: Group) -> Iterator[str]:
    yield f"group {group.slug}"
    yield f"pool {group.pool}"
    yield ""


def _flour_g(pair: Pair) -> float | None:
    """Flour per 100 g raw, from carbohydrate beside protein, of which the flour has both."""
    raw, cooked, flour = pair.raw.nutrients, pair.cooked.nutrients, tables.added_foods()["flour"]
    amounts = (
        raw["protein_g"],
        raw["carbohydrate_total_g"],
        cooked["protein_g"],
        cooked["carbohydrate_total_g"],
    )
    if any(amount is None for amount in amounts):
        return None
    protein, starch, protein_after, starch_after = (amount or 0.0 for amount in amounts)
    per_gram = (flour["carbohydrate_total_g"] * protein_after - flour["protein_g"] * starch_after) / 100
    return (starch_after * protein - starch * protein_after) / per_gram if per_gram > 0 else None


def _oil_g(pair: Pair, row: Yield) -> float:
    """The fat per 100 g raw that the fried food holds beyond what a dry pan would have kept."""
    sample = _sample(pair, row.flour_g)
    trace_g = max(sample.raw.fat_g, TRACE_FAT_G)
    kept_g = sample.raw.solids_g * per_g_solids(row.fat, trace_g, sample.raw.solids_g, sample.raw)
    flour_fat_g = row.flour_g / 100 * tables.added_foods()["flour"]["fat_g"]
    kept_g *= sample.raw.fat_g / trace_g
    return sample.cooked.fat_g / sample.cooked.solids_g * sample.solids_g - kept_g - flour_fat_g


def _sodium_mg(pair: Pair, row: Yield) -> float | None:
    """The sodium per 100 g raw that the cooked food holds beyond what the raw one brought."""
    before, after = pair.raw.nutrients.get("sodium_mg"), pair.cooked.nutrients.get("sodium_mg")
    if before is None or after is None:
        return None
    done = effect_by(row, pair.raw.nutrients, pair.raw.description)
    sample = _sample(pair, row.flour_g)
    cooked_g = 100 * sample.solids_g / sample.cooked.solids_g
    brought = before * done.retained.get("sodium_mg", 1.0) + done.added.get("sodium_mg", 0.0)
    return after * cooked_g / 100 - brought
