"""The example people and everything that hangs on them."""

from sqlalchemy import delete, or_, select

from mentorpitch.shapes import UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.tables import (
    conversations,
    events,
    invitations,
    memberships,
    mentorships,
    participants,
    programmes,
    sessions,
    users,
)

PEOPLE = select(users.c.user_id).where(users.c.is_demo)
PROGRAMMES = select(programmes.c.programme_id).where(programmes.c.is_demo)


async def is_loaded(tx: Reader) -> bool:
    return (await tx.execute(PEOPLE.limit(1))).first() is not None


async def clear(tx: Writer) -> tuple[UserId, ...]:
    """Delete them all, from the leaves to the root; returns who they were."""
    user_ids = tuple((await tx.execute(PEOPLE)).scalars())
    theirs = (
        await tx.execute(
            select(participants.c.conversation_id)
            .where(participants.c.user_id.in_(PEOPLE))
            .union(select(mentorships.c.conversation_id).where(mentorships.c.programme_id.in_(PROGRAMMES)))
        )
    ).scalars()
    for conversation_id in theirs.all():
        for table in (mentorships, events, participants, conversations):
            await tx.execute(delete(table).where(table.c.conversation_id == conversation_id))
    for table, person in ((invitations, invitations.c.invited_by), (memberships, memberships.c.user_id)):
        await tx.execute(delete(table).where(or_(table.c.programme_id.in_(PROGRAMMES), person.in_(PEOPLE))))
    await tx.execute(delete(sessions).where(sessions.c.user_id.in_(PEOPLE)))
    await tx.execute(delete(programmes).where(programmes.c.is_demo))
    await tx.execute(delete(users).where(users.c.is_demo))
    return user_ids
