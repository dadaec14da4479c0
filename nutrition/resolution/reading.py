"""Neighbouring phrases read as one food: their tokens, their head and the foods they may mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from nutrition.resolution.amounts import Amount
from nutrition.resolution.foods import FoodTables
from nutrition.resolution.language import connector_costs, word_set
from nutrition.resolution.match import Candidate
from nutrition.resolution.parse import Phrase
from nutrition.resolution.quantities import Measured
from nutrition.resolution.rank import DETAIL_FACTOR, Wanted
from nutrition.resolution.spelling import Speller
from nutrition.resolution.text import canonical, stem
from nutrition.resolution.units import size_words

MIN_SCORE = 0.42
MIN_SCORE_WITH_ARTICLE = 0.5
MIN_SCORE_WITHOUT_AMOUNT = 0.7
MIN_SCORE_OF_DETAIL = 0.85
MEASURE_FACTOR = 0.5
UNKNOWN_HEAD_WEIGHT = 6.0
UNKNOWN_WORD_IN_LIST_WEIGHT = 3.0
OTHER_DISH_FACTOR = 0.8
NO_SERIES_FACTOR = 0.85

# What a name must hold to be two foods in one: "chicken and salad" is no "chicken salad".
_SERIES = re.compile(r"&|/|\b(?:and|n|with|or)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """That a food was reckoned as a part of a dish of kind ``template``: its amount, how sure it is (0-1)."""

    template: str
    measured: Measured
    sureness: float

    def times(self, factor: float) -> Part:
        """The part of so many dishes."""
        of_one = self.measured
        low, high = of_one.grams_low * factor, of_one.grams_high * factor
        measured = replace(of_one, grams=of_one.grams * factor, grams_low=low, grams_high=high)
        return replace(self, measured=measured)


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring phrases as one food: its tokens, the amount said and the candidates, the best first."""

    joiner: str
    tokens: tuple[str, ...]
    stems: tuple[str, ...]
    amount: Amount | None
    start: int
    end: int
    candidates: tuple[Candidate, ...]
    weight: float
    corrections: tuple[tuple[str, str], ...] = ()
    is_bare: bool = False
    part: Part | None = None

    @property
    def is_found(self) -> bool:
        """Whether a food explains the words well enough: the better, the less was said of an amount."""
        return bool(self.candidates) and self.candidates[0].score >= self._least_score

    @property
    def _least_score(self) -> float:
        if self.is_bare:
            return MIN_SCORE
        if self.amount is None:
            is_detail = self.joiner in connector_costs() and connector_costs()[self.joiner] >= 0.2
            return MIN_SCORE_OF_DETAIL if is_detail else MIN_SCORE_WITHOUT_AMOUNT
        if self.amount.is_stated or self.amount.unit or self.amount.words:
            return MIN_SCORE
        return MIN_SCORE_WITH_ARTICLE


@cache
def chatter_stems() -> frozenset[str]:
    """Chatter as tokens: words that may name a food but need not."""
    return frozenset(stem(word) for word in word_set("chatter") if " " not in word) | word_set("fillers")


class Reader:
    """Reads phrases of one sentence, remembering every look-up it made.

    ``is_bare`` says that the sentence only lists foods: then every phrase is taken for one.
    """

    def __init__(self, tables: FoodTables, speller: Speller, region: str, is_bare: bool = False) -> None:
        self.tables, self.speller, self.region, self.is_bare = tables, speller, region, is_bare
        self.known: dict[tuple[str, ...], tuple[Candidate, ...]] = {}

    def read(self, phrases: Sequence[Phrase]) -> Group:
        """The phrases as one food."""
        stems: list[str] = []
        for i, phrase in enumerate(phrases):
            if i:
                stems.extend(_told_by_joiner(phrase.joiner))
            stems.extend(phrase.stems)
        tokens, corrections = self._tokens(stems)
        lead = self._lead(phrases)
        amount = next((phrase.amount for phrase in phrases if phrase.amount), None)
        measures = _kinds(amount) - set(tokens)
        denied = {token for token in tokens if token.startswith("no:")}
        optional = chatter_stems() & {*tokens} | measures | denied
        unknown_head = self._unknown_head(tokens, lead, optional)
        weights = {
            token: UNKNOWN_HEAD_WEIGHT
            if token == unknown_head
            else self._weight(token) * (1.0 if token in lead else DETAIL_FACTOR)
            for token in tokens
        } | {word: MEASURE_FACTOR * self.tables.index.weight(word) for word in measures}
        wanted = Wanted(weights, optional, self._head(tokens, lead))
        weight = sum(self.tables.index.weight(token) for token in set(tokens) - optional)
        return Group(
            phrases[0].joiner,
            tokens,
            tuple(stems),
            amount,
            min(p.start for p in phrases),
            max(p.end for p in phrases),
            self._candidates(tokens, wanted, tuple(stems), self.heads(phrases)),
            weight,
            corrections,
            self.is_bare,
        )

    def _weight(self, token: str) -> float:
        """How much a token tells; an unknown word among mere foods tells more than one in a story."""
        if self.is_bare and token not in self.tables.index.tokens:
            return UNKNOWN_WORD_IN_LIST_WEIGHT
        return self.tables.index.weight(token)

    def heads(self, phrases: Sequence[Phrase]) -> set[str]:
        """The words that may head a joined reading: X of "X with Y", both of "X and Y sandwich"."""
        if len(phrases) == 1 or self.is_set_phrase(phrases):
            return set()
        series = list(phrases[:1])
        for phrase in phrases[1:]:
            if phrase.joiner not in (",", "and", "or"):
                break
            series.append(phrase)
        tokens = [self._tokens(phrase.stems)[0] for phrase in series]
        return {self._head(own, set(own)) for own in tokens} - {""}

    def is_set_phrase(self, phrases: Sequence[Phrase]) -> bool:
        """Whether the words mean something together that none means alone: "mac and cheese", "pb and j"."""
        apart = {token for phrase in phrases for token in self._tokens(phrase.stems)[0]}
        together, _ = self._tokens([word for phrase in phrases for word in phrase.stems])
        return not apart >= set(together)

    def _tokens(self, stems: Sequence[str]) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
        """The canonical tokens of ``stems``, misspelt words put right, and what was put right."""
        corrections: list[tuple[str, str]] = []
        out: list[str] = []
        for word in stems:
            is_plain = word in chatter_stems() or word in word_set("negations")
            better = None if is_plain else self.speller.correct(word)
            if better:
                corrections.append((word, better))
            out.append(stem(better) if better else word)
        return canonical(tuple(out)), tuple(corrections)

    def _unknown_head(self, tokens: tuple[str, ...], lead: set[str], optional: frozenset[str]) -> str:
        """The last word of the food's own phrase if no table knows it: then no other names the food."""
        last = next((token for token in reversed(tokens) if token in lead and token not in optional), "")
        return "" if last in self.tables.index.tokens else last

    def _lead(self, phrases: Sequence[Phrase]) -> set[str]:
        """The tokens of the food itself: of the first phrase, and of those behind mere commas."""
        lead = set(self._tokens(phrases[0].stems)[0])
        for phrase in phrases[1:]:
            if phrase.joiner != ",":
                break
            lead.update(self._tokens(phrase.stems)[0])
        return lead

    def _head(self, tokens: tuple[str, ...], lead: set[str]) -> str:
        """The word that names the food: the last of the leading phrase that can stand for a food alone."""
        return next((token for token in reversed(tokens) if token in lead and token in self.tables.heads), "")

    def _candidates(
        self, tokens: tuple[str, ...], wanted: Wanted, stems: tuple[str, ...], heads: set[str]
    ) -> tuple[Candidate, ...]:
        key = (*stems, "|", *wanted.optional, "|", *heads)
        if key not in self.known:
            self.known[key] = self._look_up(tokens, wanted, stems, heads)
        return self.known[key]

    def _look_up(
        self, tokens: tuple[str, ...], wanted: Wanted, stems: tuple[str, ...], heads: set[str]
    ) -> tuple[Candidate, ...]:
        """Foods of exactly this name, then the closest; in a joined reading another head counts less."""
        required = tuple(token for token in tokens if token not in wanted.optional)
        if not required:
            return ()
        exact = self.tables.exact_matches(tokens, self.region, stems) or self.tables.exact_matches(
            required, self.region
        )
        seen = {candidate.food for candidate in exact}
        can_name_a_food = any(token in self.tables.heads for token in required)
        close = self.tables.search(wanted, self.region) if can_name_a_food else []
        found = [candidate for candidate in close if candidate.food not in seen]
        if heads:
            exact = [self._judged_by_head(candidate, heads) for candidate in exact]
            found = [self._judged_by_head(candidate, heads) for candidate in found]
        named = [candidate for candidate in exact if candidate.score >= 1.0]
        others = [candidate for candidate in (*exact, *found) if candidate not in named]
        return (*named, *sorted(others, key=lambda candidate: -candidate.score))

    def _judged_by_head(self, candidate: Candidate, heads: set[str]) -> Candidate:
        if not heads & self.tables.heads_of(candidate.name):
            return replace(candidate, score=candidate.score * OTHER_DISH_FACTOR)
        if len(heads) > 1 and not _SERIES.search(self.tables.names[candidate.name].text):
            return replace(candidate, score=candidate.score * NO_SERIES_FACTOR)
        return candidate


def _kinds(amount: Amount | None) -> set[str]:
    """The containers and pieces said, as tokens that may help to find the food ("scoop", "bar")."""
    return {stem(word) for word in amount.words if word not in size_words()} if amount else set()


def _told_by_joiner(joiner: str) -> list[str]:
    """What a connector says of the food: "fried in" that it is fried, "without" that something is absent."""
    words = joiner.split()
    if words and words[0] in word_set("negations"):
        return words[:1]
    if words and words[0] in ("cooked", "made", "prepared"):
        return words
    return [stem(word) for word in words if stem(word) != word and stem(word) not in ("fill", "made")]
