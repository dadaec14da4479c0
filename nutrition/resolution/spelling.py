"""Misspelt food words -> the word of the food tables that is meant."""

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz.distance import OSA

MIN_LENGTH = 5
LONG_WORD = 8


class Speller:
    """Words by first letter and length, so that a look-up compares a few hundred at most."""

    def __init__(self, words: Iterable[str]) -> None:
        self.known: set[str] = set()
        self.buckets: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in words:
            self.add(word)

    def add(self, word: str) -> None:
        """Make ``word`` known."""
        if word in self.known:
            return
        self.known.add(word)
        if len(word) >= MIN_LENGTH - 1 and word.isalpha():
            self.buckets[word[0], len(word)].append(word)

    def correct(self, word: str) -> str | None:
        """The known word one slip away (two in a long word): the nearest, then the first by alphabet."""
        if word in self.known or len(word) < MIN_LENGTH or not word.isalpha():
            return None
        allowed = 2 if len(word) >= LONG_WORD else 1
        best: tuple[int, str] | None = None
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            for known in self.buckets.get((word[0], length), ()):
                distance = OSA.distance(word, known, score_cutoff=allowed)
                if distance <= allowed and (best is None or (distance, known) < best):
                    best = (distance, known)
        return best[1] if best else None
