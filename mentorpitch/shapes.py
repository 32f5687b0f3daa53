"""The shapes that several parts share: what both doors send and what the store gives back.

Each is a frozen struct, declared once; a shape that one part alone uses stands in that part's file.
"""

from datetime import datetime
from typing import Annotated, Literal, NewType

import msgspec

from mentorpitch.bots.scopes import Scope

UserId = NewType("UserId", str)
ProgrammeId = NewType("ProgrammeId", str)
MentorshipId = NewType("MentorshipId", str)
ConversationId = NewType("ConversationId", str)
FileId = NewType("FileId", str)

# What a client makes up: visible ASCII, because it is stored and sent to others.
# `$` alone would let a line end pass.
Id = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=r"^[!-~]+(?!\n)$")]
Seq = Annotated[int, msgspec.Meta(ge=0, le=2**53)]  # exact in a browser's number

Line = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
Prose = Annotated[str, msgspec.Meta(max_length=5_000)]  # may be empty
Note = Annotated[str, msgspec.Meta(max_length=2_000)]  # may be empty
Percent = Annotated[int, msgspec.Meta(ge=0, le=100)]
Revision = Annotated[int, msgspec.Meta(ge=0, le=2**53)]


class Shape(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of everything that crosses a door; what it does not name is refused."""


class Nothing(Shape, frozen=True):
    """An answer, or a question, without content."""


# ── People ───────────────────────────────────────────────────────────────────


class Person(Shape, frozen=True):
    """What people who share a mentorship know of each other."""

    user_id: UserId
    name: str
    time_zone: str  # IANA


class BotName(Shape, frozen=True):
    """A bot as it stands beside people: who a message is of that is of neither of the two."""

    user_id: UserId
    name: str
    bot: Literal[True] = True
    reads: tuple[Scope, ...] = ()  # of what the two write, now; empty once it is no guest any more


class Me(Shape, frozen=True):
    user_id: UserId
    name: str
    email: str
    time_zone: str  # IANA
    is_admin: bool
    manages: tuple["ProgrammeName", ...] = ()


class ProgrammeName(Shape, frozen=True):
    programme_id: ProgrammeId
    name: str


# ── Chat: events in one order per conversation ───────────────────────────────


AttachmentKind = Literal["image", "document", "voice"]


class Attachment(Shape, frozen=True):
    """A file that goes with a message: what it is, by its content."""

    file_id: FileId
    kind: AttachmentKind
    name: str  # ends in what fits the content
    media_type: str
    bytes: int
    pages: int  # that can be shown as pictures
    width: int  # of the first of them, or else 0
    height: int
    duration_ms: int  # of a voice note, or else 0


class _Event(Shape, frozen=True, tag_field="type"):
    conversation_id: ConversationId
    seq: int
    sender_id: UserId
    client_id: str
    at: datetime


class MessageSent(_Event, frozen=True, tag="message_sent", omit_defaults=True):
    """A new message."""

    body: str | None  # None: deleted since
    html: str | None = None  # of its Markdown; None: the body says it all
    reply_to: int | None = None  # seq of another message
    mentions: tuple[UserId, ...] = ()
    attachments: tuple[Attachment, ...] = ()


class MessageEdited(_Event, frozen=True, tag="message_edited", omit_defaults=True):
    """A message says something else now."""

    target: int  # seq of the message
    body: str | None  # None: the message was deleted since
    html: str | None = None
    mentions: tuple[UserId, ...] = ()


class MessageDeleted(_Event, frozen=True, tag="message_deleted"):
    """A message was taken back: its text is gone for good."""

    target: int


class ReactionChanged(_Event, frozen=True, tag="reaction_changed"):
    """Somebody says something about a message with one sign, or takes it back."""

    target: int  # seq of the message
    emoji: str
    added: bool  # False: taken back


class MessagePinned(_Event, frozen=True, tag="message_pinned"):
    """A message is kept in view, for everybody in the conversation."""

    target: int


class MessageUnpinned(_Event, frozen=True, tag="message_unpinned"):
    """It no longer is."""

    target: int


Event = MessageSent | MessageEdited | MessageDeleted | ReactionChanged | MessagePinned | MessageUnpinned


class Reaction(Shape, frozen=True):
    user_id: UserId
    emoji: str


class Message(Shape, frozen=True):
    """A message as it stands now: what its events amount to. A deletion takes everything but its place."""

    conversation_id: ConversationId
    seq: int
    sender_id: UserId
    client_id: str
    body: str | None  # None: deleted
    sent_at: datetime
    edited_at: datetime | None = None
    deleted_at: datetime | None = None
    html: str | None = None  # of the body's Markdown; None: the body says it all
    reply_to: int | None = None  # seq of another message
    mentions: tuple[UserId, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    reactions: tuple[Reaction, ...] = ()  # in the order given
    pinned_by: UserId | None = None
    pinned_at: datetime | None = None


class ReadState(Shape, frozen=True):
    """How far a person has read, on any of their devices."""

    conversation_id: ConversationId
    user_id: UserId
    seq: int


class ConversationState(Shape, frozen=True):
    """A conversation as one member sees it in a list."""

    conversation_id: ConversationId
    last_seq: int
    unread: int  # messages of others after one's own read mark, at most 100
    reads: tuple[ReadState, ...]  # one for each member
    last_message: Message | None


class DirectConversation(Shape, frozen=True):
    """What two people who share a programme write to each other, as one of them sees it."""

    other: Person
    conversation: ConversationState
    apart: bool  # they share no programme any more: it can only be read
    blocked: bool  # the actor blocks the other; who is blocked never sees it


class MessageDraft(Shape, frozen=True):
    """What one has begun to write in a conversation, on any of one's devices."""

    conversation_id: ConversationId
    text: str  # empty: none
    revision: int  # 0: there never was one
    changed_at: datetime | None


NotificationLevel = Literal["all", "mentions", "none"]
ClockTime = Annotated[str, msgspec.Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9](?!\n)$")]  # "22:00"


class QuietHours(Shape, frozen=True):
    """When one is told of nothing, by one's own clocks; across midnight when they end before they begin."""

    begins: ClockTime
    ends: ClockTime


class NotificationSettings(Shape, frozen=True):
    """When one wants to be told of messages."""

    quiet_hours: QuietHours | None
    levels: dict[ConversationId, NotificationLevel]  # of those that are not "all"
    revision: int


class Fellow(Shape, frozen=True):
    """Somebody with whom the actor shares a programme."""

    person: Person
    programmes: tuple[str, ...]  # the names of those they share; of others nothing is said


class DirectChanged(Shape, frozen=True):
    """One's direct conversations, or what can be done in one of them: ask for them again."""


# ── Mentorships ──────────────────────────────────────────────────────────────

Role = Literal["mentor", "mentee"]
MentorshipStatus = Literal["active", "paused", "ended"]


class Pause(Shape, frozen=True):
    """Why a mentorship rests, for the two of it alone."""

    by: UserId
    reason: str  # may be empty
    at: datetime


class Mentorship(Shape, frozen=True):
    """A pair's container, as one of the two sees it."""

    mentorship_id: MentorshipId
    programme: ProgrammeName
    status: MentorshipStatus
    role: Role  # the actor's
    other: Person
    conversation: ConversationState
    began_at: datetime
    ended_at: datetime | None
    pause: Pause | None = None  # while it is paused
    blocked: bool = False  # the actor blocks the other; who is blocked never sees it
    bots: tuple[BotName, ...] = ()  # every one that is or was a guest here


class MentorshipOverview(Shape, frozen=True):
    """What a mentoring manager may know of a mentorship: that it is, and when it was last alive."""

    mentorship_id: MentorshipId
    status: MentorshipStatus
    mentor: Person
    mentee: Person
    last_active_day: str | None  # ISO date, UTC
