"""Where one food ends and the next begins: "rice with beans" is a dish, "toast with butter" two foods.

A run of phrases is cut so that the foods found explain as much of it as possible; every cut costs, the more
the closer the connector binds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from nutrition.recipes.decompose import decomposed
from nutrition.resolution.language import connector_costs, word_set
from nutrition.resolution.parse import Phrase
from nutrition.resolution.reading import Group, Reader, chatter_stems
from nutrition.resolution.text import canonical, stem
from nutrition.resolution.units import size_words

MAX_JOINED = 6
MAX_NAME = 4
STRUNG_SCORE = 0.8
UNLIKE_SCORE = 0.5
CLEARLY_A_FOOD = 0.95
DROPPED_FOOD_FACTOR = 0.7
DROPPED_DETAIL_FACTOR = 0.85


class Segmenter:
    """Cuts the runs of one sentence into foods."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def groups(self, run: Sequence[Phrase]) -> list[Group]:
        """The foods of one run, in order; groups without a candidate are phrases that nothing explains."""
        out: list[Group] = []
        for part in _forced_parts(_worth_reading(run)):
            found = self._best_partition(part)
            parts = decomposed(self.reader, part, found)
            for group in parts or found:
                out.extend((None if group.part else self._unstrung(group)) or [group])
        return out

    def _unstrung(self, group: Group) -> list[Group] | None:
        """Names strung together without a comma ("eggs bacon toast"): each known exactly and no word left.

        Of two, the first is more often a detail of the second ("tea biscuits"): they part where no food is
        called anything like both ("avocado toast").
        """
        size = len(group.stems)
        score = group.candidates[0].score if group.is_found else 0.0
        if not self.reader.is_bare or size < 2 or score >= STRUNG_SCORE:
            return None
        best: list[list[Group] | None] = [[], *([None] * size)]
        for end in range(1, size + 1):
            for start in range(max(0, end - MAX_NAME), end):
                before = best[start]
                one = self._exact(group, start, end) if before is not None else None
                found = best[end]
                if before is not None and one and (found is None or len(before) + 1 < len(found)):
                    best[end] = [*before, one]
        whole = best[size]
        return whole if whole and len(whole) >= (2 if score < UNLIKE_SCORE else 3) else None

    def _exact(self, group: Group, start: int, end: int) -> Group | None:
        phrase = Phrase(
            group.joiner if start == 0 else ",",
            list(group.stems[start:end]),
            group.amount if start == 0 else None,
            group.start,
            group.end,
        )
        own = self.reader.read([phrase])
        is_exact = bool(own.candidates) and own.candidates[0].score >= 1.0
        return own if is_exact else None

    def _best_partition(self, part: Sequence[Phrase]) -> list[Group]:
        if len(part) == 1:
            return [self.reader.read(part)]
        size = len(part)
        weights = [self.reader.read(part[i : i + 1]).weight for i in range(size)]
        total = sum(weights) or 1.0
        best: list[tuple[float, list[Group]]] = [(0.0, [])]
        for end in range(1, size + 1):
            options = []
            for start in range(max(0, end - MAX_JOINED), end):
                group = self.reader.read(part[start:end])
                cost = _cut_cost(part, start) if start else 0.0
                told = _explained(group) * self._kept(part[start:end], group)
                value = best[start][0] + told * sum(weights[start:end]) / total - cost
                options.append((value, -start, [*best[start][1], group]))
            value, _, groups = max(options, key=lambda option: option[:2])
            best.append((value, groups))
        return best[size][1]

    def _kept(self, phrases: Sequence[Phrase], group: Group) -> float:
        """What a joined reading keeps of its parts: less where it drops a food that was named."""
        if len(phrases) == 1 or not group.is_found or self.reader.is_set_phrase(phrases):
            return 1.0
        if " ".join(sorted(set(group.tokens) - chatter_stems())) in word_set("apart"):
            return DROPPED_FOOD_FACTOR
        best = group.candidates[0]
        named = {*self.reader.tables.index.key_of[best.name], *self.reader.tables.described(best.food)}
        alone = [self.reader.read(phrases[i : i + 1]) for i in range(len(phrases))]
        is_weighed = _is_weighed(phrases[0])
        if is_weighed:
            # A weight covers its details; only what stands beside it is a food of its own.
            alone = [own for own, p in zip(alone, phrases, strict=True) if p is phrases[0] or _is_beside(p)]
        clear = [own for own in alone if own.candidates and own.candidates[0].score >= CLEARLY_A_FOOD]
        if any(not named & set(own.tokens) for own in clear):
            return DROPPED_DETAIL_FACTOR if is_weighed else DROPPED_FOOD_FACTOR
        if is_weighed or len(clear) < len(alone) or best.score >= CLEARLY_A_FOOD:
            return 1.0
        # "A cup of rice and lentils" is a mixture, "two eggs and toast" is none.
        amount = phrases[0].amount
        listing = (",",) if amount is not None and amount.unit else (",", "and")
        is_list = all(phrase.joiner in listing for phrase in phrases[1:])
        is_other = not self.reader.heads(phrases) & self.reader.tables.heads_of(best.name)
        return DROPPED_FOOD_FACTOR if is_list or is_other else 1.0


def _is_beside(phrase: Phrase) -> bool:
    """Whether a phrase stands beside the food before it: "and chips", "with a side of peas"."""
    return phrase.joiner in (",", "and") or (phrase.joiner == "with" and phrase.amount is not None)


def _explained(group: Group) -> float:
    """The share of its words that a group's best food explains, 0-1; the curve forgives a small lack."""
    return min(group.candidates[0].score, 1.0) ** 0.6 if group.is_found else 0.0


def _worth_reading(run: Sequence[Phrase]) -> list[Phrase]:
    """Drop phrases of mere chatter; the amount of one that names nothing goes to the next that has none.

    What is denied ("no onions or pickles") goes to the food before it, as a detail of that.
    """
    kept: list[Phrase] = []
    pending: Phrase | None = None
    joiner: str | None = None
    for phrase in _denied_together(run):
        if _tells_a_nutrient(phrase):
            continue
        tokens = canonical(tuple(phrase.stems))
        says_nothing = all(token in chatter_stems() or token.startswith("no:") for token in tokens)
        if says_nothing and kept and any(token.startswith("no:") for token in tokens):
            kept[-1] = replace(kept[-1], stems=[*kept[-1].stems, *phrase.stems], end=phrase.end)
            continue
        if says_nothing:
            pending = phrase if _is_said(phrase) else pending
            joiner = phrase.joiner if phrase.stems else joiner
            continue
        if pending is not None and phrase.amount is None:
            phrase = replace(phrase, amount=pending.amount, start=pending.start)
        if joiner is not None and kept:
            phrase = replace(phrase, joiner=joiner or ",")
        pending = joiner = None
        kept.append(phrase)
    return kept


def _tells_a_nutrient(phrase: Phrase) -> bool:
    """Whether the phrase gives a figure of the food beside it and no food: "27 g carbs"."""
    stems = set(phrase.stems) - chatter_stems()
    return _is_weighed(phrase) and bool(stems) and stems <= _nutrient_stems()


@cache
def _nutrient_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in word_set("nutrient_words"))


def _is_said(phrase: Phrase) -> bool:
    amount = phrase.amount
    return amount is not None and bool(amount.words or amount.unit or amount.is_stated)


def _denied_together(run: Sequence[Phrase]) -> list[Phrase]:
    """Spread a denial over its list: "no cheese, onions or pickles", "without sugar or milk"."""
    out: list[Phrase] = []
    denied = False
    for i, phrase in enumerate(run):
        opens = phrase.joiner == "without" or bool(phrase.stems and phrase.stems[0] in word_set("negations"))
        goes_on = denied and phrase.amount is None and _or_follows(run, i)
        denied = opens or goes_on
        if denied and not (phrase.stems and phrase.stems[0] in word_set("negations")):
            phrase = replace(phrase, stems=["no", *phrase.stems], joiner=phrase.joiner)
        out.append(phrase)
    return out


def _or_follows(run: Sequence[Phrase], i: int) -> bool:
    """Whether the phrase at ``i`` is a member of a list that "or" closes."""
    for phrase in run[i:]:
        if phrase.joiner == "or":
            return True
        if phrase.joiner != "," or phrase.amount is not None:
            return False
    return False


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

    A bare article does so behind "and" and commas too, but not within a list of details and not behind a food
    whose weight was said, as the weight covers what comes with it.
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
        cost += 0.2 if _is_beside(phrase) else 1.0
    return cost
