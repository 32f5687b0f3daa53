"""Who takes part in which conversation, and how far each has read it; shared between their devices."""

from typing import Any, Final

from sqlalchemy import Select, String, bindparam, case, func, or_, select, update

from mentorpitch.shapes import ConversationId, ReadState, UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.direct import is_apart, is_begun, is_seen_by
from mentorpitch.store.tables.chat import participants
from mentorpitch.store.tables.direct import direct_pairs
from mentorpitch.store.tables.mentorships import mentorships
from mentorpitch.store.tables.people import blocks


async def move(tx: Writer, conversation_id: ConversationId, user_id: UserId, seq: int) -> bool:
    """Move the mark forward to `seq`; False when it was there or further."""
    moved = await tx.execute(
        update(participants)
        .where(participants.c.conversation_id == conversation_id, participants.c.user_id == user_id)
        .where(participants.c.last_read < seq)
        .values(last_read=seq)
    )
    return moved.rowcount > 0


async def move_back(tx: Writer, conversation_id: ConversationId, user_id: UserId, seq: int) -> None:
    """Set the mark to `seq`; the others go on seeing it where it was furthest."""
    await tx.execute(
        update(participants)
        .where(participants.c.conversation_id == conversation_id, participants.c.user_id == user_id)
        .values(last_read=seq, receipt=func.max(participants.c.receipt, participants.c.last_read))
    )


MARKS: Final = (
    select(
        participants.c.user_id,
        case(
            (participants.c.user_id == bindparam("viewer"), participants.c.last_read),
            else_=func.max(participants.c.last_read, participants.c.receipt),
        ).label("last_read"),
    )
    .where(participants.c.conversation_id == bindparam("conversation_id"))
    .order_by(participants.c.user_id)
)


async def page(tx: Reader, conversation_id: ConversationId, *, viewer: UserId) -> tuple[ReadState, ...]:
    """The mark of each participant; one's own may have been moved back, which is nobody else's business."""
    rows = await tx.execute(MARKS, {"conversation_id": conversation_id, "viewer": viewer})
    return tuple(
        ReadState(conversation_id=conversation_id, user_id=row.user_id, seq=row.last_read) for row in rows
    )


async def conversations_of(tx: Reader, user_id: UserId) -> tuple[ConversationId, ...]:
    """But for those that somebody has opened to them and not begun."""
    return tuple((await tx.execute(CONVERSATIONS, {"user_id": user_id})).scalars())


async def contacts_of(tx: Reader, user_id: UserId) -> frozenset[UserId]:
    """Everybody else in their conversations, but for blocks, whoever of two it is.

    Ended mentorships do not count, nor direct conversations in which nothing is said, or can be any more.
    """
    return frozenset((await tx.execute(CONTACTS, {"user_id": user_id})).scalars())


def _conversations() -> Select[Any]:
    return (
        select(participants.c.conversation_id)
        .outerjoin(direct_pairs, direct_pairs.c.conversation_id == participants.c.conversation_id)
        .where(
            participants.c.user_id == ME,
            or_(direct_pairs.c.conversation_id.is_(None), is_seen_by(ME)),
        )
        .order_by(participants.c.conversation_id)
    )


def _contacts() -> Select[Any]:
    over = (
        select(mentorships.c.conversation_id)
        .where(mentorships.c.status == "ended")
        .union(select(direct_pairs.c.conversation_id).where(or_(~is_begun(), is_apart())))
    )
    mine = select(participants.c.conversation_id).where(
        participants.c.user_id == ME, participants.c.conversation_id.not_in(over)
    )
    blocked = (
        select(blocks.c.blocked_id)
        .where(blocks.c.user_id == ME)
        .union(select(blocks.c.user_id).where(blocks.c.blocked_id == ME))
    )
    return (
        select(participants.c.user_id)
        .distinct()
        .where(
            participants.c.conversation_id.in_(mine),
            participants.c.user_id != ME,
            participants.c.user_id.not_in(blocked),
        )
    )


# Made once, as in messages.py: asked of whoever connects.
ME: Final = bindparam("user_id", type_=String)
CONVERSATIONS: Final = _conversations()
CONTACTS: Final = _contacts()
