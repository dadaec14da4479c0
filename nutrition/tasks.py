"""Jobs of the food database."""

import logging

from celery import shared_task

from nutrition.grades import grade_stale_foods
from nutrition.learning.proposing import propose_mends
from nutrition.sources.warming import warm

log = logging.getLogger(__name__)


@shared_task
def grade_changed_foods() -> int:
    """Grade the foods whose grade is out of date; return how many. Safe to repeat and to interrupt."""
    return grade_stale_foods(progress=_log)


@shared_task
def warm_resolution_cache() -> int:
    """Resolve the most used foods before they are asked for; return how many. Safe to repeat."""
    return warm()


@shared_task
def propose_mends_of_the_tables() -> int:
    """Propose mends from what was missed and corrected; return how many are open. Safe to interrupt."""
    return propose_mends(progress=_log)


def _log(what: str, done: int, total: int) -> None:
    """Tell how far long work is."""
    if total:
        log.info("%s: %s of %s", what, f"{done:,}", f"{total:,}")
