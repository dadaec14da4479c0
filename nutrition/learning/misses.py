"""Names that nothing matched, or nothing matched well, counted for the curators."""

from collections.abc import Iterable

from nutrition.counting import count
from nutrition.learning.models import Miss
from nutrition.learning.phrases import food_words

MAX_PHRASES = 60


def record_misses(*, phrases: Iterable[str], region: str, kind: Miss.Kind = Miss.Kind.NOT_FOUND) -> None:
    """Count each phrase once, without the amount said for it; it is stored with the next flush.

    A phrase that is longer than 80 characters or may point to a person is not kept, nor more than 60 a call.
    """
    for name in sorted({name for phrase in phrases if (name := food_words(phrase))})[:MAX_PHRASES]:
        count(Miss, (name, region, kind.value))
