"""Who wants to hear no more from whom."""

from collections.abc import Collection
from datetime import datetime
from typing import Literal

from sqlalchemy import delete, exists, literal, or_, select
from sqlalchemy.dialects.sqlite import insert

from mentorpitch.people.shapes import Block
from mentorpitch.shapes import MentorshipId, Person, UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.programmes import share_programme
from mentorpitch.store.tables.chat import participants
from mentorpitch.store.tables.mentorships import mentorships
from mentorpitch.store.tables.people import blocks, users

Side = Literal["by_me", "by_other"]


async def add(tx: Writer, user_id: UserId, blocked_id: UserId, *, at: datetime) -> None:
    """Once; a second time changes nothing."""
    await tx.execute(
        insert(blocks).values(user_id=user_id, blocked_id=blocked_id, at=at).on_conflict_do_nothing()
    )


async def remove(tx: Writer, user_id: UserId, blocked_id: UserId) -> bool:
    """False when there was none."""
    gone = await tx.execute(
        delete(blocks).where(blocks.c.user_id == user_id, blocks.c.blocked_id == blocked_id)
    )
    return gone.rowcount > 0


async def list_by(tx: Reader, user_id: UserId) -> tuple[Block, ...]:
    """Whom this person blocks, the oldest first."""
    rows = await tx.execute(
        select(users.c.user_id, users.c.name, users.c.time_zone, blocks.c.at)
        .join(users, users.c.user_id == blocks.c.blocked_id)
        .where(blocks.c.user_id == user_id)
        .order_by(blocks.c.at, blocks.c.blocked_id)
    )
    return tuple(
        Block(person=Person(user_id=row.user_id, name=row.name, time_zone=row.time_zone), at=row.at)
        for row in rows
    )


async def find_between(tx: Reader, user_id: UserId, others: Collection[UserId]) -> Side | None:
    """Whether this person blocks one of the others, or is blocked by one; their own block counts first."""
    rows = await tx.execute(
        select(blocks.c.user_id).where(
            or_(
                (blocks.c.user_id == user_id) & blocks.c.blocked_id.in_(others),
                blocks.c.user_id.in_(others) & (blocks.c.blocked_id == user_id),
            )
        )
    )
    by = set(rows.scalars())
    if user_id in by:
        return "by_me"
    return "by_other" if by else None


async def list_either_way(tx: Reader, user_id: UserId) -> frozenset[UserId]:
    """Everybody whom this person blocks or is blocked by."""
    rows = await tx.execute(
        select(blocks.c.blocked_id)
        .where(blocks.c.user_id == user_id)
        .union(select(blocks.c.user_id).where(blocks.c.blocked_id == user_id))
    )
    return frozenset(rows.scalars())


async def find_known(tx: Reader, user_id: UserId, other_id: UserId) -> Person | None:
    """Somebody else, if the two share a programme or a conversation."""
    my_place, their_place = participants.alias(), participants.alias()
    shares_conversation = exists().where(
        my_place.c.user_id == user_id,
        their_place.c.user_id == other_id,
        my_place.c.conversation_id == their_place.c.conversation_id,
    )
    row = (
        await tx.execute(
            select(users.c.user_id, users.c.name, users.c.time_zone).where(
                users.c.user_id == other_id,
                users.c.user_id != user_id,
                or_(share_programme(literal(user_id), users.c.user_id), shares_conversation),
            )
        )
    ).one_or_none()
    return None if row is None else Person(**row._asdict())


async def list_mentorships(tx: Reader, user_id: UserId, other_id: UserId) -> tuple[MentorshipId, ...]:
    """In which the two are a pair, ended ones included."""
    rows = await tx.execute(
        select(mentorships.c.mentorship_id)
        .where(
            mentorships.c.mentor_id.in_((user_id, other_id)),
            mentorships.c.mentee_id.in_((user_id, other_id)),
        )
        .order_by(mentorships.c.mentorship_id)
    )
    return tuple(rows.scalars())
