"""The addresses of people's calendar feeds and of their answers to invitations, as hashes."""

from datetime import datetime

import msgspec
from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from mentorpitch.shapes import UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.tables.people import users
from mentorpitch.store.tables.reminders import calendar_feeds, reply_addresses


class StoredFeed(msgspec.Struct, frozen=True, kw_only=True):
    revision: int
    secret_hash: str | None  # None: it was taken away


async def find(tx: Reader, user_id: UserId) -> StoredFeed | None:
    columns = (calendar_feeds.c.revision, calendar_feeds.c.secret_hash)
    row = (await tx.execute(select(*columns).where(calendar_feeds.c.user_id == user_id))).one_or_none()
    return None if row is None else StoredFeed(**row._asdict())


async def find_user(tx: Reader, secret_hash: str) -> UserId | None:
    """Whose address it is, while their account is open."""
    query = (
        select(users.c.user_id)
        .join(calendar_feeds, calendar_feeds.c.user_id == users.c.user_id)
        .where(calendar_feeds.c.secret_hash == secret_hash, users.c.banned_at.is_(None))
    )
    return (await tx.execute(query)).scalar_one_or_none()


async def put(tx: Writer, user_id: UserId, *, revision: int, secret_hash: str | None, at: datetime) -> None:
    values = {"revision": revision, "secret_hash": secret_hash, "made_at": at}
    await tx.execute(
        insert(calendar_feeds)
        .values(user_id=user_id, **values)
        .on_conflict_do_update(index_elements=["user_id"], set_=values)
    )


# ── Where answers to invitations are taken ───────────────────────────────────


class ReplyPlace(msgspec.Struct, frozen=True, kw_only=True):
    meeting_id: str
    user_id: UserId


async def keep_reply_address(tx: Writer, token_hash: str, *, meeting_id: str, user_id: UserId) -> None:
    await tx.execute(
        insert(reply_addresses)
        .values(token_hash=token_hash, meeting_id=meeting_id, user_id=user_id)
        .on_conflict_do_nothing()
    )


async def find_reply_place(tx: Reader, token_hash: str) -> ReplyPlace | None:
    """Whose answers about which meeting come there, while their account is open."""
    query = (
        select(reply_addresses.c.meeting_id, reply_addresses.c.user_id)
        .join(users, users.c.user_id == reply_addresses.c.user_id)
        .where(reply_addresses.c.token_hash == token_hash, users.c.banned_at.is_(None))
    )
    row = (await tx.execute(query)).one_or_none()
    return None if row is None else ReplyPlace(**row._asdict())
