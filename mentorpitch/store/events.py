"""The events of conversations: one order each, without gaps."""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import and_, bindparam, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or_not

from mentorpitch.shapes import (
    Attachment,
    ConversationId,
    Event,
    FileId,
    MessageDeleted,
    MessageEdited,
    MessagePinned,
    MessageSent,
    MessageUnpinned,
    ReactionChanged,
    UserId,
)
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.tables.base import milliseconds
from mentorpitch.store.tables.chat import conversations, events, reactions


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """An event that has no place in the order yet."""

    type: str  # as in the events table
    conversation_id: ConversationId
    sender_id: UserId
    client_id: str
    at: datetime
    target: int | None = None
    body: str | None = None
    html: str | None = None
    reply_to: int | None = None
    mentions: tuple[UserId, ...] = ()
    file_ids: tuple[FileId, ...] = ()
    emoji: str | None = None
    added: bool | None = None


async def append(
    tx: Writer, draft: Draft, attachments: Sequence[Attachment] = (), *, by_bot: bool = False
) -> Event:
    """Give the draft the conversation's next seq. The caller has looked for its client_id before.

    `attachments` are what its file ids stand for. What a bot writes is no sign of life of the two: their last
    active day stays.
    """
    day = conversations.c.last_active_day if by_bot else draft.at.date().isoformat()
    seq = await tx.scalar(
        update(conversations)
        .where(conversations.c.conversation_id == draft.conversation_id)
        .values(last_seq=conversations.c.last_seq + 1, last_active_day=day)
        .returning(conversations.c.last_seq)
    )
    row = msgspec.structs.asdict(draft) | {
        "seq": seq,
        "mentions": list(draft.mentions) or None,
        "attachments": msgspec.to_builtins(attachments) or None,
    }
    del row["file_ids"]
    await tx.execute(insert(events).values(row))
    message = update(events).where(_is(draft.conversation_id, draft.target))
    match draft.type:
        case "message_edited":
            await tx.execute(message.values(edited=seq))
        case "message_deleted":
            await _erase(tx, draft.conversation_id, draft.target, by=seq)
        case "message_pinned":
            await tx.execute(message.values(pinned=seq))
        case "message_unpinned":
            await tx.execute(message.values(pinned=None))
        case "reaction_changed":
            await _react(tx, draft, seq)
    return _event(row)


def append_messages(connection: sqlite3.Connection, drafts: Sequence[Draft]) -> list[MessageSent]:
    """Give each new message its conversation's next seq; on the writer's thread (store/together.py).

    Raises sqlite3.IntegrityError when one of the client_ids is not new.
    """
    counts = Counter(draft.conversation_id for draft in drafts)
    days = {draft.conversation_id: draft.at.date().isoformat() for draft in drafts}
    asked = [(each, count, days[each]) for each, count in counts.items()]
    connection.execute(TAKE_SEQS, (_json(asked),))
    last = dict(_rows(connection, LAST_SEQS, list(counts)))
    seqs = {each: last[each] - count for each, count in counts.items()}
    sent, rows = [], []
    for draft in drafts:
        assert draft.body is not None
        seq = seqs[draft.conversation_id] = seqs[draft.conversation_id] + 1
        message = MessageSent(
            conversation_id=draft.conversation_id,
            seq=seq,
            sender_id=draft.sender_id,
            client_id=draft.client_id,
            at=draft.at,
            body=draft.body,
            html=draft.html,
            reply_to=draft.reply_to,
            mentions=draft.mentions,
        )
        at = milliseconds(draft.at)
        more = (draft.html, draft.reply_to, draft.mentions or None)
        rows.append((draft.conversation_id, seq, draft.sender_id, draft.client_id, draft.body, at, *more))
        sent.append(message)
    connection.execute(INSERT_MESSAGES, (_json(rows),))
    return sent


# One statement for a whole batch, and one row for all its answers: sqlite3 lets the event loop run while a
# statement steps to its next row, and after each step this thread has to win the interpreter back.
TAKE_SEQS = """
    UPDATE conversations SET last_seq = last_seq + (taken.value ->> 1), last_active_day = taken.value ->> 2
    FROM json_each(?) AS taken WHERE conversation_id = taken.value ->> 0
"""
LAST_SEQS = """
    SELECT json_group_array(json_array(conversation_id, last_seq))
    FROM conversations WHERE conversation_id IN (SELECT value FROM json_each(?))
"""
INSERT_MESSAGES = """
    INSERT INTO events (conversation_id, seq, type, sender_id, client_id, body, at, html, reply_to, mentions)
    SELECT value ->> 0, value ->> 1, 'message_sent', value ->> 2, value ->> 3, value ->> 4, value ->> 5,
        value ->> 6, value ->> 7, value ->> 8
    FROM json_each(?)
"""
WHICH_ARE_MESSAGES = """
    SELECT json_group_array(json_array(conversation_id, seq)) FROM json_each(?) AS asked
    JOIN events ON conversation_id = asked.value ->> 0 AND seq = asked.value ->> 1
    WHERE events.type = 'message_sent'
"""


def which_are_messages(
    connection: sqlite3.Connection, places: Sequence[tuple[ConversationId, int | None]]
) -> set[tuple[ConversationId, int | None]]:
    """Those of the places where there is a message, even a deleted one; on the writer's thread."""
    return {
        (conversation_id, seq) for conversation_id, seq in _rows(connection, WHICH_ARE_MESSAGES, list(places))
    }


def _rows(connection: sqlite3.Connection, statement: str, asked: list[Any]) -> list[Any]:
    [found] = connection.execute(statement, (_json(asked),)).fetchone()
    rows: list[Any] = msgspec.json.decode(found)
    return rows


def _json(rows: list[Any]) -> str:
    return msgspec.json.encode(rows).decode()


async def _erase(tx: Writer, conversation_id: ConversationId, target: int | None, *, by: int | None) -> None:
    """Take what was said out of a message and all its edits; their places in the order stay."""
    words = {"body": None, "html": None, "mentions": None, "attachments": None}
    await tx.execute(
        update(events).where(_is(conversation_id, target)).values(words | {"deleted": by, "pinned": None})
    )
    await tx.execute(
        update(events)
        .where(events.c.conversation_id == conversation_id, events.c.target == target)
        .where(events.c.seq > target, events.c.type == "message_edited")
        .values(words)
    )
    await tx.execute(
        delete(reactions).where(reactions.c.conversation_id == conversation_id, reactions.c.target == target)
    )


async def _react(tx: Writer, draft: Draft, seq: int) -> None:
    """Given twice it keeps its place; taken back without having been given, it was said all the same."""
    which = {
        "conversation_id": draft.conversation_id,
        "target": draft.target,
        "user_id": draft.sender_id,
        "emoji": draft.emoji,
    }
    if draft.added:
        await tx.execute(insert_or_not(reactions).values(**which, seq=seq).on_conflict_do_nothing())
    else:
        await tx.execute(
            delete(reactions).where(*(reactions.c[name] == value for name, value in which.items()))
        )


async def find_repeat(tx: Reader, draft: Draft) -> tuple[Event, bool] | None:
    """The event that the same sender made with this client_id before, and whether it says the same."""
    found = await tx.execute(
        select(events).where(
            events.c.conversation_id == draft.conversation_id,
            events.c.sender_id == draft.sender_id,
            events.c.client_id == draft.client_id,
        )
    )
    row = found.mappings().first()
    if row is None:
        return None
    # A text that was deleted since cannot be compared; what is left to compare is enough then.
    compared = ("type", "target", "reply_to", "emoji", "added")
    same = all(row[name] == getattr(draft, name) for name in compared)
    said = (row["body"], _mentions(row), tuple(each.file_id for each in _attachments(row)))
    same = same and (row["body"] is None or said == (draft.body, draft.mentions, draft.file_ids))
    return _event(row), same


async def page_events(tx: Reader, conversation_id: ConversationId, *, since: int) -> list[Event]:
    """Every event after `since`, in order."""
    rows = await tx.execute(
        select(events)
        .where(events.c.conversation_id == conversation_id, events.c.seq > since)
        .order_by(events.c.seq)
    )
    return [_event(row) for row in rows.mappings()]


LAST_SEQ: Final = select(conversations.c.last_seq).where(
    conversations.c.conversation_id == bindparam("conversation_id")
)


async def get_last_seq(tx: Reader, conversation_id: ConversationId) -> int:
    return int((await tx.execute(LAST_SEQ, {"conversation_id": conversation_id})).scalar_one())


def _is(conversation_id: ConversationId, seq: int | None) -> Any:
    return and_(events.c.conversation_id == conversation_id, events.c.seq == seq)


SHAPES: dict[str, tuple[type[Event], Sequence[str]]] = {
    "message_sent": (MessageSent, ("body", "html", "reply_to")),
    "message_edited": (MessageEdited, ("target", "body", "html")),
    "message_deleted": (MessageDeleted, ("target",)),
    "reaction_changed": (ReactionChanged, ("target", "emoji", "added")),
    "message_pinned": (MessagePinned, ("target",)),
    "message_unpinned": (MessageUnpinned, ("target",)),
}
COMMON = ("conversation_id", "seq", "sender_id", "client_id", "at")


def _event(row: Any) -> Event:
    shape, own = SHAPES[row["type"]]
    fields = {name: row[name] for name in (*COMMON, *own)}
    if "html" in own:
        fields["mentions"] = _mentions(row)
    if shape is MessageSent:
        fields["attachments"] = _attachments(row)
    return shape(**fields)


def _mentions(row: Any) -> tuple[UserId, ...]:
    return tuple(row["mentions"] or ())


def _attachments(row: Any) -> tuple[Attachment, ...]:
    found = row["attachments"]
    return msgspec.convert(found, tuple[Attachment, ...]) if found else ()
