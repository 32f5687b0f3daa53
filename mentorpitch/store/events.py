"""The events of conversations: one order each, without gaps, and the messages they amount to."""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Row, Select, and_, func, insert, select, update

from mentorpitch.shapes import (
    ConversationId,
    Event,
    Message,
    MessageDeleted,
    MessageEdited,
    MessageSent,
    UserId,
)
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.tables.base import milliseconds
from mentorpitch.store.tables.chat import conversations, events


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """An event that has no place in the order yet."""

    type: str  # as in the events table
    conversation_id: ConversationId
    sender_id: UserId
    client_id: str
    at: datetime
    target: int | None = None
    body: str | None = None


async def append(tx: Writer, draft: Draft, *, by_bot: bool = False) -> Event:
    """Give the draft the conversation's next seq. The caller has looked for its client_id before.

    What a bot writes is no sign of life of the two: their last active day stays.
    """
    day = conversations.c.last_active_day if by_bot else draft.at.date().isoformat()
    seq = await tx.scalar(
        update(conversations)
        .where(conversations.c.conversation_id == draft.conversation_id)
        .values(last_seq=conversations.c.last_seq + 1, last_active_day=day)
        .returning(conversations.c.last_seq)
    )
    row = msgspec.structs.asdict(draft) | {"seq": seq}
    await tx.execute(insert(events).values(row))
    match draft.type:
        case "message_edited":
            await tx.execute(
                update(events).where(_is(draft.conversation_id, draft.target)).values(edited=seq)
            )
        case "message_deleted":
            await _erase(tx, draft.conversation_id, draft.target, by=seq)
    return _event(row)


def append_messages(connection: sqlite3.Connection, drafts: Sequence[Draft]) -> list[MessageSent]:
    """Give each new message its conversation's next seq; on the writer's thread (store/together.py).

    Raises sqlite3.IntegrityError when one of the client_ids is not new.
    """
    counts = Counter(draft.conversation_id for draft in drafts)
    days = {draft.conversation_id: draft.at.date().isoformat() for draft in drafts}
    asked = [(each, count, days[each]) for each, count in counts.items()]
    last: dict[str, int] = dict(connection.execute(TAKE_SEQS, (_json(asked),)).fetchall())
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
        )
        at = milliseconds(draft.at)
        rows.append((draft.conversation_id, seq, draft.sender_id, draft.client_id, draft.body, at))
        sent.append(message)
    connection.execute(INSERT_MESSAGES, (_json(rows),))
    return sent


# One statement for a whole batch: sqlite3 lets the event loop run while a statement steps, and each step of
# another statement would have to win the interpreter back.
TAKE_SEQS = """
    UPDATE conversations SET last_seq = last_seq + (taken.value ->> 1), last_active_day = taken.value ->> 2
    FROM json_each(?) AS taken WHERE conversation_id = taken.value ->> 0
    RETURNING conversation_id, last_seq
"""
INSERT_MESSAGES = """
    INSERT INTO events (conversation_id, seq, type, sender_id, client_id, body, at)
    SELECT value ->> 0, value ->> 1, 'message_sent', value ->> 2, value ->> 3, value ->> 4, value ->> 5
    FROM json_each(?)
"""


def _json(rows: list[Any]) -> str:
    return msgspec.json.encode(rows).decode()


async def _erase(tx: Writer, conversation_id: ConversationId, target: int | None, *, by: int | None) -> None:
    """Take the text out of a message and of all its edits; their places in the order stay."""
    await tx.execute(update(events).where(_is(conversation_id, target)).values(deleted=by, body=None))
    await tx.execute(
        update(events)
        .where(events.c.conversation_id == conversation_id, events.c.target == target)
        .where(events.c.seq > target, events.c.type == "message_edited")
        .values(body=None)
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
    same = (row["type"], row["target"]) == (draft.type, draft.target) and row["body"] in (draft.body, None)
    return _event(row), same


async def find_message(tx: Reader, conversation_id: ConversationId, seq: int) -> Message | None:
    row = (
        await tx.execute(_messages().where(events.c.conversation_id == conversation_id, events.c.seq == seq))
    ).first()
    return _message(row) if row else None


async def page_messages(
    tx: Reader, conversation_id: ConversationId, *, before: int | None, limit: int
) -> list[Message]:
    """The newest `limit` messages whose seq is less than `before`, oldest first."""
    query = _messages().where(events.c.conversation_id == conversation_id)
    if before is not None:
        query = query.where(events.c.seq < before)
    rows = (await tx.execute(query.order_by(events.c.seq.desc()).limit(limit))).all()
    return [_message(row) for row in reversed(rows)]


async def page_events(tx: Reader, conversation_id: ConversationId, *, since: int) -> list[Event]:
    """Every event after `since`, in order."""
    rows = await tx.execute(
        select(events)
        .where(events.c.conversation_id == conversation_id, events.c.seq > since)
        .order_by(events.c.seq)
    )
    return [_event(row) for row in rows.mappings()]


async def get_last_seq(tx: Reader, conversation_id: ConversationId) -> int:
    query = select(conversations.c.last_seq).where(conversations.c.conversation_id == conversation_id)
    return int((await tx.execute(query)).scalar_one())


async def count_unread(
    tx: Reader, conversation_id: ConversationId, user_id: UserId, *, after: int, most: int
) -> int:
    """How many messages of others follow `after`, counted up to `most`."""
    rows = (
        select(events.c.seq)
        .where(events.c.conversation_id == conversation_id, events.c.seq > after)
        .where(events.c.type == "message_sent", events.c.sender_id != user_id, events.c.deleted.is_(None))
        .limit(most)
    )
    return await tx.scalar(select(func.count()).select_from(rows.subquery())) or 0


def _is(conversation_id: ConversationId, seq: int | None) -> Any:
    return and_(events.c.conversation_id == conversation_id, events.c.seq == seq)


def _messages() -> Select[Any]:
    edit, deletion = events.alias("edit"), events.alias("deletion")
    return (
        select(
            events,
            edit.c.body.label("new_body"),
            edit.c.at.label("edited_at"),
            deletion.c.at.label("deleted_at"),
        )
        .outerjoin(
            edit, and_(edit.c.conversation_id == events.c.conversation_id, edit.c.seq == events.c.edited)
        )
        .outerjoin(
            deletion,
            and_(deletion.c.conversation_id == events.c.conversation_id, deletion.c.seq == events.c.deleted),
        )
        .where(events.c.type == "message_sent")
    )


def _message(row: Row[Any]) -> Message:
    return Message(
        conversation_id=row.conversation_id,
        seq=row.seq,
        sender_id=row.sender_id,
        client_id=row.client_id,
        body=row.body if row.edited is None else row.new_body,
        sent_at=row.at,
        edited_at=row.edited_at,
        deleted_at=row.deleted_at,
    )


SHAPES: dict[str, tuple[type[MessageSent | MessageEdited | MessageDeleted], Sequence[str]]] = {
    "message_sent": (MessageSent, ("body",)),
    "message_edited": (MessageEdited, ("target", "body")),
    "message_deleted": (MessageDeleted, ("target",)),
}
COMMON = ("conversation_id", "seq", "sender_id", "client_id", "at")


def _event(row: Any) -> Event:
    shape, own = SHAPES[row["type"]]
    return shape(**{name: row[name] for name in (*COMMON, *own)})
