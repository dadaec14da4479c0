"""What cooking adds, by food group and method: flour, oil and salt, from pairs of raw and cooked foods.

Flour shows in the carbohydrate beside the protein; oil is the fat of the fried food beyond what a dry pan
would have kept; salt is the sodium beyond what the raw food and the flour brought.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from statistics import median

from nutrition.resolution.cooking import tables
from nutrition.resolution.cooking.model import (
    TRACE_FAT_G,
    Composition,
    composition,
    effect_by,
    per_g_solids,
)
from nutrition.resolution.cooking.tables import Group, Yield
from nutrition.yields.pairs import Pair

# With fewer pairs than this a group takes the amount of its pool, and a pool that of all foods.
MIN_PAIRS = 3
# Raw foods whose fat differs by less tell no slope; g per 100 g.
MIN_SPAN_G = 1.0
COATED = frozenset({"deep_fried"})
SALTED = frozenset({"deep_fried", "smoked"})


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


def sample_of(pair: Pair, flour_g: float) -> Sample:
    """The pair as the fit sees it, with ``flour_g`` of flour on 100 g raw."""
    raw = composition(pair.raw.nutrients, pair.raw.description)
    return Sample(pair, raw, composition(pair.cooked.nutrients, pair.cooked.description), flour_g)


def flour_by(pairs: Sequence[Pair]) -> Callable[[Group, str], float]:
    """The flour on 100 g raw by group and method."""
    return _typical(pairs, _flour_g, COATED)


def with_oil_and_salt(bare: list[Yield], samples: list[Sample]) -> list[Yield]:
    """The yields with the oil and the salt that the pairs show beyond them."""
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

    salt = _typical(pairs, sodium_mg, SALTED)
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


def _typical(
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
    sample = sample_of(pair, row.flour_g)
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
    sample = sample_of(pair, row.flour_g)
    cooked_g = 100 * sample.solids_g / sample.cooked.solids_g
    brought = before * done.retained.get("sodium_mg", 1.0) + done.added.get("sodium_mg", 0.0)
    return after * cooked_g / 100 - brought
