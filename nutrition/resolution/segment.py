"""Where one food ends and the next begins: "rice with beans" is a dish, "toast with butter" two foods.

A run of phrases is cut so that the foods found explain as much of it as possible; every cut costs, the more the
closer the connector binds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from nutrition.resolution.amounts import Amount
from nutrition.resolution.foods import FoodTables
from nutrition.resolution.language import connector_costs, word_set
from nutrition.resolution.match import Candidate
from nutrition.resolution.parse import Phrase
from nutrition.resolution.rank import DETAIL_FACTOR, Wanted
from nutrition.resolution.spelling import Speller
from nutrition.resolution.text import canonical, stem
from nutrition.resolution.units import size_words

MIN_SCORE = 0.42
MIN_SCORE_WITH_ARTICLE = 0.5
MIN_SCORE_WITHOUT_AMOUNT = 0.7
MIN_SCORE_OF_DETAIL = 0.85
MAX_JOINED = 6
MEASURE_FACTOR = 0.5
UNKNOWN_HEAD_WEIGHT = 6.0
CLEARLY_A_FOOD = 0.95
DROPPED_FOOD_FACTOR = 0.7
OTHER_DISH_FACTOR = 0.8


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring phrases read as one food: its tokens, the amount said and the candidates, the best first."""

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

    @property
    def is_found(self) -> bool:
        """Whether some food explains the words well enough to be named: the less was said of an amount, the better."""
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


class Segmenter:
    """Cuts runs for one sentence, remembering every look-up it made.

    ``is_bare`` says that the sentence only lists foods: then every phrase is taken for one.
    """

    def __init__(self, tables: FoodTables, speller: Speller, region: str, is_bare: bool = False) -> None:
        self.tables, self.speller, self.region, self.is_bare = tables, speller, region, is_bare
        self.known: dict[tuple[str, ...], tuple[Candidate, ...]] = {}

    def groups(self, run: Sequence[Phrase]) -> list[Group]:
        """The foods of one run, in order; groups without a candidate are phrases that nothing explains."""
        out: list[Group] = []
        for part in _forced_parts(_worth_reading(run)):
            out.extend(self._best_partition(part))
        return out

    def _best_partition(self, part: Sequence[Phrase]) -> list[Group]:
        if len(part) == 1:
            return [self._group(part)]
        size = len(part)
        weights = [self._group(part[i : i + 1]).weight for i in range(size)]
        total = sum(weights) or 1.0
        best: list[tuple[float, list[Group]]] = [(0.0, [])]
        for end in range(1, size + 1):
            options = []
            for start in range(max(0, end - MAX_JOINED), end):
                group = self._group(part[start:end])
                cost = _cut_cost(part, start) if start else 0.0
                told = _explained(group) * self._kept(part[start:end], group)
                value = best[start][0] + told * sum(weights[start:end]) / total - cost
                options.append((value, -start, [*best[start][1], group]))
            value, _, groups = max(options, key=lambda option: option[:2])
            best.append((value, groups))
        return best[size][1]

    def _kept(self, phrases: Sequence[Phrase], group: Group) -> float:
        """What a joined reading keeps of its parts: less where it drops a food that stands there in so many words."""
        if len(phrases) == 1 or not group.is_found or _is_weighed(phrases[0]):
            return 1.0
        best = group.candidates[0].name
        named = {*self.tables.index.key_of[best], *self.tables.described(group.candidates[0].food)}
        alone = [self._group(phrases[i : i + 1]) for i in range(len(phrases))]
        clear = [own for own in alone if own.candidates and own.candidates[0].score >= CLEARLY_A_FOOD]
        if any(not named & set(own.tokens) for own in clear if own is not alone[0]):
            return DROPPED_FOOD_FACTOR
        if len(clear) == len(alone) and not self._heads(phrases) & self.tables.heads_of(best):
            return DROPPED_FOOD_FACTOR
        return 1.0

    def _heads(self, phrases: Sequence[Phrase]) -> set[str]:
        """The words that may head a joined reading: of "X with Y" that of X, of "X and Y sandwich" that of the last too."""
        if len(phrases) == 1:
            return set()
        series = list(phrases[:1])
        for phrase in phrases[1:]:
            if phrase.joiner not in (",", "and", "or"):
                break
            series.append(phrase)
        tokens = [self._tokens(phrase.stems)[0] for phrase in series]
        return {self._head(own, set(own)) for own in tokens} - {""}

    def _group(self, phrases: Sequence[Phrase]) -> Group:
        stems: list[str] = []
        for i, phrase in enumerate(phrases):
            if i:
                stems.extend(_told_by_joiner(phrase.joiner))
            stems.extend(phrase.stems)
        tokens, corrections = self._tokens(stems)
        lead = self._lead(phrases)
        amount = next((phrase.amount for phrase in phrases if phrase.amount), None)
        measures = _kinds(amount) - set(tokens)
        optional = (chatter_stems() & set(tokens)) | set(measures)
        unknown_head = self._unknown_head(tokens, lead, optional)
        weights = {
            token: UNKNOWN_HEAD_WEIGHT
            if token == unknown_head
            else self.tables.index.weight(token) * (1.0 if token in lead else DETAIL_FACTOR)
            for token in tokens
        } | {word: MEASURE_FACTOR * self.tables.index.weight(word) for word in measures}
        wanted = Wanted(weights, frozenset(optional), self._head(tokens, lead))
        weight = sum(self.tables.index.weight(token) for token in set(tokens) - optional)
        return Group(
            phrases[0].joiner,
            tokens,
            tuple(stems),
            amount,
            min(p.start for p in phrases),
            max(p.end for p in phrases),
            self._candidates(tokens, wanted, tuple(stems), self._heads(phrases)),
            weight,
            corrections,
            self.is_bare,
        )

    def _tokens(self, stems: Sequence[str]) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
        """The canonical tokens of ``stems``, misspelt words put right, and what was put right."""
        corrections: list[tuple[str, str]] = []
        out: list[str] = []
        for word in stems:
            better = None if word in chatter_stems() else self.speller.correct(word)
            if better:
                corrections.append((word, better))
            out.append(stem(better) if better else word)
        return canonical(tuple(out)), tuple(corrections)

    def _unknown_head(self, tokens: tuple[str, ...], lead: set[str], optional: set[str]) -> str:
        """The last word of the food's own phrase if no table knows it: then no other word of it names the food."""
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
        """Foods of exactly this name first, then the closest; in a joined reading another head counts less."""
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
        if heads & self.tables.heads_of(candidate.name):
            return candidate
        return replace(candidate, score=candidate.score * OTHER_DISH_FACTOR)


def _kinds(amount: Amount | None) -> set[str]:
    """The containers and pieces said, as tokens that may help to find the food ("scoop", "bar")."""
    return {stem(word) for word in amount.words if word not in size_words()} if amount else set()


def _explained(group: Group) -> float:
    """The share of its words that a group's best food explains, 0-1; the curve forgives a small lack."""
    return min(group.candidates[0].score, 1.0) ** 0.6 if group.is_found else 0.0


def _worth_reading(run: Sequence[Phrase]) -> list[Phrase]:
    """Drop phrases of mere chatter; the amount of one that names nothing goes to the next that has none."""
    kept: list[Phrase] = []
    pending: Phrase | None = None
    joiner: str | None = None
    for phrase in run:
        if all(word in chatter_stems() for word in canonical(tuple(phrase.stems))):
            is_said = phrase.amount is not None and (
                phrase.amount.words or phrase.amount.unit or phrase.amount.is_stated
            )
            pending = phrase if is_said else pending
            joiner = phrase.joiner if phrase.stems else joiner
            continue
        if pending is not None and phrase.amount is None:
            phrase = replace(phrase, amount=pending.amount, start=pending.start)
        if joiner is not None and kept:
            phrase = replace(phrase, joiner=joiner or ",")
        pending = joiner = None
        kept.append(phrase)
    return kept


def _told_by_joiner(joiner: str) -> list[str]:
    """What a connector says of the food: "fried in" that it is fried, "without" that something is absent."""
    words = joiner.split()
    if words and words[0] in word_set("negations"):
        return words[:1]
    if words and words[0] in ("cooked", "made", "prepared"):
        return words
    return [stem(word) for word in words if stem(word) != word and stem(word) not in ("fill", "made")]


def _forced_parts(run: Sequence[Phrase]) -> list[list[Phrase]]:
    """Cut where a phrase has an amount of its own that leaves no doubt."""
    parts: list[list[Phrase]] = []
    for phrase in run:
        if parts and not _stands_alone(phrase, parts[-1]):
            parts[-1].append(phrase)
        else:
            parts.append([phrase])
    return parts


def _stands_alone(phrase: Phrase, before: Sequence[Phrase]) -> bool:
    """Whether the phrase's own amount makes it a food of its own ("with a slice of", not "on a small bun").

    A bare article does so behind "and" and commas too, but not within a list of details and not behind a food whose
    weight was said, as the weight covers what comes with it.
    """
    amount = phrase.amount
    if amount is None:
        return False
    is_weighed = _is_weighed(before[0])
    is_served = bool(amount.unit) or any(word not in size_words() for word in amount.words)
    if phrase.joiner in word_set("strong_connectors"):
        return True
    if phrase.joiner in word_set("detail_connectors"):
        return bool(amount.unit) if is_weighed else is_served
    if (
        phrase.joiner in (",", "and")
        and not is_weighed
        and _opener(before) not in word_set("detail_connectors")
    ):
        return True
    return is_served or amount.is_stated


def _opener(phrases: Sequence[Phrase]) -> str:
    """The connector that opened the list that ``phrases`` end in: "with" in "salad with egg, ham"."""
    return next((p.joiner for p in reversed(phrases[1:]) if p.joiner not in (",", "and", "or")), "")


def _is_weighed(phrase: Phrase) -> bool:
    return phrase.amount is not None and phrase.amount.unit_kind == "mass"


def _cut_cost(part: Sequence[Phrase], start: int) -> float:
    """What it costs to read the phrase at ``start`` as a food of its own.

    In a list behind "filled with", "with", "on", the later members are details like the first.
    """
    phrase, first = part[start], part[0]
    cost = connector_costs().get(phrase.joiner, 0.1)
    if phrase.joiner in (",", "and", "or") and phrase.amount is None:
        cost = max(cost, 0.75 * connector_costs().get(_opener(part[:start]), 0.0))
    if phrase.amount is not None and phrase.joiner not in word_set("detail_connectors"):
        cost *= 0.5
    if _is_weighed(first):
        cost += 0.45 if phrase.joiner in (",", "and") else 1.0
    return cost
