"""What a profile may hold."""

import datetime
import zoneinfo
from functools import cache

from django.core.exceptions import ValidationError
from django.utils import timezone

OLDEST_YEARS = 120
NOT_ZONES = frozenset({"Factory", "localtime"})


@cache
def time_zone_names() -> frozenset[str]:
    """Return the names of the IANA time zones known here."""
    return frozenset(zoneinfo.available_timezones()) - NOT_ZONES


def validate_time_zone(name: str) -> None:
    """Refuse what is not the name of an IANA time zone."""
    if name not in time_zone_names():
        raise ValidationError("This is not the name of a time zone, such as Europe/London.", code="time_zone")


def validate_birth_date(date: datetime.date) -> None:
    """Refuse a date to come, anywhere on earth, or of nobody alive."""
    latest = (timezone.now() + datetime.timedelta(hours=14)).date()
    if date > latest:
        raise ValidationError("The birth date lies in the future.", code="future")
    if date.year < latest.year - OLDEST_YEARS:
        raise ValidationError(f"This is more than {OLDEST_YEARS} years ago.", code="too_old")


def validate_day_start(time: datetime.time) -> None:
    """Refuse a start after noon, where it would be unclear which date the day has, and seconds."""
    if time >= datetime.time(12):
        raise ValidationError("A day starts between 00:00 and 11:59.", code="day_start")
    if time.second or time.microsecond:
        raise ValidationError("A day starts on a full minute.", code="day_start")


def validate_distinct(values: list[str]) -> None:
    """Refuse a list that says the same thing twice."""
    if len(values) != len(set(values)):
        raise ValidationError("The same entry occurs twice.", code="duplicate")
