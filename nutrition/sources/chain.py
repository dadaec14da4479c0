"""The sources of a food type, one after the other, until one is sure enough; the path tells how each did."""

import logging
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from nutrition.resolution.descriptor import FoodDescriptor
from nutrition.sources import kept
from nutrition.sources.found import Found, Source, SourceError, Why
from nutrition.sources.http import JsonClient
from nutrition.sources.language_model import identified
from nutrition.sources.tables import ACCEPTANCE_THRESHOLD, NEGATIVE_KEEP_S, chains

CATALOG, DECOMPOSE, IDENTIFY, ESTIMATE = "catalog", "decompose", "identify", "estimate"

Answer = TypeVar("Answer")
Decompose = Callable[[FoodDescriptor], Found | None]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a part of a chain came to: ``meant`` is set where the name was read as another food's."""

    found: Found | None = None
    path: tuple[str, ...] = ()
    has_faults: bool = False
    meant: FoodDescriptor | None = None

    def then(self, later: "Outcome") -> "Outcome":
        """This, followed by ``later``."""
        return Outcome(
            later.found,
            self.path + later.path,
            self.has_faults or later.has_faults,
            later.meant or self.meant,
        )


@dataclass(frozen=True, slots=True)
class Chain:
    """Asks the ``sources`` that are on and ``allowed``; ``decompose`` sums a dish up from its ingredients."""

    sources: Mapping[str, Source]
    allowed: Collection[str]
    client: JsonClient
    decompose: Decompose | None = None

    def facts(self, descriptor: FoodDescriptor) -> Outcome:
        """Ask for figures that somebody measured or declared."""
        return self._follow(descriptor, _outside_steps(descriptor))

    def decomposed(self, descriptor: FoodDescriptor) -> Outcome:
        """Sum the dish up from its ingredients, where its type is one of dishes."""
        steps = [step for step in chains()[descriptor.food_type] if step == DECOMPOSE]
        return self._follow(descriptor, steps)

    def estimate(self, descriptor: FoodDescriptor) -> Outcome:
        """Ask for an estimate: the one answer that needs no certainty, and is called an estimate."""
        return self._follow(descriptor, (ESTIMATE,))

    def identify(self, descriptor: FoodDescriptor) -> Outcome:
        """Ask which food is meant; looks nothing up."""
        why = self._unavailable(ESTIMATE)
        if why:
            return _passed_over(IDENTIFY, why)
        try:
            meant = _said(IDENTIFY, lambda: identified(descriptor, client=self.client))
        except SourceError as error:
            return _passed_over(IDENTIFY, error.why)
        if meant is None:
            return _passed_over(IDENTIFY, Why.NOTHING_FOUND)
        if kept.normal_form(meant.name) == kept.normal_form(descriptor.name):
            return Outcome(path=(f"{IDENTIFY}: as it was said",))
        return Outcome(path=(f"{IDENTIFY}: {meant.name}",), meant=meant)

    def _follow(self, descriptor: FoodDescriptor, steps: Sequence[str]) -> Outcome:
        outcome = Outcome()
        for step in steps:
            outcome = outcome.then(self._step(step, descriptor))
            if outcome.found:
                return outcome
        return outcome

    def _step(self, step: str, descriptor: FoodDescriptor) -> Outcome:
        why = self._unavailable(step)
        if why:
            return _passed_over(step, why)
        try:
            found = _said(step, lambda: self._asked(step, descriptor))
        except SourceError as error:
            return _passed_over(step, error.why)
        if found is None:
            return _passed_over(step, Why.NOTHING_FOUND)
        return judged(step, found, descriptor)

    def _unavailable(self, step: str) -> Why | None:
        if step == DECOMPOSE:
            return None if self.decompose else Why.OFF
        if step not in self.sources:
            return Why.OFF
        return None if step in self.allowed else Why.NOT_ALLOWED

    def _asked(self, step: str, descriptor: FoodDescriptor) -> Found | None:
        """What the source says, or said when it was asked before."""
        if step == DECOMPOSE:
            return self.decompose(descriptor) if self.decompose else None
        key = kept.answer_key(descriptor, step)
        before = kept.read([key]).get(key)
        if before is not None:
            return before[0]
        found = self.sources[step].find(descriptor, client=self.client)
        seconds = NEGATIVE_KEEP_S if found is None else kept.keep_s(found, has_faults=False, now=time.time())
        kept.write({key: (found, (), seconds)})
        return found


def _outside_steps(descriptor: FoodDescriptor) -> list[str]:
    """The steps of the food's type that ask somebody else for facts."""
    own = (CATALOG, DECOMPOSE, IDENTIFY, ESTIMATE)
    return [step for step in chains()[descriptor.food_type] if step not in own]


def judged(step: str, found: Found, descriptor: FoodDescriptor) -> Outcome:
    """Taken if it is surer than the threshold, doubt about the name included; an estimate is as it is."""
    sure = replace(found, confidence=found.confidence * descriptor.confidence)
    if sure.confidence > ACCEPTANCE_THRESHOLD or found.is_estimate:
        return Outcome(sure, (f"{step}: {found.kind.value}",))
    return _passed_over(step, Why.BELOW_THRESHOLD)


def _said(step: str, ask: Callable[[], Answer]) -> Answer:
    """What ``ask`` returns. Sources answer anything: what trips us up must not take the others down."""
    try:
        return ask()
    except SourceError:
        raise
    except Exception:
        log.exception("the source %s could not be read", step)
        raise SourceError(Why.BROKEN_ANSWER) from None


def _passed_over(step: str, why: Why) -> Outcome:
    return Outcome(path=(f"{step}: {why.value}",), has_faults=why.is_fault)
