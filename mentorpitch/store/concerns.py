"""Concerns, and the log of what others than the two did to a mentorship."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Row, Select, insert, select, update

from mentorpitch.mentorships.shapes import AccessEntry, ActedAs, Concern, Deed, Excerpt
from mentorpitch.shapes import MentorshipId, Person, ProgrammeId, UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.tables.mentorships import access_log, concerns, mentorships
from mentorpitch.store.tables.people import users
from mentorpitch.store.tables.programmes import memberships

reporters = users.alias("reporters")
managers = users.alias("managers")


async def add(
    tx: Writer,
    concern_id: str,
    *,
    mentorship_id: MentorshipId,
    reported_by: UserId,
    client_id: str,
    asked: str,
    manager_id: UserId,
    text: str,
    excerpts: tuple[Excerpt, ...],
    at: datetime,
) -> Concern:
    await tx.execute(
        insert(concerns).values(
            concern_id=concern_id,
            mentorship_id=mentorship_id,
            reported_by=reported_by,
            client_id=client_id,
            asked=asked,
            manager_id=manager_id,
            text=text,
            excerpts=msgspec.to_builtins(excerpts),
            at=at,
        )
    )
    return await get(tx, concern_id)


async def get(tx: Reader, concern_id: str) -> Concern:
    [found] = await _list(tx, _concerns().where(concerns.c.concern_id == concern_id))
    return found


async def find_sent_to(tx: Reader, concern_id: str, manager_id: UserId) -> tuple[Concern, ProgrammeId] | None:
    """The concern, and the programme that it is about, for the manager who was told."""
    theirs = (concerns.c.concern_id == concern_id, concerns.c.manager_id == manager_id)
    row = (await tx.execute(_concerns().add_columns(mentorships.c.programme_id).where(*theirs))).one_or_none()
    return None if row is None else (_concern(row), row.programme_id)


async def close(tx: Writer, concern_id: str, *, note: str, closed_at: datetime) -> Concern:
    await tx.execute(
        update(concerns)
        .where(concerns.c.concern_id == concern_id)
        .values(closed_at=closed_at, note=note, revision=concerns.c.revision + 1)
    )
    return await get(tx, concern_id)


async def find_made(
    tx: Reader, mentorship_id: MentorshipId, user_id: UserId, client_id: str
) -> tuple[Concern, str] | None:
    """What this person reported with this client_id before, and the fingerprint of what was asked."""
    mine = (
        concerns.c.mentorship_id == mentorship_id,
        concerns.c.reported_by == user_id,
        concerns.c.client_id == client_id,
    )
    found = await _list(tx, _concerns().where(*mine))
    if not found:
        return None
    return found[0], str((await tx.execute(select(concerns.c.asked).where(*mine))).scalar_one())


async def list_by(tx: Reader, mentorship_id: MentorshipId, user_id: UserId) -> tuple[Concern, ...]:
    """What this person reported of this mentorship, the oldest first."""
    mine = (concerns.c.mentorship_id == mentorship_id, concerns.c.reported_by == user_id)
    return await _list(tx, _concerns().where(*mine))


async def list_to(tx: Reader, programme_id: ProgrammeId, manager_id: UserId) -> tuple[Concern, ...]:
    """What was sent to this manager of the programme, the oldest first."""
    theirs = (mentorships.c.programme_id == programme_id, concerns.c.manager_id == manager_id)
    return await _list(tx, _concerns().where(*theirs))


async def list_managers(
    tx: Reader, programme_id: ProgrammeId, *, but: tuple[UserId, ...]
) -> tuple[Person, ...]:
    """The programme's managers by name, without those whom it is about."""
    rows = await tx.execute(
        select(users.c.user_id, users.c.name, users.c.time_zone)
        .join(memberships, memberships.c.user_id == users.c.user_id)
        .where(
            memberships.c.programme_id == programme_id,
            memberships.c.role == "manager",
            users.c.user_id.not_in(but),
            users.c.banned_at.is_(None),
        )
        .order_by(users.c.name, users.c.user_id)
    )
    return tuple(Person(**row._asdict()) for row in rows)


# ── The access log ───────────────────────────────────────────────────────────


async def log(
    tx: Writer, mentorship_id: MentorshipId, user_id: UserId, did: Deed, *, acted_as: ActedAs, at: datetime
) -> None:
    await tx.execute(
        insert(access_log).values(
            mentorship_id=mentorship_id, user_id=user_id, acted_as=acted_as, did=did, at=at
        )
    )


async def list_log(tx: Reader, mentorship_id: MentorshipId) -> tuple[AccessEntry, ...]:
    """The oldest first."""
    rows = await tx.execute(
        select(access_log, users.c.name, users.c.time_zone)
        .join(users, users.c.user_id == access_log.c.user_id)
        .where(access_log.c.mentorship_id == mentorship_id)
        .order_by(access_log.c.entry)
    )
    return tuple(
        AccessEntry(
            who=Person(user_id=row.user_id, name=row.name, time_zone=row.time_zone),
            acted_as=row.acted_as,
            did=row.did,
            at=row.at,
        )
        for row in rows
    )


def _concerns() -> Select[*tuple[Any, ...]]:
    return (
        select(
            concerns,
            reporters.c.name.label("reporter_name"),
            reporters.c.time_zone.label("reporter_time_zone"),
            managers.c.name.label("manager_name"),
            managers.c.time_zone.label("manager_time_zone"),
        )
        .join(mentorships, mentorships.c.mentorship_id == concerns.c.mentorship_id)
        .join(reporters, reporters.c.user_id == concerns.c.reported_by)
        .join(managers, managers.c.user_id == concerns.c.manager_id)
        .order_by(concerns.c.at, concerns.c.concern_id)
    )


async def _list(tx: Reader, query: Select[*tuple[Any, ...]]) -> tuple[Concern, ...]:
    return tuple(_concern(row) for row in await tx.execute(query))


def _concern(row: Row[*tuple[Any, ...]]) -> Concern:
    return Concern(
        concern_id=row.concern_id,
        mentorship_id=row.mentorship_id,
        reported_by=Person(user_id=row.reported_by, name=row.reporter_name, time_zone=row.reporter_time_zone),
        manager=Person(user_id=row.manager_id, name=row.manager_name, time_zone=row.manager_time_zone),
        text=row.text,
        excerpts=msgspec.convert(row.excerpts, tuple[Excerpt, ...]),
        at=row.at,
        closed_at=row.closed_at,
        note=row.note if row.closed_at else None,
        revision=row.revision,
    )
