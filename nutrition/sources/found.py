"""What a source answers: a food with its figures, or why it was passed over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from nutrition.resolution.descriptor import FoodDescriptor
    from nutrition.sources.http import JsonClient


class Why(StrEnum):
    """Why a source gave nothing to take."""

    OFF = "off"
    NOT_ALLOWED = "not allowed"
    NOTHING_FOUND = "nothing found"
    BELOW_THRESHOLD = "below threshold"
    IMPLAUSIBLE = "implausible"
    TIMEOUT = "timeout"
    TOO_MANY_REQUESTS = "429"
    BROKEN_ANSWER = "broken answer"
    SERVER_ERROR = "server error"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    BUDGET = "budget"
    BREAKER_OPEN = "breaker open"

    @property
    def is_fault(self) -> bool:
        """Whether it says nothing about the food, so that asking again later may help."""
        return self not in (
            Why.OFF,
            Why.NOT_ALLOWED,
            Why.NOTHING_FOUND,
            Why.BELOW_THRESHOLD,
            Why.IMPLAUSIBLE,
        )


class SourceError(Exception):
    """A source gave nothing usable. Holds the reason and no address, for addresses hold keys."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


class Kind(StrEnum):
    """How the answer came to the name that was asked for."""

    EXACT = "exact"
    FUZZY = "fuzzy"
    HINT = "hint"
    DECOMPOSED = "decomposed"
    ESTIMATE = "estimate"


@dataclass(frozen=True, slots=True)
class Found:
    """A food as a source has it: nutrients per 100 g by our keys, None where the source does not say.

    ``found_at`` is when the source was asked (seconds since 1970), ``cacheable_for_s`` how long its terms and
    its nature let the answer be kept from then on. ``food_id`` is set for foods of our own tables only.
    """

    name: str
    nutrients: Mapping[str, float | None]
    source: str
    source_id: str
    release: str
    kind: Kind
    confidence: float
    cacheable_for_s: int
    found_at: float
    serving: str = ""
    serving_g: float | None = None
    food_id: int | None = None

    @property
    def is_estimate(self) -> bool:
        """Whether nobody measured it."""
        return self.kind is Kind.ESTIMATE

    def age_days(self, now: float) -> float:
        """Days since the source was asked."""
        return max(now - self.found_at, 0.0) / 86_400

    def as_plain(self) -> dict[str, Any]:
        """What is kept in the cache."""
        return {**asdict(self), "nutrients": dict(self.nutrients), "kind": self.kind.value}

    @classmethod
    def from_plain(cls, kept: Mapping[str, Any]) -> Found:
        """The answer that was kept; raises TypeError, ValueError or KeyError where it is none."""
        return cls(**{**kept, "kind": Kind(kept["kind"])})


class Source(Protocol):
    """Somewhere to ask for a food by its description."""

    @property
    def name(self) -> str:
        """What chains, tables and paths call it."""
        ...

    def find(self, descriptor: FoodDescriptor, *, client: JsonClient) -> Found | None:
        """The food, or None if the source knows none; raises SourceError where it gives nothing usable."""
        ...
