"""The devices that take notices, and what there is to tell them of messages."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Literal

import msgspec
from sqlalchemy import Row, Select, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from mentorpitch.ids import hash_secret, new_id
from mentorpitch.shapes import ConversationId, MessageSent, UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.tables.chat import events, participants
from mentorpitch.store.tables.direct import direct_pairs
from mentorpitch.store.tables.mentorships import mentorships, pitches
from mentorpitch.store.tables.outreach import push_subscriptions, tellings
from mentorpitch.store.tables.people import sessions, users

Way = Literal["push", "mail"]


class Subscription(msgspec.Struct, frozen=True, kw_only=True):
    """A device of somebody who is signed in there and whose account is open."""

    subscription_id: str
    user_id: UserId
    time_zone: str  # IANA, its owner's
    endpoint: str
    p256dh: str
    auth: str


class Untold(msgspec.Struct, frozen=True):
    """Messages that somebody has not read, nor been told of in this way, up to `seq`."""

    user_id: UserId
    conversation_id: ConversationId
    seq: int


# ── Devices ──────────────────────────────────────────────────────────────────


async def put(
    tx: Writer,
    *,
    user_id: UserId,
    session_id: str,
    endpoint: str,
    p256dh: str,
    auth: str,
    most: int,
    at: datetime,
) -> None:
    """One for each session and each browser, whoever was signed in there before; of a person the newest."""
    endpoint_hash = hash_secret(endpoint)
    mine, same = (
        push_subscriptions.c.session_id == session_id,
        (push_subscriptions.c.endpoint_hash == endpoint_hash),
    )
    await tx.execute(delete(push_subscriptions).where(mine | same))
    await tx.execute(
        insert(push_subscriptions).values(
            subscription_id=new_id(),
            session_id=session_id,
            user_id=user_id,
            endpoint=endpoint,
            endpoint_hash=endpoint_hash,
            p256dh=p256dh,
            auth=auth,
            created_at=at,
        )
    )
    newest = (
        select(push_subscriptions.c.subscription_id)
        .where(push_subscriptions.c.user_id == user_id)
        .order_by(push_subscriptions.c.created_at.desc(), push_subscriptions.c.subscription_id)
        .limit(most)
    )
    await tx.execute(
        delete(push_subscriptions).where(
            push_subscriptions.c.user_id == user_id, push_subscriptions.c.subscription_id.not_in(newest)
        )
    )


async def find_of_session(tx: Reader, session_id: str) -> str | None:
    """Where the notices of this session's browser go."""
    query = select(push_subscriptions.c.endpoint).where(push_subscriptions.c.session_id == session_id)
    return (await tx.execute(query)).scalar_one_or_none()


async def remove_of_session(tx: Writer, session_id: str) -> None:
    await tx.execute(delete(push_subscriptions).where(push_subscriptions.c.session_id == session_id))


async def remove(tx: Writer, subscription_id: str) -> None:
    await tx.execute(
        delete(push_subscriptions).where(push_subscriptions.c.subscription_id == subscription_id)
    )


async def find(tx: Reader, subscription_id: str, *, at: datetime) -> Subscription | None:
    rows = await tx.execute(_open(at).where(push_subscriptions.c.subscription_id == subscription_id))
    row = rows.one_or_none()
    return None if row is None else Subscription(**row._asdict())


async def list_of(tx: Reader, user_ids: Collection[UserId], *, at: datetime) -> dict[UserId, tuple[str, ...]]:
    """The ids of these people's devices; who has none is not in it."""
    found: dict[UserId, tuple[str, ...]] = {}
    for row in await tx.execute(_open(at).where(push_subscriptions.c.user_id.in_(user_ids))):
        found[row.user_id] = (*found.get(row.user_id, ()), row.subscription_id)
    return found


def _open(at: datetime) -> Select[*tuple[Any, ...]]:
    return (
        select(
            push_subscriptions.c.subscription_id,
            push_subscriptions.c.user_id,
            users.c.time_zone,
            push_subscriptions.c.endpoint,
            push_subscriptions.c.p256dh,
            push_subscriptions.c.auth,
        )
        .join(sessions, sessions.c.session_id == push_subscriptions.c.session_id)
        .join(users, users.c.user_id == push_subscriptions.c.user_id)
        .where(sessions.c.expires_at > at, users.c.banned_at.is_(None))
        .order_by(push_subscriptions.c.created_at, push_subscriptions.c.subscription_id)
    )


# ── What there is to tell ────────────────────────────────────────────────────

NEVER: Final = 0  # no message has this seq


async def list_untold(
    tx: Reader, *, conversation_ids: Collection[ConversationId] | None, since: datetime
) -> list[Untold]:
    """For people with devices: of messages written after `since`, and after they named a device.

    In these conversations, or in all.
    """
    told = func.coalesce(tellings.c.seq, NEVER)
    query = (
        select(participants.c.user_id, participants.c.conversation_id, func.max(events.c.seq).label("seq"))
        .join(push_subscriptions, push_subscriptions.c.user_id == participants.c.user_id)
        .outerjoin(
            tellings,
            (tellings.c.user_id == participants.c.user_id)
            & (tellings.c.conversation_id == participants.c.conversation_id)
            & (tellings.c.way == "push"),
        )
        .join(events, events.c.conversation_id == participants.c.conversation_id)
        .where(
            events.c.seq > func.max(participants.c.last_read, told),
            events.c.type == "message_sent",
            events.c.sender_id != participants.c.user_id,
            events.c.deleted.is_(None),
            events.c.at > since,
            events.c.at >= push_subscriptions.c.created_at,
        )
        .group_by(participants.c.user_id, participants.c.conversation_id)
    )
    if conversation_ids is not None:
        query = query.where(participants.c.conversation_id.in_(conversation_ids))
    return [Untold(row.user_id, row.conversation_id, row.seq) for row in await tx.execute(query)]


async def note_told(tx: Writer, told: Sequence[Untold], *, way: Way) -> None:
    rows = [msgspec.structs.asdict(each) | {"way": way} for each in told]
    if rows:
        statement = insert(tellings)
        newest = {"seq": func.max(tellings.c.seq, statement.excluded.seq)}
        await tx.execute(
            statement.on_conflict_do_update(
                index_elements=["user_id", "conversation_id", "way"], set_=newest
            ),
            rows,
        )


async def list_unread(
    tx: Reader, user_id: UserId, conversation_id: ConversationId, *, after: int = NEVER
) -> list[MessageSent]:
    """Others' messages that this person has not read, without their text, oldest first."""
    rows = await tx.execute(
        select(events)
        .join(participants, participants.c.conversation_id == events.c.conversation_id)
        .where(
            participants.c.user_id == user_id,
            participants.c.conversation_id == conversation_id,
            events.c.seq > func.max(participants.c.last_read, after),
            events.c.type == "message_sent",
            events.c.sender_id != user_id,
            events.c.deleted.is_(None),
        )
        .order_by(events.c.seq)
        .limit(100)
    )
    return [_without_text(row) for row in rows]


async def list_names(tx: Reader, user_ids: Collection[UserId]) -> Mapping[UserId, str]:
    rows = await tx.execute(select(users.c.user_id, users.c.name).where(users.c.user_id.in_(user_ids)))
    return {row.user_id: row.name for row in rows}


async def find_path(tx: Reader, user_id: UserId, conversation_id: ConversationId) -> str | None:
    """The page on which this person reads a conversation."""
    query = (
        select(
            mentorships.c.mentorship_id,
            pitches.c.pitch_id,
            direct_pairs.c.first_id,
            direct_pairs.c.second_id,
        )
        .select_from(participants)
        .outerjoin(mentorships, mentorships.c.conversation_id == participants.c.conversation_id)
        .outerjoin(pitches, pitches.c.conversation_id == participants.c.conversation_id)
        .outerjoin(direct_pairs, direct_pairs.c.conversation_id == participants.c.conversation_id)
        .where(participants.c.user_id == user_id, participants.c.conversation_id == conversation_id)
        .limit(1)
    )
    row = (await tx.execute(query)).one_or_none()
    if row is None:
        return None
    if row.mentorship_id:
        return f"/m/{row.mentorship_id}"
    if row.first_id:
        return f"/direct/{row.second_id if row.first_id == user_id else row.first_id}"
    return f"/pitches/{row.pitch_id}"


def _without_text(row: Row[Any]) -> MessageSent:
    return MessageSent(
        conversation_id=row.conversation_id,
        seq=row.seq,
        sender_id=row.sender_id,
        client_id=row.client_id,
        at=row.at,
        body="",
        mentions=tuple(row.mentions or ()),
    )
