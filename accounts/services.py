"""Writes: registration, passwords, the profile. (Devices and their tokens: `devices.py`.)"""

import secrets
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ResetPasswordForm, UserTokenForm
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.urls import reverse

from accounts import devices, selectors
from accounts.models import Device, Profile, User

# --- Registration: no answer tells whether an address is known; only its mailbox gets to know ---


def register(*, request: HttpRequest, email: str, password: str) -> None:
    """Create a user and mail them a link, or tell the mailbox that it has an account already.

    Raises ValidationError on a weak password, whether or not the address is known.
    """
    email = User.objects.normalize_email(email)
    _check_strength(password, User(email=email))
    address = _create_pending(email=email, password=password)
    if address:
        address.send_confirmation(request, signup=True)
    else:
        User().set_password(password)  # takes as long as creating a user
        get_adapter(request).send_account_already_exists_mail(email)


def _create_pending(*, email: str, password: str) -> EmailAddress | None:
    """Create a user who still has to confirm the address; None when the address is taken.

    Whoever never confirmed the address makes way: otherwise someone who registered a stranger's
    address first would keep their password once the stranger confirms. Links mailed before die too.
    """
    pending = User.objects.filter(email=email, last_login=None, is_staff=False, emailaddress__verified=False)
    try:
        with transaction.atomic():
            pending.exclude(emailaddress__verified=True).delete()
            user = User.objects.create_user(email, password)
            return EmailAddress.objects.create(user=user, email=email, primary=True)
    except IntegrityError:
        return None


def verify_email(*, key: str) -> None:
    """Confirm the address that the mailed key stands for; raises ValidationError when it is not good."""
    confirmation = EmailConfirmationHMAC.from_key(key)
    if confirmation is None or not confirmation.email_address.set_verified():
        raise ValidationError({"key": ValidationError("This link is not good any more.", code="key")})


def mark_verified(*, user: User) -> None:
    """Record that the address the user logs in with is theirs."""
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )


def resend_verification(*, request: HttpRequest, email: str) -> None:
    """Mail the link again; an address that waits for none is told what is the case."""
    email = User.objects.normalize_email(email)
    user = User.objects.filter(email=email, is_active=True).first()
    adapter = get_adapter(request)
    if user is None:
        signup_url = request.build_absolute_uri(reverse("account_signup"))
        adapter.send_mail("account/email/unknown_account", email, {"signup_url": signup_url})
    elif selectors.is_verified(user):
        adapter.send_account_already_exists_mail(email)
    else:
        address, _ = EmailAddress.objects.get_or_create(user=user, email=email, defaults={"primary": True})
        address.send_confirmation(request)


# --- Passwords: a new one ends every other login ---


def request_password_reset(*, request: HttpRequest, email: str) -> None:
    """Mail a link for a new password, or tell the mailbox that it has no account."""
    form = ResetPasswordForm({"email": email})
    if form.is_valid():
        form.save(request)


def reset_password(*, request: HttpRequest, key: str, password: str) -> None:
    """Set a new password with a mailed key, which proves the address too.

    Raises ValidationError when the key is not good or the password is weak.
    """
    uid, _, token = key.partition("-")
    form = UserTokenForm({"uidb36": uid, "key": token})
    user: User | None = form.reset_user if form.is_valid() else None
    if user is None or not user.is_active:
        raise ValidationError({"key": ValidationError("This link is not good any more.", code="key")})
    _check_strength(password, user)
    with transaction.atomic():
        _set_password(user=user, password=password, keep=None)
        mark_verified(user=user)
    get_adapter(request).send_notification_mail("account/email/password_reset", user)


def change_password(
    *, request: HttpRequest, user: User, current_password: str, new_password: str, keep: Device | None
) -> None:
    """Set a new password; only the device that asks stays logged in. Raises ValidationError."""
    if not user.check_password(current_password):
        error = ValidationError("This is not your password.", code="wrong_password")
        raise ValidationError({"current_password": error})
    _check_strength(new_password, user, field="new_password")
    _set_password(user=user, password=new_password, keep=keep)
    get_adapter(request).send_notification_mail("account/email/password_changed", user)


@transaction.atomic
def _set_password(*, user: User, password: str, keep: Device | None) -> None:
    user.set_password(password)
    user.save(update_fields=["password"])
    devices.revoke_all(user=user, keep=keep)


def _check_strength(password: str, user: User, field: str = "password") -> None:
    try:
        password_validation.validate_password(password, user)
    except ValidationError as error:
        raise ValidationError({field: error.error_list}) from error


# --- Profile ---


@transaction.atomic
def update_profile(*, user: User, changes: dict[str, Any]) -> Profile:
    """Apply `changes` to the user's profile; raises ValidationError by field, having stored nothing."""
    Profile.objects.get_or_create(user=user)
    profile = Profile.objects.select_for_update().get(user=user)
    for field, value in changes.items():
        setattr(profile, field, value)
    profile.full_clean(exclude=["user"])
    profile.save()
    return profile


# --- Demo ---


@transaction.atomic
def ensure_demo_user(*, email: str, reset: bool) -> str | None:
    """Make the user, confirmed, with a password of chance; return it, or None when nothing changed.

    With `reset` a user that is there gets a new password too.
    """
    user = User.objects.filter(email=email).first()
    if user and not reset:
        return None
    password = secrets.token_urlsafe(9)
    user = user or User.objects.create_user(email)
    _set_password(user=user, password=password, keep=None)
    mark_verified(user=user)
    return password
