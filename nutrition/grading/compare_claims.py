"""What a clause says of the entries of a comparison, held against the facts; what is unclear counts as false.

A clause is short: an entry, what is claimed of it, and what it is compared with. Who is better, who has
more of what, how far the winner is ahead: each claim is a word of the lexicon.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from nutrition.grading.compare import Comparison, Winner, amount_of
from nutrition.grading.compare_tables import measures
from nutrition.grading.compare_text import Token

_CLAIMS = ("win", "lose", "pick")
_AMOUNTS = ("more", "less")
_MARGINS = ("slight", "moderate", "decisive")
# What these stand before is what something is compared with, not what is said to be so.
_BEFORE_OBJECTS = frozenset({"object", *_AMOUNTS})
_TRANSITIVE = re.compile(r"(?:beat|follow|lead|outscore|top|trail)\w*|behind")
_BEFORE_SUBJECTS = frozenset({"in", "for", "the", ":", "is", "are", "was", "were", "goes", "to"})
_BEFORE_MEASURES = frozenset(
    {"in", "of", "on", "for", "from", "the", "its", "both", "dietary", "total", "amount"}
)
_AFTER_MEASURES = frozenset({"is", "are", "was", "were", "content", "amount", "amounts", "level", "levels"})


@dataclass(frozen=True, slots=True)
class Group:
    """Entries named together from token ``start`` to before ``end``; ``is_object``: compared with."""

    ids: tuple[str, ...]
    start: int
    end: int
    is_object: bool


@dataclass(frozen=True)
class Clause:
    """A part of a sentence and the focuses that the sentence speaks of."""

    tokens: tuple[Token, ...]
    focuses: tuple[str, ...]
    comparison: Comparison

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The entries named, those that are named together as one."""
        found, at = [], 0
        while at < len(self.tokens):
            end = self.run("entry", at)
            if end > at:
                ids = tuple(token.said for token in self.tokens[at:end] if token.kind == "entry")
                found.append(Group(ids, at, end, self._is_object(at)))
            at = max(end, at + 1)
        return tuple(found)

    @property
    def winners(self) -> list[Winner | None]:
        """The winner of each focus that is spoken of."""
        return [self.comparison.focuses[focus].winner for focus in self.focuses]

    def run(self, kind: str, start: int) -> int:
        """Where a list (``a, b and c``) of tokens of a kind that begins at ``start`` ends."""
        end = at = start
        while at < len(self.tokens) and (
            self.tokens[at].kind == kind or (end > start and self.tokens[at].said in (",", "and", "or", "&"))
        ):
            end = at + 1 if self.tokens[at].kind == kind else end
            at += 1
        return end

    def skip(self, words: frozenset[str], at: int, step: int = 1) -> int:
        """The first place from ``at`` on, or back, where none of the words stands."""
        while 0 <= at < len(self.tokens) and self.tokens[at].said in words:
            at += step
        return at

    def of(self, kind: str) -> list[int]:
        """The places of the tokens of a kind."""
        return [at for at, token in enumerate(self.tokens) if token.kind == kind]

    def _is_object(self, at: int) -> bool:
        before = self.skip(frozenset({"the", '"', "'"}), at - 1, -1)
        token = self.tokens[before] if before >= 0 else None
        if token is None:
            return False
        return token.kind in _BEFORE_OBJECTS or bool(_TRANSITIVE.fullmatch(token.said))


def claims_amiss(clause: Clause, measured: set[int]) -> Iterator[str]:
    """The claims that no fact bears out. ``measured`` are the places of the nutrients with a figure."""
    told = set(measured)
    for kind in _AMOUNTS:
        for at in clause.of(kind):
            places = _measures_of(clause, at)
            told |= set(places)
            yield from _amount_amiss(clause, kind, at, places)
    for kind in _CLAIMS:
        for at in clause.of(kind):
            topics = _topics(clause, at)
            told |= set(topics)
            yield from _claim_amiss(clause, kind, at, topics)
    yield from _ties_and_margins_amiss(clause)
    for at in set(clause.of("measure")) - told:
        yield from _presence_amiss(clause, clause.tokens[at].said)


def _subject(clause: Clause, at: int, after_first: bool = False) -> tuple[str, ...]:
    """The entries that a claim is about: right after it, before it, else after; objects are none."""
    beside = clause.skip(_BEFORE_SUBJECTS, at + 1)
    if not _TRANSITIVE.fullmatch(clause.tokens[at].said):
        for group in clause.groups:
            if group.start == beside:
                return group.ids
    named = [group for group in clause.groups if not group.is_object]
    before = [group for group in named if group.start < at][-1:]
    after = [group for group in named if group.start > at][:1]
    found = after or before if after_first else before or after
    return found[0].ids if found else ()


def _claim_amiss(clause: Clause, kind: str, at: int, topics: Sequence[int]) -> Iterator[str]:
    """Checks one word that says that something is better or worse, or to be taken."""
    word, group = clause.tokens[at].said, _subject(clause, at, after_first=kind == "pick")
    if not group:
        if not (kind == "pick" and clause.of("generic")):
            yield f"unclear: {word!r} of whom"
        return
    for key in (clause.tokens[topic].said for topic in topics):
        if kind == "lose" or not _leads(group, key, clause.comparison):
            yield f"{', '.join(group)}: does not lead in {key}"
    if topics and not clause.of("focus"):
        return
    for winner in clause.winners:
        yield from _winner_amiss(kind, group, winner)


def _winner_amiss(kind: str, group: Sequence[str], winner: Winner | None) -> Iterator[str]:
    named = ", ".join(group)
    if winner is None:
        yield "there is no winner"
    elif kind == "lose":
        if set(group) & set(winner.ids):
            yield f"puts {named} behind"
    elif not set(group) <= set(winner.ids):
        yield f"names {named} as better"
    elif winner.margin == "tie" and set(group) != set(winner.ids):
        yield "makes a winner of a tie"


def _topics(clause: Clause, at: int) -> range:
    """The places of the nutrients in which it is better, as in ``beats eggs on protein``."""
    while at + 1 < len(clause.tokens) and clause.tokens[at + 1].kind in ("win", "pick", "object", "entry"):
        at += 1
    start = clause.skip(_BEFORE_MEASURES | {"source"}, at + 1)
    return range(start, clause.run("measure", start))


def _leads(group: Sequence[str], key: str, comparison: Comparison) -> bool:
    led = next((leader for leader in comparison.leaders if leader.key == key), None)
    return led is not None and set(group) <= set(led.ids)


def _measures_of(clause: Clause, at: int) -> list[int]:
    """The places of the nutrients of which there is more or less: right after the word, else before."""
    start = clause.skip(_BEFORE_MEASURES, at + 1)
    end = clause.run("measure", start)
    if end == start:
        end = clause.skip(_AFTER_MEASURES, at - 1, -1) + 1
        start = next((first for first in range(end) if clause.run("measure", first) >= end), end)
    return [place for place in range(start, end) if clause.tokens[place].kind == "measure"]


def _amount_amiss(clause: Clause, kind: str, at: int, places: Sequence[int]) -> Iterator[str]:
    word = clause.tokens[at].said
    if at and clause.tokens[at - 1].unit == "point":
        return  # a margin, which is checked as a figure
    group = _subject(clause, at)
    if not places or not group:
        yield f"unclear: {word!r} of what, in what"
        return
    ids = [entry.id for entry in clause.comparison.entries]
    than = [one for other in clause.groups if other.is_object and other.start > at for one in other.ids]
    others = than or [one for one in ids if one not in group]
    for key in (clause.tokens[place].said for place in places):
        if not all(_holds(kind, one, others, key, clause.comparison) for one in group):
            yield f"{', '.join(group)}: not {word} {key}"


def _holds(kind: str, one: str, others: Sequence[str], key: str, comparison: Comparison) -> bool:
    """Whether an entry has more or less of a nutrient, as shown, than all the others, each known."""
    amounts = {entry.id: amount_of(entry, key) for entry in comparison.entries}
    shown = {
        other: round(amount, measures()[key].decimals)
        for other, amount in amounts.items()
        if amount is not None
    }
    if one not in shown or not others or not set(others) <= set(shown):
        return False
    rest = [shown[other] for other in others]
    return shown[one] > max(rest) if kind == "more" else shown[one] < min(rest)


def _presence_amiss(clause: Clause, key: str) -> Iterator[str]:
    """``Eggs bring fibre``: all that are named must have some worth telling."""
    if not clause.groups:
        yield f"unclear: {key} of whom"
    for entry in clause.comparison.entries:
        if any(entry.id in group.ids and not group.is_object for group in clause.groups):
            amount = amount_of(entry, key)
            if amount is None or amount < measures()[key].negligible:
                yield f"{entry.id}: no {key} worth telling"


def _ties_and_margins_amiss(clause: Clause) -> Iterator[str]:
    margins = {winner.margin if winner else "none" for winner in clause.winners}
    for kind in ("none", "tie", *_MARGINS):
        if clause.of(kind) and margins != {kind}:
            yield f"the margin is not {kind!r}"
    if clause.of("generic") and margins & {"moderate", "decisive"}:
        yield "leaves a choice where there is a winner"
    if clause.of("tie"):
        named = {one for group in clause.groups if not group.is_object for one in group.ids}
        if clause.of("measure") or any(winner and not named <= set(winner.ids) for winner in clause.winners):
            yield "unclear: equal in what"
