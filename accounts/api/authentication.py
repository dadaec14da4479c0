"""Bearer tokens of a device."""

from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework_simplejwt.authentication import JWTAuthentication

from accounts import selectors, web
from accounts.models import Device, User
from accounts.tokens import DEVICE_CLAIM, USER_CLAIM


class DeviceAuthentication(JWTAuthentication):
    """Accept an access token as long as its device is logged in; `request.auth` is the device."""

    def authenticate(self, request: Request) -> tuple[User, Device] | None:  # type: ignore[override]
        """Return who asks and from which device; None when there is no bearer token."""
        header = self.get_header(request)
        raw_token = self.get_raw_token(header) if header is not None else None
        if raw_token is None:
            return None
        token = self.get_validated_token(raw_token)
        device = selectors.open_device(token.get(DEVICE_CLAIM), token.get(USER_CLAIM))
        if device is None:
            raise AuthenticationFailed("This device is logged out.", code="device_revoked")
        return device.user, device


def current_device(request: Request) -> Device | None:
    """Return the device that the request comes from, by token or by session."""
    return request.auth if isinstance(request.auth, Device) else web.device_of(request._request)


def current_user(request: Request) -> User:
    """Return who asks, in a view that only lets in someone who is logged in."""
    assert isinstance(request.user, User)
    return request.user
