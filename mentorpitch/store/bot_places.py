"""Where bots are guests, and how far they reach."""

from datetime import datetime
from typing import Any, Literal

import msgspec
from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from mentorpitch.bots.scopes import READS_TEXT
from mentorpitch.shapes import BotName, ConversationId, MentorshipId, UserId
from mentorpitch.store.bots import owners, working
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.tables.bots import bot_places, bots
from mentorpitch.store.tables.chat import conversations
from mentorpitch.store.tables.growth import goals
from mentorpitch.store.tables.meetings import meetings
from mentorpitch.store.tables.mentorships import access_log, mentorships
from mentorpitch.store.tables.people import blocks, users

Kind = Literal["mentorship", "conversation", "meeting", "goal"]

mentors = users.alias("mentors")
mentees = users.alias("mentees")


class StoredPlace(msgspec.Struct, frozen=True, kw_only=True):
    """An invitation of a bot, confirmed or not."""

    bot_id: UserId
    mentorship_id: MentorshipId
    invited_by: UserId
    invited_at: datetime
    confirmed_at: datetime | None
    withdrawn_at: datetime | None


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """A mentorship that a bot reaches now."""

    mentorship_id: MentorshipId
    conversation_id: ConversationId
    last_seq: int
    invited_by: UserId
    user_ids: tuple[UserId, UserId]  # mentor, mentee


async def invite(
    tx: Writer, bot_id: UserId, mentorship_id: MentorshipId, *, by: UserId, at: datetime
) -> None:
    """Anew, when it was withdrawn before."""
    said = {"invited_by": by, "invited_at": at, "confirmed_at": None, "withdrawn_at": None}
    await tx.execute(
        insert(bot_places)
        .values(bot_id=bot_id, mentorship_id=mentorship_id, **said)
        .on_conflict_do_update(index_elements=("bot_id", "mentorship_id"), set_=said)
    )


async def confirm(tx: Writer, bot_id: UserId, mentorship_id: MentorshipId, *, at: datetime) -> None:
    await tx.execute(update(bot_places).where(_is(bot_id, mentorship_id)).values(confirmed_at=at))


async def withdraw(tx: Writer, bot_id: UserId, mentorship_id: MentorshipId, *, at: datetime) -> None:
    await tx.execute(update(bot_places).where(_is(bot_id, mentorship_id)).values(withdrawn_at=at))


async def withdraw_all(tx: Writer, bot_id: UserId, *, at: datetime) -> tuple[MentorshipId, ...]:
    """Returns where it was invited."""
    gone = await tx.execute(
        update(bot_places)
        .where(bot_places.c.bot_id == bot_id, bot_places.c.withdrawn_at.is_(None))
        .values(withdrawn_at=at)
        .returning(bot_places.c.mentorship_id)
    )
    return tuple(gone.scalars())


async def find(tx: Reader, bot_id: UserId, mentorship_id: MentorshipId) -> StoredPlace | None:
    """None also for one that was withdrawn."""
    found = await list_of(tx, mentorship_id, bot_id=bot_id)
    return found[0] if found else None


async def list_of(
    tx: Reader, mentorship_id: MentorshipId, *, bot_id: UserId | None = None
) -> list[StoredPlace]:
    """The bots of a mentorship, the oldest first."""
    query = select(bot_places).where(
        bot_places.c.mentorship_id == mentorship_id, bot_places.c.withdrawn_at.is_(None)
    )
    if bot_id is not None:
        query = query.where(bot_places.c.bot_id == bot_id)
    rows = await tx.execute(query.order_by(bot_places.c.invited_at, bot_places.c.bot_id))
    return [StoredPlace(**row._asdict()) for row in rows]


async def list_by_bot(tx: Reader, bot_id: UserId) -> list[StoredPlace]:
    """Where it is invited."""
    rows = await tx.execute(
        select(bot_places)
        .where(bot_places.c.bot_id == bot_id, bot_places.c.withdrawn_at.is_(None))
        .order_by(bot_places.c.invited_at, bot_places.c.mentorship_id)
    )
    return [StoredPlace(**row._asdict()) for row in rows]


async def list_names(tx: Reader, mentorship_id: MentorshipId) -> tuple[BotName, ...]:
    """Every bot that ever was a guest there: what it wrote is still read."""
    rows = await tx.execute(
        select(users.c.user_id, users.c.name, bots.c.scopes, bot_places.c.withdrawn_at)
        .join(bot_places, bot_places.c.bot_id == users.c.user_id)
        .join(bots, bots.c.bot_id == users.c.user_id)
        .where(bot_places.c.mentorship_id == mentorship_id, bot_places.c.confirmed_at.is_not(None))
        .order_by(bot_places.c.invited_at, users.c.user_id)
    )
    return tuple(
        BotName(
            user_id=row.user_id,
            name=row.name,
            reads=() if row.withdrawn_at else tuple(scope for scope in row.scopes if scope in READS_TEXT),
        )
        for row in rows
    )


# ── How far a bot reaches ────────────────────────────────────────────────────


async def find_reach(tx: Reader, bot_id: UserId, kind: Kind, thing_id: str) -> Reach | None:
    """The mentorship around a thing, if the bot is a guest of it now."""
    row = (await tx.execute(_reaches(bot_id).where(_is_around(kind, thing_id)))).one_or_none()
    return None if row is None else _reach(row)


async def list_reaches(tx: Reader, bot_id: UserId) -> list[Reach]:
    rows = await tx.execute(_reaches(bot_id).order_by(bot_places.c.confirmed_at, mentorships.c.mentorship_id))
    return [_reach(row) for row in rows]


async def is_logged(
    tx: Reader, bot_id: UserId, mentorship_id: MentorshipId, did: str, *, since: datetime
) -> bool:
    """Whether the access log says already that it did this."""
    found = await tx.execute(
        select(access_log.c.entry)
        .where(
            access_log.c.mentorship_id == mentorship_id,
            access_log.c.user_id == bot_id,
            access_log.c.did == did,
            access_log.c.at >= since,
        )
        .limit(1)
    )
    return found.first() is not None


def _reaches(bot_id: UserId) -> Select[Any]:
    """Both said yes, the pair goes on, and nobody in between is gone: else there is nothing to reach."""
    return (
        select(
            mentorships.c.mentorship_id,
            mentorships.c.conversation_id,
            mentorships.c.mentor_id,
            mentorships.c.mentee_id,
            bot_places.c.invited_by,
            conversations.c.last_seq,
        )
        .select_from(bot_places)
        .join(bots, bots.c.bot_id == bot_places.c.bot_id)
        .join(owners, owners.c.user_id == bots.c.owner_id)
        .join(mentorships, mentorships.c.mentorship_id == bot_places.c.mentorship_id)
        .join(conversations, conversations.c.conversation_id == mentorships.c.conversation_id)
        .join(mentors, mentors.c.user_id == mentorships.c.mentor_id)
        .join(mentees, mentees.c.user_id == mentorships.c.mentee_id)
        .where(
            bot_places.c.bot_id == bot_id,
            bot_places.c.confirmed_at.is_not(None),
            bot_places.c.withdrawn_at.is_(None),
            mentorships.c.status == "active",
            mentors.c.banned_at.is_(None),
            mentees.c.banned_at.is_(None),
            ~_is_blocked(),
            *working(),
        )
    )


def _is_blocked() -> ColumnElement[bool]:
    mentor, mentee = mentorships.c.mentor_id, mentorships.c.mentee_id
    return exists().where(
        or_(
            and_(blocks.c.user_id == mentor, blocks.c.blocked_id == mentee),
            and_(blocks.c.user_id == mentee, blocks.c.blocked_id == mentor),
        )
    )


def _is_around(kind: Kind, thing_id: str) -> ColumnElement[bool]:
    match kind:
        case "mentorship":
            return mentorships.c.mentorship_id == thing_id
        case "conversation":
            return mentorships.c.conversation_id == thing_id
        case "meeting":
            inside = select(meetings.c.mentorship_id).where(meetings.c.meeting_id == thing_id)
        case "goal":
            inside = select(goals.c.mentorship_id).where(goals.c.goal_id == thing_id)
    return mentorships.c.mentorship_id == inside.scalar_subquery()


def _is(bot_id: UserId, mentorship_id: MentorshipId) -> ColumnElement[bool]:
    return and_(bot_places.c.bot_id == bot_id, bot_places.c.mentorship_id == mentorship_id)


def _reach(row: Any) -> Reach:
    return Reach(
        mentorship_id=row.mentorship_id,
        conversation_id=row.conversation_id,
        last_seq=row.last_seq,
        invited_by=row.invited_by,
        user_ids=(row.mentor_id, row.mentee_id),
    )
