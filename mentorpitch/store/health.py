"""The figures that a programme's managers see: rows without a word of what pairs write."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import Row, Select, func, or_, select, update

from mentorpitch.growth.shapes import AreaId, GoalStatus, Level
from mentorpitch.shapes import (
    MentorshipId,
    MentorshipStatus,
    Person,
    ProgrammeId,
    UserId,
)
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.mentorships import mentees, mentors
from mentorpitch.store.tables.chat import conversations
from mentorpitch.store.tables.growth import area_levels, areas, goals
from mentorpitch.store.tables.mentorships import mentorships
from mentorpitch.store.tables.programmes import programmes


class PairRow(msgspec.Struct, frozen=True, kw_only=True):
    """A pair, and the days that tell whether it is quiet."""

    mentorship_id: MentorshipId
    status: MentorshipStatus
    mentor: Person
    mentee: Person
    last_active_day: str | None
    began: date
    resumed: date | None
    quiet_days: int


class LevelRow(msgspec.Struct, frozen=True, kw_only=True):
    """A level that holds or held, of one area of one mentee."""

    mentee_id: UserId
    began: date  # of the pair
    area_id: AreaId
    level: Level


async def list_pairs(tx: Reader, programme_id: ProgrammeId) -> list[PairRow]:
    """The programme's pairs, the oldest first."""
    return await _list(tx, _pairs().where(mentorships.c.programme_id == programme_id))


async def get_pair(tx: Reader, mentorship_id: MentorshipId) -> PairRow:
    [row] = await _list(tx, _pairs().where(mentorships.c.mentorship_id == mentorship_id))
    return row


async def list_active_pairs_of(tx: Reader, user_id: UserId) -> list[PairRow]:
    """The active pairs that this person is one of, the oldest first."""
    mine = or_(mentorships.c.mentor_id == user_id, mentorships.c.mentee_id == user_id)
    return await _list(tx, _pairs().where(mine, mentorships.c.status == "active"))


async def count_goals(tx: Reader, programme_id: ProgrammeId) -> dict[MentorshipId, dict[GoalStatus, int]]:
    """How many goals of each status each pair has."""
    rows = await tx.execute(
        select(goals.c.mentorship_id, goals.c.status, func.count())
        .join(mentorships, mentorships.c.mentorship_id == goals.c.mentorship_id)
        .where(mentorships.c.programme_id == programme_id, goals.c.removed.is_(False))
        .group_by(goals.c.mentorship_id, goals.c.status)
    )
    counts: defaultdict[MentorshipId, dict[GoalStatus, int]] = defaultdict(dict)
    for mentorship_id, status, count in rows:
        counts[mentorship_id][status] = count
    return counts


async def list_levels(tx: Reader, programme_id: ProgrammeId) -> list[LevelRow]:
    """Every level that was set or accepted in the programme; those of one area in their order."""
    rows = await tx.execute(
        select(mentorships.c.mentee_id, mentorships.c.created_at, areas.c.area_id, area_levels.c.level)
        .select_from(area_levels)
        .join(areas, areas.c.area_id == area_levels.c.area_id)
        .join(mentorships, mentorships.c.mentorship_id == areas.c.mentorship_id)
        .where(mentorships.c.programme_id == programme_id, area_levels.c.kind.in_(("set", "accepted")))
        .order_by(areas.c.area_id, area_levels.c.revision)
    )
    return [LevelRow(mentee_id=row[0], began=row[1].date(), area_id=row[2], level=row[3]) for row in rows]


async def get_quiet_days(tx: Reader, programme_id: ProgrammeId) -> int:
    query = select(programmes.c.quiet_days).where(programmes.c.programme_id == programme_id)
    return int((await tx.execute(query)).scalar_one())


async def set_quiet_days(tx: Writer, programme_id: ProgrammeId, days: int) -> None:
    await tx.execute(
        update(programmes).where(programmes.c.programme_id == programme_id).values(quiet_days=days)
    )


def _pairs() -> Select[*tuple[Any, ...]]:
    return (
        select(
            mentorships.c.mentorship_id,
            mentorships.c.status,
            mentorships.c.created_at,
            mentorships.c.resumed_at,
            mentors.c.user_id.label("mentor_id"),
            mentors.c.name.label("mentor_name"),
            mentors.c.time_zone.label("mentor_time_zone"),
            mentees.c.user_id.label("mentee_id"),
            mentees.c.name.label("mentee_name"),
            mentees.c.time_zone.label("mentee_time_zone"),
            conversations.c.last_active_day,
            programmes.c.quiet_days,
        )
        .select_from(mentorships)
        .join(programmes, programmes.c.programme_id == mentorships.c.programme_id)
        .join(conversations, conversations.c.conversation_id == mentorships.c.conversation_id)
        .join(mentors, mentors.c.user_id == mentorships.c.mentor_id)
        .join(mentees, mentees.c.user_id == mentorships.c.mentee_id)
        .order_by(mentorships.c.created_at, mentorships.c.mentorship_id)
    )


async def _list(tx: Reader, query: Select[*tuple[Any, ...]]) -> list[PairRow]:
    return [_pair(row) for row in await tx.execute(query)]


def _pair(row: Row[*tuple[Any, ...]]) -> PairRow:
    resumed_at: datetime | None = row.resumed_at
    return PairRow(
        mentorship_id=row.mentorship_id,
        status=row.status,
        mentor=Person(user_id=row.mentor_id, name=row.mentor_name, time_zone=row.mentor_time_zone),
        mentee=Person(user_id=row.mentee_id, name=row.mentee_name, time_zone=row.mentee_time_zone),
        last_active_day=row.last_active_day,
        began=row.created_at.date(),
        resumed=resumed_at.date() if resumed_at else None,
        quiet_days=row.quiet_days,
    )
