"""Where a user is logged in: writes to devices. A device that is revoked is logged out at once."""

import datetime

from django.contrib.auth.models import update_last_login
from django.db import transaction
from django.utils import timezone

from accounts import tokens
from accounts.choices import Platform
from accounts.models import Device, User
from accounts.tokens import Tokens

SEEN_EVERY = datetime.timedelta(minutes=15)


@transaction.atomic
def open_with_tokens(*, user: User, name: str, platform: str) -> tuple[Device, Tokens]:
    """Log an API client in: a device and its first pair of tokens."""
    device = Device(user=user, name=name, platform=platform)
    pair = tokens.issue(device=device)
    device.save()
    update_last_login(User, user)
    return device, pair


def open_for_browser(*, user: User, user_agent: str) -> Device:
    """Record that a browser logged in; its session names the device."""
    return Device.objects.create(user=user, name=browser_name(user_agent), platform=Platform.WEB)


def rotate(*, refresh: str) -> Tokens | None:
    """Exchange a refresh token for the next pair; None when it is not good.

    A token that was exchanged before is in two hands, one of them a thief's: its device is revoked.
    """
    token = tokens.read(refresh)
    if token is None:
        return None
    with transaction.atomic():
        device = _locked(token)
        if device is None:
            return None
        if device.refresh_jti != token["jti"]:
            revoke(device=device)
            return None
        tokens.blacklist(jti=device.refresh_jti)
        pair = tokens.issue(device=device)
        device.last_seen_at = timezone.now()
        device.save(update_fields=["refresh_jti", "last_seen_at"])
        return pair


def close(*, refresh: str) -> None:
    """Log out the device that a refresh token belongs to; a token that is not good changes nothing."""
    token = tokens.read(refresh)
    with transaction.atomic():
        device = _locked(token) if token else None
        if device:
            revoke(device=device)


def _locked(token: tokens.FamilyToken) -> Device | None:
    """Return the token's device for an exchange of its tokens; None when nobody may use it."""
    devices = Device.objects.select_for_update(of=("self",)).select_related("user")
    return devices.filter(
        pk=token.get(tokens.DEVICE_CLAIM),
        user_id=token.get(tokens.USER_CLAIM),
        user__is_active=True,
        revoked_at=None,
    ).first()


@transaction.atomic
def revoke(*, device: Device) -> None:
    """Log the device out: its refresh token is blacklisted, its access tokens and session end now."""
    device.revoked_at = timezone.now()
    device.save(update_fields=["revoked_at"])
    tokens.blacklist(jti=device.refresh_jti)


@transaction.atomic
def revoke_all(*, user: User, keep: Device | None) -> None:
    """Log the user out everywhere but on the device to keep."""
    for device in Device.objects.filter(user=user, revoked_at=None):
        if device != keep:
            revoke(device=device)


def touch(*, device: Device) -> None:
    """Note that the device was seen, at most every quarter of an hour."""
    now = timezone.now()
    if now - device.last_seen_at > SEEN_EVERY:
        Device.objects.filter(pk=device.pk).update(last_seen_at=now)


# The first that a User-Agent mentions wins: Edge and Opera also say Chrome, Chrome also says Safari.
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrom": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


def browser_name(user_agent: str) -> str:
    """Return what a person would call the browser, "Firefox on Linux"."""
    browser = next((name for sign, name in BROWSERS.items() if sign in user_agent), "Browser")
    system = next((name for sign, name in SYSTEMS.items() if sign in user_agent), None)
    return f"{browser} on {system}" if system else browser
