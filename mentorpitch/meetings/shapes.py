"""The shapes of meetings: what both doors send, and what the store gives back."""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta

from mentorpitch.shapes import MentorshipId, Person, Shape, UserId

LocalTime = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$")]
"""What the clocks of a time zone show, to the minute: 2026-11-26T16:00."""

Kind = Literal["video", "sound", "chat", "in_person"]
MeetingState = Literal["upcoming", "current", "past", "cancelled"]
Held = Literal["unknown", "yes", "no", "disputed"]
ItemState = Literal["open", "done", "left"]
Answer = Literal["accepted", "declined", "tentative"]  # as calendars have it (RFC 5545, 3.2.12)

# ── A meeting ────────────────────────────────────────────────────────────────


class Origin(Shape, frozen=True):
    """The meeting that an agenda item came from by itself."""

    meeting_id: str
    local_start: str
    time_zone: str


class AgendaItem(Shape, frozen=True):
    item_id: str
    title: str
    minutes: int | None
    goal_id: str | None
    action_id: str | None  # it is an action that came by itself because it was open
    state: ItemState  # left: it was open at the end; the next meeting takes it over
    added_by: UserId
    carried_from: Origin | None
    more_minutes: int  # granted in the meeting, beyond those that were planned
    spent_ms: int  # talked about before running_since
    current: bool  # it is the one that is talked about; at most one of a meeting
    running_since: datetime | None  # by the server's clock. None: its clock rests


class ActionItem(Shape, frozen=True):
    """What somebody will do; open until it is done, and on each next agenda until then."""

    action_id: str
    mentorship_id: MentorshipId
    meeting_id: str  # in which it was made
    text: str
    owner_id: UserId
    due_on: date | None
    done_at: datetime | None
    created_by: UserId


class Attendance(Shape, frozen=True):
    user_id: UserId
    answer: Answer | None  # whether they say that they come; None: not said of the meeting as it stands
    attended: bool | None  # whether they say that the meeting took place; None: nothing said
    present_s: int  # seconds in the video room at the time of the meeting


class Meeting(Shape, frozen=True):
    """A meeting as it stands, for the two of its mentorship."""

    meeting_id: str
    mentorship_id: MentorshipId
    series_id: str | None
    title: str
    kind: Kind
    place: str | None
    starts_at: datetime
    ends_at: datetime
    local_start: str
    local_end: str
    time_zone: str  # IANA: whose clocks the meeting keeps to
    minutes: int
    every_weeks: int | None  # None: it does not repeat
    state: MeetingState  # by the clock when this was made
    cancelled_by: UserId | None
    created_by: UserId
    revision: int  # grows with every change, the clock's included
    held: Held
    attendance: tuple[Attendance, ...]  # mentor, mentee
    agenda: tuple[AgendaItem, ...]
    actions: tuple[ActionItem, ...]  # made in it, or on its agenda; oldest first


class InPerson(Shape, frozen=True):
    """Whether the two have met face to face."""

    met: Meeting | None  # the newest that both say took place
    planned: Meeting | None  # the next, or the one that runs


class ManagedMeeting(Shape, frozen=True):
    """What a programme's managers may know of a meeting; nothing in it depends on what a pair writes."""

    meeting_id: str
    mentorship_id: MentorshipId
    kind: Kind
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    state: MeetingState
    attended: bool | None  # None: not known, or the two do not agree


# ── Notes ────────────────────────────────────────────────────────────────────


class Notes(Shape, frozen=True):
    """What the two keep of a meeting together."""

    meeting_id: str
    mentorship_id: MentorshipId
    text: str
    revision: int  # 0: nothing was ever written
    changed_by: UserId | None
    changed_at: datetime | None


class NotesChanged(Shape, frozen=True):
    """What one of the two has just written into the shared notes.

    Merge it when its revision is the next one; drop it when it is known; else `sync_notes`.
    """

    meeting_id: str
    mentorship_id: MentorshipId
    update: bytes  # of Yjs, version 1
    revision: int
    changed_by: UserId
    changed_at: datetime


class PrivateNotes(Shape, frozen=True):
    """One's own, read by nobody else."""

    meeting_id: str
    text: str
    revision: int
    changed_at: datetime | None


# ── Feedback and rating ──────────────────────────────────────────────────────


class ReaderOf(Shape, frozen=True):
    """Somebody who reads what is written here."""

    user_id: UserId
    name: str
    role: Literal["mentor", "mentee", "manager"]
    from_at: datetime | None  # sealed: at the latest from then on. None: at once


class Addition(Shape, frozen=True):
    body: str
    at: datetime


class Feedback(Shape, frozen=True):
    """The mentor's, for the mentee and the programme's managers."""

    meeting_id: str
    mentorship_id: MentorshipId
    author_id: UserId
    body: str
    additions: tuple[Addition, ...]
    written_at: datetime
    changed_at: datetime | None
    changeable_until: datetime
    opens_at: datetime | None  # sealed until then, or until both are in. None: it was never sealed
    revision: int


class Rating(Shape, frozen=True):
    """The mentee's, for the programme's managers. The mentor reads it never."""

    meeting_id: str
    mentorship_id: MentorshipId
    author_id: UserId
    score: int | None  # 1–5. None: it was taken back
    comment: str | None
    rated_at: datetime
    changeable_until: datetime
    opens_at: datetime | None  # as in Feedback
    revision: int


class Owed(Shape, frozen=True):
    """A word on a meeting that has just been, which one is asked for once."""

    meeting_id: str
    mentorship_id: MentorshipId
    what: Literal["feedback", "rating"]  # of the mentor, of the mentee
    title: str
    starts_at: datetime
    ends_at: datetime
    other: Person


class OwedChanged(Shape, frozen=True):
    """One has set a meeting aside on any of one's devices: ask for what is left again."""


class GivenFeedback(Shape, frozen=True):
    """What was said of one meeting, for the programme's managers."""

    meeting_id: str
    mentorship_id: MentorshipId
    mentor: Person
    mentee: Person
    starts_at: datetime
    feedback: Feedback | None
    rating: Rating | None  # None also for a manager who was the mentor
