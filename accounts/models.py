"""Who: the user, what they told about themselves, and where they are logged in."""

import datetime
import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from accounts import validators
from accounts.choices import (
    WEIGHT_GOALS,
    ActivityLevel,
    DietType,
    EnergyUnit,
    Platform,
    Region,
    ReproductiveStatus,
    Sex,
    Units,
    WellnessFocus,
)

HEIGHT_CM = (50, 250)
WEIGHT_KG = (2, 500)


class UserManager(BaseUserManager["User"]):
    """Makes users; e-mail addresses are kept in lower case, so that one address is one user."""

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """Return the address as it is stored."""
        return (email or "").strip().lower()

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a user; without a password nobody can log in as them."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a member of staff with every permission; whoever can do this vouches for the address."""
        from accounts.services import mark_verified  # the services need this module

        user = self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
        mark_verified(user=user)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a user by e-mail address, whatever its case."""
        return self.get(email=self.normalize_email(username))


class User(AbstractBaseUser, PermissionsMixin):
    """Someone who can log in, by e-mail address."""

    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_lower"),
        )

    def __str__(self) -> str:
        return self.email

    def clean(self) -> None:
        """Bring the address into its stored form before it is validated."""
        self.email = UserManager.normalize_email(self.email)


def _between(limits: tuple[int, int]) -> list[MinValueValidator | MaxValueValidator]:
    return [MinValueValidator(limits[0]), MaxValueValidator(limits[1])]


class Profile(models.Model):
    """What a user told about themselves; None is not told. A user without a row has the defaults."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="profile")

    birth_date = models.DateField(null=True, blank=True, validators=[validators.validate_birth_date])
    sex = models.CharField(max_length=6, choices=Sex, null=True, blank=True)
    height_cm = models.FloatField(null=True, blank=True, validators=_between(HEIGHT_CM))
    weight_kg = models.FloatField(null=True, blank=True, validators=_between(WEIGHT_KG))
    activity_level = models.CharField(max_length=11, choices=ActivityLevel, null=True, blank=True)
    reproductive_status = models.CharField(
        max_length=9, choices=ReproductiveStatus, default=ReproductiveStatus.NONE
    )

    goals = models.JSONField(default=list, blank=True, validators=[validators.validate_distinct])
    wellness_focus = models.CharField(max_length=15, choices=WellnessFocus, default=WellnessFocus.BALANCED)
    diet_type = models.CharField(max_length=13, choices=DietType, default=DietType.OMNIVORE)
    allergies = models.JSONField(default=list, blank=True, validators=[validators.validate_distinct])
    other_allergies = models.JSONField(default=list, blank=True, validators=[validators.validate_distinct])

    units = models.CharField(max_length=8, choices=Units, default=Units.METRIC)
    energy_unit = models.CharField(max_length=4, choices=EnergyUnit, default=EnergyUnit.KCAL)
    region = models.CharField(max_length=2, choices=Region, default=Region.US)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[validators.validate_time_zone])
    day_starts_at = models.TimeField(default=datetime.time(0), validators=[validators.validate_day_start])
    shares_corrections = models.BooleanField(
        default=False,
        help_text=(
            "Whether what the user changes of a proposal is counted for the curators, without who changed it."
        ),
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(height_cm=None) | models.Q(height_cm__range=HEIGHT_CM),
                name="profile_height_plausible",
            ),
            models.CheckConstraint(
                condition=models.Q(weight_kg=None) | models.Q(weight_kg__range=WEIGHT_KG),
                name="profile_weight_plausible",
            ),
            models.CheckConstraint(
                condition=~models.Q(sex=Sex.MALE)
                | models.Q(sex=None)
                | models.Q(reproductive_status=ReproductiveStatus.NONE),
                name="profile_status_fits_sex",
            ),
        )

    def __str__(self) -> str:
        return f"Profile of {self.user}"

    def clean(self) -> None:
        """Refuse what does not fit together, each at the field that says more."""
        errors = {}
        if self.sex == Sex.MALE and self.reproductive_status != ReproductiveStatus.NONE:
            errors["reproductive_status"] = ValidationError("This does not fit the sex given.", code="sex")
        if len(WEIGHT_GOALS.intersection(self.goals)) > 1:
            errors["goals"] = ValidationError("Choose one goal about weight.", code="contradiction")
        if errors:
            raise ValidationError(errors)


class Device(models.Model):
    """One place where a user is logged in: an API client with its refresh tokens, or a web session."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="devices")
    name = models.CharField(max_length=100)
    platform = models.CharField(max_length=7, choices=Platform, default=Platform.OTHER)
    refresh_jti = models.CharField(
        max_length=32,
        blank=True,
        editable=False,
        help_text="The one refresh token that is good; empty for web.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField(default=timezone.now, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-last_seen_at",)

    def __str__(self) -> str:
        return f"{self.name} of {self.user}"
