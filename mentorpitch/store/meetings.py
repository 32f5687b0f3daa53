"""Meetings and the series they belong to."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from sqlalchemy import Row, Select, func, insert, or_, select, tuple_, update
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from mentorpitch.meetings.shapes import Kind
from mentorpitch.shapes import MentorshipId, ProgrammeId, UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.tables.meetings import meetings, series, set_aside
from mentorpitch.store.tables.mentorships import mentorships

LONGEST = timedelta(hours=8)
NEXT_SEQUENCE: Final = {"sequence": meetings.c.sequence + 1}  # of a change that calendars are told of
Place = tuple[datetime, str]  # in the order of time: starts_at and, of those at once, the id


class StoredMeeting(msgspec.Struct, frozen=True, kw_only=True):
    """A row, and of its mentorship what decides who hears of it."""

    meeting_id: str
    mentorship_id: MentorshipId
    programme_id: ProgrammeId
    mentor_id: UserId
    mentee_id: UserId
    series_id: str | None
    n: int | None
    every_weeks: int | None
    title: str
    kind: Kind
    place: str | None
    local_start: str
    time_zone: str
    minutes: int
    starts_at: datetime
    ends_at: datetime
    turns_at: datetime | None
    created_by: UserId
    created_at: datetime
    cancelled_by: UserId | None
    cancelled_at: datetime | None
    revision: int
    sequence: int
    invited: bool

    @property
    def user_ids(self) -> tuple[UserId, UserId]:
        return self.mentor_id, self.mentee_id


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """The rule: meeting `anchor_n` starts at `anchor_local`, the others whole weeks before and after."""

    series_id: str
    mentorship_id: MentorshipId
    created_by: UserId
    title: str
    kind: Kind
    place: str | None
    time_zone: str
    minutes: int
    every_weeks: int
    anchor_n: int
    anchor_local: str
    made_n: int
    last_n: int | None


async def add(tx: Writer, **values: object) -> None:
    await tx.execute(insert(meetings).values(values))


async def find(tx: Reader, meeting_id: str) -> StoredMeeting | None:
    row = (await tx.execute(_meetings().where(meetings.c.meeting_id == meeting_id))).one_or_none()
    return None if row is None else _meeting(row)


async def list_by_id(tx: Reader, meeting_ids: Sequence[str]) -> list[StoredMeeting]:
    """In the order of time."""
    rows = await tx.execute(_in_order(_meetings().where(meetings.c.meeting_id.in_(meeting_ids))))
    return [_meeting(row) for row in rows]


async def change(tx: Writer, meeting_id: str, **values: object) -> None:
    """Set these columns; whatever is changed, if nothing but what hangs on it, the revision grows."""
    await tx.execute(
        update(meetings)
        .where(meetings.c.meeting_id == meeting_id)
        .values(values | {"revision": meetings.c.revision + 1})
    )


# ── Lists ────────────────────────────────────────────────────────────────────


async def page_upcoming(
    tx: Reader, mentorship_id: MentorshipId, *, at: datetime, after: Place | None, limit: int
) -> list[StoredMeeting]:
    """The next ones and the current ones, soonest first."""
    query = _meetings().where(meetings.c.mentorship_id == mentorship_id, *_is_ahead(at))
    if after is not None:
        query = query.where(_place() > after)
    return [_meeting(row) for row in await tx.execute(_in_order(query).limit(limit))]


async def page_past(
    tx: Reader, mentorship_id: MentorshipId, *, at: datetime, before: Place | None, limit: int
) -> list[StoredMeeting]:
    """Those that are over and those that were cancelled, newest first."""
    query = _meetings().where(
        meetings.c.mentorship_id == mentorship_id,
        or_(meetings.c.ends_at <= at, meetings.c.cancelled_at.is_not(None)),
    )
    return [_meeting(row) for row in await tx.execute(newest_first(query, before=before, limit=limit))]


async def page_of_programme(
    tx: Reader, programme_id: ProgrammeId, *, before: Place | None, limit: int
) -> list[StoredMeeting]:
    """All of a programme's meetings, newest first."""
    pairs = select(mentorships.c.mentorship_id).where(mentorships.c.programme_id == programme_id)
    # The ids first: they are sorted within the index, without a look at the rows.
    ids = select(meetings.c.meeting_id).where(meetings.c.mentorship_id.in_(pairs))
    found = (await tx.execute(newest_first(ids, before=before, limit=limit))).scalars().all()
    return list(reversed(await list_by_id(tx, found)))


async def list_of_programme(
    tx: Reader, programme_id: ProgrammeId, *, starts_from: datetime, starts_before: datetime
) -> list[StoredMeeting]:
    """The programme's meetings that start in a stretch of time, soonest first, cancelled ones too."""
    within = meetings.c.starts_at.between(starts_from, starts_before)
    rows = await tx.execute(_in_order(_meetings().where(mentorships.c.programme_id == programme_id, within)))
    return [_meeting(row) for row in rows]


async def list_in_person(tx: Reader, mentorship_id: MentorshipId) -> list[StoredMeeting]:
    """All that stand, soonest first: face to face there are few."""
    query = _meetings().where(
        meetings.c.mentorship_id == mentorship_id,
        meetings.c.kind == "in_person",
        meetings.c.cancelled_at.is_(None),
    )
    return [_meeting(row) for row in await tx.execute(_in_order(query))]


async def count_upcoming(tx: Reader, mentorship_id: MentorshipId, *, at: datetime) -> int:
    query = select(func.count()).select_from(meetings)
    return (
        await tx.execute(query.where(meetings.c.mentorship_id == mentorship_id, *_is_ahead(at)))
    ).scalar_one()


async def list_of_user(tx: Reader, user_id: UserId, *, ends_after: datetime) -> list[StoredMeeting]:
    """Those that this person is one of the two of and that nobody cancelled, soonest first."""
    query = _meetings().where(
        or_(mentorships.c.mentor_id == user_id, mentorships.c.mentee_id == user_id), *_is_ahead(ends_after)
    )
    return [_meeting(row) for row in await tx.execute(_in_order(query))]


async def list_past_of_user(
    tx: Reader, user_id: UserId, *, ends_after: datetime, at: datetime
) -> list[StoredMeeting]:
    """Those that have been over since then and that this person has not set aside, the newest first."""
    aside = select(set_aside.c.meeting_id).where(set_aside.c.user_id == user_id)
    query = _meetings().where(
        or_(mentorships.c.mentor_id == user_id, mentorships.c.mentee_id == user_id),
        meetings.c.starts_at > ends_after - LONGEST,  # which the index has
        meetings.c.ends_at.between(ends_after, at),
        meetings.c.cancelled_at.is_(None),
        meetings.c.meeting_id.not_in(aside),
    )
    return [_meeting(row) for row in await tx.execute(query.order_by(meetings.c.ends_at.desc()))]


async def put_aside(tx: Writer, meeting_id: str, user_id: UserId) -> bool:
    """Whether it was not aside before."""
    row = {"meeting_id": meeting_id, "user_id": user_id}
    done = await tx.execute(sqlite_insert(set_aside).values(row).on_conflict_do_nothing())
    return done.rowcount > 0


async def set_invited(tx: Writer, meeting_id: str) -> None:
    """Without a new revision: nobody can see it."""
    await tx.execute(update(meetings).where(meetings.c.meeting_id == meeting_id).values(invited=True))


async def list_ids_ahead(tx: Reader, *, at: datetime) -> list[str]:
    """Of everybody, those that have not begun and still stand, soonest first."""
    query = select(meetings.c.meeting_id).where(meetings.c.starts_at > at, meetings.c.cancelled_at.is_(None))
    return list((await tx.execute(_in_order(query))).scalars())


async def find_next(tx: Reader, mentorship_id: MentorshipId, *, at: datetime) -> StoredMeeting | None:
    """The soonest that has not begun."""
    query = _meetings().where(
        meetings.c.mentorship_id == mentorship_id,
        meetings.c.starts_at > at,
        meetings.c.cancelled_at.is_(None),
    )
    row = (await tx.execute(_in_order(query).limit(1))).one_or_none()
    return None if row is None else _meeting(row)


async def is_there_a_current(tx: Reader, mentorship_id: MentorshipId, *, at: datetime) -> bool:
    query = select(meetings.c.meeting_id).where(
        meetings.c.mentorship_id == mentorship_id, meetings.c.starts_at <= at, *_is_ahead(at)
    )
    return (await tx.execute(query.limit(1))).first() is not None


async def list_near(
    tx: Reader, mentorship_id: MentorshipId, *, ends_after: datetime, starts_before: datetime
) -> list[StoredMeeting]:
    """Those that stand and overlap a stretch of time, soonest first."""
    query = _meetings().where(
        meetings.c.mentorship_id == mentorship_id,
        meetings.c.starts_at < starts_before,
        *_is_ahead(ends_after),
    )
    return [_meeting(row) for row in await tx.execute(_in_order(query))]


async def set_turn(tx: Writer, meeting_id: str, turns_at: datetime | None) -> None:
    """Without a new revision: nobody can see it."""
    await tx.execute(update(meetings).where(meetings.c.meeting_id == meeting_id).values(turns_at=turns_at))


# ── The clock ────────────────────────────────────────────────────────────────


async def find_next_turn(tx: Reader) -> datetime | None:
    """When the clock changes a meeting next; it may lie in the past, after a time of not running."""
    query = select(meetings.c.turns_at).where(meetings.c.turns_at.is_not(None))
    return (await tx.execute(query.order_by(meetings.c.turns_at).limit(1))).scalar_one_or_none()


async def list_due(tx: Reader, *, at: datetime, limit: int) -> list[StoredMeeting]:
    """Whose turn has come, the longest overdue first."""
    query = _meetings().where(meetings.c.turns_at <= at)
    rows = await tx.execute(query.order_by(meetings.c.turns_at, meetings.c.meeting_id).limit(limit))
    return [_meeting(row) for row in rows]


# ── Series ───────────────────────────────────────────────────────────────────


async def add_series(tx: Writer, rule: Series) -> None:
    await tx.execute(insert(series).values(msgspec.structs.asdict(rule)))


async def get_series(tx: Reader, series_id: str) -> Series:
    row = (await tx.execute(select(series).where(series.c.series_id == series_id))).one()
    return Series(**row._asdict())


async def change_series(tx: Writer, series_id: str, **values: object) -> None:
    await tx.execute(update(series).where(series.c.series_id == series_id).values(values))


async def list_following(tx: Reader, series_id: str, *, after_n: int, at: datetime) -> list[StoredMeeting]:
    """The later meetings of a series that have not begun and still stand, soonest first."""
    query = _meetings().where(
        meetings.c.series_id == series_id,
        meetings.c.n > after_n,
        meetings.c.starts_at > at,
        meetings.c.cancelled_at.is_(None),
    )
    return [_meeting(row) for row in await tx.execute(query.order_by(meetings.c.n))]


def _is_ahead(at: datetime) -> tuple[Any, ...]:
    # The bound on starts_at says nothing new, but the index can use it.
    return (
        meetings.c.ends_at > at,
        meetings.c.starts_at > at - LONGEST,
        meetings.c.cancelled_at.is_(None),
    )


def _place() -> Any:
    return tuple_(meetings.c.starts_at, meetings.c.meeting_id)


def _in_order(query: Select[Any]) -> Select[Any]:
    return query.order_by(meetings.c.starts_at, meetings.c.meeting_id)


def newest_first(query: Select[Any], *, before: Place | None, limit: int) -> Select[Any]:
    """A page of a query for meetings, from `before` on back."""
    if before is not None:
        query = query.where(_place() < before)
    return query.order_by(meetings.c.starts_at.desc(), meetings.c.meeting_id.desc()).limit(limit)


def _meetings() -> Select[Any]:
    return (
        select(
            meetings,
            mentorships.c.programme_id,
            mentorships.c.mentor_id,
            mentorships.c.mentee_id,
            series.c.every_weeks,
        )
        .join(mentorships, mentorships.c.mentorship_id == meetings.c.mentorship_id)
        .outerjoin(series, series.c.series_id == meetings.c.series_id)
    )


def _meeting(row: Row[Any]) -> StoredMeeting:
    found = row._asdict()
    return StoredMeeting(**{name: found[name] for name in StoredMeeting.__struct_fields__})
