"""The shapes of reminders."""

from datetime import datetime
from typing import Literal

from mentorpitch.meetings.shapes import Kind
from mentorpitch.shapes import MentorshipId, Person, Shape

Which = Literal["day", "soon"]
Way = Literal["app", "mail"]
Digest = Literal["never", "daily", "weekly"]


class Reminder(Shape, frozen=True):
    """A meeting that somebody is reminded of, until they have seen it or the meeting is over."""

    meeting_id: str
    mentorship_id: MentorshipId
    which: Which
    title: str
    kind: Kind
    place: str | None
    starts_at: datetime
    ends_at: datetime
    other: Person


class RemindersChanged(Shape, frozen=True):
    """One is reminded of a meeting, or has seen it on any of one's devices: ask for them again."""


class ReminderChoice(Shape, frozen=True):
    """What somebody wants to hear of their meetings, and how: a day before, soon before, as invitations."""

    day_app: bool = True
    day_mail: bool = True
    soon_app: bool = True
    soon_mail: bool = True
    invitations_mail: bool = True  # for one's calendar
    digest_mail: Digest = "daily"  # of what waits, after a day unseen
    # What the pair wrote of a meeting, its title and its place, leaves the server: in letters, in the feed.
    details_outside: bool = False
    revision: int = 0  # 0: nothing was ever chosen

    def wants(self, which: Which, way: Way) -> bool:
        return bool(getattr(self, f"{which}_{way}"))
