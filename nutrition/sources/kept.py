"""What was resolved is kept: by what was asked, as long as its source and its nature allow.

Two kinds of entries. A *resolution* is what a whole chain came to; its key holds the version of the food
tables, so that a curator's change is seen at once. An *answer* is what one source said; it outlives such a
change, so that nobody is asked, and paid, again for it. Either keeps its source, its confidence and when the
source was asked: an estimate does not become a fact by being kept, which is why design document 004's
confidence of 0.98 for anything cached is not taken over. What failed is not kept: it says nothing of a food.
"""

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from django.core.cache import cache

from nutrition.resolution.descriptor import FoodDescriptor
from nutrition.sources.found import Found
from nutrition.sources.tables import NEGATIVE_KEEP_S, SCHEMA_VERSION

Kept = tuple[Found | None, tuple[str, ...]]


def normal_form(text: str) -> str:
    """The text as keys hold it: Unicode's NFKC, case folded, single spaces. Accents and marks stay."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def words_of(descriptor: FoodDescriptor) -> tuple[Any, ...]:
    """All of a descriptor that an answer depends on; amounts are not part of it."""
    return (
        normal_form(descriptor.name),
        normal_form(descriptor.language),
        descriptor.region.upper(),
        descriptor.food_type.value,
        normal_form(descriptor.restaurant),
        normal_form(descriptor.brand),
        descriptor.gtin.lstrip("0"),
        tuple((normal_form(part.name), part.grams) for part in descriptor.ingredients),
    )


def resolution_key(descriptor: FoodDescriptor, *, allowed: Iterable[str], data_version: int) -> str:
    """The key of a resolution with these sources allowed over these food tables."""
    return _key("resolution", words_of(descriptor), sorted(allowed), data_version)


def answer_key(descriptor: FoodDescriptor, source: str) -> str:
    """The key of what one source said."""
    return _key("answer", words_of(descriptor), source)


def _key(kind: str, *parts: Any) -> str:
    digest = sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
    return f"{kind}:{SCHEMA_VERSION}:{digest}"


def read(keys: Sequence[str]) -> dict[str, Kept]:
    """What is kept under these keys, in one go; what cannot be read counts as not kept."""
    found = {}
    for key, entry in cache.get_many(keys).items():
        try:
            plain, path = entry
            found[key] = (None if plain is None else Found.from_plain(plain), tuple(path))
        except (TypeError, ValueError, KeyError):
            continue
    return found


def write(entries: Mapping[str, tuple[Found | None, tuple[str, ...], float]]) -> None:
    """Keep ``key -> (found, path, seconds)``; those of less than a second are not kept."""
    for key, (found, path, seconds) in entries.items():
        if seconds >= 1:
            cache.set(key, (None if found is None else found.as_plain(), path), timeout=int(seconds))


def keep_s(found: Found | None, *, has_faults: bool, now: float) -> float:
    """How many seconds from ``now`` a resolution may be kept.

    As long as its source allows since it was asked; an hour if nothing was found. Where a source failed on
    the way, nothing found is not kept at all, and something found an hour: the better source may be back.
    """
    if found is None:
        return 0.0 if has_faults else NEGATIVE_KEEP_S
    left_s = found.cacheable_for_s - (now - found.found_at)
    return min(left_s, NEGATIVE_KEEP_S) if has_faults else left_s
