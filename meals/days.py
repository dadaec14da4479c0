"""Which day an instant belongs to."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def local_date(*, eaten_at: datetime, time_zone: str, day_starts_at: time) -> date:
    """Return the user's day: what the clock on the wall shows before ``day_starts_at`` is still yesterday.

    The wall clock is compared, never moved by hours, so days of 23 and 25 hours come out right.
    """
    wall = eaten_at.astimezone(ZoneInfo(time_zone))
    day = wall.date()
    return day - timedelta(days=1) if wall.time() < day_starts_at else day
