"""Invitations into a programme. Only the hash of the secret in the link is kept."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

import msgspec
from sqlalchemy import Row, Select, insert, or_, select, true, update

from mentorpitch.shapes import ProgrammeId, ProgrammeName, Shape, UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.programmes import MemberRole
from mentorpitch.store.tables.jobs import jobs
from mentorpitch.store.tables.people import users
from mentorpitch.store.tables.programmes import invitation_links, invitations, programmes


class MailState(Shape, frozen=True):
    """What became of the letter with an invitation."""

    state: Literal["waiting", "sent", "failed"]
    reason: str | None  # a word: why it failed, or has not gone yet
    at: datetime  # when it went or failed, or when it is tried next


class NewInvitation(msgspec.Struct, frozen=True, kw_only=True):
    invitation_id: str
    secret_hash: str
    email: str  # lower case
    role: MemberRole
    name: str = ""
    time_zone: str = ""
    mail_job_id: str | None = None


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    invitation_id: str
    programme: ProgrammeName
    email: str  # lower case
    name: str  # may be empty
    time_zone: str  # may be empty
    role: MemberRole
    invited_by: str  # name
    expires_at: datetime
    accepted_at: datetime | None
    withdrawn_at: datetime | None
    mail: MailState | None  # None: nobody asked for a letter

    def is_open(self, now: datetime) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and now < self.expires_at


async def add(
    tx: Writer,
    programme_id: ProgrammeId,
    new: Sequence[NewInvitation],
    *,
    invited_by: UserId,
    at: datetime,
    expires_at: datetime,
    import_id: str | None = None,
) -> None:
    shared = {
        "programme_id": programme_id,
        "invited_by": invited_by,
        "created_at": at,
        "expires_at": expires_at,
        "import_id": import_id,
    }
    if new:
        await tx.execute(insert(invitations), [msgspec.structs.asdict(each) | shared for each in new])


async def add_links(tx: Writer, invitation_ids_by_hash: Mapping[str, str]) -> None:
    rows = [{"secret_hash": each, "invitation_id": of} for each, of in invitation_ids_by_hash.items()]
    if rows:
        await tx.execute(insert(invitation_links), rows)


async def renew(tx: Writer, invitation_id: str, *, expires_at: datetime) -> None:
    await _change(tx, invitation_id, expires_at=expires_at)


async def set_mail_job(tx: Writer, invitation_id: str, job_id: str) -> None:
    await _change(tx, invitation_id, mail_job_id=job_id)


async def find(tx: Reader, invitation_id: str) -> Invitation | None:
    return await _one(tx, _select().where(invitations.c.invitation_id == invitation_id))


async def find_by_secret(tx: Reader, secret_hash: str) -> Invitation | None:
    """By any of its links."""
    links = select(invitation_links.c.invitation_id).where(invitation_links.c.secret_hash == secret_hash)
    is_it = or_(invitations.c.secret_hash == secret_hash, invitations.c.invitation_id.in_(links))
    return await _one(tx, _select().where(is_it))


async def list_open(tx: Reader, programme_id: ProgrammeId, *, at: datetime) -> list[Invitation]:
    """The newest first."""
    rows = await tx.execute(
        _select()
        .where(
            invitations.c.programme_id == programme_id,
            invitations.c.accepted_at.is_(None),
            invitations.c.withdrawn_at.is_(None),
            invitations.c.expires_at > at,
        )
        .order_by(invitations.c.created_at.desc(), invitations.c.invitation_id)
    )
    return [_invitation(row) for row in rows]


async def list_of_import(tx: Reader, import_id: str) -> list[Invitation]:
    """In the order of their addresses."""
    query = _select().where(invitations.c.import_id == import_id)
    rows = await tx.execute(query.order_by(invitations.c.email, invitations.c.role))
    return [_invitation(row) for row in rows]


async def accept(tx: Writer, invitation_id: str, *, at: datetime) -> None:
    await _change(tx, invitation_id, accepted_at=at)


async def withdraw(tx: Writer, invitation_id: str, *, at: datetime) -> None:
    await tx.execute(
        update(invitations)
        .where(
            invitations.c.invitation_id == invitation_id,
            invitations.c.accepted_at.is_(None),
            invitations.c.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=at)
    )


async def withdraw_same(
    tx: Writer, programme_id: ProgrammeId, *, email: str, role: MemberRole, at: datetime
) -> None:
    """Withdraw what a new invitation of the same person to the same role takes the place of."""
    await tx.execute(
        update(invitations)
        .where(
            invitations.c.programme_id == programme_id,
            invitations.c.email == email,
            invitations.c.role == role,
            invitations.c.accepted_at.is_(None),
            invitations.c.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=at)
    )


async def withdraw_all_by(
    tx: Writer, user_id: UserId, *, at: datetime, programme_id: ProgrammeId | None = None
) -> None:
    """What this person invited to, anywhere or in one programme."""
    await tx.execute(
        update(invitations)
        .where(
            invitations.c.invited_by == user_id,
            true() if programme_id is None else invitations.c.programme_id == programme_id,
            invitations.c.accepted_at.is_(None),
            invitations.c.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=at)
    )


async def _change(tx: Writer, invitation_id: str, **values: object) -> None:
    await tx.execute(update(invitations).where(invitations.c.invitation_id == invitation_id).values(values))


def _select() -> Select[*tuple[Any, ...]]:
    return (
        select(
            invitations.c.invitation_id,
            invitations.c.email,
            invitations.c.name,
            invitations.c.time_zone,
            invitations.c.role,
            invitations.c.expires_at,
            invitations.c.accepted_at,
            invitations.c.withdrawn_at,
            programmes.c.programme_id,
            programmes.c.name.label("programme_name"),
            users.c.name.label("invited_by"),
            jobs.c.job_id,
            jobs.c.next_at,
            jobs.c.done_at,
            jobs.c.failed_at,
            jobs.c.last_error,
        )
        .join(programmes, programmes.c.programme_id == invitations.c.programme_id)
        .join(users, users.c.user_id == invitations.c.invited_by)
        .outerjoin(jobs, jobs.c.job_id == invitations.c.mail_job_id)
    )


async def _one(tx: Reader, statement: Select[*tuple[Any, ...]]) -> Invitation | None:
    row = (await tx.execute(statement)).one_or_none()
    return None if row is None else _invitation(row)


def _invitation(row: Row[*tuple[Any, ...]]) -> Invitation:
    return Invitation(
        invitation_id=row.invitation_id,
        programme=ProgrammeName(programme_id=row.programme_id, name=row.programme_name),
        email=row.email,
        name=row.name,
        time_zone=row.time_zone,
        role=row.role,
        invited_by=row.invited_by,
        expires_at=row.expires_at,
        accepted_at=row.accepted_at,
        withdrawn_at=row.withdrawn_at,
        mail=_mail_state(row) if row.job_id else None,
    )


def _mail_state(row: Row[*tuple[Any, ...]]) -> MailState:
    if row.done_at:
        return MailState(state="sent", reason=None, at=row.done_at)
    if row.failed_at:
        return MailState(state="failed", reason=row.last_error, at=row.failed_at)
    return MailState(state="waiting", reason=row.last_error, at=row.next_at)
