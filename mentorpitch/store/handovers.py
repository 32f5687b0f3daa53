"""From which earlier mentorships a mentee has chosen what to take over into a new one."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from mentorpitch.shapes import MentorshipId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.tables.mentorships import handovers


async def list_chosen(tx: Reader, mentorship_id: MentorshipId) -> frozenset[MentorshipId]:
    query = select(handovers.c.from_id).where(handovers.c.mentorship_id == mentorship_id)
    return frozenset((await tx.execute(query)).scalars())


async def add(tx: Writer, mentorship_id: MentorshipId, from_id: MentorshipId, *, at: datetime) -> None:
    """Remember that it was chosen; the first time stays."""
    statement = insert(handovers).values(mentorship_id=mentorship_id, from_id=from_id, chosen_at=at)
    await tx.execute(statement.on_conflict_do_nothing())
