"""Django's description of the app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, their profiles and their devices."""

    name = "accounts"

    def ready(self) -> None:
        """Connect web sessions with devices."""
        from allauth.account import signals as allauth_signals
        from django.contrib.auth import signals

        from accounts import web

        signals.user_logged_in.connect(web.logged_in, dispatch_uid="device")
        signals.user_logged_out.connect(web.logged_out, dispatch_uid="device")
        allauth_signals.password_changed.connect(web.password_changed, dispatch_uid="device")
        allauth_signals.password_set.connect(web.password_changed, dispatch_uid="device")
        allauth_signals.password_reset.connect(web.password_reset, dispatch_uid="device")
