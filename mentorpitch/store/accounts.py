"""Users and their sessions."""

from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update

from mentorpitch.shapes import UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.tables.people import sessions, users


class User(msgspec.Struct, frozen=True, kw_only=True):
    user_id: UserId
    email: str  # lower case
    name: str
    time_zone: str  # IANA
    password_hash: str
    is_admin: bool = False
    is_demo: bool = False
    is_bot: bool = False
    created_at: datetime
    banned_at: datetime | None = None

    @property
    def banned(self) -> bool:
        return self.banned_at is not None


class Session(msgspec.Struct, frozen=True, kw_only=True):
    secret_hash: str
    session_id: str
    user_id: UserId
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """A session together with what its person may be now."""

    session_id: str
    user_id: UserId
    last_used_at: datetime
    expires_at: datetime
    is_admin: bool
    banned_at: datetime | None


# ── Users ────────────────────────────────────────────────────────────────────


async def find(tx: Reader, user_id: UserId) -> User | None:
    row = (await tx.execute(select(users).where(users.c.user_id == user_id))).one_or_none()
    return None if row is None else User(**row._asdict())


async def find_by_email(tx: Reader, email: str) -> User | None:
    found = await tx.execute(select(users).where(users.c.email == email, ~users.c.is_bot))
    row = found.one_or_none()
    return None if row is None else User(**row._asdict())


async def add(tx: Writer, user: User) -> None:
    await tx.execute(insert(users).values(msgspec.structs.asdict(user)))


async def rename(tx: Writer, user_id: UserId, *, name: str, time_zone: str) -> None:
    await tx.execute(update(users).where(users.c.user_id == user_id).values(name=name, time_zone=time_zone))


async def set_password_hash(tx: Writer, user_id: UserId, *, new: str, instead_of: str) -> bool:
    """False when it was changed meanwhile: a slow rehash must not undo a new password."""
    result = await tx.execute(
        update(users)
        .where(users.c.user_id == user_id, users.c.password_hash == instead_of)
        .values(password_hash=new)
    )
    return result.rowcount == 1


async def set_banned(tx: Writer, user_id: UserId, at: datetime | None) -> None:
    await tx.execute(update(users).where(users.c.user_id == user_id).values(banned_at=at))


async def is_there_an_admin(tx: Reader) -> bool:
    return (await tx.execute(select(users.c.user_id).where(users.c.is_admin).limit(1))).first() is not None


async def list_all(tx: Reader) -> list[User]:
    """Every person's account."""
    rows = await tx.execute(select(users).where(~users.c.is_bot).order_by(users.c.name, users.c.user_id))
    return [User(**row._asdict()) for row in rows]


# ── Sessions ─────────────────────────────────────────────────────────────────


async def add_session(tx: Writer, session: Session) -> None:
    await tx.execute(insert(sessions).values(msgspec.structs.asdict(session)))


async def find_signed_in(tx: Reader, secret_hash: str) -> SignedIn | None:
    """One query, because every request begins with it."""
    row = (await tx.execute(SIGNED_IN, {"secret_hash": secret_hash})).one_or_none()
    return None if row is None else SignedIn(**row._asdict())


SIGNED_IN: Final = (
    select(
        sessions.c.session_id,
        sessions.c.user_id,
        sessions.c.last_used_at,
        sessions.c.expires_at,
        users.c.is_admin,
        users.c.banned_at,
    )
    .join(users, users.c.user_id == sessions.c.user_id)
    .where(sessions.c.secret_hash == bindparam("secret_hash"))
)


async def extend_session(tx: Writer, session_id: str, *, used_at: datetime, until: datetime) -> None:
    await tx.execute(
        update(sessions)
        .where(sessions.c.session_id == session_id)
        .values(last_used_at=used_at, expires_at=until)
    )


async def end_session(tx: Writer, session_id: str) -> None:
    await tx.execute(delete(sessions).where(sessions.c.session_id == session_id))


async def end_sessions(tx: Writer, user_id: UserId, *, but: str | None = None) -> tuple[str, ...]:
    """End all of a person's sessions, or all but one; returns the ids of those that ended."""
    ended = await tx.execute(
        delete(sessions)
        .where(sessions.c.user_id == user_id, sessions.c.session_id.is_distinct_from(but))
        .returning(sessions.c.session_id)
    )
    return tuple(ended.scalars())


async def forget_expired_sessions(tx: Writer, *, before: datetime) -> None:
    await tx.execute(delete(sessions).where(sessions.c.expires_at < before))
