"""Mentorships: two people, their programme and their conversation."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Row, Select, insert, or_, select, update

from mentorpitch.shapes import (
    ConversationId,
    MentorshipId,
    MentorshipOverview,
    MentorshipStatus,
    Pause,
    Person,
    ProgrammeId,
    ProgrammeName,
    UserId,
)
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.tables.chat import conversations
from mentorpitch.store.tables.mentorships import mentorships
from mentorpitch.store.tables.people import users
from mentorpitch.store.tables.programmes import programmes

mentors = users.alias("mentors")
mentees = users.alias("mentees")


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    mentorship_id: MentorshipId
    programme: ProgrammeName
    mentor: Person
    mentee: Person
    conversation_id: ConversationId
    status: MentorshipStatus
    began_at: datetime
    ended_at: datetime | None
    pause: Pause | None = None

    @property
    def user_ids(self) -> tuple[UserId, UserId]:
        return self.mentor.user_id, self.mentee.user_id


async def add(
    tx: Writer,
    mentorship_id: MentorshipId,
    *,
    programme_id: ProgrammeId,
    mentor_id: UserId,
    mentee_id: UserId,
    conversation_id: ConversationId,
    at: datetime,
) -> None:
    await tx.execute(
        insert(mentorships).values(
            mentorship_id=mentorship_id,
            programme_id=programme_id,
            mentor_id=mentor_id,
            mentee_id=mentee_id,
            conversation_id=conversation_id,
            status="active",
            created_at=at,
        )
    )


async def find_pair(tx: Reader, mentorship_id: MentorshipId) -> Pair | None:
    row = (await tx.execute(_pairs().where(mentorships.c.mentorship_id == mentorship_id))).one_or_none()
    return None if row is None else _pair(row)


async def list_pairs(tx: Reader, mentorship_ids: Collection[MentorshipId]) -> dict[MentorshipId, Pair]:
    """By their ids."""
    rows = await tx.execute(_pairs().where(mentorships.c.mentorship_id.in_(mentorship_ids)))
    return {row.mentorship_id: _pair(row) for row in rows}


async def list_of_user(tx: Reader, user_id: UserId) -> list[Pair]:
    """The pairs that this person is one of, the oldest first."""
    rows = await tx.execute(
        _pairs()
        .where(or_(mentorships.c.mentor_id == user_id, mentorships.c.mentee_id == user_id))
        .order_by(mentorships.c.created_at, mentorships.c.mentorship_id)
    )
    return [_pair(row) for row in rows]


async def list_overviews(tx: Reader, programme_id: ProgrammeId) -> tuple[MentorshipOverview, ...]:
    """All that a programme's managers may know of its mentorships, the oldest first."""
    rows = await tx.execute(
        _overviews()
        .where(mentorships.c.programme_id == programme_id)
        .order_by(mentorships.c.created_at, mentorships.c.mentorship_id)
    )
    return tuple(_overview(row) for row in rows)


async def get_overview(tx: Reader, mentorship_id: MentorshipId) -> MentorshipOverview:
    rows = await tx.execute(_overviews().where(mentorships.c.mentorship_id == mentorship_id))
    return _overview(rows.one())


async def is_there_a_living_pair(
    tx: Reader, programme_id: ProgrammeId, *, mentor_id: UserId, mentee_id: UserId
) -> bool:
    statement = select(mentorships.c.mentorship_id).where(
        mentorships.c.programme_id == programme_id,
        mentorships.c.mentor_id == mentor_id,
        mentorships.c.mentee_id == mentee_id,
        mentorships.c.status != "ended",
    )
    return (await tx.execute(statement)).first() is not None


async def end(tx: Writer, mentorship_id: MentorshipId, *, at: datetime) -> None:
    await tx.execute(
        update(mentorships)
        .where(mentorships.c.mentorship_id == mentorship_id)
        .values(status="ended", ended_at=at)
    )


async def pause(tx: Writer, mentorship_id: MentorshipId, by: Pause) -> None:
    await tx.execute(
        update(mentorships)
        .where(mentorships.c.mentorship_id == mentorship_id)
        .values(status="paused", paused_by=by.by, paused_at=by.at, pause_reason=by.reason)
    )


async def resume(tx: Writer, mentorship_id: MentorshipId, *, at: datetime) -> None:
    await tx.execute(
        update(mentorships)
        .where(mentorships.c.mentorship_id == mentorship_id)
        .values(status="active", paused_by=None, paused_at=None, pause_reason="", resumed_at=at)
    )


def _pairs() -> Select[*tuple[Any, ...]]:
    return (
        select(
            mentorships.c.mentorship_id,
            mentorships.c.conversation_id,
            mentorships.c.status,
            mentorships.c.created_at,
            mentorships.c.ended_at,
            mentorships.c.paused_by,
            mentorships.c.paused_at,
            mentorships.c.pause_reason,
            programmes.c.programme_id,
            programmes.c.name.label("programme_name"),
            mentors.c.user_id.label("mentor_id"),
            mentors.c.name.label("mentor_name"),
            mentors.c.time_zone.label("mentor_time_zone"),
            mentees.c.user_id.label("mentee_id"),
            mentees.c.name.label("mentee_name"),
            mentees.c.time_zone.label("mentee_time_zone"),
        )
        .select_from(mentorships)
        .join(programmes, programmes.c.programme_id == mentorships.c.programme_id)
        .join(mentors, mentors.c.user_id == mentorships.c.mentor_id)
        .join(mentees, mentees.c.user_id == mentorships.c.mentee_id)
    )


def _pair(row: Row[*tuple[Any, ...]]) -> Pair:
    is_paused = row.status == "paused"
    return Pair(
        mentorship_id=row.mentorship_id,
        programme=ProgrammeName(programme_id=row.programme_id, name=row.programme_name),
        mentor=Person(user_id=row.mentor_id, name=row.mentor_name, time_zone=row.mentor_time_zone),
        mentee=Person(user_id=row.mentee_id, name=row.mentee_name, time_zone=row.mentee_time_zone),
        conversation_id=row.conversation_id,
        status=row.status,
        began_at=row.created_at,
        ended_at=row.ended_at,
        pause=Pause(by=row.paused_by, reason=row.pause_reason, at=row.paused_at) if is_paused else None,
    )


def _overviews() -> Select[*tuple[Any, ...]]:
    return (
        _pairs()
        .add_columns(conversations.c.last_active_day)
        .join(conversations, conversations.c.conversation_id == mentorships.c.conversation_id)
    )


def _overview(row: Row[*tuple[Any, ...]]) -> MentorshipOverview:
    pair = _pair(row)
    return MentorshipOverview(
        mentorship_id=pair.mentorship_id,
        status=pair.status,
        mentor=pair.mentor,
        mentee=pair.mentee,
        last_active_day=row.last_active_day,
    )
