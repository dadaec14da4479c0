"""The fields that only the diary's API has."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone
from rest_framework import serializers

EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
LATEST_AHEAD = timedelta(days=2)


class InstantField(serializers.DateTimeField):
    """A moment with its offset from UTC, not before 1900 and at most two days ahead."""

    default_error_messages = {
        "naive": "Give the offset from UTC, such as Z or +01:00.",
        "too_early": "This is before 1900.",
        "too_late": "This is more than two days ahead.",
    }

    def enforce_timezone(self, value: datetime) -> datetime:
        """Return the moment in UTC; one without offset could be any of several and is refused."""
        if timezone.is_naive(value):
            self.fail("naive")
        return super().enforce_timezone(value)

    def to_internal_value(self, value: Any) -> datetime:
        """Return the moment."""
        moment = super().to_internal_value(value)
        if moment < EARLIEST:
            self.fail("too_early")
        if moment > timezone.now() + LATEST_AHEAD:
            self.fail("too_late")
        return moment
