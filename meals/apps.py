"""Django's description of the app."""

from django.apps import AppConfig


class MealsConfig(AppConfig):
    """Meals, their lines, and the writes that made them."""

    name = "meals"
