"""Who writes to whom directly, and who could."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, and_, case, exists, insert, literal, or_, select, update

from mentorpitch.shapes import ConversationId, Fellow, Person, UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.programmes import share_programme
from mentorpitch.store.tables.chat import conversations
from mentorpitch.store.tables.direct import direct_pairs
from mentorpitch.store.tables.people import blocks, users
from mentorpitch.store.tables.programmes import memberships, programmes


class DirectPair(msgspec.Struct, frozen=True, kw_only=True):
    """A direct conversation as one of the two finds it."""

    conversation_id: ConversationId
    other: Person
    is_seen: bool  # else the other has opened it, and said nothing


async def add(
    tx: Writer, conversation_id: ConversationId, user_ids: tuple[UserId, UserId], *, by: UserId, at: datetime
) -> None:
    """One for these two. The conversation is there already."""
    first_id, second_id = sorted(user_ids)
    await tx.execute(
        insert(direct_pairs).values(
            conversation_id=conversation_id,
            first_id=first_id,
            second_id=second_id,
            opened_by=by,
            created_at=at,
        )
    )


async def open_to_both(tx: Writer, conversation_id: ConversationId) -> None:
    await tx.execute(
        update(direct_pairs).where(direct_pairs.c.conversation_id == conversation_id).values(opened_by=None)
    )


async def find_between(tx: Reader, user_id: UserId, other_id: UserId) -> DirectPair | None:
    first_id, second_id = sorted((user_id, other_id))
    rows = await tx.execute(
        _pairs(user_id).where(direct_pairs.c.first_id == first_id, direct_pairs.c.second_id == second_id)
    )
    row = rows.one_or_none()
    return None if row is None else _pair(row)


async def list_of_user(tx: Reader, user_id: UserId) -> list[DirectPair]:
    """Those that this person sees, the oldest first."""
    rows = await tx.execute(
        _pairs(user_id)
        .where(is_seen_by(user_id))
        .order_by(direct_pairs.c.created_at, direct_pairs.c.conversation_id)
    )
    return [_pair(row) for row in rows]


async def list_partners(tx: Reader, user_id: UserId) -> tuple[UserId, ...]:
    """With whom this person shares a direct conversation that has begun."""
    rows = await tx.execute(_pairs(user_id).where(is_begun()).order_by(users.c.user_id))
    return tuple(_pair(row).other.user_id for row in rows)


def _pairs(user_id: UserId) -> Select[Any]:
    first, second = direct_pairs.c.first_id, direct_pairs.c.second_id
    return (
        select(
            direct_pairs.c.conversation_id,
            users.c.user_id,
            users.c.name,
            users.c.time_zone,
            is_seen_by(user_id).label("is_seen"),
        )
        .join(users, users.c.user_id == case((first == user_id, second), else_=first))
        .where(or_(first == user_id, second == user_id))
    )


def _pair(row: Any) -> DirectPair:
    return DirectPair(
        conversation_id=row.conversation_id,
        other=Person(user_id=row.user_id, name=row.name, time_zone=row.time_zone),
        is_seen=bool(row.is_seen),
    )


def is_begun() -> ColumnElement[bool]:
    """Of direct_pairs: something was said."""
    talk = conversations.alias()
    return exists().where(talk.c.conversation_id == direct_pairs.c.conversation_id, talk.c.last_seq > 0)


def is_seen_by(user_id: UserId | ColumnElement[str]) -> ColumnElement[bool]:
    """Of direct_pairs: it is there for this one of the two."""
    opened_by = direct_pairs.c.opened_by
    return or_(opened_by.is_(None), opened_by == user_id, is_begun())


def is_apart() -> ColumnElement[bool]:
    """Of direct_pairs, outer joined too: its two share no programme any more."""
    first, second = direct_pairs.c.first_id, direct_pairs.c.second_id
    return and_(first.is_not(None), ~share_programme(first, second))


# ── To whom one may write ────────────────────────────────────────────────────


async def find_fellow(tx: Reader, user_id: UserId, other_id: UserId) -> Person | None:
    """Somebody else, if the two share a programme."""
    rows = await tx.execute(
        select(users.c.user_id, users.c.name, users.c.time_zone).where(
            users.c.user_id == other_id,
            users.c.user_id != user_id,
            share_programme(literal(user_id), users.c.user_id),
        )
    )
    row = rows.one_or_none()
    return None if row is None else Person(**row._asdict())


async def list_fellows(tx: Reader, user_id: UserId) -> list[Fellow]:
    """Everybody else in this person's programmes, but for closed accounts and whom they block."""
    mine = select(memberships.c.programme_id).where(memberships.c.user_id == user_id)
    blocked = select(blocks.c.blocked_id).where(blocks.c.user_id == user_id)
    rows = await tx.execute(
        select(users.c.user_id, users.c.name, users.c.time_zone, programmes.c.name.label("programme"))
        .distinct()
        .join(memberships, memberships.c.user_id == users.c.user_id)
        .join(programmes, programmes.c.programme_id == memberships.c.programme_id)
        .where(
            memberships.c.programme_id.in_(mine),
            users.c.user_id != user_id,
            users.c.user_id.not_in(blocked),
            users.c.banned_at.is_(None),
        )
        .order_by(users.c.user_id, programmes.c.name)
    )
    found: dict[UserId, Fellow] = {}
    for row in rows:
        known = found.get(row.user_id)
        found[row.user_id] = Fellow(
            person=Person(user_id=row.user_id, name=row.name, time_zone=row.time_zone),
            programmes=(*(known.programmes if known else ()), row.programme),
        )
    return list(found.values())
