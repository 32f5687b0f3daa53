"""What has happened, told after the commit to whoever listens.

An announcement is a quick hint; the database is the truth. Nobody may announce what could still roll back.
"""

from collections.abc import Callable

import msgspec

from mentorpitch.shapes import ConversationId, Event, MentorshipId, ReadState, Shape, UserId


class _Announcement(msgspec.Struct, frozen=True, kw_only=True, tag_field="announcement"):
    """Tagged, so that it can travel to another node as it is."""


class ConversationEvent(_Announcement, frozen=True):
    """The next event of a conversation, for those who take part in it."""

    event: Event
    participants: tuple[UserId, ...]


class ReadMoved(_Announcement, frozen=True):
    read: ReadState
    participants: tuple[UserId, ...]


class SessionsEnded(_Announcement, frozen=True):
    """These sessions are no more: their sockets close now, and calls joined through them end."""

    user_id: UserId
    session_ids: tuple[str, ...]


class UserBanned(_Announcement, frozen=True):
    """All of this person's sessions are no more: every socket and every call of theirs ends now."""

    user_id: UserId


class MentorshipCreated(_Announcement, frozen=True):
    mentorship_id: MentorshipId
    conversation_id: ConversationId
    user_ids: tuple[UserId, ...]  # mentor, mentee


class MentorshipEnded(_Announcement, frozen=True):
    """Read-only from now on; a call in its room ends."""

    mentorship_id: MentorshipId
    conversation_id: ConversationId
    user_ids: tuple[UserId, ...]  # mentor, mentee


class MentorshipPaused(_Announcement, frozen=True):
    """A call in its room ends."""

    mentorship_id: MentorshipId
    user_ids: tuple[UserId, ...]  # mentor, mentee


class MentorshipResumed(_Announcement, frozen=True):
    mentorship_id: MentorshipId
    user_ids: tuple[UserId, ...]  # mentor, mentee


class PeopleBlocked(_Announcement, frozen=True):
    """One of the two blocks the other: a call of theirs ends, and neither sees the other come or go."""

    user_ids: tuple[UserId, UserId]
    mentorship_ids: tuple[MentorshipId, ...]


class PeopleUnblocked(_Announcement, frozen=True):
    user_ids: tuple[UserId, UserId]


class FellowsChanged(_Announcement, frozen=True):
    """Two of these share a programme now, or no more, or have said the first word to each other."""

    user_ids: tuple[UserId, ...]


class BotReachChanged(_Announcement, frozen=True):
    """Where a bot is a guest may be other places now; None: of any bot."""

    bot_id: UserId | None = None


class TalkAgreed(_Announcement, frozen=True):
    """Somebody said yes or no to talk balance: what a call counts may be another thing now."""

    mentorship_id: MentorshipId


class Told(_Announcement, frozen=True):
    """A stored thing changed: the event of the real-time contract, for those who may see it.

    The payload is the thing as it stands, with a `revision` that grows, so that who hears twice or late
    keeps the newest; who was away asks again over HTTP.
    """

    event: str  # a name of signalling/contract.py's TOLD
    payload: Shape
    user_ids: tuple[UserId, ...]


class JobsWait(_Announcement, frozen=True):
    """Work was written down that is due now."""


Announcement = (
    Told
    | JobsWait
    | ConversationEvent
    | ReadMoved
    | SessionsEnded
    | UserBanned
    | MentorshipCreated
    | MentorshipPaused
    | MentorshipResumed
    | MentorshipEnded
    | PeopleBlocked
    | PeopleUnblocked
    | FellowsChanged
    | BotReachChanged
    | TalkAgreed
)

Announce = Callable[[Announcement], None]
"""Called on the event loop after the commit; returns at once and does not raise."""
