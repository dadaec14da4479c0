"""What a source may cost: calls and dollars per window, counted in the cache that all processes share."""

import time
from collections.abc import Callable

from django.core.cache import cache

from nutrition.sources.found import SourceError, Why
from nutrition.sources.tables import Budget, budgets_of, limits_of

MICRODOLLARS = 1_000_000


def spend(source: str, *, now: Callable[[], float] = time.time) -> None:
    """Book one call of ``source``; raises SourceError (budget) where it does not fit and must not be made.

    Windows are whole ones since 1970. A call that is refused stays booked: the window is full anyway.
    """
    for budget in budgets_of(source):
        cost, most = 1, int(budget.most)
        if budget.what == "usd":
            cost = round(limits_of(source).usd_per_call * MICRODOLLARS)
            most = round(budget.most * MICRODOLLARS)
        if _booked(_key(source, budget, now()), cost, budget.window_s) > most:
            raise SourceError(Why.BUDGET)


def spent(source: str, *, now: Callable[[], float] = time.time) -> dict[tuple[str, int], float]:
    """What is booked in the windows of now: ``(calls or usd, seconds)`` -> amount."""
    found = {}
    for budget in budgets_of(source):
        booked = cache.get(_key(source, budget, now()), 0)
        found[budget.what, budget.window_s] = booked / MICRODOLLARS if budget.what == "usd" else booked
    return found


def _key(source: str, budget: Budget, now: float) -> str:
    return f"source-budget:{source}:{budget.what}:{budget.window_s}:{int(now // budget.window_s)}"


def _booked(key: str, cost: int, window_s: int) -> int:
    """The sum in the window after ``cost`` is added: one step in the cache, so that no two calls share it."""
    cache.add(key, 0, timeout=2 * window_s)
    try:
        return int(cache.incr(key, cost))
    except ValueError:  # the cache dropped it between the two lines
        cache.set(key, cost, timeout=2 * window_s)
        return cost
