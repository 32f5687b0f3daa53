"""Agreements: every version as it stood; the newest one is as it stands."""

from datetime import datetime

import msgspec
from sqlalchemy import insert, select

from mentorpitch.mentorships.shapes import MANAGER_SEES, Agreement, ManagerSees
from mentorpitch.shapes import MentorshipId, UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.tables.mentorships import agreements, mentorships


async def get(tx: Reader, mentorship_id: MentorshipId) -> Agreement:
    """As it stands; revision 0 when nothing was written yet."""
    found = await tx.execute(
        select(agreements, mentorships.c.mentor_id, mentorships.c.mentee_id)
        .join(mentorships, mentorships.c.mentorship_id == agreements.c.mentorship_id)
        .where(agreements.c.mentorship_id == mentorship_id)
        .order_by(agreements.c.revision.desc())
        .limit(1)
    )
    row = found.first()
    if row is None:
        return Agreement(
            mentorship_id=mentorship_id,
            text="",
            manager_sees=MANAGER_SEES,
            written_by=None,
            written_at=None,
            accepted_by=(),
            revision=0,
        )
    yes = ((row.mentor_id, row.accepted_by_mentor), (row.mentee_id, row.accepted_by_mentee))
    return Agreement(
        mentorship_id=mentorship_id,
        text=row.text,
        manager_sees=msgspec.convert(row.manager_sees, tuple[ManagerSees, ...]),
        written_by=row.written_by,
        written_at=row.written_at,
        accepted_by=tuple(user_id for user_id, accepted in yes if accepted),
        revision=row.revision,
    )


async def add(
    tx: Writer,
    mentorship_id: MentorshipId,
    *,
    revision: int,
    text: str,
    manager_sees: tuple[ManagerSees, ...],
    written_by: UserId,
    written_at: datetime,
    accepted_by_mentor: bool,
    accepted_by_mentee: bool,
    at: datetime,
) -> Agreement:
    """Add the next version: other words, or one more yes."""
    await tx.execute(
        insert(agreements).values(
            mentorship_id=mentorship_id,
            revision=revision,
            text=text,
            manager_sees=list(manager_sees),
            written_by=written_by,
            written_at=written_at,
            accepted_by_mentor=accepted_by_mentor,
            accepted_by_mentee=accepted_by_mentee,
            at=at,
        )
    )
    return await get(tx, mentorship_id)
