"""A stranger's mail, read for one thing: a calendar's answer to an invitation (iTIP REPLY, RFC 5546, 3.2.3).

Bounded before it is parsed, in size, in parts and in lines, because both parsers take their time over what
was made to take it. Pure.
"""

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from typing import Any, Final

import msgspec
from icalendar import Calendar

from mentorpitch.meetings.shapes import Answer

MOST_BYTES: Final = 200_000  # a reply is a few thousand, its HTML included
MOST_PARTS: Final = 20  # and a part in a part takes a boundary
MOST_HEADERS: Final = 50_000  # bytes before the first empty line
MOST_CALENDAR: Final = 50_000
MOST_LINES: Final = 1_000
CALENDARS: Final = ("text/calendar", "application/ics")
ANSWERS: Final[dict[str, Answer]] = {
    "ACCEPTED": "accepted",
    "DECLINED": "declined",
    "TENTATIVE": "tentative",
}
EMPTY_LINE: Final = re.compile(rb"\r?\n\r?\n")


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    uid: str
    sequence: int  # of the invitation that was answered
    answer: Answer
    said_at: datetime | None


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """What is worth knowing of a mail."""

    reply: Reply | None
    is_automatic: bool  # nobody wrote it, and nobody waits for an answer


def read(raw: bytes) -> Mail:
    """Never raises: of what cannot be read there is no reply."""
    if len(raw) > MOST_BYTES or raw.lower().count(b"boundary") > MOST_PARTS or _head(raw) > MOST_HEADERS:
        return Mail(reply=None, is_automatic=False)
    try:
        mail = message_from_bytes(raw, policy=compat32)
        automatic = str(mail.get("Auto-Submitted", "no")).strip().lower() != "no"
        return Mail(reply=_find(mail), is_automatic=automatic)
    except Exception:  # of a parser, over a stranger's bytes: whatever it is, it is no reply
        return Mail(reply=None, is_automatic=False)


def read_calendar(text: str) -> Reply | None:
    """The one answer in it. Raises what the parser raises."""
    if len(text) > MOST_CALENDAR or text.count("\n") > MOST_LINES:
        return None
    calendar: Any = Calendar.from_ical(text)
    events = [each for each in calendar.subcomponents if each.name == "VEVENT"]
    if str(calendar.get("METHOD", "")).upper() != "REPLY" or len(events) != 1:
        return None
    [event] = events
    attendee = event.get("ATTENDEE")
    if attendee is None or isinstance(attendee, list) or "RECURRENCE-ID" in event:
        return None  # an answer is of one person, to the one meeting that they were invited to
    answer = ANSWERS.get(str(attendee.params.get("PARTSTAT", "")).upper())
    if answer is None or "UID" not in event:
        return None
    said_at = event.get("DTSTAMP").dt if "DTSTAMP" in event else None
    return Reply(
        uid=str(event["UID"]),
        sequence=int(event.get("SEQUENCE", 0)),
        answer=answer,
        said_at=said_at.astimezone(UTC) if isinstance(said_at, datetime) and said_at.tzinfo else None,
    )


def _find(mail: Message) -> Reply | None:
    for part in mail.walk():
        if part.get_content_type() not in CALENDARS:
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            return read_calendar(content.decode("utf-8", "replace"))
    return None


def _head(raw: bytes) -> int:
    found = EMPTY_LINE.search(raw)
    return found.start() if found else len(raw)
