"""Jobs of the food database."""

import logging

from celery import shared_task

from nutrition.curation.findings.inspecting import inspect_changed, inspect_foods
from nutrition.grades import grade_stale_foods
from nutrition.learning.proposing import propose_mends
from nutrition.sources.warming import warm

log = logging.getLogger(__name__)


@shared_task
def grade_changed_foods() -> int:
    """Grade the foods whose grade is out of date and look at what changed; return how many were graded.

    Safe to repeat and to interrupt.
    """
    graded = grade_stale_foods(progress=_log)
    inspect_changed(progress=_log)
    return graded


@shared_task
def inspect_changed_foods() -> int:
    """Look for what is wrong in the foods that changed; return how many did. Safe to repeat."""
    return inspect_changed(progress=_log)


@shared_task
def inspect_all_foods() -> int:
    """Look for what is wrong in the food tables; return how much was found. Safe to interrupt."""
    return sum(report.found for report in inspect_foods(progress=_log).values())


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
