"""Reads. Everything of a user comes from a function that takes the user."""

from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from accounts.models import Device, Profile, User


def profile_for(user: User) -> Profile:
    """Return the user's profile; the defaults, not stored, when they have told nothing yet."""
    return Profile.objects.filter(user=user).first() or Profile(user=user)


def devices_for(user: User) -> QuerySet[Device]:
    """Return where the user is logged in, last seen first."""
    return Device.objects.filter(user=user, revoked_at=None)


def open_device(device_id: Any, user_id: Any) -> Device | None:
    """Return the device with its user, unless it was revoked or its user may not log in."""
    try:
        key, owner = UUID(str(device_id)), int(user_id)
    except (TypeError, ValueError):
        return None
    devices = Device.objects.select_related("user")
    return devices.filter(pk=key, user_id=owner, user__is_active=True, revoked_at=None).first()


def is_verified(user: User) -> bool:
    """Tell whether the user has shown that the address they log in with is theirs."""
    return EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists()
