"""Bodies of the accounts API."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.choices import Allergen, Goal, Platform
from accounts.models import Device, Profile
from common.serializers import StrictModelSerializer, StrictSerializer

CLOCK_TIME = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
PASSWORD_LENGTH = 256
OTHER_ALLERGIES = 20


def _password() -> serializers.CharField:
    return serializers.CharField(
        max_length=PASSWORD_LENGTH, trim_whitespace=False, write_only=True, style={"input_type": "password"}
    )


class EmailSerializer(StrictSerializer):
    """An e-mail address."""

    email = serializers.EmailField(max_length=254)


class RegisterSerializer(EmailSerializer):
    """What registration needs."""

    password = _password()


class KeySerializer(StrictSerializer):
    """A key from a mailed link."""

    key = serializers.CharField(max_length=200)


class DeviceInputSerializer(StrictSerializer):
    """How the client calls itself."""

    name = serializers.CharField(max_length=100)
    platform = serializers.ChoiceField(choices=Platform.choices, default=Platform.OTHER)


class LoginSerializer(RegisterSerializer):
    """Who logs in, and from where."""

    device = DeviceInputSerializer(required=False)


class RefreshSerializer(StrictSerializer):
    """A refresh token."""

    refresh = serializers.CharField(max_length=2000)


class ResetSerializer(KeySerializer):
    """A key from a mailed link and the new password."""

    password = _password()


class ChangePasswordSerializer(StrictSerializer):
    """The password and its successor."""

    current_password = _password()
    new_password = _password()


class DetailSerializer(serializers.Serializer[Any]):
    """A sentence for people."""

    detail = serializers.CharField()


class TokensSerializer(serializers.Serializer[Any]):
    """A pair of tokens."""

    access = serializers.CharField(help_text="Goes into `Authorization: Bearer …`; lives for minutes.")
    refresh = serializers.CharField(help_text="Good once, for the next pair.")


class DeviceSerializer(serializers.ModelSerializer[Device]):
    """A place where the user is logged in."""

    current = serializers.SerializerMethodField(help_text="Whether the request comes from it.")

    class Meta:
        model = Device
        fields = ("id", "name", "platform", "created_at", "last_seen_at", "current")

    def get_current(self, device: Device) -> bool:
        """Tell whether the request comes from this device."""
        current: Device | None = self.context.get("current_device")
        return device == current


class LoginAnswerSerializer(TokensSerializer):
    """A pair of tokens and the device they belong to."""

    device = DeviceSerializer()


@extend_schema_field({"type": "string", "pattern": CLOCK_TIME, "example": "04:00"})
class ClockTimeField(serializers.TimeField):
    """A time of day as HH:MM."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", input_formats=["%H:%M"], **kwargs)


class ProfileSerializer(StrictModelSerializer):
    """What a user tells about themselves; null is not told."""

    goals = serializers.ListField(
        child=serializers.ChoiceField(choices=Goal.choices), max_length=len(Goal), required=False
    )
    allergies = serializers.ListField(
        child=serializers.ChoiceField(choices=Allergen.choices), max_length=len(Allergen), required=False
    )
    other_allergies = serializers.ListField(
        child=serializers.CharField(max_length=60), max_length=OTHER_ALLERGIES, required=False
    )
    day_starts_at = ClockTimeField(required=False)
    updated_at = serializers.DateTimeField(
        read_only=True, allow_null=True, help_text="null: nothing told so far."
    )

    class Meta:
        model = Profile
        exclude = ("user",)
