"""Which foods may be meant by a name that was not understood."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from nutrition.catalog import Catalog
from nutrition.learning.models import Proposal
from nutrition.learning.thresholds import thresholds
from nutrition.resolution.descriptor import FoodDescriptor
from nutrition.resolution.foods import Food
from nutrition.resolution.parse import Phrase
from nutrition.resolution.reading import MIN_SCORE_OF_DETAIL, Reader
from nutrition.resolution.text import fold, name_stems
from nutrition.sources import kept
from nutrition.sources.configured import outside_sources


@dataclass(frozen=True, slots=True)
class Near:
    """A food that may be meant, how near its name is (0-1) and by what it was found."""

    food: Food
    score: float
    reason: Proposal.Reason


class Names:
    """Every name of the tables, folded, for spelling variants; made once for many phrases."""

    def __init__(self, current: Catalog) -> None:
        self._foods: dict[str, Food] = {}
        for food in current.tables.foods:
            if current.tables.rows_of_id.get(food.id) is not None:
                for name in food.names:
                    self._foods.setdefault(fold(name.text), food)
        self._names = list(self._foods)

    def spelt_like(self, phrase: str, limit: int) -> Iterator[Near]:
        """The foods with a name that differs from ``phrase`` in a few letters."""
        least = thresholds()["spelling_similarity"]
        found = extract(
            phrase, self._names, scorer=OSA.normalized_similarity, score_cutoff=least, limit=limit
        )
        for name, score, _ in found:
            yield Near(self._foods[name], score, Proposal.Reason.SPELLING)


def is_understood(current: Catalog, phrase: str, region: str) -> bool:
    """Whether the tables understand the phrase by now, as one food and surely enough in any sentence."""
    analysis = current.resolver.analyze(phrase, region)
    is_one_food = len(analysis.items) == 1 and not analysis.unresolved
    return is_one_food and analysis.items[0].score >= MIN_SCORE_OF_DETAIL


def near_foods(current: Catalog, names: Names, phrase: str, region: str) -> list[Near]:
    """The foods that may be meant, the nearest first, however far: by the matcher and by spelling."""
    limit = int(thresholds()["candidates"])
    reader = Reader(current.tables, current.resolver.speller, region, True)
    group = reader.read([Phrase("", list(name_stems(phrase)), start=0, end=len(phrase))])
    matched = [
        Near(current.tables.foods[found.food], min(found.score, 1.0), Proposal.Reason.NEAR_NAME)
        for found in group.candidates[:limit]
    ]
    best: dict[int, Near] = {}
    for near in sorted([*names.spelt_like(phrase, limit), *matched], key=lambda near: -near.score):
        best.setdefault(near.food.id, near)
    return list(best.values())[:limit]


def answers_kept(phrase: str, region: str) -> list[dict[str, Any]]:
    """What sources outside that are on said of the name when it was looked up; nobody is asked anew."""
    descriptor = FoodDescriptor(phrase, region=region)
    answers = kept.read([kept.answer_key(descriptor, source) for source in outside_sources()])
    return [
        {
            "source": found.source,
            "source_id": found.source_id,
            "name": found.name,
            "is_estimate": found.is_estimate,
        }
        for found, _ in answers.values()
        if found
    ]
