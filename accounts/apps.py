"""Django's description of the app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, their profiles and their devices."""

    name = "accounts"
