"""What is told to monitoring: a resolution, and a call of a layer. It costs microseconds and raises nothing.

The words are not recorded, nor who said them. All of it is stored with the next flush.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from time import perf_counter

from nutrition.counting import count
from nutrition.monitoring import latest
from nutrition.monitoring.models import LayerCount, ResolutionCount
from nutrition.monitoring.tables import BUCKETS_US, OTHER, OVER_US, CacheUse, Step, layers, steps
from nutrition.present import confidence as in_words
from nutrition.resolution.resolver import ResolvedFood
from nutrition.sources.found import Found, Kind

CATALOG, DECOMPOSE, NONE = "catalog", "decompose", "none"
MILLI, MICRO = 1e-3, 1_000_000
_OWN_KINDS = frozenset({"name", "description"})


def record_resolution(
    *,
    source: str,
    step: Step | None = None,
    cached: bool | None = None,
    confidence: float | None = None,
) -> None:
    """Count a name that came to ``source`` (of ``resolution_steps.csv``; "none" where nothing was found).

    ``step`` is by default the source's own. ``cached`` is None where the cache was not asked, ``confidence``
    (0-1) None where there is none.
    """
    known = source if source in steps() else OTHER
    went = step or steps()[known]
    cache = CacheUse.UNASKED if cached is None else CacheUse.HIT if cached else CacheUse.MISS
    word = "" if confidence is None else in_words(confidence)
    count(ResolutionCount, (datetime.now(UTC).date(), known, went.value, cache.value, word))
    latest.note(is_last_resort=went is Step.LAST_RESORT)


def record_analysis(items: Iterable[ResolvedFood], not_found: Sequence[str]) -> None:
    """Count the foods of a sentence that the project's own tables gave, and the phrases that they did not."""
    for item in items:
        record_resolution(source=CATALOG, step=step_of(item), confidence=item.score)
    for _ in not_found:
        record_resolution(source=NONE)


def record_lookup(found: Found | None, *, is_cached: bool) -> None:
    """Count a phrase that was looked up further, and what came of it."""
    if found is None:
        record_resolution(source=NONE, cached=is_cached)
    elif found.food_id is not None:
        step = Step.OTHER_NAME if found.kind is Kind.EXACT else Step.NEAR_NAME
        record_resolution(source=CATALOG, step=step, cached=is_cached, confidence=found.confidence)
    else:
        source = DECOMPOSE if found.kind is Kind.DECOMPOSED else found.source
        record_resolution(source=source, cached=is_cached, confidence=found.confidence)


def step_of(item: ResolvedFood) -> Step:
    """By which name the tables found a food; a cooked one that is reckoned from the raw took a step more."""
    kinds = [found.partition(":")[0] for found in item.path]
    if "fuzzy" in kinds:
        return Step.NEAR_NAME
    is_own = not item.preparation and "spelling" not in kinds and bool(_OWN_KINDS.intersection(kinds))
    return Step.OWN_NAME if is_own else Step.OTHER_NAME


def record_call(*, layer: str, seconds: float, usd: float = 0.0) -> None:
    """Count a call of a layer (of ``resolution_layers.csv``) with the seconds it took and what it cost."""
    microseconds = round(seconds * MICRO)
    place = bisect_left(BUCKETS_US, microseconds)
    at_most_us = BUCKETS_US[place] if place < len(BUCKETS_US) else OVER_US
    known = layer if layer in layers() else OTHER
    sums = (1, microseconds, round(usd * MICRO))
    count(LayerCount, (datetime.now(UTC).date(), known, at_most_us), sums)


@contextmanager
def timed(layer: str, *, usd: float = 0.0) -> Iterator[None]:
    """Count what is done within as a call of ``layer`` that costs ``usd``, whether it fails or not."""
    started = perf_counter()
    try:
        yield
    finally:
        record_call(layer=layer, seconds=perf_counter() - started, usd=usd)
