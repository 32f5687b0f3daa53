"""Conversations, and who takes part in them."""

from datetime import datetime

import msgspec
from sqlalchemy import exists, insert, select

from mentorpitch.shapes import ConversationId, MentorshipId, MentorshipStatus, UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.tables.chat import conversations, participants
from mentorpitch.store.tables.mentorships import mentorships, pitches
from mentorpitch.store.tables.people import blocks, users


class Membership(msgspec.Struct, frozen=True, kw_only=True):
    """One person's place in a conversation."""

    conversation_id: ConversationId
    user_id: UserId
    participants: tuple[UserId, ...]  # including that person
    last_read: int  # seq
    banned: bool
    mentorship_id: MentorshipId | None  # of the pair whose chat it is
    mentorship_status: MentorshipStatus | None
    pitch_status: str | None  # of the pitch that it was opened for
    blocks: bool  # that person blocks another of them
    is_blocked: bool  # by another of them


async def add(
    tx: Writer, conversation_id: ConversationId, user_ids: tuple[UserId, ...], *, at: datetime
) -> None:
    await tx.execute(insert(conversations).values(conversation_id=conversation_id, last_seq=0, created_at=at))
    await tx.execute(
        insert(participants),
        [{"conversation_id": conversation_id, "user_id": user_id, "last_read": 0} for user_id in user_ids],
    )


async def find_membership(tx: Reader, conversation_id: ConversationId, user_id: UserId) -> Membership | None:
    """One query, because every message begins with it."""
    rows = (
        await tx.execute(
            select(
                participants.c.user_id,
                participants.c.last_read,
                users.c.banned_at,
                mentorships.c.mentorship_id,
                mentorships.c.status,
                pitches.c.status.label("pitch_status"),
                exists()
                .where(blocks.c.user_id == user_id, blocks.c.blocked_id == participants.c.user_id)
                .label("is_blocked"),
                exists()
                .where(blocks.c.user_id == participants.c.user_id, blocks.c.blocked_id == user_id)
                .label("blocks"),
            )
            .join(users, users.c.user_id == participants.c.user_id)
            .outerjoin(mentorships, mentorships.c.conversation_id == participants.c.conversation_id)
            .outerjoin(pitches, pitches.c.conversation_id == participants.c.conversation_id)
            .where(participants.c.conversation_id == conversation_id)
            .order_by(participants.c.user_id)
        )
    ).all()
    for row in rows:
        if row.user_id == user_id:
            return Membership(
                conversation_id=conversation_id,
                user_id=user_id,
                participants=tuple(each.user_id for each in rows),
                last_read=row.last_read,
                banned=row.banned_at is not None,
                mentorship_id=row.mentorship_id,
                mentorship_status=row.status,
                pitch_status=row.pitch_status,
                blocks=any(each.is_blocked for each in rows),
                is_blocked=any(each.blocks for each in rows),
            )
    return None
