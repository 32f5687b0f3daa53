"""Messages as they stand: what the events of a conversation amount to."""

import json
from typing import Any, Final

import msgspec
from sqlalchemy import Integer, Row, Select, and_, bindparam, func, or_, select

from mentorpitch.shapes import Attachment, ConversationId, Message, Reaction, UserId
from mentorpitch.store.database import Reader
from mentorpitch.store.tables.chat import events, reactions


async def find_message(tx: Reader, conversation_id: ConversationId, seq: int) -> Message | None:
    found = await list_messages(tx, conversation_id, (seq,))
    return found[0] if found else None


async def list_messages(tx: Reader, conversation_id: ConversationId, seqs: tuple[int, ...]) -> list[Message]:
    """Those of them that are messages, oldest first."""
    if not seqs:
        return []
    query = MESSAGES.where(events.c.conversation_id == conversation_id, events.c.seq.in_(seqs))
    return [_message(row) for row in await tx.execute(query.order_by(events.c.seq))]


async def page_messages(
    tx: Reader, conversation_id: ConversationId, *, before: int | None, limit: int
) -> list[Message]:
    """The newest `limit` messages whose seq is less than `before`, oldest first."""
    query = MESSAGES.where(events.c.conversation_id == conversation_id)
    if before is not None:
        query = query.where(events.c.seq < before)
    rows = (await tx.execute(query.order_by(events.c.seq.desc()).limit(limit))).all()
    return [_message(row) for row in reversed(rows)]


async def page_messages_after(
    tx: Reader, conversation_id: ConversationId, *, after: int, limit: int
) -> list[Message]:
    """The oldest `limit` messages whose seq is greater than `after`, oldest first."""
    query = MESSAGES.where(events.c.conversation_id == conversation_id, events.c.seq > after)
    rows = await tx.execute(query.order_by(events.c.seq).limit(limit))
    return [_message(row) for row in rows]


async def list_pinned(tx: Reader, conversation_id: ConversationId) -> list[Message]:
    """The newest pin first."""
    query = MESSAGES.where(events.c.conversation_id == conversation_id, events.c.pinned.is_not(None))
    return [_message(row) for row in await tx.execute(query.order_by(events.c.pinned.desc()))]


async def list_versions(
    tx: Reader, conversation_id: ConversationId, seq: int, *, limit: int
) -> list[Row[Any]]:
    """The newest `limit` of what a message has said, newest first: `body`, `html` and `at`."""
    query = (
        select(events.c.body, events.c.html, events.c.at)
        .where(
            events.c.conversation_id == conversation_id,
            or_(events.c.seq == seq, and_(events.c.target == seq, events.c.type == "message_edited")),
            events.c.body.is_not(None),
        )
        .order_by(events.c.seq.desc())
        .limit(limit)
    )
    return list(await tx.execute(query))


async def find_newest(tx: Reader, conversation_id: ConversationId) -> Message | None:
    """Deleted or not; None where nothing was said."""
    row = (await tx.execute(NEWEST, {"conversation_id": conversation_id})).one_or_none()
    return _message(row) if row else None


async def count_unread(
    tx: Reader, conversation_id: ConversationId, user_id: UserId, *, after: int, most: int
) -> int:
    """How many messages of others follow `after`, counted up to `most`."""
    values = {"conversation_id": conversation_id, "user_id": user_id, "after": after, "most": most}
    return await tx.scalar(UNREAD, values) or 0


async def count_pinned(tx: Reader, conversation_id: ConversationId) -> int:
    query = select(func.count()).where(
        events.c.conversation_id == conversation_id, events.c.pinned.is_not(None)
    )
    return await tx.scalar(query) or 0


def _messages() -> Select[Any]:
    edit, deletion, pin = events.alias("edit"), events.alias("deletion"), events.alias("pin")
    given = (
        select(
            func.json_group_array(func.json_array(reactions.c.seq, reactions.c.user_id, reactions.c.emoji))
        )
        .where(reactions.c.conversation_id == events.c.conversation_id, reactions.c.target == events.c.seq)
        .scalar_subquery()
    )
    query = select(
        events,
        edit.c.body.label("new_body"),
        edit.c.html.label("new_html"),
        edit.c.mentions.label("new_mentions"),
        edit.c.at.label("edited_at"),
        deletion.c.at.label("deleted_at"),
        pin.c.sender_id.label("pinned_by"),
        pin.c.at.label("pinned_at"),
        given.label("given"),
    ).where(events.c.type == "message_sent")
    for change, seq in ((edit, events.c.edited), (deletion, events.c.deleted), (pin, events.c.pinned)):
        query = query.outerjoin(
            change, and_(change.c.conversation_id == events.c.conversation_id, change.c.seq == seq)
        )
    return query


def _message(row: Row[Any]) -> Message:
    body, html, mentions = (
        (row.body, row.html, row.mentions)
        if row.edited is None
        else (row.new_body, row.new_html, row.new_mentions)
    )
    return Message(
        conversation_id=row.conversation_id,
        seq=row.seq,
        sender_id=row.sender_id,
        client_id=row.client_id,
        body=body,
        sent_at=row.at,
        edited_at=row.edited_at,
        deleted_at=row.deleted_at,
        html=html,
        reply_to=row.reply_to,
        mentions=tuple(mentions or ()),
        attachments=msgspec.convert(row.attachments, tuple[Attachment, ...]) if row.attachments else (),
        reactions=tuple(
            Reaction(user_id=user_id, emoji=emoji) for _, user_id, emoji in sorted(json.loads(row.given))
        ),
        pinned_by=row.pinned_by,
        pinned_at=row.pinned_at,
    )


# Made once: building a statement costs more than running it, and whoever connects asks the last two for each
# of their conversations.
MESSAGES: Final = _messages()
NEWEST: Final = (
    MESSAGES.where(events.c.conversation_id == bindparam("conversation_id"))
    .order_by(events.c.seq.desc())
    .limit(1)
)
UNREAD: Final = select(func.count()).select_from(
    select(events.c.seq)
    .where(events.c.conversation_id == bindparam("conversation_id"), events.c.seq > bindparam("after"))
    .where(events.c.type == "message_sent", events.c.sender_id != bindparam("user_id"))
    .where(events.c.deleted.is_(None))
    .limit(bindparam("most", type_=Integer))
    .subquery()
)
