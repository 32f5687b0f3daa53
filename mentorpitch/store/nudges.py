"""Nudges that were put off."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from mentorpitch.shapes import MentorshipId, UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.tables.mentorships import nudge_snoozes


async def list_snoozes(tx: Reader, user_id: UserId) -> dict[MentorshipId, date]:
    """Until when this person put off hearing of which pair."""
    rows = await tx.execute(
        select(nudge_snoozes.c.mentorship_id, nudge_snoozes.c.until).where(nudge_snoozes.c.user_id == user_id)
    )
    return {row.mentorship_id: row.until for row in rows}


async def snooze(tx: Writer, mentorship_id: MentorshipId, user_id: UserId, *, until: date) -> None:
    await tx.execute(
        insert(nudge_snoozes)
        .values(mentorship_id=mentorship_id, user_id=user_id, until=until)
        .on_conflict_do_update(index_elements=["mentorship_id", "user_id"], set_={"until": until})
    )
