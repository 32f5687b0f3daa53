"""Invitations into a programme. Only the hash of the secret in the link is kept."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Row, Select, insert, select, update

from mentorpitch.shapes import ProgrammeId, ProgrammeName, UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.programmes import MemberRole
from mentorpitch.store.tables.people import users
from mentorpitch.store.tables.programmes import invitations, programmes


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    invitation_id: str
    programme: ProgrammeName
    email: str  # lower case
    role: MemberRole
    invited_by: str  # name
    expires_at: datetime
    accepted_at: datetime | None
    withdrawn_at: datetime | None

    def is_open(self, now: datetime) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and now < self.expires_at


async def add(
    tx: Writer,
    invitation_id: str,
    *,
    secret_hash: str,
    programme_id: ProgrammeId,
    email: str,
    role: MemberRole,
    invited_by: UserId,
    at: datetime,
    expires_at: datetime,
) -> None:
    await tx.execute(
        insert(invitations).values(
            invitation_id=invitation_id,
            secret_hash=secret_hash,
            programme_id=programme_id,
            email=email,
            role=role,
            invited_by=invited_by,
            created_at=at,
            expires_at=expires_at,
        )
    )


async def find(tx: Reader, invitation_id: str) -> Invitation | None:
    return await _one(tx, _select().where(invitations.c.invitation_id == invitation_id))


async def find_by_secret(tx: Reader, secret_hash: str) -> Invitation | None:
    return await _one(tx, _select().where(invitations.c.secret_hash == secret_hash))


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


async def accept(tx: Writer, invitation_id: str, *, at: datetime) -> None:
    await tx.execute(
        update(invitations).where(invitations.c.invitation_id == invitation_id).values(accepted_at=at)
    )


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


async def withdraw_all_by(tx: Writer, user_id: UserId, *, at: datetime) -> None:
    await tx.execute(
        update(invitations)
        .where(
            invitations.c.invited_by == user_id,
            invitations.c.accepted_at.is_(None),
            invitations.c.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=at)
    )


def _select() -> Select[*tuple[Any, ...]]:
    return (
        select(
            invitations.c.invitation_id,
            invitations.c.email,
            invitations.c.role,
            invitations.c.expires_at,
            invitations.c.accepted_at,
            invitations.c.withdrawn_at,
            programmes.c.programme_id,
            programmes.c.name.label("programme_name"),
            users.c.name.label("invited_by"),
        )
        .join(programmes, programmes.c.programme_id == invitations.c.programme_id)
        .join(users, users.c.user_id == invitations.c.invited_by)
    )


async def _one(tx: Reader, statement: Select[*tuple[Any, ...]]) -> Invitation | None:
    row = (await tx.execute(statement)).one_or_none()
    return None if row is None else _invitation(row)


def _invitation(row: Row[*tuple[Any, ...]]) -> Invitation:
    return Invitation(
        invitation_id=row.invitation_id,
        programme=ProgrammeName(programme_id=row.programme_id, name=row.programme_name),
        email=row.email,
        role=row.role,
        invited_by=row.invited_by,
        expires_at=row.expires_at,
        accepted_at=row.accepted_at,
        withdrawn_at=row.withdrawn_at,
    )
