"""Django's description of the app, which has commands and no tables."""

from django.apps import AppConfig


class MlConfig(AppConfig):
    """Data sets, training, judging, export and publishing of the food classifier."""

    name = "ml"
