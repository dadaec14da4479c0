"""How often each food is asked for, so that the most used are resolved before they are asked for again.

Uses are counted in the process and added up in the cache from time to time: a use costs a microsecond, and a
process that dies loses its last minute.
"""

import threading
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.core.cache import cache

from nutrition.resolution.descriptor import FoodDescriptor, FoodType
from nutrition.sources.kept import normal_form

MAX_KEPT = 5_000
FLUSH_S = 60.0
_KEY, _LOCK_KEY = "resolution-uses", "resolution-uses-lock"
_LOCK_S = 10

Use = tuple[str, str, str, str, str, str, str]

_lock = threading.Lock()
_counts: Counter[Use] = Counter()
_flushed_at = time.monotonic()


def note(descriptors: Iterable[FoodDescriptor]) -> None:
    """Count one use of each."""
    uses = [_use(descriptor) for descriptor in descriptors]
    with _lock:
        _counts.update(uses)
        is_due = time.monotonic() - _flushed_at > FLUSH_S
    if is_due:
        flush()


def flush() -> None:
    """Add this process's counts to those in the cache, of which the most used are kept.

    One process at a time: where another is at it, the counts wait for the next time.
    """
    global _flushed_at
    _flushed_at = time.monotonic()
    if not cache.add(_LOCK_KEY, 1, timeout=_LOCK_S):
        return
    try:
        with _lock:
            new = Counter(_counts)
            _counts.clear()
        kept: Counter[Use] = Counter(cache.get(_KEY, {}))
        kept.update(new)
        cache.set(_KEY, dict(kept.most_common(MAX_KEPT)), timeout=None)
    finally:
        cache.delete(_LOCK_KEY)


def most_used(limit: int) -> list[tuple[FoodDescriptor, int]]:
    """The foods asked for most often with how often, the most used first; those counted so far."""
    flush()
    kept: Counter[Use] = Counter(cache.get(_KEY, {}))
    found = []
    for use, count in kept.most_common(limit):
        with suppress(ValueError):
            found.append((_descriptor(use), count))
    return found


def forget() -> None:
    """Start to count anew."""
    with _lock:
        _counts.clear()
    cache.delete(_KEY)


def _use(descriptor: FoodDescriptor) -> Use:
    return (
        normal_form(descriptor.name),
        descriptor.food_type.value,
        descriptor.restaurant,
        descriptor.brand,
        descriptor.gtin,
        descriptor.language,
        descriptor.region,
    )


def _descriptor(use: Any) -> FoodDescriptor:
    name, food_type, restaurant, brand, gtin, language, region = use
    return FoodDescriptor(
        name,
        FoodType(food_type),
        restaurant=restaurant,
        brand=brand,
        gtin=gtin,
        language=language,
        region=region,
    )
