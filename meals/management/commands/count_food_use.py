"""`manage.py count_food_use`: tell the food database how often each food was logged."""

from typing import Any

from django.core.management.base import BaseCommand

from meals.use import count_food_use


class Command(BaseCommand):
    """Count what is logged, over all diaries."""

    help = "Count how often each food was logged, for the curators' desk; `celery beat` does it once a day."

    def handle(self, *args: Any, **options: Any) -> None:
        """Count and say how many foods."""
        self.stdout.write(f"{count_food_use():,} foods were logged")
