"""What a notice on a device says: who and which kind, never what was written. Pure."""

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

import msgspec

from mentorpitch.chat.notifying import until_quiet
from mentorpitch.push.keys import to_base64url
from mentorpitch.shapes import Person, QuietHours
from mentorpitch.store.reminders import Standing

Urgency = Literal["low", "normal", "high"]  # RFC 8030, 5.3

LASTS: Final = timedelta(hours=12)  # what is older than that, its reader finds in the app
SHORTEST: Final = timedelta(minutes=1)
MOST_LETTERS: Final = 200


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """What goes encrypted to the device (static/sw.js)."""

    title: str
    path: str  # of the page that a click opens
    tag: str  # one of the same tag takes its place, on the way as on the screen
    body: str = ""


class Sending(msgspec.Struct, frozen=True, kw_only=True):
    """A notice, and what the push service is told of it."""

    notice: Notice
    urgency: Urgency = "normal"
    lasts: timedelta = LASTS

    @property
    def topic(self) -> str:
        """At most 32 letters (RFC 8030, 5.4) that say nothing."""
        return to_base64url(hashlib.sha256(self.notice.tag.encode()).digest()[:24])

    def before_quiet(self, quiet: QuietHours | None, *, time_zone: str, at: datetime) -> "Sending":
        """It does not wait for a device into its owner's quiet hours."""
        ahead = until_quiet(quiet, time_zone=time_zone, at=at)
        return self if ahead is None else msgspec.structs.replace(self, lasts=min(self.lasts, ahead))


def of_messages(names: Sequence[str], count: int, *, path: str, conversation_id: str) -> Sending:
    """`names` of who wrote, each once."""
    who = " and ".join(names[:2]) if len(names) < 3 else "Several people"
    body = "" if count == 1 else f"{count} messages"
    return Sending(
        notice=Notice(title=_short(f"{who} wrote to you"), body=body, path=path, tag=conversation_id)
    )


def of_meeting(
    meeting: Standing, reader: Person, other: Person, *, with_details: bool, at: datetime
) -> Sending:
    """With whom and when; what it is about only `with_details`."""
    ahead = meeting.starts_at - at
    clock = f"{meeting.starts_at.astimezone(ZoneInfo(reader.time_zone)):%A, %H:%M}"
    is_soon = ahead <= timedelta(hours=1)
    return Sending(
        notice=Notice(
            title=_short(f"Meeting with {other.name}: {clock}"),
            body=_short(meeting.title) if with_details else "",
            path=f"/m/{meeting.mentorship_id}/meetings/{meeting.meeting_id}",
            tag=meeting.meeting_id,
        ),
        urgency="high" if is_soon else "normal",
        lasts=max(ahead, SHORTEST),
    )


def of_owed(names: Collection[str], count: int, *, day: str) -> Sending:
    """That something is due today which one took on, with whom."""
    what = "Something that you took on is due today" if count == 1 else f"{count} things are due today"
    return Sending(
        notice=Notice(
            title=what, body=_short(f"With {', '.join(sorted(names))}"), path="/", tag=f"owed {day}"
        ),
        urgency="low",
    )


def _short(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1]}…"
