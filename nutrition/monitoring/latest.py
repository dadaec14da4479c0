"""The latest hundred resolutions of all processes, and the warning when too many of them were estimates."""

import logging
import threading

from django.db import DatabaseError, transaction

from nutrition.monitoring.models import LatestResolutions
from nutrition.monitoring.tables import targets

WINDOW = 100
ROW = 1

logger = logging.getLogger(__name__)
_lock = threading.Lock()
_outcomes: list[str] = []


def note(*, is_last_resort: bool) -> None:
    """Remember the outcome of a resolution; it is stored with the next ``store``."""
    with _lock:
        _outcomes.append("1" if is_last_resort else "0")
        del _outcomes[:-WINDOW]


def store() -> None:
    """Add this process's outcomes to those of the others; warn when their share passes the target, once."""
    with _lock:
        new = "".join(_outcomes)
        _outcomes.clear()
    if not new:
        return
    try:
        passed = _pushed(new)
    except DatabaseError:
        logger.warning("The latest resolutions could not be stored.", exc_info=True)
        return
    if passed:
        logger.warning(
            "%d of the last %d resolutions were estimated as a last resort; the target is below %.0f %%.",
            passed,
            WINDOW,
            targets()["latest_last_resort"].value * 100,
        )


def forget() -> None:
    """Drop what was noted and not stored."""
    with _lock:
        _outcomes.clear()


@transaction.atomic
def _pushed(new: str) -> int:
    """Store the outcomes; how many of the window are estimates if they pass the target just now, else 0."""
    LatestResolutions.objects.get_or_create(pk=ROW)
    row = LatestResolutions.objects.select_for_update().get(pk=ROW)
    row.outcomes = (row.outcomes + new)[-WINDOW:]
    was_alarmed, row.is_alarmed = row.is_alarmed, is_too_much(row.outcomes)
    row.save()
    return row.outcomes.count("1") if row.is_alarmed and not was_alarmed else 0


def share(outcomes: str) -> float | None:
    """The share of estimates in a full window; None before it is full."""
    return outcomes.count("1") / WINDOW if len(outcomes) >= WINDOW else None


def is_too_much(outcomes: str) -> bool:
    """Whether more of a full window are estimates than the target allows."""
    found = share(outcomes)
    return found is not None and found > targets()["latest_last_resort"].value


def stored_outcomes() -> str:
    """The latest outcomes of all processes, the newest last."""
    row = LatestResolutions.objects.filter(pk=ROW).first()
    return row.outcomes if row else ""
