"""What the server sends, as far as the bots here use it; the rest is in /api/asyncapi.json."""

from typing import Literal, TypedDict


class Place(TypedDict):
    """A mentorship where the bot is a guest now."""

    mentorship_id: str
    conversation_id: str | None  # with chat:read or chat:write
    last_seq: int | None  # with chat:read
    user_ids: list[str]  # mentor, mentee


class Message(TypedDict):
    """The event `message_sent`."""

    type: Literal["message_sent"]
    conversation_id: str
    seq: int
    sender_id: str
    client_id: str
    at: str  # RFC 3339
    body: str | None  # None: deleted since


class AgendaItem(TypedDict):
    item_id: str
    title: str  # empty without agenda:read
    minutes: int | None
    more_minutes: int  # granted while it was talked about
    state: Literal["open", "done", "left"]
    spent_ms: int  # before running_since
    running_since: str | None  # RFC 3339. None: its clock rests


class Meeting(TypedDict):
    """A meeting without what the bot's scopes withhold."""

    meeting_id: str
    mentorship_id: str
    revision: int
    title: str  # empty without meetings:read
    kind: Literal["video", "sound", "chat", "in_person"]
    starts_at: str  # RFC 3339
    ends_at: str
    state: Literal["upcoming", "current", "past", "cancelled"]
    agenda: list[AgendaItem]
