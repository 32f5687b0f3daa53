"""What is kept of a conversation beside its order: pins, what a message said before, what is unread again."""

from datetime import datetime

from mentorpitch.access import access_conversation
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce, Told
from mentorpitch.chat.conversations import MOST_UNREAD
from mentorpitch.errors import Invalid, NotFound
from mentorpitch.shapes import ConversationId, Message, ReadState, Seq, Shape
from mentorpitch.store import events as events_store
from mentorpitch.store import messages as messages_store
from mentorpitch.store import reads as reads_store
from mentorpitch.store.database import Database

MOST_VERSIONS = 100  # of one message: the newest


class MarkUnread(Shape, frozen=True):
    """One wants to come back to this message: it and what follows are unread again, for oneself alone."""

    conversation_id: ConversationId
    seq: Seq  # of the message


class MarkedUnread(Shape, frozen=True):
    """One's own mark, moved back; told to one's own devices."""

    read: ReadState
    unread: int  # messages of others after it, at most 100


class PinnedMessages(Shape, frozen=True):
    messages: tuple[Message, ...]  # the newest pin first


class MessageVersion(Shape, frozen=True):
    body: str
    html: str | None
    at: datetime


class MessageHistory(Shape, frozen=True):
    """What a message has said, the newest first; nothing once it is deleted."""

    versions: tuple[MessageVersion, ...]


async def mark_unread(db: Database, actor: Actor, mark: MarkUnread, *, announce: Announce) -> MarkedUnread:
    """Move the actor's own read mark back to before the message; the others' receipts stay as they are."""
    async with db.write() as tx:
        access = await access_conversation(tx, actor, mark.conversation_id, to="read")
        last_seq = await events_store.get_last_seq(tx, mark.conversation_id)
        if not 1 <= mark.seq <= last_seq:
            raise Invalid(f"The conversation ends at {last_seq}.", field="seq")
        seq = min(mark.seq - 1, access.last_read)
        await reads_store.move_back(tx, mark.conversation_id, actor.user_id, seq)
        unread = await messages_store.count_unread(
            tx, mark.conversation_id, actor.user_id, after=seq, most=MOST_UNREAD
        )
    read = ReadState(conversation_id=mark.conversation_id, user_id=actor.user_id, seq=seq)
    marked = MarkedUnread(read=read, unread=unread)
    announce(Told(event="marked_unread", payload=marked, user_ids=(actor.user_id,)))
    return marked


async def list_pinned(db: Database, actor: Actor, conversation_id: ConversationId) -> PinnedMessages:
    async with db.read() as tx:
        await access_conversation(tx, actor, conversation_id, to="read")
        return PinnedMessages(messages=tuple(await messages_store.list_pinned(tx, conversation_id)))


async def list_versions(
    db: Database, actor: Actor, conversation_id: ConversationId, seq: int
) -> MessageHistory:
    """Raises NotFound where there is no message."""
    async with db.read() as tx:
        await access_conversation(tx, actor, conversation_id, to="read")
        if await messages_store.find_message(tx, conversation_id, seq) is None:
            raise NotFound("message")
        rows = await messages_store.list_versions(tx, conversation_id, seq, limit=MOST_VERSIONS)
    return MessageHistory(
        versions=tuple(MessageVersion(body=row.body, html=row.html, at=row.at) for row in rows)
    )
