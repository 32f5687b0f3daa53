"""Pitches, and the matches that managers suggest: pairs that may become."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Row, Select, func, insert, or_, select, update

from mentorpitch.mentorships.shapes import Pitch, PitchId, SuggestionOverview
from mentorpitch.shapes import Person, ProgrammeId, ProgrammeName, UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.mentorships import mentees, mentors
from mentorpitch.store.tables.mentorships import pitches
from mentorpitch.store.tables.programmes import programmes

WAITING = ("open", "talk")


class NewRow(msgspec.Struct, frozen=True, kw_only=True):
    """A pitch that waits for its first answer."""

    pitch_id: PitchId
    programme_id: ProgrammeId
    origin: str  # as in the pitches table
    made_by: UserId
    client_id: str
    asked: str  # fingerprint
    mentor_id: UserId
    mentee_id: UserId
    want: str
    why: str


async def add(tx: Writer, row: NewRow, *, at: datetime) -> Pitch:
    values = msgspec.structs.asdict(row) | {"status": "open", "revision": 1}
    await tx.execute(insert(pitches).values(**values, created_at=at, changed_at=at))
    return await _get(tx, row.pitch_id)


async def find_made(
    tx: Reader, programme_id: ProgrammeId, user_id: UserId, client_id: str
) -> tuple[PitchId, str] | None:
    """What this person made with this client_id before, and the fingerprint of what was asked."""
    row = (
        await tx.execute(
            select(pitches.c.pitch_id, pitches.c.asked).where(
                pitches.c.programme_id == programme_id,
                pitches.c.made_by == user_id,
                pitches.c.client_id == client_id,
            )
        )
    ).one_or_none()
    return None if row is None else (row.pitch_id, row.asked)


async def find(tx: Reader, pitch_id: PitchId) -> Pitch | None:
    row = (await tx.execute(_pitches().where(pitches.c.pitch_id == pitch_id))).one_or_none()
    return None if row is None else _pitch(row)


async def get_maker(tx: Reader, pitch_id: PitchId) -> UserId:
    query = select(pitches.c.made_by).where(pitches.c.pitch_id == pitch_id)
    return UserId((await tx.execute(query)).scalar_one())


async def list_of_user(tx: Reader, user_id: UserId) -> tuple[Pitch, ...]:
    """Those that this person is one of the two of, the newest first."""
    rows = await tx.execute(
        _pitches()
        .where(or_(pitches.c.mentor_id == user_id, pitches.c.mentee_id == user_id))
        .order_by(pitches.c.created_at.desc(), pitches.c.pitch_id)
    )
    return tuple(_pitch(row) for row in rows)


async def list_suggestions(tx: Reader, programme_id: ProgrammeId) -> tuple[SuggestionOverview, ...]:
    """The matches that the programme's managers suggested, the newest first."""
    rows = await tx.execute(
        _pitches()
        .where(pitches.c.programme_id == programme_id, pitches.c.origin == "manager")
        .order_by(pitches.c.created_at.desc(), pitches.c.pitch_id)
    )
    return tuple(overview(_pitch(row)) for row in rows)


async def is_waiting(tx: Reader, programme_id: ProgrammeId, *, mentor_id: UserId, mentee_id: UserId) -> bool:
    """Whether something between these two is not answered yet."""
    found = await tx.execute(
        select(pitches.c.pitch_id).where(
            pitches.c.programme_id == programme_id,
            pitches.c.mentor_id == mentor_id,
            pitches.c.mentee_id == mentee_id,
            pitches.c.status.in_(WAITING),
        )
    )
    return found.first() is not None


async def count_waiting(tx: Reader, programme_id: ProgrammeId, mentee_id: UserId) -> int:
    """How many of this mentee's own pitches are not answered yet."""
    query = select(func.count()).where(
        pitches.c.programme_id == programme_id,
        pitches.c.made_by == mentee_id,
        pitches.c.origin == "mentee",
        pitches.c.status.in_(WAITING),
    )
    return int((await tx.execute(query)).scalar_one())


async def change(tx: Writer, pitch: Pitch, *, at: datetime, **values: Any) -> Pitch:
    """Give the pitch these values and its next revision."""
    await tx.execute(
        update(pitches)
        .where(pitches.c.pitch_id == pitch.pitch_id)
        .values(revision=pitch.revision + 1, changed_at=at, **values)
    )
    return await _get(tx, pitch.pitch_id)


def overview(pitch: Pitch) -> SuggestionOverview:
    return SuggestionOverview(
        pitch_id=pitch.pitch_id,
        mentor=pitch.mentor,
        mentee=pitch.mentee,
        status=pitch.status,
        created_at=pitch.created_at,
    )


async def _get(tx: Reader, pitch_id: PitchId) -> Pitch:
    return _pitch((await tx.execute(_pitches().where(pitches.c.pitch_id == pitch_id))).one())


def _pitches() -> Select[*tuple[Any, ...]]:
    return (
        select(
            pitches,
            programmes.c.name.label("programme_name"),
            mentors.c.name.label("mentor_name"),
            mentors.c.time_zone.label("mentor_time_zone"),
            mentees.c.name.label("mentee_name"),
            mentees.c.time_zone.label("mentee_time_zone"),
        )
        .join(programmes, programmes.c.programme_id == pitches.c.programme_id)
        .join(mentors, mentors.c.user_id == pitches.c.mentor_id)
        .join(mentees, mentees.c.user_id == pitches.c.mentee_id)
    )


def _pitch(row: Row[*tuple[Any, ...]]) -> Pitch:
    yes = ((row.mentor_id, row.accepted_by_mentor), (row.mentee_id, row.accepted_by_mentee))
    return Pitch(
        pitch_id=row.pitch_id,
        programme=ProgrammeName(programme_id=row.programme_id, name=row.programme_name),
        origin=row.origin,
        mentor=Person(user_id=row.mentor_id, name=row.mentor_name, time_zone=row.mentor_time_zone),
        mentee=Person(user_id=row.mentee_id, name=row.mentee_name, time_zone=row.mentee_time_zone),
        status=row.status,
        want=row.want,
        why=row.why,
        note=row.note,
        accepted_by=tuple(user_id for user_id, accepted in yes if accepted),
        answered_by=row.answered_by,
        conversation_id=row.conversation_id,
        mentorship_id=row.mentorship_id,
        revision=row.revision,
        created_at=row.created_at,
        changed_at=row.changed_at,
    )
