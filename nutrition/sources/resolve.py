"""The one way in: descriptors of foods -> their nutrients per 100 g, each with its path.

In batch: what is kept, then the food tables, then the sources outside that are on and allowed, for several
foods at a time. Nothing leaves the server unless ``allowed`` names a source. Nothing raises: a food that no
source gives stays without figures, and its path says who was asked and why each was passed over.
"""

import time
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from django.conf import settings

from nutrition import catalog
from nutrition.monitoring.recording import timed
from nutrition.resolution.descriptor import FoodDescriptor
from nutrition.resolution.resolver import EXACT_SCORE
from nutrition.sources import kept, uses
from nutrition.sources.chain import CATALOG, Chain, Decompose, Outcome, judged
from nutrition.sources.configured import outside_sources
from nutrition.sources.found import Found, Kind, Why
from nutrition.sources.http import JsonClient, shared_client
from nutrition.sources.naming import wanted_words
from nutrition.sources.tables import confidence_and_keep_s

THREADS = 8
LATE = f"outside: {Why.TIMEOUT.value}"


@dataclass(frozen=True, slots=True)
class Resolution:
    """What became of a descriptor: ``found`` is None where no source gave anything.

    ``age_days`` is how long ago the source was asked; ``is_cached`` whether that was not just now.
    """

    descriptor: FoodDescriptor
    found: Found | None
    path: tuple[str, ...]
    is_cached: bool
    age_days: float


def resolve(
    descriptors: Sequence[FoodDescriptor],
    *,
    allowed: Collection[str] = (),
    decompose: Decompose | None = None,
    client: JsonClient | None = None,
    counts_uses: bool = True,
) -> list[Resolution]:
    """Resolve each descriptor, in order; see the module.

    ``allowed`` names the sources outside that may be asked (``outside_sources()`` are those that are on).
    ``decompose`` sums a composite dish up from its ingredients, or returns None. ``counts_uses`` tells what
    to keep warm; off where no person asked.
    """
    sources = outside_sources()
    asked = sorted(sources.keys() & set(allowed))
    marks = [*asked, "decompose"] if decompose else asked
    version = catalog.current().version
    keys = [kept.resolution_key(each, allowed=marks, data_version=version) for each in descriptors]
    with timed("cache"):
        before = kept.read(list(dict.fromkeys(keys)))
    if counts_uses:
        uses.note(descriptors)
    missing = {key: each for key, each in zip(keys, descriptors, strict=True) if key not in before}
    chain = Chain(sources, asked, client or shared_client(), decompose)
    new = dict(zip(missing, _Batch(chain).resolved(list(missing.values())), strict=True)) if missing else {}
    now = time.time()
    kept.write(
        {
            key: (made.found, made.path, kept.keep_s(made.found, has_faults=made.has_faults, now=now))
            for key, made in new.items()
        }
    )
    return [_told(each, key, before, new, now) for each, key in zip(descriptors, keys, strict=True)]


def _told(
    descriptor: FoodDescriptor, key: str, before: dict[str, kept.Kept], new: dict[str, Outcome], now: float
) -> Resolution:
    if key in before:
        found, path = before[key]
        return Resolution(descriptor, found, ("cache", *path), True, found.age_days(now) if found else 0.0)
    made = new[key]
    age_days = made.found.age_days(now) if made.found else 0.0
    return Resolution(descriptor, made.found, made.path, False, age_days)


class _Batch:
    """Foods that nobody has asked for lately, resolved together within OUTSIDE_SECONDS."""

    def __init__(self, chain: Chain) -> None:
        self._chain = chain
        self._deadline = time.monotonic() + settings.OUTSIDE_SECONDS

    def resolved(self, descriptors: Sequence[FoodDescriptor]) -> list[Outcome]:
        """One outcome each, in order."""
        outcomes = self._facts(descriptors)
        outcomes = self._further(descriptors, outcomes, self._chain.identify)
        outcomes = self._as_meant(outcomes)
        return self._further(descriptors, outcomes, self._chain.estimate)

    def _facts(self, descriptors: Sequence[FoodDescriptor]) -> list[Outcome]:
        """What somebody measured or declared, or a sum of it.

        Only sources outside are asked in threads: our own tables and sums may need this thread's database.
        """
        outcomes = self._further(descriptors, _local(descriptors), self._chain.facts)
        return [
            made if made.found else made.then(self._chain.decomposed(descriptor))
            for made, descriptor in zip(outcomes, descriptors, strict=True)
        ]

    def _as_meant(self, outcomes: list[Outcome]) -> list[Outcome]:
        """Look those up anew that were read as another food."""
        places = [i for i, made in enumerate(outcomes) if made.meant and not made.found]
        meant = [read for i in places if (read := outcomes[i].meant)]
        changed = dict(zip(places, self._facts(meant), strict=True))
        return [made.then(changed[i]) if i in changed else made for i, made in enumerate(outcomes)]

    def _further(
        self,
        descriptors: Sequence[FoodDescriptor],
        outcomes: Sequence[Outcome],
        ask: Callable[[FoodDescriptor], Outcome],
    ) -> list[Outcome]:
        """The outcomes, with ``ask`` made for those that found nothing yet, several at a time.

        Who is not done by the deadline is not waited for, and after it nobody is asked.
        """
        open_ones = [i for i, made in enumerate(outcomes) if made.found is None and LATE not in made.path]
        if not open_ones:
            return list(outcomes)
        pool = ThreadPoolExecutor(min(THREADS, len(open_ones)), thread_name_prefix="source")
        futures = {i: pool.submit(ask, descriptors[i]) for i in open_ones}
        wait(futures.values(), timeout=max(self._deadline - time.monotonic(), 0))
        pool.shutdown(wait=False, cancel_futures=True)
        late = Outcome(path=(LATE,), has_faults=True)
        made = {i: future.result() if _is_done(future) else late for i, future in futures.items()}
        return [first.then(made[i]) if i in made else first for i, first in enumerate(outcomes)]


def _is_done(future: Future[Outcome]) -> bool:
    return future.done() and not future.cancelled()


def _local(descriptors: Sequence[FoodDescriptor]) -> list[Outcome]:
    """What our own tables say."""
    with catalog.in_use() as current:
        found = [_in_catalog(current, descriptor) for descriptor in descriptors]
    nothing = Outcome(path=(f"{CATALOG}: {Why.NOTHING_FOUND.value}",))
    return [
        nothing if one is None else judged(CATALOG, one, descriptor)
        for one, descriptor in zip(found, descriptors, strict=True)
    ]


def _in_catalog(current: catalog.Catalog, descriptor: FoodDescriptor) -> Found | None:
    """The one food of our tables that all of the name stands for, cooked as the name says."""
    analysis = current.resolver.analyze(wanted_words(descriptor), descriptor.region)
    if len(analysis.items) != 1 or analysis.unresolved:
        return None
    (item,) = analysis.items
    kind = Kind.EXACT if item.score >= EXACT_SCORE else Kind.FUZZY
    most, keep_s = confidence_and_keep_s(CATALOG, kind.value)
    food, per_100_g = item.food, 100 / item.measured.grams
    return Found(
        name=food.name,
        nutrients={key: None if v is None else v * per_100_g for key, v in item.nutrients.items()},
        source=food.source,
        source_id=food.source_id,
        release=food.release,
        kind=kind,
        confidence=min(item.score, most),
        cacheable_for_s=keep_s,
        found_at=time.time(),
        serving=food.serving,
        serving_g=food.serving_g,
        food_id=food.id,
    )
