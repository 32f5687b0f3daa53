"""Whose morning was looked at, and what they had not seen by then."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.dialects.sqlite import insert

from mentorpitch.shapes import UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.push import NEVER, Untold
from mentorpitch.store.tables.chat import events, participants
from mentorpitch.store.tables.outreach import mornings, tellings
from mentorpitch.store.tables.people import sessions, users


class Last(msgspec.Struct, frozen=True):
    """The last morning that was looked at."""

    day: date  # by their own clocks
    at: datetime


class Sleeper(msgspec.Struct, frozen=True):
    user_id: UserId
    time_zone: str  # IANA
    last: Last | None


async def list_time_zones(tx: Reader) -> list[str]:
    """Where people live, each once."""
    return list((await tx.execute(select(users.c.time_zone).distinct())).scalars())


async def list_sleepers(
    tx: Reader, days: Mapping[str, date], *, looked_by: datetime, most: int
) -> list[Sleeper]:
    """At most so many of those in these time zones whose last look was by then and at an earlier day.

    Whose account is open, in the order of their ids.
    """
    begun = {time_zone: str(day) for time_zone, day in days.items()}
    is_new = or_(
        mornings.c.user_id.is_(None),
        and_(mornings.c.day < case(begun, value=users.c.time_zone), mornings.c.at <= looked_by),
    )
    rows = await tx.execute(
        select(users.c.user_id, users.c.time_zone, mornings.c.day, mornings.c.at)
        .outerjoin(mornings, mornings.c.user_id == users.c.user_id)
        .where(users.c.banned_at.is_(None), ~users.c.is_bot, users.c.time_zone.in_(days), is_new)
        .order_by(users.c.user_id)
        .limit(most)
    )
    return [
        Sleeper(row.user_id, row.time_zone, Last(date.fromisoformat(row.day), row.at) if row.day else None)
        for row in rows
    ]


async def note(tx: Writer, days: Mapping[UserId, date], *, at: datetime) -> None:
    """That these mornings were looked at."""
    statement = insert(mornings)
    newest = {name: statement.excluded[name] for name in ("day", "at")}
    rows = [{"user_id": user_id, "day": str(day), "at": at} for user_id, day in days.items()]
    if rows:
        await tx.execute(statement.on_conflict_do_update(index_elements=["user_id"], set_=newest), rows)


async def list_unseen(tx: Reader, user_ids: Collection[UserId], *, written_by: datetime) -> list[Untold]:
    """Of these people: what was written by then, after their last visit, and is neither read nor mailed."""
    told = func.coalesce(tellings.c.seq, NEVER)
    visit: Any = (
        select(func.max(sessions.c.last_used_at))
        .where(sessions.c.user_id == participants.c.user_id)
        .scalar_subquery()
    )
    rows = await tx.execute(
        select(participants.c.user_id, participants.c.conversation_id, func.max(events.c.seq).label("seq"))
        .outerjoin(
            tellings,
            (tellings.c.user_id == participants.c.user_id)
            & (tellings.c.conversation_id == participants.c.conversation_id)
            & (tellings.c.way == "mail"),
        )
        .join(events, events.c.conversation_id == participants.c.conversation_id)
        .where(
            participants.c.user_id.in_(user_ids),
            events.c.seq > func.max(participants.c.last_read, told),
            events.c.type == "message_sent",
            events.c.sender_id != participants.c.user_id,
            events.c.deleted.is_(None),
            events.c.at <= written_by,
            (visit.is_(None)) | (events.c.at > visit),
        )
        .group_by(participants.c.user_id, participants.c.conversation_id)
        .order_by(participants.c.user_id, participants.c.conversation_id)
    )
    return [Untold(row.user_id, row.conversation_id, row.seq) for row in rows]


async def list_conversations_unread(tx: Reader, user_id: UserId) -> list[str]:
    """Where others have written what this person has not read."""
    rows = await tx.execute(
        select(participants.c.conversation_id)
        .join(events, events.c.conversation_id == participants.c.conversation_id)
        .where(
            participants.c.user_id == user_id,
            events.c.seq > participants.c.last_read,
            events.c.type == "message_sent",
            events.c.sender_id != user_id,
            events.c.deleted.is_(None),
        )
        .distinct()
        .order_by(participants.c.conversation_id)
    )
    return list(rows.scalars())
