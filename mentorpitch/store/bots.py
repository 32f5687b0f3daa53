"""Bots: who made them, what they may, and their tokens."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Row, Select, insert, or_, select, update

from mentorpitch.bots.scopes import Scope, Scopes
from mentorpitch.bots.shapes import Bot
from mentorpitch.shapes import Person, ProgrammeId, ProgrammeName, UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.tables.bots import bots
from mentorpitch.store.tables.people import users
from mentorpitch.store.tables.programmes import memberships, programmes

owners = users.alias("owners")


class StoredBot(msgspec.Struct, frozen=True, kw_only=True):
    bot: Bot
    token_id: str | None
    token_made_at: datetime | None
    revoked_at: datetime | None


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the bearer of a token."""

    bot_id: UserId
    token_hash: str
    scopes: Scopes
    owner_banned: bool


async def add(
    tx: Writer,
    bot_id: UserId,
    *,
    owner_id: UserId,
    programme_id: ProgrammeId | None,
    purpose: str,
    scopes: tuple[Scope, ...],
    at: datetime,
) -> None:
    """The account of that id is there already."""
    await tx.execute(
        insert(bots).values(
            bot_id=bot_id,
            owner_id=owner_id,
            programme_id=programme_id,
            purpose=purpose,
            scopes=list(scopes),
            created_at=at,
        )
    )


async def find(tx: Reader, bot_id: UserId) -> StoredBot | None:
    row = (await tx.execute(_bots().where(bots.c.bot_id == bot_id))).one_or_none()
    return None if row is None else _stored(row)


async def list_by(tx: Reader, owner_id: UserId) -> list[StoredBot]:
    """Those that this person made and has not retired, the oldest first."""
    mine = (bots.c.owner_id == owner_id, bots.c.revoked_at.is_(None))
    rows = await tx.execute(_bots().where(*mine).order_by(bots.c.created_at, bots.c.bot_id))
    return [_stored(row) for row in rows]


async def list_invitable(tx: Reader, user_id: UserId, programme_id: ProgrammeId) -> list[Bot]:
    """A person's own, and those that managers of the programme offer to its pairs."""
    is_own = (bots.c.owner_id == user_id) & bots.c.programme_id.is_(None)
    rows = await tx.execute(
        _bots()
        .where(or_(is_own, bots.c.programme_id == programme_id), *working())
        .order_by(bots.c.created_at, bots.c.bot_id)
    )
    return [_stored(row).bot for row in rows]


async def set_token(tx: Writer, bot_id: UserId, *, token_id: str, token_hash: str, at: datetime) -> None:
    await tx.execute(
        update(bots)
        .where(bots.c.bot_id == bot_id)
        .values(token_id=token_id, token_hash=token_hash, token_made_at=at)
    )


async def retire(tx: Writer, bot_id: UserId, *, at: datetime) -> None:
    await tx.execute(
        update(bots)
        .where(bots.c.bot_id == bot_id)
        .values(revoked_at=at, token_id=None, token_hash=None, token_made_at=None)
    )


async def find_token(tx: Reader, token_id: str) -> Token | None:
    """One query, because every request of a bot begins with it."""
    row = (
        await tx.execute(
            select(bots.c.bot_id, bots.c.token_hash, bots.c.scopes, owners.c.banned_at)
            .join(owners, owners.c.user_id == bots.c.owner_id)
            .where(bots.c.token_id == token_id)
        )
    ).one_or_none()
    if row is None:
        return None
    return Token(
        bot_id=row.bot_id,
        token_hash=row.token_hash,
        scopes=msgspec.convert(row.scopes, Scopes),
        owner_banned=row.banned_at is not None,
    )


def working() -> tuple[Any, ...]:
    """Of a query over `bots` and `owners`: not retired, and whoever runs it still may."""
    still_manages = select(memberships.c.user_id).where(
        memberships.c.user_id == bots.c.owner_id,
        memberships.c.programme_id == bots.c.programme_id,
        memberships.c.role == "manager",
    )
    return (
        bots.c.revoked_at.is_(None),
        owners.c.banned_at.is_(None),
        or_(bots.c.programme_id.is_(None), still_manages.exists()),
    )


def _bots() -> Select[Any]:
    return (
        select(
            bots,
            users.c.name,
            owners.c.name.label("owner_name"),
            owners.c.time_zone.label("owner_time_zone"),
            programmes.c.name.label("programme_name"),
        )
        .select_from(bots)
        .join(users, users.c.user_id == bots.c.bot_id)
        .join(owners, owners.c.user_id == bots.c.owner_id)
        .outerjoin(programmes, programmes.c.programme_id == bots.c.programme_id)
    )


def _stored(row: Row[Any]) -> StoredBot:
    offered_in = row.programme_id and ProgrammeName(programme_id=row.programme_id, name=row.programme_name)
    return StoredBot(
        bot=Bot(
            bot_id=row.bot_id,
            name=row.name,
            purpose=row.purpose,
            scopes=msgspec.convert(row.scopes, tuple[Scope, ...]),
            owner=Person(user_id=row.owner_id, name=row.owner_name, time_zone=row.owner_time_zone),
            programme=offered_in or None,
            created_at=row.created_at,
        ),
        token_id=row.token_id,
        token_made_at=row.token_made_at,
        revoked_at=row.revoked_at,
    )
