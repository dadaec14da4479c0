"""The food database, resolution and grading."""

import atexit

from django.apps import AppConfig
from django.core.signals import request_finished


class NutritionConfig(AppConfig):
    name = "nutrition"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Store what is counted in memory once answers are sent, and at the end."""
        from nutrition.monitoring.storing import store_at_exit, store_if_due

        request_finished.connect(store_if_due, dispatch_uid="nutrition counts")
        atexit.register(store_at_exit)
