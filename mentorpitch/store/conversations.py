"""Conversations, and who takes part in them."""

import itertools
import sqlite3
from collections.abc import Iterable
from datetime import datetime
from operator import itemgetter
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, bindparam, exists, func, insert, select
from sqlalchemy.dialects import sqlite

from mentorpitch.shapes import ConversationId, MentorshipId, MentorshipStatus, UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.direct import is_apart
from mentorpitch.store.tables.chat import conversations, participants
from mentorpitch.store.tables.direct import direct_pairs
from mentorpitch.store.tables.mentorships import mentorships, pitches
from mentorpitch.store.tables.people import blocks, users

others = participants.alias("others")


class Membership(msgspec.Struct, frozen=True, kw_only=True):
    """One person's place in a conversation."""

    conversation_id: ConversationId
    user_id: UserId
    participants: tuple[UserId, ...]  # including that person
    last_read: int  # seq
    banned: bool
    mentorship_id: MentorshipId | None  # of the pair whose chat it is
    mentorship_status: MentorshipStatus | None
    pitch_status: str | None  # of the pitch that it was opened for
    blocks: bool  # that person blocks another of them
    is_blocked: bool  # by another of them
    apart: bool  # a direct conversation of two who share no programme any more


async def add(
    tx: Writer, conversation_id: ConversationId, user_ids: tuple[UserId, ...], *, at: datetime
) -> None:
    await tx.execute(insert(conversations).values(conversation_id=conversation_id, last_seq=0, created_at=at))
    await tx.execute(
        insert(participants),
        [{"conversation_id": conversation_id, "user_id": user_id, "last_read": 0} for user_id in user_ids],
    )


async def find_membership(tx: Reader, conversation_id: ConversationId, user_id: UserId) -> Membership | None:
    """One query, because every message begins with it."""
    rows = await tx.execute(_places(participants.c.conversation_id == conversation_id))
    return _memberships(rows).get((conversation_id, user_id))


def list_memberships(
    connection: sqlite3.Connection, conversation_ids: Iterable[ConversationId]
) -> dict[tuple[ConversationId, UserId], Membership]:
    """Everybody's place in these conversations; on the writer's thread (store/together.py)."""
    asked = msgspec.json.encode(sorted(set(conversation_ids))).decode()
    [found] = connection.execute(PLACES_IN, {"conversation_ids": asked}).fetchone()
    return _memberships(sorted(msgspec.json.decode(found), key=itemgetter(0, 1)))


def _places(where: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            participants.c.conversation_id,
            participants.c.user_id,
            participants.c.last_read,
            users.c.banned_at,
            mentorships.c.mentorship_id,
            mentorships.c.status,
            pitches.c.status.label("pitch_status"),
            _is_block(blocks.c.user_id, blocks.c.blocked_id).label("blocks"),
            _is_block(blocks.c.blocked_id, blocks.c.user_id).label("is_blocked"),
            is_apart().label("apart"),
        )
        .join(users, users.c.user_id == participants.c.user_id)
        .outerjoin(mentorships, mentorships.c.conversation_id == participants.c.conversation_id)
        .outerjoin(pitches, pitches.c.conversation_id == participants.c.conversation_id)
        .outerjoin(direct_pairs, direct_pairs.c.conversation_id == participants.c.conversation_id)
        .where(where)
        .order_by(participants.c.conversation_id, participants.c.user_id)
    )


def _is_block(by: ColumnElement[str], against: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether there is a block between this participant and another of the same conversation."""
    return exists().where(
        by == participants.c.user_id,
        against == others.c.user_id,
        others.c.conversation_id == participants.c.conversation_id,
    )


_asked = select(func.json_each(bindparam("conversation_ids")).table_valued("value").c.value)
_found = _places(participants.c.conversation_id.in_(_asked)).subquery()
# One row, for the reason in store/events.py.
PLACES_IN = str(
    select(func.json_group_array(func.json_array(*_found.c))).compile(
        dialect=sqlite.dialect(paramstyle="named")
    )
)


def _memberships(rows: Iterable[Any]) -> dict[tuple[ConversationId, UserId], Membership]:
    """Of rows that are ordered by conversation."""
    found = {}
    for conversation_id, places in itertools.groupby(rows, key=itemgetter(0)):
        members = list(places)
        user_ids = tuple(member[1] for member in members)
        for member in members:
            _, user_id, last_read, banned_at, mentorship_id, status, pitch_status, *between = member
            by_them, by_other, apart = map(bool, between)
            found[conversation_id, user_id] = Membership(
                conversation_id=conversation_id,
                user_id=user_id,
                participants=user_ids,
                last_read=last_read,
                banned=banned_at is not None,
                mentorship_id=mentorship_id,
                mentorship_status=status,
                pitch_status=pitch_status,
                blocks=by_them,
                is_blocked=by_other,
                apart=apart,
            )
    return found
