"""Programmes, and who is what in them."""

from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, delete, exists, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or_ignore

from mentorpitch.mentorships.shapes import MyProgramme
from mentorpitch.shapes import Person, ProgrammeId, ProgrammeName, UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.tables.people import users
from mentorpitch.store.tables.programmes import memberships, programmes

MemberRole = Literal["mentor", "mentee", "manager"]


async def add(tx: Writer, programme: ProgrammeName, *, at: datetime, is_demo: bool = False) -> None:
    await tx.execute(
        insert(programmes).values(
            programme_id=programme.programme_id, name=programme.name, created_at=at, is_demo=is_demo
        )
    )


async def find(tx: Reader, programme_id: ProgrammeId) -> ProgrammeName | None:
    name = (
        await tx.execute(select(programmes.c.name).where(programmes.c.programme_id == programme_id))
    ).scalar_one_or_none()
    return None if name is None else ProgrammeName(programme_id=programme_id, name=name)


async def list_managed(tx: Reader, user_id: UserId) -> tuple[ProgrammeName, ...]:
    rows = await tx.execute(
        select(programmes.c.programme_id, programmes.c.name)
        .join(memberships, memberships.c.programme_id == programmes.c.programme_id)
        .where(memberships.c.user_id == user_id, memberships.c.role == "manager")
        .order_by(programmes.c.name, programmes.c.programme_id)
    )
    return tuple(ProgrammeName(**row._asdict()) for row in rows)


async def is_sealed(tx: Reader, programme_id: ProgrammeId) -> bool:
    """Whether feedback and rating open together in this programme."""
    query = select(programmes.c.sealed_exchange).where(programmes.c.programme_id == programme_id)
    return bool((await tx.execute(query)).scalar_one())


async def set_sealed(tx: Writer, programme_id: ProgrammeId, sealed: bool) -> None:
    await tx.execute(
        update(programmes).where(programmes.c.programme_id == programme_id).values(sealed_exchange=sealed)
    )


async def list_of_user(tx: Reader, user_id: UserId) -> tuple[MyProgramme, ...]:
    """The programmes that this person has a role in, by name."""
    rows = await tx.execute(
        select(
            programmes.c.programme_id,
            programmes.c.name,
            memberships.c.role,
            memberships.c.conduct_accepted_at,
            (memberships.c.conduct_accepted == programmes.c.conduct_revision).label("as_it_stands"),
        )
        .join(memberships, memberships.c.programme_id == programmes.c.programme_id)
        .where(memberships.c.user_id == user_id)
        .order_by(programmes.c.name, programmes.c.programme_id, memberships.c.role)
    )
    found: dict[str, MyProgramme] = {}
    for row in rows:
        before = found.get(row.programme_id)
        accepted_at = row.conduct_accepted_at if row.as_it_stands else None
        found[row.programme_id] = MyProgramme(
            programme_id=row.programme_id,
            name=row.name,
            roles=(*before.roles, row.role) if before else (row.role,),
            # A role that came later is accepted anew.
            conduct_accepted_at=accepted_at if before is None or before.conduct_accepted_at else None,
        )
    return tuple(found.values())


# ── The code of conduct ──────────────────────────────────────────────────────


async def get_conduct(tx: Reader, programme_id: ProgrammeId) -> tuple[str, int]:
    """The text, empty for the usual words, and its revision."""
    query = select(programmes.c.conduct, programmes.c.conduct_revision)
    row = (await tx.execute(query.where(programmes.c.programme_id == programme_id))).one()
    return row.conduct, row.conduct_revision


async def put_conduct(tx: Writer, programme_id: ProgrammeId, text: str, *, revision: int) -> None:
    await tx.execute(
        update(programmes)
        .where(programmes.c.programme_id == programme_id)
        .values(conduct=text, conduct_revision=revision)
    )


async def accept_conduct(
    tx: Writer, programme_id: ProgrammeId, user_id: UserId, *, revision: int, at: datetime
) -> None:
    """For all roles of theirs; where this revision was accepted before, the first time stays."""
    await tx.execute(
        update(memberships)
        .where(
            memberships.c.programme_id == programme_id,
            memberships.c.user_id == user_id,
            memberships.c.conduct_accepted.is_distinct_from(revision),
        )
        .values(conduct_accepted=revision, conduct_accepted_at=at)
    )


async def find_conduct_accepted_at(tx: Reader, programme_id: ProgrammeId, user_id: UserId) -> datetime | None:
    """When this member accepted the code as it stands, in all their roles."""
    return next(
        (
            mine.conduct_accepted_at
            for mine in await list_of_user(tx, user_id)
            if mine.programme_id == programme_id
        ),
        None,
    )


# ── Members ──────────────────────────────────────────────────────────────────


async def add_member(
    tx: Writer, programme_id: ProgrammeId, user_id: UserId, role: MemberRole, *, at: datetime
) -> None:
    """Add a role; one that the person has already stays as it is."""
    await tx.execute(
        insert_or_ignore(memberships)
        .values(programme_id=programme_id, user_id=user_id, role=role, joined_at=at)
        .on_conflict_do_nothing()
    )


async def remove_member(tx: Writer, programme_id: ProgrammeId, user_id: UserId) -> None:
    """Whatever their roles."""
    await tx.execute(
        delete(memberships).where(
            memberships.c.programme_id == programme_id, memberships.c.user_id == user_id
        )
    )


async def roles_of(tx: Reader, programme_id: ProgrammeId, user_id: UserId) -> frozenset[MemberRole]:
    rows = await tx.execute(
        select(memberships.c.role).where(
            memberships.c.programme_id == programme_id, memberships.c.user_id == user_id
        )
    )
    return frozenset(rows.scalars())


async def has_role(tx: Reader, programme_id: ProgrammeId, user_id: UserId, role: MemberRole) -> bool:
    return role in await roles_of(tx, programme_id, user_id)


async def list_members(tx: Reader, programme_id: ProgrammeId) -> list[tuple[Person, MemberRole]]:
    rows = await tx.execute(
        select(users.c.user_id, users.c.name, users.c.time_zone, memberships.c.role)
        .join(users, users.c.user_id == memberships.c.user_id)
        .where(memberships.c.programme_id == programme_id)
        .order_by(users.c.name, users.c.user_id, memberships.c.role)
    )
    return [(Person(user_id=row[0], name=row[1], time_zone=row[2]), row[3]) for row in rows]


async def list_emails(tx: Reader, programme_id: ProgrammeId) -> frozenset[tuple[str, MemberRole]]:
    """The address and role of each member."""
    rows = await tx.execute(
        select(users.c.email, memberships.c.role)
        .join(users, users.c.user_id == memberships.c.user_id)
        .where(memberships.c.programme_id == programme_id)
    )
    return frozenset((row[0], row[1]) for row in rows)


async def list_member_ids(tx: Reader, programme_id: ProgrammeId) -> tuple[UserId, ...]:
    """Everybody who has a role in it, once."""
    query = select(memberships.c.user_id).where(memberships.c.programme_id == programme_id).distinct()
    return tuple((await tx.execute(query)).scalars())


def share_programme(one: ColumnElement[str], other: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether these two have a role in the same programme."""
    ones, others = memberships.alias(), memberships.alias()
    return exists().where(
        ones.c.user_id == one, others.c.user_id == other, ones.c.programme_id == others.c.programme_id
    )


async def list_managers(tx: Reader, programme_id: ProgrammeId) -> list[Person]:
    return [person for person, role in await list_members(tx, programme_id) if role == "manager"]
