"""A closer look at the few best names: heads, details, alternatives.

The index weighs words alike wherever they stand. Here the phrase's head counts ("wheat *bun*" is no
"*hamburger* on a wheat bun"), a detail after "with" counts less than the food it belongs to, and of
"chicken or turkey" in a name one word is enough.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from nutrition.resolution.language import word_set
from nutrition.resolution.text import fold, name_tokens

HEAD_ADDED_COST = 0.5
TAIL_ADDED_COST = 0.25
MODIFIED_ADDED_COST = 0.6
ALTERNATIVE_ADDED_COST = 0.1
HEAD_MISSED_FACTOR = 0.75
FOREIGN_HEAD_FACTOR = 0.85
OTHER_HEAD_FACTOR = 0.88
DETAIL_FACTOR = 0.6
CONTRADICTION_FACTOR = 0.6

_PARTS = re.compile(r"[,;()]")
_DETAIL = re.compile(r"\b(?:with|in|on|from|made|without|for|topped|filled|no)\b")
_EITHER = re.compile(r"\b(?:and|or)\b|[/&]")
_OR = re.compile(r"([\w'-]+)\s*(?:\bor\b|\band/or\b|/)\s*(?=([\w'-]+))")


@dataclass(frozen=True, slots=True)
class Anatomy:
    """A name taken apart: the words that may head it and what it costs a phrase to lack each token."""

    heads: frozenset[str]
    added_cost: Mapping[str, float]
    alternatives: tuple[frozenset[str], ...]


def anatomy(text: str) -> Anatomy:
    """Take a name apart: "Bread, white, toasted" is headed by bread, "Chicken pie with peas" by pie.

    Where the first part only names a group ("Fish, cod, baked"), the second may head it as well.
    """
    costs: dict[str, float] = {}
    alternatives: list[frozenset[str]] = []
    heads: set[str] = set()
    names_group = True
    for part in _PARTS.split(fold(text)):
        tokens = name_tokens(part)
        alternatives.extend(
            frozenset((*name_tokens(either[1]), *name_tokens(either[2]))) for either in _OR.finditer(part)
        )
        lead: tuple[str, ...] = ()
        if names_group:
            before = _DETAIL.split(part, maxsplit=1)[0]
            lead = (tokens if before == part else name_tokens(before)) or tokens
            heads.update(_ends(before, lead))
        is_group = bool(lead) and set(tokens) <= word_set("group_words")
        heads.update(lead[-2:] if lead[-1:] and lead[-1] in word_set("carriers") else lead[-1:])
        for token in tokens:
            cost = HEAD_ADDED_COST if token in lead and not is_group else TAIL_ADDED_COST
            costs.setdefault(token, MODIFIED_ADDED_COST if token in word_set("modified") else cost)
        names_group = names_group and is_group
    return Anatomy(frozenset(heads), costs, tuple(alternatives))


def _ends(lead: str, tokens: tuple[str, ...]) -> Sequence[str]:
    """The words that a lead ends in: of "apple or pear" both; "taco or tostada salad" is a salad."""
    sides = _EITHER.split(lead)
    if len(sides) == 1:
        return tokens[-1:]
    ends = [end for side in sides for end in name_tokens(side)[-1:]]
    return ends[-1:] if ends[-1:] and ends[-1] in word_set("dishes") else ends


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a phrase asks for: its tokens with their weights, those that need not be met, and its head."""

    weights: Mapping[str, float]
    optional: frozenset[str]
    head: str


def _contradict(one: Collection[str], other: Collection[str]) -> bool:
    """Whether one says that something is absent which the other names."""
    return any(token[:3] == "no:" and token[3:] in other for token in one) or any(
        token[:3] == "no:" and token[3:] in one for token in other
    )


class Weigher(Protocol):
    """Anything that knows what a token weighs."""

    def __getitem__(self, token: str, /) -> float: ...


def closeness(
    wanted: Wanted, tokens: Sequence[str], weigh: Weigher, name: Anatomy, shapes: frozenset[str]
) -> float:
    """How well a name with ``tokens`` answers ``wanted``, 0-1.

    ``shapes`` are the words of the food's portion labels: "pretzel nuggets" may lack its nuggets in the name.
    """
    # In the name's order, so that the sums come out the same in every process.
    own, asked = dict.fromkeys(tokens), wanted.weights
    shared = lacking = added = 0.0
    for token, weight in asked.items():
        if token in own:
            shared += weight
        elif token not in shapes and token not in wanted.optional:
            lacking += weight
    met = {token for group in name.alternatives if group & asked.keys() for token in group}
    for token in own:
        if token not in asked:
            cost = ALTERNATIVE_ADDED_COST if token in met else name.added_cost.get(token, TAIL_ADDED_COST)
            added += weigh[token] * cost
    score = shared / (shared + lacking + added) if shared else 0.0
    if _contradict(wanted.weights, own):
        score *= CONTRADICTION_FACTOR
    if wanted.head and wanted.head not in own and wanted.head not in shapes:
        score *= HEAD_MISSED_FACTOR
    if name.heads and not name.heads & wanted.weights.keys():
        score *= FOREIGN_HEAD_FACTOR
    elif wanted.head and wanted.head not in name.heads | shapes:
        score *= OTHER_HEAD_FACTOR
    return score
