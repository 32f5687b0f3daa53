"""What somebody took on, and what waits for their word. Counts, days and names; no text of anybody's."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select

from mentorpitch.shapes import UserId
from mentorpitch.store.database import Reader
from mentorpitch.store.mentorships import mentees, mentors
from mentorpitch.store.tables.meetings import actions, attendance, feedback, meetings, ratings
from mentorpitch.store.tables.mentorships import mentorships, pitches

STILL_WORTH: Final = timedelta(days=30)  # a word on a meeting


async def list_due(tx: Reader, user_id: UserId, *, day: str) -> list[str]:
    """With whom they took on what is due on this ISO day: a name for each open action."""
    return list((await tx.execute(_open_actions(user_id).where(actions.c.due_on == day))).scalars())


async def which_have_due(tx: Reader, days: Mapping[UserId, date]) -> list[UserId]:
    """Who of these took on something that is due on their day; see `list_due`."""
    owner = actions.c.owner_id
    found = await tx.execute(
        select(owner, actions.c.due_on)
        .join(mentorships, mentorships.c.mentorship_id == actions.c.mentorship_id)
        .where(owner.in_(days), actions.c.due_on.in_({str(day) for day in days.values()}))
        .where(actions.c.done_at.is_(None), mentorships.c.status == "active")
        .distinct()
        .order_by(owner)
    )
    return [user_id for user_id, due_on in found if due_on == str(days[user_id])]


async def count_actions(tx: Reader, user_id: UserId, *, until: date) -> int:
    """Open ones that are due by then."""
    due = _open_actions(user_id).where(actions.c.due_on <= str(until)).subquery()
    return (await tx.execute(select(func.count()).select_from(due))).scalar_one()


async def count_words(tx: Reader, user_id: UserId, *, at: datetime) -> int:
    """Meetings of the last month on which their feedback or rating is not in."""
    unsaid = or_(
        and_(mentorships.c.mentor_id == user_id, ~_is_in(feedback)),
        and_(mentorships.c.mentee_id == user_id, ~_is_in(ratings)),
    )
    absent = exists().where(
        attendance.c.meeting_id == meetings.c.meeting_id, attendance.c.attended.is_(False)
    )
    query = (
        select(func.count())
        .select_from(meetings)
        .join(mentorships, mentorships.c.mentorship_id == meetings.c.mentorship_id)
        .where(
            mentorships.c.status == "active",
            meetings.c.starts_at > at - STILL_WORTH,
            meetings.c.ends_at <= at,
            meetings.c.cancelled_at.is_(None),
            unsaid,
            ~absent,
        )
    )
    return (await tx.execute(query)).scalar_one()


async def count_pitches(tx: Reader, user_id: UserId) -> int:
    """Pitches and suggested matches that wait for their yes or no."""
    mine = or_(
        and_(pitches.c.mentor_id == user_id, ~pitches.c.accepted_by_mentor),
        and_(pitches.c.mentee_id == user_id, pitches.c.origin == "manager", ~pitches.c.accepted_by_mentee),
    )
    query = select(func.count()).select_from(pitches).where(mine, pitches.c.status.in_(("open", "talk")))
    return (await tx.execute(query)).scalar_one()


def _open_actions(user_id: UserId) -> Select[*tuple[Any, ...]]:
    other = case((mentorships.c.mentor_id == user_id, mentees.c.name), else_=mentors.c.name)
    return (
        select(other)
        .select_from(actions)
        .join(mentorships, mentorships.c.mentorship_id == actions.c.mentorship_id)
        .join(mentors, mentors.c.user_id == mentorships.c.mentor_id)
        .join(mentees, mentees.c.user_id == mentorships.c.mentee_id)
        .where(actions.c.owner_id == user_id, actions.c.done_at.is_(None), mentorships.c.status == "active")
    )


def _is_in(table: Any) -> ColumnElement[bool]:
    return exists().where(table.c.meeting_id == meetings.c.meeting_id)
