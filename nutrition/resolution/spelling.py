"""Misspelt food words -> the word of the food tables that is meant."""

from collections import defaultdict
from collections.abc import Mapping

from rapidfuzz.distance import OSA

MIN_LENGTH = 5
LONG_WORD = 8


class Speller:
    """Words by first letter and length, so that a look-up compares a few hundred at most."""

    def __init__(self, uses: Mapping[str, int]) -> None:
        """``uses`` tells how many names hold each word: of two as near, the common one is meant."""
        self.uses: dict[str, int] = {}
        self.buckets: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word, count in uses.items():
            self.add(word, count)

    def add(self, word: str, count: int = 1) -> None:
        """Make ``word`` known, or ``count`` uses more common."""
        is_new = word not in self.uses
        self.uses[word] = self.uses.get(word, 0) + count
        if is_new and len(word) >= MIN_LENGTH - 1 and word.isalpha():
            self.buckets[word[0], len(word)].append(word)

    def correct(self, word: str) -> str | None:
        """The known word one slip away (two in a long word): the nearest, most used, first by alphabet."""
        if word in self.uses or len(word) < MIN_LENGTH or not word.isalpha():
            return None
        allowed = 2 if len(word) >= LONG_WORD else 1
        best: tuple[int, int, str] | None = None
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            for known in self.buckets.get((word[0], length), ()):
                distance = OSA.distance(word, known, score_cutoff=allowed)
                rank = (distance, -self.uses[known], known)
                if distance <= allowed and (best is None or rank < best):
                    best = rank
        return best[2] if best else None
