"""What mentors tell those who look for one, and how many places they have."""

from typing import Any

import msgspec
from sqlalchemy import Row, and_, func, select
from sqlalchemy.dialects.sqlite import insert

from mentorpitch.mentorships.shapes import MentorProfile, MentorShown
from mentorpitch.shapes import Person, ProgrammeId, UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.tables.mentorships import mentor_profiles, mentorships
from mentorpitch.store.tables.people import users
from mentorpitch.store.tables.programmes import memberships

PROFILE = [mentor_profiles.c[name] for name in MentorProfile.__struct_fields__]


async def find(tx: Reader, programme_id: ProgrammeId, user_id: UserId) -> MentorProfile | None:
    found = await tx.execute(
        select(*PROFILE).where(
            mentor_profiles.c.programme_id == programme_id, mentor_profiles.c.user_id == user_id
        )
    )
    row = found.one_or_none()
    return None if row is None else _profile(row)


async def put(tx: Writer, programme_id: ProgrammeId, user_id: UserId, profile: MentorProfile) -> None:
    values = msgspec.to_builtins(profile)
    statement = insert(mentor_profiles).values(programme_id=programme_id, user_id=user_id, **values)
    await tx.execute(statement.on_conflict_do_update(index_elements=["programme_id", "user_id"], set_=values))


async def count_pairs(tx: Reader, programme_id: ProgrammeId, mentor_id: UserId) -> int:
    """How many of the mentor's places in the programme are taken."""
    query = select(func.count()).where(
        mentorships.c.programme_id == programme_id,
        mentorships.c.mentor_id == mentor_id,
        mentorships.c.status != "ended",
    )
    return int((await tx.execute(query)).scalar_one())


async def list_mentors(tx: Reader, programme_id: ProgrammeId) -> tuple[MentorShown, ...]:
    """The programme's mentors by name; who said nothing about themself takes nobody."""
    taken = (
        select(func.count())
        .where(
            mentorships.c.programme_id == programme_id,
            mentorships.c.mentor_id == users.c.user_id,
            mentorships.c.status != "ended",
        )
        .scalar_subquery()
    )
    rows = await tx.execute(
        select(users.c.user_id, users.c.name, users.c.time_zone, taken.label("taken"), *PROFILE)
        .select_from(memberships)
        .join(users, users.c.user_id == memberships.c.user_id)
        .outerjoin(
            mentor_profiles,
            and_(
                mentor_profiles.c.programme_id == memberships.c.programme_id,
                mentor_profiles.c.user_id == memberships.c.user_id,
            ),
        )
        .where(
            memberships.c.programme_id == programme_id,
            memberships.c.role == "mentor",
            users.c.banned_at.is_(None),
        )
        .order_by(users.c.name, users.c.user_id)
    )
    return tuple(_shown(row) for row in rows)


def _shown(row: Row[*tuple[Any, ...]]) -> MentorShown:
    profile = MentorProfile() if row.taking_mentees is None else _profile(row)
    free = max(0, profile.capacity - row.taken)
    return MentorShown(
        person=Person(user_id=row.user_id, name=row.name, time_zone=row.time_zone),
        profile=profile,
        free_places=free,
        can_be_pitched=profile.taking_mentees and free > 0,
    )


def _profile(row: Row[*tuple[Any, ...]]) -> MentorProfile:
    return msgspec.convert(row, MentorProfile, from_attributes=True)
