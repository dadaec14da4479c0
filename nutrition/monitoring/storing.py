"""When what was counted in memory is stored: after an answer has been sent, and when the process ends."""

from contextlib import suppress
from typing import Any

from django.db import Error

from nutrition import counting
from nutrition.monitoring import latest


def store() -> None:
    """Store what was counted in this process."""
    counting.flush()
    latest.store()


def forget() -> None:
    """Drop what was counted in this process and is not stored."""
    counting.forget()
    latest.forget()


def store_if_due(**signal: Any) -> None:
    """Store it if it is old or much; for the end of a request, when the client has its answer already."""
    if counting.is_due():
        store()


def store_at_exit() -> None:
    """Store it as the process ends; what cannot be stored then is lost, at most some seconds' worth."""
    if counting.has_any():
        with suppress(Error):
            store()
