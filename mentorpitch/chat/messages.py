"""Writing to a conversation and reading it: every change is an event with the next seq."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from mentorpitch.access import access_conversation
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce, ConversationEvent, JobsWait, ReadMoved
from mentorpitch.bots.scopes import NO_BOTS, READS_CHAT, WRITES_CHAT
from mentorpitch.chat.attachments import get_named, let_go
from mentorpitch.chat.emoji import one_emoji
from mentorpitch.chat.markdown import render
from mentorpitch.chat.posting import ensure_mentions, post
from mentorpitch.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from mentorpitch.shapes import (
    ConversationId,
    Event,
    FileId,
    Id,
    Message,
    ReadState,
    Seq,
    Shape,
    UserId,
)
from mentorpitch.store import attachments as attachments_store
from mentorpitch.store import events as events_store
from mentorpitch.store import messages as messages_store
from mentorpitch.store import reads as reads_store
from mentorpitch.store.database import Database, Reader, Writer
from mentorpitch.store.events import Draft
from mentorpitch.store.facts import get_fact

Body = Annotated[str, Meta(min_length=1, max_length=10_000)]
BodyOrNone = Annotated[str, Meta(max_length=10_000)]  # some text, unless there are attachments
Attachments = Annotated[tuple[Annotated[FileId, Meta(max_length=64)], ...], Meta(max_length=10)]
Mentions = Annotated[tuple[UserId, ...], Meta(max_length=20)]
Emoji = Annotated[str, Meta(min_length=1, max_length=64)]

MOST_EVENTS = 500  # in one sync; who is further behind pages over HTTP
MOST_TEXT = 500_000  # characters in one sync: what a client has not read yet waits in our memory
MOST_MESSAGES = 100  # in one page
MOST_REACTIONS = 20  # of one person to one message
MOST_PINNED = 50  # in one conversation


class SendMessage(Shape, frozen=True):
    """Post a message. The same client_id again has the same answer and happens once."""

    conversation_id: ConversationId
    client_id: Id
    body: BodyOrNone
    reply_to: Seq | None = None  # of another message
    mentions: Mentions = ()
    attachments: Attachments = ()  # one's own files, sent up before, in this conversation


class EditMessage(Shape, frozen=True):
    """Change one's own message."""

    conversation_id: ConversationId
    client_id: Id
    target: Seq  # of the message
    body: Body
    mentions: Mentions = ()


class DeleteMessage(Shape, frozen=True):
    """Take back one's own message: the text is erased, its place in the order stays."""

    conversation_id: ConversationId
    client_id: Id
    target: Seq  # of the message


class ChangeReaction(Shape, frozen=True):
    """Say something about a message with one emoji, or take it back."""

    conversation_id: ConversationId
    client_id: Id
    target: Seq  # of the message
    emoji: Emoji
    added: bool  # False: taken back


class PinMessage(Shape, frozen=True):
    """Keep a message in view, for everybody in the conversation."""

    conversation_id: ConversationId
    client_id: Id
    target: Seq  # of the message


class UnpinMessage(Shape, frozen=True):
    """No longer keep it in view, whoever pinned it."""

    conversation_id: ConversationId
    client_id: Id
    target: Seq  # of the message


class MarkRead(Shape, frozen=True):
    """One has read everything up to `seq`; a mark never moves back."""

    conversation_id: ConversationId
    seq: Seq


class Sync(Shape, frozen=True):
    """What happened after `since`; 0 for everything."""

    conversation_id: ConversationId
    since: Seq
    epoch: str | None = None  # of the earlier answer; another one means: forget what you have


class Synced(Shape, frozen=True):
    """What there is to know since."""

    conversation_id: ConversationId
    epoch: str
    last_seq: int
    limited: bool  # more than 500 events or 500,000 characters behind: `events` is empty, page over HTTP
    events: tuple[Event, ...]
    reads: tuple[ReadState, ...]


class MessagePage(Shape, frozen=True):
    """A stretch of a conversation as it stands at `last_seq`, oldest first."""

    epoch: str
    last_seq: int
    messages: tuple[Message, ...]
    has_more: bool  # older messages
    reads: tuple[ReadState, ...]
    has_newer: bool = False
    parents: tuple[Message, ...] = ()  # what replies of this page reply to, where it is not in it


Change = SendMessage | EditMessage | DeleteMessage | ChangeReaction | PinMessage | UnpinMessage

TYPES: dict[type[Shape], str] = {
    SendMessage: "message_sent",
    EditMessage: "message_edited",
    DeleteMessage: "message_deleted",
    ChangeReaction: "reaction_changed",
    PinMessage: "message_pinned",
    UnpinMessage: "message_unpinned",
}


async def write(db: Database, actor: Actor, change: Change, *, at: datetime, announce: Announce) -> Event:
    """Make the change an event, once per client_id.

    Raises NotFound to outsiders, Forbidden for changing what others wrote, Conflict for a deleted message
    or an ended mentorship, `id_reused` for a client_id that said something else before.
    """
    draft = _draft(actor, change, at=at)
    if isinstance(change, SendMessage) and not (draft.file_ids or actor.is_bot):
        posted = await db.write_together(post, draft)
        if isinstance(posted, Problem):
            raise posted
        if posted:
            message, participants = posted
            announce(ConversationEvent(event=message, participants=participants))
            return message
    async with db.write() as tx:
        bots = WRITES_CHAT if isinstance(change, SendMessage) else NO_BOTS
        access = await access_conversation(tx, actor, change.conversation_id, to="post", bots=bots)
        if repeat := await events_store.find_repeat(tx, draft):
            event, is_same = repeat
            if not is_same:
                raise Problem("id_reused", "This client_id was used for something else.", field="client_id")
            return event
        ensure_mentions(draft, access.participants)
        if draft.reply_to is not None and not await messages_store.find_message(
            tx, draft.conversation_id, draft.reply_to
        ):
            raise NotFound("message")
        target = None if draft.target is None else await _get_changeable(tx, draft)
        attachments = await get_named(tx, draft)
        event = await events_store.append(tx, draft, attachments, by_bot=actor.is_bot)
        if attachments:
            await attachments_store.bind(tx, draft.conversation_id, draft.file_ids, event.seq)
        goes = target if draft.type == "message_deleted" and target and target.attachments else None
        if goes:
            await let_go(tx, goes, at=at)
    # After commit: nobody may hear of what could still roll back.
    announce(ConversationEvent(event=event, participants=access.participants))
    if goes:
        announce(JobsWait())
    return event


async def mark_read(db: Database, actor: Actor, mark: MarkRead, *, announce: Announce) -> ReadState:
    """Move the actor's read mark forward to min(seq, the conversation's last seq)."""
    async with db.write() as tx:
        access = await access_conversation(tx, actor, mark.conversation_id, to="read")
        last_seq = await events_store.get_last_seq(tx, mark.conversation_id)
        if mark.seq > last_seq:
            raise Invalid(f"The conversation ends at {last_seq}.", field="seq")
        moved = await reads_store.move(tx, mark.conversation_id, actor.user_id, mark.seq)
    seq = mark.seq if moved else access.last_read
    read = ReadState(conversation_id=mark.conversation_id, user_id=actor.user_id, seq=seq)
    if moved:
        announce(ReadMoved(read=read, participants=access.participants))
    return read


async def sync(db: Database, actor: Actor, question: Sync) -> Synced:
    """All events after `since`, or `limited` when they are too many.

    Raises Invalid for a seq that the conversation has not reached.
    """
    async with db.read() as tx:
        await access_conversation(tx, actor, question.conversation_id, to="read", bots=READS_CHAT)
        epoch = await get_fact(tx, "epoch")
        last_seq = await events_store.get_last_seq(tx, question.conversation_id)
        since = question.since if question.epoch in (None, epoch) else 0
        if since > last_seq:
            raise Invalid(f"The conversation ends at {last_seq}.", field="since")
        limited = last_seq - since > MOST_EVENTS
        events = [] if limited else await events_store.page_events(tx, question.conversation_id, since=since)
        if sum(map(_length, events)) > MOST_TEXT:
            limited, events = True, []
        return Synced(
            conversation_id=question.conversation_id,
            epoch=epoch,
            last_seq=last_seq,
            limited=limited,
            events=tuple(events),
            reads=await _page_reads(tx, actor, question.conversation_id),
        )


async def page(
    db: Database,
    actor: Actor,
    conversation_id: ConversationId,
    *,
    before: int | None = None,
    after: int | None = None,
    around: int | None = None,
    limit: int = 50,
) -> MessagePage:
    """The newest `limit` messages; those before, after or around a seq.

    Around: the message itself, or what stood before it, and as many newer ones as older.
    Raises Invalid for a limit outside 1–100, and for more than one place to begin at.
    """
    if not 1 <= limit <= MOST_MESSAGES:
        raise Invalid(f"A page has 1 to {MOST_MESSAGES} messages.", field="limit")
    if sum(place is not None for place in (before, after, around)) > 1:
        raise Invalid("A page begins before, after or around a message: name one.", field="around")
    newer = limit if after is not None else limit // 2 if around is not None else 0
    older = limit - newer
    edge = after if after is not None else around
    async with db.read() as tx:
        await access_conversation(tx, actor, conversation_id, to="read", bots=READS_CHAT)
        until = before if edge is None else edge + 1
        above = await messages_store.page_messages(tx, conversation_id, before=until, limit=older + 1)
        below = []
        if edge is not None:
            below = await messages_store.page_messages_after(tx, conversation_id, after=edge, limit=newer + 1)
        found = [*(above[-older:] if older else ()), *below[:newer]]
        here = {message.seq for message in found}
        missing = {message.reply_to for message in found if message.reply_to is not None} - here
        return MessagePage(
            epoch=await get_fact(tx, "epoch"),
            last_seq=await events_store.get_last_seq(tx, conversation_id),
            messages=tuple(found),
            has_more=len(above) > older,
            has_newer=len(below) > newer,
            parents=tuple(await messages_store.list_messages(tx, conversation_id, tuple(missing))),
            reads=await _page_reads(tx, actor, conversation_id),
        )


async def _page_reads(tx: Reader, actor: Actor, conversation_id: ConversationId) -> tuple[ReadState, ...]:
    """How far each has read; no bot is told when people read."""
    return () if actor.is_bot else await reads_store.page(tx, conversation_id, viewer=actor.user_id)


def _draft(actor: Actor, change: Change, *, at: datetime) -> Draft:
    body = getattr(change, "body", None)
    file_ids = tuple(dict.fromkeys(getattr(change, "attachments", ())))
    if body is not None and ("\0" in body or not (body.strip() or file_ids)):
        raise Invalid("A message needs some text, and no NUL characters.", field="body")
    if body is not None and not body.strip():
        body = ""
    emoji = getattr(change, "emoji", None)
    return Draft(
        type=TYPES[type(change)],
        conversation_id=change.conversation_id,
        sender_id=actor.user_id,
        client_id=change.client_id,
        at=at,
        target=getattr(change, "target", None),
        body=body,
        html=None if body is None else render(body),
        reply_to=getattr(change, "reply_to", None),
        mentions=tuple(dict.fromkeys(getattr(change, "mentions", ()))),
        file_ids=file_ids,
        emoji=None if emoji is None else one_emoji(emoji),
        added=getattr(change, "added", None),
    )


def _length(event: Event) -> int:
    """Characters of the event's text."""
    return len(getattr(event, "body", None) or "") + len(getattr(event, "html", None) or "")


async def _get_changeable(tx: Writer, draft: Draft) -> Message:
    assert draft.target is not None
    message = await messages_store.find_message(tx, draft.conversation_id, draft.target)
    if message is None:
        raise NotFound("message")
    if draft.type in ("message_edited", "message_deleted") and message.sender_id != draft.sender_id:
        raise Forbidden("Only the person who wrote a message can change it.")
    if message.deleted_at is not None:
        raise Conflict("This message was deleted.")
    match draft.type:
        case "message_pinned":
            if await messages_store.count_pinned(tx, draft.conversation_id) >= MOST_PINNED:
                raise Conflict(f"At most {MOST_PINNED} messages can be pinned.")
        case "reaction_changed" if draft.added:
            given = [reaction for reaction in message.reactions if reaction.user_id == draft.sender_id]
            if len(given) >= MOST_REACTIONS:
                raise Conflict(f"At most {MOST_REACTIONS} reactions to one message.")
    return message
