"""The real-time protocol on one page: Socket.IO 5 at /socket.io/, default namespace.

Connecting. A browser is known by its session cookie and must come from an allowed Origin; anybody else is
refused with `unauthenticated`. The first event from the server is `welcome`. A bot connects with
`auth: {"token": …}`, needs no Origin, and is greeted with `bot_welcome`: it may ask what ASKED_BY_BOTS lists
and is told what TOLD_TO_BOTS lists, each with one of the scopes there, where both members have let it in.

Asking. Each client event takes one object and is acknowledged by exactly one
`{"ok": true, "data": …}` or `{"ok": false, "error": {"code", "message", "field"?, "retry_after_ms"?}}`.
Unknown fields and unknown events are `invalid`. One session's events are handled in the order sent.

Chat. Whatever changes a conversation is an event with the next `seq` of that conversation, without gaps.
Receiving: seq = last + 1 apply; seq ≤ last drop; greater → `sync`. After each connect, `sync` every
conversation that is shown. A write repeated with the same `client_id` has the same ack and happens once.
Events with a `target` change the message of that seq; a deletion leaves nothing of it but its place.
Ephemeral events (typing, presence, speakers, talk time, reactions) may be lost and are never stored.

Meetings are written over HTTP only; what has changed is told with the whole thing as it stands. Keep the one
with the greater `revision`; after a connect or a `resync`, ask for what is shown again.

Their shared notes are a document of Yjs with one text, `notes`, into which both merge what they write.

Call. `request_ticket`, then `join_call`: its ack is the SDP answer and the snapshot, and no offer follows.
"""

from datetime import datetime
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from mentorpitch.bots.scopes import (
    ANY_BOT,
    READS_CHAT,
    READS_GOALS,
    SEES_MEETINGS,
    SEES_ROOM,
    WRITES_CHAT,
    Scopes,
)
from mentorpitch.bots.shapes import BotsChanged, BotSelf, ReachChanged
from mentorpitch.calendars.shapes import CalendarFeed
from mentorpitch.chat.looking_back import MarkedUnread, MarkUnread
from mentorpitch.chat.messages import (
    ChangeReaction,
    DeleteMessage,
    EditMessage,
    MarkRead,
    PinMessage,
    SendMessage,
    Sync,
    Synced,
    UnpinMessage,
)
from mentorpitch.consents.shapes import ConsentNoted
from mentorpitch.growth.shapes import AreaChanged, GoalChanged, GoalRemoved, HandoverChanged
from mentorpitch.meetings.notes import ChangeNotes, MeetingId, NotesMerged, NotesSynced, SyncNotes
from mentorpitch.meetings.recaps import RecapChanged
from mentorpitch.meetings.shapes import Feedback, Meeting, NotesChanged, OwedChanged, PrivateNotes, Rating
from mentorpitch.mentorships.shapes import (
    AgreementChanged,
    ConcernChanged,
    NudgeChanged,
    PitchChanged,
    ProgrammeChanged,
)
from mentorpitch.mentorships.tickets import Ticket
from mentorpitch.people.shapes import BlocksChanged
from mentorpitch.reminders.shapes import ReminderChoice, RemindersChanged
from mentorpitch.shapes import (
    ConversationId,
    ConversationState,
    DirectChanged,
    Id,
    MentorshipId,
    MessageDeleted,
    MessageDraft,
    MessageEdited,
    MessagePinned,
    MessageSent,
    MessageUnpinned,
    Nothing,
    NotificationSettings,
    ReactionChanged,
    ReadState,
    Shape,
    UserId,
)
from mentorpitch.talk.shapes import TalkBalance, TalkChoice
from mentorpitch.work.shapes import RemarkChanged, SharedDocumentsChanged, WorkChanged, WorkRemoved
from rooms.interface import (
    PeerChanged,
    PeerJoined,
    PeerLeft,
    PeerStatistics,
    RoomSnapshot,
    SendingChanged,
    SlotChanged,
    Source,
    SpeakersChanged,
    TalkCounted,
    View,
)

Sdp = Annotated[str, Meta(min_length=1, max_length=60_000)]

# ── Chat: client → server (what is stored is declared in mentorpitch/chat/messages.py) ──


class SetTyping(Shape, frozen=True):
    """One is writing, or stopped; told to the others as `typing_changed`, at most every 3 s."""

    conversation_id: ConversationId
    typing: bool


# ── The time: client → server ────────────────────────────────────────────────


class AskClock(Shape, frozen=True):
    """What time is it here? The answer was made between question and ack, which bounds how far one is off."""


class ServerClock(Shape, frozen=True):
    at: datetime  # to the millisecond


# ── Shared notes: client → server (what is stored is declared in mentorpitch/meetings/notes.py) ──


class SetWriting(Shape, frozen=True):
    """One is writing into a meeting's shared notes, or stopped; told to the other, at most every 3 s."""

    meeting_id: MeetingId
    writing: bool


# ── Call: client → server ────────────────────────────────────────────────────


class RequestTicket(Shape, frozen=True):
    """Ask for a ticket to a mentorship's room; good for 60 s and one use."""

    mentorship_id: MentorshipId


class JoinCall(Shape, frozen=True):
    """Enter the room. An earlier presence of the same person there is replaced."""

    ticket: Annotated[str, Meta(max_length=2_000)]
    offer: Sdp
    uplinks: Annotated[dict[str, Source], Meta(max_length=16)]  # mid of each sendonly m-line → source
    on: frozenset[Source] = frozenset()


Emoji = Literal["👍", "❤️", "💡", "🙏", "🎉", "👀"]
QualityLevel = Literal[1, 2, 3, 4]  # how well somebody is connected: very weak, weak, fair, good


class CallState(Shape, frozen=True):
    """A call as one peer sees it. A peer's `subject` is its user id."""

    mentorship_id: MentorshipId
    room: RoomSnapshot
    hands: tuple[str, ...]  # the peers whose hand is up, in the order in which they raised it
    levels: dict[str, QualityLevel]  # by peer, as each last said


class CallJoined(Shape, frozen=True):
    """The answer to the one offer, and the room as it is now."""

    answer: str  # SDP
    call: CallState


class ResumeCall(Shape, frozen=True):
    """Take up one's living peer again after a lost socket; `not_found` when it is gone: join anew."""

    peer_id: Id


class RestartCall(Shape, frozen=True):
    """ICE restart after a lost network."""

    offer: Sdp


class CallRestarted(Shape, frozen=True):
    answer: str  # SDP


class SwitchMedia(Shape, frozen=True):
    """Which of one's own sources are on."""

    on: frozenset[Source]


class AskStatistics(Shape, frozen=True):
    """How is one connected oneself, as the server sees it? Nobody is told of anybody else."""


class ViewSlots(Shape, frozen=True):
    """How large each video slot is shown."""

    views: Annotated[tuple[View, ...], Meta(max_length=64)]


class ShowReaction(Shape, frozen=True):
    """Let everybody in the room see this for a moment. At most two a second, a dozen at once."""

    emoji: Emoji


class RaiseHand(Shape, frozen=True):
    """Ask to speak, or no more; counts against the pace of reactions."""

    raised: bool


class ReportQuality(Shape, frozen=True):
    """How well one is connected, by one's own statistics; counts against the pace of reactions."""

    level: QualityLevel


class LeaveCall(Shape, frozen=True):
    """Leave the room."""


# ── Server → client ──────────────────────────────────────────────────────────


class Welcome(Shape, frozen=True):
    """The first event on each connection. `epoch` changes when a database was restored."""

    user_id: UserId
    epoch: str
    version: str
    conversations: tuple[ConversationState, ...]
    online: tuple[UserId, ...]  # of those one shares a conversation with
    calls: tuple["CallChanged", ...]


class ReadChanged(Shape, frozen=True):
    """Somebody, oneself on another device included, has read further."""

    read: ReadState


class TypingChanged(Shape, frozen=True):
    """Forget it after 5 s, if nothing else comes."""

    conversation_id: ConversationId
    user_id: UserId
    typing: bool


class WritingChanged(Shape, frozen=True):
    """Of a meeting's shared notes. Forget it after 5 s, if nothing else comes."""

    meeting_id: str
    user_id: UserId
    writing: bool


class PresenceChanged(Shape, frozen=True):
    """Somebody with whom one shares a conversation came or went."""

    user_id: UserId
    online: bool


class CallChanged(Shape, frozen=True):
    """Who is in a mentorship's room now; for both members, wherever they are in the app."""

    mentorship_id: MentorshipId
    user_ids: tuple[UserId, ...]


class CallEnded(Shape, frozen=True):
    """One's own peer is gone: `replaced` by another device, `revoked`, `lost`, `failed` or `closed`."""

    peer_id: str
    reason: str


class ReactionShown(Shape, frozen=True):
    """Somebody in the room, oneself included, shows something for a moment."""

    room_id: str
    peer_id: str
    emoji: Emoji


class HandsChanged(Shape, frozen=True):
    """Whose hand is up in the room, who raised it first stands first. Who leaves takes it along, unsaid."""

    room_id: str
    peer_ids: tuple[str, ...]


class QualityChanged(Shape, frozen=True):
    """How well somebody in the room is connected, as they say."""

    room_id: str
    peer_id: str
    level: QualityLevel


class MentorshipChanged(Shape, frozen=True):
    """Ask for it again over HTTP."""

    mentorship_id: MentorshipId


class BotWelcome(Shape, frozen=True):
    """The first event on each connection of a bot. `epoch` changes when a database was restored."""

    bot: BotSelf
    epoch: str
    version: str


class Resync(Shape, frozen=True):
    """Events were left out because this connection was too slow: `sync` every shown conversation."""


class SignedOut(Shape, frozen=True):
    """The session ended; the connection closes next."""


# ── The tables: event → (question, answer), and event → payload ──────────────

ASKED: Final[dict[str, tuple[type[Shape], type]]] = {
    "sync": (Sync, Synced),
    "send_message": (SendMessage, MessageSent),
    "edit_message": (EditMessage, MessageEdited),
    "delete_message": (DeleteMessage, MessageDeleted),
    "change_reaction": (ChangeReaction, ReactionChanged),
    "pin_message": (PinMessage, MessagePinned),
    "unpin_message": (UnpinMessage, MessageUnpinned),
    "mark_read": (MarkRead, ReadState),
    "mark_unread": (MarkUnread, MarkedUnread),
    "set_typing": (SetTyping, Nothing),
    "clock": (AskClock, ServerClock),
    "sync_notes": (SyncNotes, NotesSynced),
    "change_notes": (ChangeNotes, NotesMerged),
    "set_writing": (SetWriting, Nothing),
    "request_ticket": (RequestTicket, Ticket),
    "join_call": (JoinCall, CallJoined),
    "resume_call": (ResumeCall, CallState),
    "restart_call": (RestartCall, CallRestarted),
    "switch_media": (SwitchMedia, Nothing),
    "view_slots": (ViewSlots, Nothing),
    "show_reaction": (ShowReaction, Nothing),
    "raise_hand": (RaiseHand, Nothing),
    "report_quality": (ReportQuality, Nothing),
    "call_statistics": (AskStatistics, PeerStatistics),
    "leave_call": (LeaveCall, Nothing),
}

TOLD: Final[dict[str, type[msgspec.Struct]]] = {
    "welcome": Welcome,
    "message_sent": MessageSent,
    "message_edited": MessageEdited,
    "message_deleted": MessageDeleted,
    "reaction_changed": ReactionChanged,
    "message_pinned": MessagePinned,
    "message_unpinned": MessageUnpinned,
    "read_changed": ReadChanged,
    "marked_unread": MarkedUnread,  # to one's own devices
    "typing_changed": TypingChanged,
    "presence_changed": PresenceChanged,
    "call_changed": CallChanged,
    "peer_joined": PeerJoined,
    "peer_changed": PeerChanged,
    "peer_left": PeerLeft,
    "slot_changed": SlotChanged,
    "sending_changed": SendingChanged,
    "speakers_changed": SpeakersChanged,
    "talk_counted": TalkCounted,  # while the mentee wants it; to who is in the room
    "reaction_shown": ReactionShown,
    "hands_changed": HandsChanged,
    "quality_changed": QualityChanged,
    "call_ended": CallEnded,
    "mentorship_changed": MentorshipChanged,
    "goal_changed": GoalChanged,
    "goal_removed": GoalRemoved,
    "area_changed": AreaChanged,
    "handover_changed": HandoverChanged,  # to the mentee's devices
    "work_changed": WorkChanged,
    "work_removed": WorkRemoved,
    "work_feedback_changed": RemarkChanged,
    "shared_documents_changed": SharedDocumentsChanged,  # to the programme's managers
    "pitch_changed": PitchChanged,
    "programme_changed": ProgrammeChanged,
    "agreement_changed": AgreementChanged,
    "nudge_changed": NudgeChanged,
    "concern_changed": ConcernChanged,  # to who told it and who was told
    "bot_welcome": BotWelcome,
    "reach_changed": ReachChanged,  # to a bot
    "bots_changed": BotsChanged,  # to their owner, and to the two whose guests they are
    "consent_noted": ConsentNoted,  # to the two of its mentorship, or to whose it is
    "blocks_changed": BlocksChanged,  # to the one who blocks; never to the other
    "direct_changed": DirectChanged,
    "draft_changed": MessageDraft,  # to its author's devices
    "notifications_changed": NotificationSettings,  # to one's own devices
    "reminders_changed": RemindersChanged,  # to whom is reminded, or has seen it
    "reminder_choice_changed": ReminderChoice,  # to the devices of whose choice it is
    "calendar_feed_changed": CalendarFeed,  # to the devices of whose it is
    "resync": Resync,
    "signed_out": SignedOut,
    "talk_choice_changed": TalkChoice,  # to the two
    "talk_balance_changed": TalkBalance,  # to the two
    # Meetings: the thing as it stands (mentorpitch/meetings/shapes.py).
    "meeting_changed": Meeting,  # to the two; also when it begins and when it is over
    "owed_changed": OwedChanged,  # to the devices of who set a meeting aside
    "notes_changed": NotesChanged,  # to the two
    "writing_changed": WritingChanged,  # to the other
    "recap_changed": RecapChanged,  # to the two
    "private_notes_changed": PrivateNotes,  # to their author's devices
    "feedback_changed": Feedback,  # to the mentor; to the mentee and the managers once it is open to them
    "rating_changed": Rating,  # to the mentee; to the managers likewise; never to the mentor
}

# ── Bots: which scope lets one ask, and which lets one hear; whatever is not here is not for them ──

ASKED_BY_BOTS: Final[dict[str, Scopes]] = {"send_message": WRITES_CHAT, "sync": READS_CHAT}

TOLD_TO_BOTS: Final[dict[str, Scopes]] = {
    "bot_welcome": ANY_BOT,
    "reach_changed": ANY_BOT,
    "resync": ANY_BOT,
    "signed_out": ANY_BOT,
    "message_sent": READS_CHAT,
    "message_edited": READS_CHAT,
    "message_deleted": READS_CHAT,
    "reaction_changed": READS_CHAT,
    "message_pinned": READS_CHAT,
    "message_unpinned": READS_CHAT,
    "meeting_changed": SEES_MEETINGS,  # without what the bot's scopes withhold: empty texts and lists
    "goal_changed": READS_GOALS,
    "goal_removed": READS_GOALS,
    "call_changed": SEES_ROOM,
}

EPHEMERAL: Final = frozenset(
    {
        "typing_changed",
        "writing_changed",
        "presence_changed",
        "speakers_changed",
        "talk_counted",
        "reaction_shown",
    }
)
