"""Which of a source's foods answers a name, and how well."""

import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nutrition.resolution.descriptor import FoodDescriptor
from nutrition.resolution.text import name_tokens
from nutrition.sources.figures import is_plausible
from nutrition.sources.found import Found, Kind, SourceError, Why
from nutrition.sources.tables import confidence_and_keep_s

# As in the index of our own tables (Tversky): a word that the name lacks costs more than one that it adds.
# What stands behind a comma or in brackets of a table's description ("Apples, raw, with skin") hardly counts.
LACKING_COST = 1.0
ADDED_COST = 0.35
ADDED_DETAIL_COST = 0.02
_DETAIL = re.compile(r"[,(]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A food that a source offers for a name; nutrients per 100 g."""

    name: str
    nutrients: Mapping[str, float | None]
    source_id: str
    release: str
    brand: str = ""
    serving: str = ""
    serving_g: float | None = None


def wanted_words(descriptor: FoodDescriptor) -> str:
    """The words to look a food up by: its name, with its restaurant or brand unless the name holds it."""
    words = [descriptor.name]
    for owner in (descriptor.brand, descriptor.restaurant):
        if owner and not set(name_tokens(owner)) <= set(name_tokens(descriptor.name)):
            words.insert(0, owner)
    return " ".join(words)


def closeness(wanted: str, name: str, brand: str = "") -> float:
    """How well ``name`` answers ``wanted``, 0-1; 1 where both have the same words.

    The brand may answer words too, and costs nothing where it answers none.
    """
    said = set(name_tokens(wanted))
    held = set(name_tokens(name))
    head = set(name_tokens(_DETAIL.split(name, maxsplit=1)[0]))
    shared = said & (held | set(name_tokens(brand)))
    if not shared:
        return 0.0
    added = head - said
    details = held - head - said
    cost = LACKING_COST * len(said - shared) + ADDED_COST * len(added) + ADDED_DETAIL_COST * len(details)
    return len(shared) / (len(shared) + cost)


def best_of(
    source: str, descriptor: FoodDescriptor, offered: Iterable[Candidate], *, loosely: Kind = Kind.FUZZY
) -> Found | None:
    """The plausible candidate that answers the name best, None where none shares a word.

    ``loosely`` is what a match is called that is not exact. Raises SourceError (implausible) where only
    candidates with impossible figures answer.
    """
    wanted = wanted_words(descriptor)
    ranked = sorted(((closeness(wanted, c.name, c.brand), c) for c in offered), key=lambda pair: -pair[0])
    answering = [(score, candidate) for score, candidate in ranked if score > 0]
    for score, candidate in answering:
        if is_plausible(candidate.nutrients):
            is_exact = score == 1 and loosely is Kind.FUZZY
            return as_found(source, candidate, Kind.EXACT if is_exact else loosely, score)
    if answering:
        raise SourceError(Why.IMPLAUSIBLE)
    return None


def as_found(source: str, candidate: Candidate, kind: Kind, score: float = 1.0) -> Found:
    """The candidate as an answer; raises SourceError (implausible) where no food can have its figures."""
    if not is_plausible(candidate.nutrients):
        raise SourceError(Why.IMPLAUSIBLE)
    confidence, keep_s = confidence_and_keep_s(source, kind.value)
    return Found(
        name=candidate.name,
        nutrients=candidate.nutrients,
        source=source,
        source_id=candidate.source_id,
        release=candidate.release,
        kind=kind,
        confidence=confidence * score,
        cacheable_for_s=keep_s,
        found_at=time.time(),
        serving=candidate.serving,
        serving_g=candidate.serving_g,
    )
