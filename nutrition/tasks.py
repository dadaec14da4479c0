"""Jobs of the food database."""

from celery import shared_task

from nutrition.grades import grade_stale_foods
from nutrition.sources.warming import warm


@shared_task
def grade_changed_foods() -> int:
    """Grade the foods whose grade is out of date; return how many. Safe to repeat and to interrupt."""
    return grade_stale_foods(progress=lambda what, done, total: None)


@shared_task
def warm_resolution_cache() -> int:
    """Resolve the most used foods before they are asked for; return how many. Safe to repeat."""
    return warm()
