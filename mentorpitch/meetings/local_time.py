"""What clocks show, and which instant that is. Pure: the zone's rules and nothing else.

A meeting is arranged on somebody's clocks: "Thursday at 16:00 in Lisbon" stays that when the clocks change.
Twice a year a clock shows a time that does not exist, or one that happens twice. RFC 5545, 3.3.5, says how
calendars read those, and so do we:

* does not exist (spring): the offset from before the change, so 02:30 is the instant that shows 03:30;
* happens twice (autumn): the first time.

How long a meeting lasts is counted in real minutes, whatever the clocks do meanwhile.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from mentorpitch.errors import Invalid
from mentorpitch.meetings.shapes import MeetingState

FORM = "%Y-%m-%dT%H:%M"


def parse_local(text: str, *, field: str = "local_start") -> datetime:
    """A naive time. Raises Invalid for a day or an hour that no calendar has."""
    try:
        return datetime.strptime(text, FORM)  # noqa: DTZ007 (without a zone, as a clock shows it)
    except ValueError:
        raise Invalid("There is no such day or time.", field=field) from None


def instant_of(local: datetime, zone: str) -> datetime:
    """The instant, in UTC, at which the clocks of `zone` show `local`."""
    return local.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def local_of(instant: datetime, zone: str) -> str:
    """What the clocks of `zone` show at that instant, to the minute."""
    return instant.astimezone(ZoneInfo(zone)).strftime(FORM)


def weeks_later(local: datetime, weeks: int) -> datetime:
    """The same weekday and the same time on the clock."""
    return local + timedelta(weeks=weeks)


def state_of(starts_at: datetime, ends_at: datetime, *, cancelled: bool, at: datetime) -> MeetingState:
    """A meeting is current from its first instant; at its last it is past."""
    if cancelled:
        return "cancelled"
    if at < starts_at:
        return "upcoming"
    return "current" if at < ends_at else "past"


def next_turn(starts_at: datetime, ends_at: datetime, *, at: datetime) -> datetime | None:
    """When the clock changes the state next; None when it does not any more."""
    if at < starts_at:
        return starts_at
    return ends_at if at < ends_at else None
