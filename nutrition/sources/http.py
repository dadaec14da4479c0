"""The one HTTP client: JSON from sources outside, within time, size, budget and patience.

Every attempt is booked on the source's budget. What times out, answers 429 or 5xx is asked again after a
random pause (full jitter), as long as the whole stays within the source's seconds. A source that asks to be
left alone for longer (``Retry-After``) is. Redirects are not followed and nothing but JSON is read. Addresses
and headers hold keys, so neither is logged nor told in an error.
"""

import json
import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any

import httpx

from nutrition.monitoring.recording import timed
from nutrition.sources.breaker import Breaker
from nutrition.sources.budget import spend
from nutrition.sources.found import SourceError, Why
from nutrition.sources.tables import Limits, limits_of

USER_AGENT = "Platewise/0.1"
FIRST_PAUSE_S = 0.2
MAX_PAUSE_S = 2.0
MAX_HOLD_S = 3600.0
_CONNECTIONS = httpx.Limits(max_connections=32, max_keepalive_connections=16)


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    url: str
    params: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any = None
    absent_is_none: bool = False


class _AttemptError(Exception):
    def __init__(self, why: Why, *, again: bool = False, after_s: float = 0.0) -> None:
        self.why, self.again, self.after_s = why, again, after_s


@dataclass(slots=True)
class JsonClient:
    """Asks sources. ``clock``, ``pause``, ``chance`` and ``limits`` are the genuine ones but in tests."""

    clock: Callable[[], float] = time.monotonic
    pause: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    limits: Callable[[str], Limits] = limits_of
    _http: httpx.Client = field(
        default_factory=lambda: httpx.Client(headers={"User-Agent": USER_AGENT}, limits=_CONNECTIONS)
    )
    _breakers: dict[tuple[str, str], Breaker] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(
        self,
        source: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        absent_is_none: bool = False,
    ) -> Any:
        """The JSON at an address; None for a 404 where ``absent_is_none``. Raises SourceError."""
        request = _Request("GET", url, params or {}, headers or {}, absent_is_none=absent_is_none)
        return self._ask(source, request, self.limits(source).total_s)

    def post(
        self,
        source: str,
        url: str,
        *,
        body: Any,
        headers: Mapping[str, str] | None = None,
        total_s: float | None = None,
    ) -> Any:
        """The JSON that answers ``body``, within ``total_s`` seconds. Raises SourceError."""
        request = _Request("POST", url, {}, headers or {}, body)
        return self._ask(source, request, self.limits(source).total_s if total_s is None else total_s)

    def _ask(self, source: str, request: _Request, total_s: float) -> Any:
        limits, breaker = self.limits(source), self._breaker(source, request.url)
        if not breaker.admits():
            raise SourceError(Why.BREAKER_OPEN)
        deadline = self.clock() + total_s
        for attempt in range(limits.retries + 1):
            try:
                spend(source)
            except SourceError:
                breaker.withdraw()
                raise
            try:
                with timed(source, usd=limits.usd_per_call):
                    answer = self._attempt(request, limits, deadline)
            except _AttemptError as failure:
                pause_s = self._pause_s(attempt, failure)
                may_wait = pause_s <= MAX_PAUSE_S and self.clock() + pause_s < deadline
                if not failure.again or attempt == limits.retries or not may_wait:
                    breaker.failed(hold_s=min(failure.after_s, MAX_HOLD_S))
                    raise SourceError(failure.why) from None
                self.pause(pause_s)
            else:
                breaker.succeeded()
                return answer
        raise AssertionError("the last attempt returns or raises")

    def _pause_s(self, attempt: int, failure: _AttemptError) -> float:
        """Full jitter: anything up to twice as long each time; never before the source asked to."""
        jitter_s: float = self.chance() * min(MAX_PAUSE_S, FIRST_PAUSE_S * 2**attempt)
        return max(failure.after_s, jitter_s)

    def _breaker(self, source: str, url: str) -> Breaker:
        origin = url.split("?")[0].split("/", 3)[:3]
        with self._lock:
            key = source, "/".join(origin)
            if key not in self._breakers:
                limits = self.limits(source)
                self._breakers[key] = Breaker(limits.breaker_failures, limits.breaker_open_s, self.clock)
            return self._breakers[key]

    def _attempt(self, request: _Request, limits: Limits, deadline: float) -> Any:
        left_s = max(deadline - self.clock(), 0.001)
        read_s = min(limits.read_s, left_s)
        timeout = httpx.Timeout(read_s, connect=min(limits.connect_s, left_s))
        try:
            with self._http.stream(
                request.method,
                request.url,
                params=request.params or None,
                headers=request.headers,
                json=request.body,
                timeout=timeout,
            ) as response:
                if response.status_code == httpx.codes.NOT_FOUND and request.absent_is_none:
                    return None
                _check(response)
                return _parsed(self._body(response, limits.max_bytes, deadline))
        except httpx.TimeoutException:
            raise _AttemptError(Why.TIMEOUT, again=True) from None
        except (httpx.RemoteProtocolError, httpx.DecodingError):
            raise _AttemptError(Why.BROKEN_ANSWER, again=True) from None
        except (httpx.HTTPError, httpx.InvalidURL, ValueError):
            # ValueError: an address or a header that cannot be encoded.
            raise _AttemptError(Why.UNREACHABLE, again=True) from None

    def _body(self, response: httpx.Response, max_bytes: int, deadline: float) -> bytes:
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > max_bytes:
                raise _AttemptError(Why.BROKEN_ANSWER)
            if self.clock() > deadline:
                raise _AttemptError(Why.TIMEOUT)
        return bytes(body)


@cache
def shared_client() -> JsonClient:
    """The client of this process, with its connections and breakers."""
    return JsonClient()


def _check(response: httpx.Response) -> None:
    """Raise where the head of an answer already tells that nothing usable follows."""
    status = response.status_code
    if status == httpx.codes.TOO_MANY_REQUESTS:
        raise _AttemptError(Why.TOO_MANY_REQUESTS, again=True, after_s=_retry_after_s(response))
    if status == httpx.codes.REQUEST_TIMEOUT:
        raise _AttemptError(Why.TIMEOUT, again=True)
    if status >= httpx.codes.INTERNAL_SERVER_ERROR:
        raise _AttemptError(Why.SERVER_ERROR, again=True, after_s=_retry_after_s(response))
    if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        raise _AttemptError(Why.REFUSED)
    # A type that is not said may still be JSON; one that is said to be another is not.
    kind = response.headers.get("Content-Type", "application/json").partition(";")[0].strip().lower()
    if not response.is_success or not (kind == "application/json" or kind.endswith("+json")):
        raise _AttemptError(Why.BROKEN_ANSWER)


def _retry_after_s(response: httpx.Response) -> float:
    """Seconds that the source wants to be left alone: a number, or a date; 0 where it does not say."""
    said = response.headers.get("Retry-After", "").strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        when = parsedate_to_datetime(said)
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0.0
    return max((when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)).total_seconds(), 0.0)


def _parsed(body: bytes) -> Any:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        raise _AttemptError(Why.BROKEN_ANSWER) from None
    if answer is None:  # no source answers just "null"; to callers None says that there is no such thing
        raise _AttemptError(Why.BROKEN_ANSWER)
    return answer
