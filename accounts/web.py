"""Web sessions as devices: each login in a browser is one, and ends when the device is revoked."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse

from accounts import devices, selectors, services
from accounts.models import Device, User

SESSION_KEY = "device"


def device_of(request: HttpRequest) -> Device | None:
    """Return the device that the session belongs to, if it is still logged in."""
    device_id = request.session.get(SESSION_KEY)
    user_id = request.session.get(auth.SESSION_KEY)
    return selectors.open_device(device_id, user_id) if device_id else None


class WebDeviceMiddleware:
    """End a session whose device was revoked; otherwise note that the device was seen."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the session, where there is one, before the request goes on."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            device = device_of(request)
            if device is None:
                auth.logout(request)
            else:
                devices.touch(device=device)
        return self.get_response(request)


def logged_in(sender: Any, request: HttpRequest | None, user: User, **kwargs: Any) -> None:
    """Make a device of a browser that logs in."""
    if request is not None and hasattr(request, "session"):
        user_agent = request.META.get("HTTP_USER_AGENT", "")
        device = devices.open_for_browser(user=user, user_agent=user_agent)
        request.session[SESSION_KEY] = str(device.pk)


def logged_out(sender: Any, request: HttpRequest | None, user: User | None, **kwargs: Any) -> None:
    """Revoke the device of a browser that logs out."""
    if request is not None and hasattr(request, "session"):
        device = device_of(request)
        if device:
            devices.revoke(device=device)


def password_changed(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Log out everywhere else after a change of password on a page."""
    devices.revoke_all(user=user, keep=device_of(request))


def password_reset(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Log out everywhere after a reset on a page; the mailed link proved the address."""
    devices.revoke_all(user=user, keep=None)
    services.mark_verified(user=user)
