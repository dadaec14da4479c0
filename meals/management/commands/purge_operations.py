"""`manage.py purge_operations`: forget the answers of writes older than 90 days."""

from typing import Any

from django.core.management.base import BaseCommand

from meals.operations import KEPT_FOR, purge_operations


class Command(BaseCommand):
    """Delete the operations that no client will deliver again."""

    help = f"Delete the remembered writes older than {KEPT_FOR.days} days; run it once a day."

    def handle(self, *args: Any, **options: Any) -> None:
        """Purge and say how many."""
        self.stdout.write(f"{purge_operations()} operations deleted")
