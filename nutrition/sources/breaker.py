"""A source that fails again and again is left alone for a while."""

import threading
from collections.abc import Callable


class Breaker:
    """Opens after ``failures`` in a row for ``open_s`` seconds; then one call is let through as a probe.

    The probe closes it, or opens it again. Each process keeps its own: all it takes to learn that a source is
    down is a few calls.
    """

    def __init__(self, failures: int, open_s: float, clock: Callable[[], float]) -> None:
        self._limit, self._open_s, self._clock = failures, open_s, clock
        self._failures = 0
        self._open_until: float | None = None
        self._is_probing = False
        self._lock = threading.Lock()

    def admits(self) -> bool:
        """Whether a call may be made now; who is admitted must tell how it went, or withdraw."""
        with self._lock:
            if self._open_until is None:
                return True
            if self._is_probing or self._clock() < self._open_until:
                return False
            self._is_probing = True
            return True

    def withdraw(self) -> None:
        """The call that was admitted is not made after all."""
        with self._lock:
            self._is_probing = False

    def succeeded(self) -> None:
        """The source answered."""
        with self._lock:
            self._failures, self._open_until, self._is_probing = 0, None, False

    def failed(self, hold_s: float = 0.0) -> None:
        """The source failed; it said itself to be left alone for ``hold_s`` seconds."""
        with self._lock:
            self._failures += 1
            opens = self._failures >= self._limit or self._open_until is not None
            seconds = max(hold_s, self._open_s if opens else 0.0)
            if seconds:
                self._open_until = self._clock() + seconds
            self._is_probing = False
