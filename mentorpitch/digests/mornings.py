"""When it is somebody's morning. Pure: an instant, a zone, and the last morning that was looked at.

By the clocks on their wall, so that it stays the same hour in summer and in winter and goes with them when
they travel; and each day once, whatever clocks, zones and this server do.
"""

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from mentorpitch.store.mornings import Last

BEGINS: Final = 8  # o'clock; what was missed then is made up for
ENDS: Final = 20  # until then, and not in the night
APART: Final = timedelta(hours=16)  # also for who crosses the date line


def find_day(at: datetime, *, time_zone: str) -> date | None:
    """The day that has begun there; None in the night."""
    here = at.astimezone(ZoneInfo(time_zone))
    return here.date() if BEGINS <= here.hour < ENDS else None


def find_morning(at: datetime, *, time_zone: str, last: Last | None) -> date | None:
    """The day that begins for them, if it was not looked at before."""
    day = find_day(at, time_zone=time_zone)
    if day is None or (last and (day <= last.day or at - last.at < APART)):
        return None
    return day


def begins_week(day: date, *, last: Last | None) -> bool:
    """Whether it is the first day of its week (ISO 8601) that is looked at."""
    return last is None or day.isocalendar()[:2] != last.day.isocalendar()[:2]
