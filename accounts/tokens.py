"""Access and refresh tokens. A device's refresh tokens form one family, of which the newest is good."""

from dataclasses import dataclass

from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken
from rest_framework_simplejwt.tokens import RefreshToken
from rest_framework_simplejwt.utils import datetime_from_epoch

from accounts.models import Device

USER_CLAIM = "user_id"
DEVICE_CLAIM = "device"


class FamilyToken(RefreshToken):
    """A refresh token that can still be read once it is blacklisted: its family must be closed then."""

    def check_blacklist(self) -> None:
        """Leave it to the device, which knows its one good token."""


@dataclass(frozen=True)
class Tokens:
    """What a client gets: a short-lived access token and the refresh token for the next pair."""

    access: str
    refresh: str


def issue(*, device: Device) -> Tokens:
    """Make the device's next pair of tokens; the device names the new refresh token, unsaved."""
    token = FamilyToken()
    token[USER_CLAIM] = str(device.user_id)
    token[DEVICE_CLAIM] = str(device.pk)
    # The list of tokens needs the id only: a token itself does not belong in a database.
    OutstandingToken.objects.create(
        user_id=device.user_id,
        jti=token["jti"],
        token="",
        created_at=token.current_time,
        expires_at=datetime_from_epoch(token["exp"]),
    )
    device.refresh_jti = token["jti"]
    return Tokens(access=str(token.access_token), refresh=str(token))


def read(refresh: str) -> FamilyToken | None:
    """Return the token when it was issued here and has not expired."""
    try:
        return FamilyToken(refresh)  # type: ignore[arg-type]
    except TokenError:
        return None


def blacklist(*, jti: str) -> None:
    """Refuse the refresh token from now on."""
    for token in OutstandingToken.objects.filter(jti=jti):
        BlacklistedToken.objects.get_or_create(token=token)
