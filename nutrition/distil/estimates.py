"""Sugars, fibre and saturates that USDA left out, from other forms of the same food and from its like.

After USDA's own procedure (Schakel, Buzzard and Gebhardt 1997, J Food Compos Anal 10:102-114): take the
figure of another form of the food or of similar foods, in proportion to the carbohydrate or fat that both
have. Here the three foods nearest in name and composition must agree as closely as a label with what is in
the packet, or there is no estimate. Each estimate names the foods it is from, and nothing is estimated from
an estimate.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from nutrition.fixtures import FoodRecord

# What is estimated, in this order, in proportion to what: sugars to what is no fibre, where that is known.
WHOLE_OF = {
    "saturated_fat_g": "fat_g",
    "fibre_g": "carbohydrate_total_g",
    "sugars_g": "carbohydrate_total_g",
}
ESTIMATED = "estimated from"
NEIGHBOURS = 3
# How far a neighbour's answer may lie from the middle one: so many grams or a share of it, whichever is more,
# but never more than the last. These are the tolerances for nutrition labels (European Commission, guidance
# of December 2012, table 1).
TOLERANCE_G = {"sugars_g": 2.0, "fibre_g": 2.0, "saturated_fat_g": 0.8}
TOLERANCE = 0.2
MOST_TOLERANCE_G = 8.0
# Below so little of the whole, a neighbour's share of it is noise.
LEAST_WHOLE_G = 0.2
ROUNDING_G = 0.1
# How much a difference in composition counts against likeness in name; found by leaving foods out.
COMPOSITION_WEIGHT = 0.35
_COMPOSITION = {"carbohydrate_total_g": 10.0, "fat_g": 10.0, "protein_g": 10.0, "energy_kcal": 100.0}

_WORD = re.compile(r"[a-z]+")
_PARENTHESES = re.compile(r"\(.*?\)")
_STEM = 6
# Words that tell how a food was made or sold, not what it is.
_PLAIN = frozenset(
    _WORD.findall(
        "raw fresh cooked boiled drained baked broiled roasted prepared unprepared with without and or the "
        "of to in from as not added salt includes food foods nfs ns form type all varieties mature seeds "
        "regular commercial commercially enriched unenriched"
    )
)


@dataclass(frozen=True, slots=True)
class Estimate:
    """An amount per 100 g and the foods it is taken from."""

    amount_g: float
    neighbours: tuple[FoodRecord, ...]


class Estimator:
    """Finds for a food its like among ``foods`` of the same category."""

    def __init__(self, foods: Sequence[FoodRecord]) -> None:
        self._words = {food.id: _words(food.description) for food in foods}
        counts = Counter(word for words in self._words.values() for word in words)
        self._weights = {word: math.log(len(self._words) / count) for word, count in counts.items()}
        self._kin: dict[str, list[FoodRecord]] = {}
        for food in foods:
            self._kin.setdefault(food.category, []).append(food)

    def estimate(self, food: FoodRecord, name: str) -> Estimate | None:
        """What ``food`` has of the nutrient ``name`` by what its like have.

        ``None`` if there are too few, if they disagree, or if it does not fit what else is in the food.
        """
        without_fibre = name == "sugars_g" and food.nutrients.get("fibre_g") is not None
        whole = _whole(food, name, without_fibre=without_fibre)
        if whole is None:
            return None
        kin = [
            (other, part / other_whole)
            for other in self._kin[food.category]
            if other.id != food.id
            and (part := _measured(other, name)) is not None
            and (other_whole := _whole(other, name, without_fibre=without_fibre)) is not None
            and other_whole >= LEAST_WHOLE_G
        ]
        nearest = sorted(kin, key=lambda row: (self._farness(food, row[0]), row[0].id))[:NEIGHBOURS]
        amounts = sorted(whole * min(1.0, share) for _, share in nearest)
        if len(amounts) < NEIGHBOURS or not _agree(amounts, name) or not _fits(food, name, median(amounts)):
            return None
        return Estimate(round(median(amounts), 2), tuple(other for other, _ in nearest))

    def _farness(self, one: FoodRecord, other: FoodRecord) -> float:
        return COMPOSITION_WEIGHT * _distance(one, other) - self._likeness(one, other)

    def _likeness(self, one: FoodRecord, other: FoodRecord) -> float:
        """The share of the words' weight that both descriptions have (0-1); rare words weigh more."""
        first, second = self._words[one.id], self._words[other.id]
        # Sets have no order of their own, and fsum needs none.
        either = math.fsum(self._weights[word] for word in first | second)
        return math.fsum(self._weights[word] for word in first & second) / either if either else 1.0


def fill_gaps(foods: Sequence[FoodRecord]) -> None:
    """Add the estimates to the foods that lack a figure, with their provenance."""
    estimator = Estimator(foods)
    for name in WHOLE_OF:
        lacking = [food for food in foods if food.nutrients.get(name) is None]
        found = [(food, estimator.estimate(food, name)) for food in lacking]
        for food, estimate in found:
            if estimate:
                origin = " ".join(f"{other.source} {other.source_id}" for other in estimate.neighbours)
                food.nutrients[name] = estimate.amount_g
                food.provenance[name] = (food.source, f"{ESTIMATED} {origin}")


def _measured(food: FoodRecord, name: str) -> float | None:
    """The amount, unless it is itself an estimate."""
    is_estimate = food.provenance.get(name, ("", ""))[1].startswith(ESTIMATED)
    return None if is_estimate else food.nutrients.get(name)


def _whole(food: FoodRecord, name: str, *, without_fibre: bool) -> float | None:
    whole = food.nutrients.get(WHOLE_OF[name])
    if whole is None or not without_fibre:
        return whole
    fibre = food.nutrients.get("fibre_g")
    return None if fibre is None else max(0.0, whole - fibre)


def _agree(amounts: list[float], name: str) -> bool:
    tolerance = min(MOST_TOLERANCE_G, max(TOLERANCE_G[name], TOLERANCE * median(amounts)))
    return all(abs(amount - median(amounts)) <= tolerance for amount in amounts)


def _fits(food: FoodRecord, name: str, amount: float) -> bool:
    """Whether so much has room beside the other parts of its whole that are known."""
    beside = {
        "fibre_g": ("sugars_g", "starch_g"),
        "saturated_fat_g": ("monounsaturated_fat_g", "polyunsaturated_fat_g"),
    }
    others = sum(food.nutrients.get(other) or 0.0 for other in beside.get(name, ()))
    return amount + others <= (food.nutrients[WHOLE_OF[name]] or 0.0) + ROUNDING_G


def _distance(one: FoodRecord, other: FoodRecord) -> float:
    """How different the two are in composition: 0 for the same, about 1 for what only one of them has."""
    total = 0.0
    for name, scale in _COMPOSITION.items():
        first, second = one.nutrients.get(name), other.nutrients.get(name)
        if first is not None and second is not None:
            total += abs(first - second) / (scale + (first + second) / 2)
    return total


def _words(description: str) -> frozenset[str]:
    """The words that tell one food from another, cut short so that plurals agree."""
    text = _PARENTHESES.sub(" ", description.lower())
    return frozenset(word[:_STEM] for word in _WORD.findall(text) if word not in _PLAIN)
