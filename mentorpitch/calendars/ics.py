"""Meetings as calendars write them (iCalendar, RFC 5545). Pure.

Every meeting is an event of its own, those of a series too, at an instant in UTC: so no calendar has to know
the rules of a zone to show it at the right time. What the pair wrote, its title and its place, is in it only
when it is asked for; and nobody's address but the reader's own.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

import msgspec
from icalendar import Calendar, Event, vCalAddress, vText

from mentorpitch.meetings.shapes import Answer
from mentorpitch.shapes import UserId
from mentorpitch.store.meetings import StoredMeeting
from mentorpitch.store.mentorships import Pair

Method = Literal["REQUEST", "CANCEL"]
HOW = {"video": "by video", "sound": "by sound", "chat": "in the chat", "in_person": "in person"}


class Parties(msgspec.Struct, frozen=True, kw_only=True):
    """Between whom an invitation goes: the server and its reader."""

    organizer: str  # an address
    attendee: str
    takes_answer: bool = False  # at the organizer's address
    answer: Answer | None = None  # what its reader has said already


def event(
    meeting: StoredMeeting,
    pair: Pair,
    *,
    reader_id: UserId,
    with_details: bool,
    public_url: str,
    stamp: datetime,
    parties: Parties | None = None,
) -> Event:
    """One meeting for one of its two. The UID stays, SEQUENCE grows when it moves (RFC 5546, 2.1.4)."""
    other = pair.mentee if reader_id == pair.mentor.user_id else pair.mentor
    url = f"{public_url}/m/{meeting.mentorship_id}/meetings/{meeting.meeting_id}"
    made = Event()
    made.add("uid", uid_of(meeting.meeting_id))
    made.add("sequence", meeting.sequence)
    made.add("dtstamp", stamp)
    made.add("dtstart", meeting.starts_at)
    made.add("dtend", meeting.ends_at)
    made.add("summary", meeting.title if with_details else f"Meeting with {other.name}")
    made.add("description", f"With {other.name}, {HOW[meeting.kind]}.\n{url}")
    made.add("url", url)
    if meeting.kind in ("video", "sound"):
        made.add("location", f"{public_url}/m/{meeting.mentorship_id}/lobby")
    elif meeting.place and with_details:
        made.add("location", meeting.place)
    made.add("class", "PRIVATE")  # in a calendar that is shared, others see only that there is something
    made.add("status", "CANCELLED" if meeting.cancelled_at else "CONFIRMED")
    if parties:
        made.add("organizer", _address(parties.organizer, "MentorPitch"))
        attendee = _address(parties.attendee, pair.mentor.name if other is pair.mentee else pair.mentee.name)
        asks = parties.takes_answer and parties.answer is None
        known = (parties.answer or "accepted").upper()  # where none is taken, none is asked for
        attendee.params["partstat"] = vText("NEEDS-ACTION" if asks else known)
        attendee.params["rsvp"] = vText("TRUE" if asks else "FALSE")
        made.add("attendee", attendee)
    return made


def uid_of(meeting_id: str) -> str:
    return f"{meeting_id}@mentorpitch"


def calendar(events: Iterable[Event], *, method: Method | None = None, name: str | None = None) -> str:
    """A whole file; with a `method` an invitation, with a `name` something to subscribe to."""
    made = Calendar()
    made.add("prodid", "-//MentorPitch//MentorPitch//EN")
    made.add("version", "2.0")
    if method:
        made.add("method", method)
    if name:
        made.add("name", name)  # RFC 7986; what most read is older:
        made.add("x-wr-calname", name)
    for each in events:
        made.add_component(each)
    return str(made.to_ical().decode())


def _address(email: str, name: str) -> vCalAddress:
    made = vCalAddress(f"mailto:{email}")
    made.params["cn"] = vText(name)
    return made
