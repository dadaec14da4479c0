"""Jobs of the diary."""

from celery import shared_task

from meals import use


@shared_task
def count_food_use() -> int:
    """Count how often each food was logged, for the curators' desk; return how many were. Safe to repeat."""
    return use.count_food_use()
