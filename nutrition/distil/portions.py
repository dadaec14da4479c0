"""Household measures with grams, for every food at least one."""

from collections.abc import Iterable, Iterator

from nutrition.distil.source_tables import Source
from nutrition.fixtures import PortionRecord

NOT_SPECIFIED = "Quantity not specified"
USUAL = "usual amount"
HUNDRED_GRAMS = "100 g"
MAX_LABEL = 160


def portions_of(food_id: int, source: Source, twins: Iterable[Source]) -> Iterator[PortionRecord]:
    """The food's own measures, then those that only its twins have, or else plain 100 g."""
    seen: set[str] = set()
    for owner in (source, *twins):
        for label, grams in owner.portions:
            is_usual = label == NOT_SPECIFIED
            text = (USUAL if is_usual else label)[:MAX_LABEL].strip()
            if grams > 0 and text and text.lower() not in seen:
                seen.add(text.lower())
                yield PortionRecord(food_id, text, grams, is_usual, owner.key[0])
    if not seen:
        yield PortionRecord(food_id, HUNDRED_GRAMS, 100.0, False, source.key[0])
