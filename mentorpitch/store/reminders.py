"""Reminders that were given, and who wants which."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Row, Select, delete, exists, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from mentorpitch.meetings.shapes import Kind
from mentorpitch.reminders.shapes import Reminder, ReminderChoice, Which
from mentorpitch.shapes import MentorshipId, Person, UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.mentorships import mentees, mentors
from mentorpitch.store.tables.meetings import meetings
from mentorpitch.store.tables.mentorships import mentorships
from mentorpitch.store.tables.people import blocks, users
from mentorpitch.store.tables.reminders import reminder_choices, reminders


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting that people may be reminded of: nobody cancelled it, and the two may meet."""

    meeting_id: str
    mentorship_id: MentorshipId
    title: str
    kind: Kind
    place: str | None
    minutes: int
    starts_at: datetime
    ends_at: datetime
    mentor: Person
    mentee: Person

    @property
    def people(self) -> tuple[tuple[Person, Person], tuple[Person, Person]]:
        """Each with the other."""
        return (self.mentor, self.mentee), (self.mentee, self.mentor)


class Given(msgspec.Struct, frozen=True, kw_only=True):
    user_id: UserId
    meeting_id: str
    starts_at: datetime
    which: Which


# ── Given reminders ──────────────────────────────────────────────────────────


async def list_standing(tx: Reader, meeting_ids: Collection[str]) -> dict[str, Standing]:
    """Those of the meetings that people may be reminded of, by their ids."""
    rows = await tx.execute(_standing().where(meetings.c.meeting_id.in_(meeting_ids)))
    return {row.meeting_id: _as_standing(row) for row in rows}


async def give(tx: Writer, given: Iterable[Given], *, at: datetime) -> set[UserId]:
    """Note them, each once. Returns who was not reminded of one of them before."""
    rows = [msgspec.structs.asdict(each) | {"given_at": at} for each in given]
    if not rows:
        return set()
    statement = insert(reminders).on_conflict_do_nothing().returning(reminders.c.user_id)
    return set((await tx.execute(statement, rows)).scalars())


async def list_shown(tx: Reader, user_id: UserId, *, at: datetime) -> tuple[Reminder, ...]:
    """What this person has not seen of meetings that are not over: of each the last, soonest first."""
    rows = await tx.execute(
        _standing()
        .add_columns(reminders.c.which)
        .join(
            reminders,
            (reminders.c.meeting_id == meetings.c.meeting_id)
            & (reminders.c.starts_at == meetings.c.starts_at),
        )
        .where(reminders.c.user_id == user_id, reminders.c.seen_at.is_(None), meetings.c.ends_at > at)
        .order_by(meetings.c.starts_at, meetings.c.meeting_id, reminders.c.given_at)
    )
    last = {row.meeting_id: _reminder(row, user_id) for row in rows}
    return tuple(last.values())


async def is_shown(tx: Reader, user_id: UserId, meeting_id: str, starts_at: datetime) -> bool:
    """Whether there is something of this meeting, at this time, that this person has not seen."""
    query = select(reminders.c.which).where(
        reminders.c.user_id == user_id,
        reminders.c.meeting_id == meeting_id,
        reminders.c.starts_at == starts_at,
        reminders.c.seen_at.is_(None),
    )
    return (await tx.execute(query.limit(1))).first() is not None


async def see(tx: Writer, user_id: UserId, meeting_id: str, *, at: datetime) -> bool:
    """Whether there was something of this meeting that this person had not seen."""
    seen = await tx.execute(
        update(reminders)
        .where(
            reminders.c.user_id == user_id,
            reminders.c.meeting_id == meeting_id,
            reminders.c.seen_at.is_(None),
        )
        .values(seen_at=at)
    )
    return seen.rowcount > 0


async def forget(tx: Writer, *, given_before: datetime) -> None:
    await tx.execute(delete(reminders).where(reminders.c.given_at < given_before))


# ── Choices ──────────────────────────────────────────────────────────────────


async def get_choice(tx: Reader, user_id: UserId) -> ReminderChoice:
    found = await list_choices(tx, [user_id])
    return found.get(user_id, ReminderChoice())


async def list_choices(tx: Reader, user_ids: Collection[UserId]) -> dict[UserId, ReminderChoice]:
    """Of those people whose account is open, by their ids."""
    rows = await tx.execute(
        select(users.c.user_id.label("reader_id"), reminder_choices)
        .outerjoin(reminder_choices, reminder_choices.c.user_id == users.c.user_id)
        .where(users.c.user_id.in_(user_ids), users.c.banned_at.is_(None))
    )
    return {row.reader_id: _choice(row) for row in rows}


async def put_choice(tx: Writer, user_id: UserId, choice: ReminderChoice) -> None:
    values = msgspec.structs.asdict(choice)
    await tx.execute(
        insert(reminder_choices)
        .values(user_id=user_id, **values)
        .on_conflict_do_update(index_elements=["user_id"], set_=values)
    )


def _standing() -> Select[*tuple[Any, ...]]:
    one, other = mentorships.c.mentor_id, mentorships.c.mentee_id
    is_blocked = exists().where(
        or_(
            (blocks.c.user_id == one) & (blocks.c.blocked_id == other),
            (blocks.c.user_id == other) & (blocks.c.blocked_id == one),
        )
    )
    return (
        select(
            meetings.c.meeting_id,
            meetings.c.mentorship_id,
            meetings.c.title,
            meetings.c.kind,
            meetings.c.place,
            meetings.c.minutes,
            meetings.c.starts_at,
            meetings.c.ends_at,
            mentors.c.user_id.label("mentor_id"),
            mentors.c.name.label("mentor_name"),
            mentors.c.time_zone.label("mentor_time_zone"),
            mentees.c.user_id.label("mentee_id"),
            mentees.c.name.label("mentee_name"),
            mentees.c.time_zone.label("mentee_time_zone"),
        )
        .select_from(meetings)
        .join(mentorships, mentorships.c.mentorship_id == meetings.c.mentorship_id)
        .join(mentors, mentors.c.user_id == mentorships.c.mentor_id)
        .join(mentees, mentees.c.user_id == mentorships.c.mentee_id)
        .where(meetings.c.cancelled_at.is_(None), mentorships.c.status == "active", ~is_blocked)
    )


def _as_standing(row: Row[*tuple[Any, ...]]) -> Standing:
    return Standing(
        meeting_id=row.meeting_id,
        mentorship_id=row.mentorship_id,
        title=row.title,
        kind=row.kind,
        place=row.place,
        minutes=row.minutes,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        mentor=Person(user_id=row.mentor_id, name=row.mentor_name, time_zone=row.mentor_time_zone),
        mentee=Person(user_id=row.mentee_id, name=row.mentee_name, time_zone=row.mentee_time_zone),
    )


def _reminder(row: Row[*tuple[Any, ...]], user_id: UserId) -> Reminder:
    meeting = _as_standing(row)
    return Reminder(
        meeting_id=meeting.meeting_id,
        mentorship_id=meeting.mentorship_id,
        which=row.which,
        title=meeting.title,
        kind=meeting.kind,
        place=meeting.place,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        other=next(other for one, other in meeting.people if one.user_id == user_id),
    )


def _choice(row: Row[*tuple[Any, ...]]) -> ReminderChoice:
    if row.revision is None:
        return ReminderChoice()
    found = row._asdict()
    return ReminderChoice(**{name: found[name] for name in ReminderChoice.__struct_fields__})
