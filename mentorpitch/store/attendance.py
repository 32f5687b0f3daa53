"""Whether a meeting took place: what the two say, and when each was in the video room."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.dialects.sqlite import insert as insert_or_update

from mentorpitch.shapes import UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.tables.meetings import attendance, presences


async def say(tx: Writer, meeting_id: str, user_id: UserId, *, attended: bool, at: datetime) -> None:
    """What this person says now replaces what they said before."""
    values = {"attended": attended, "at": at}
    await tx.execute(
        insert_or_update(attendance)
        .values(meeting_id=meeting_id, user_id=user_id, **values)
        .on_conflict_do_update(index_elements=["meeting_id", "user_id"], set_=values)
    )


async def add_presence(
    tx: Writer, meeting_id: str, user_id: UserId, *, joined_at: datetime, left_at: datetime
) -> bool:
    """False when this presence was recorded before."""
    added = await tx.execute(
        insert_or_update(presences)
        .values(meeting_id=meeting_id, user_id=user_id, joined_at=joined_at, left_at=left_at)
        .on_conflict_do_nothing()
    )
    return added.rowcount > 0


async def list_said(tx: Reader, meeting_ids: Sequence[str]) -> list[Row[Any]]:
    """Rows of meeting_id, user_id, attended."""
    return list((await tx.execute(select(attendance).where(attendance.c.meeting_id.in_(meeting_ids)))).all())


async def list_presences(tx: Reader, meeting_ids: Sequence[str]) -> list[Row[Any]]:
    """Rows of meeting_id, user_id, joined_at, left_at."""
    rows = await tx.execute(
        select(presences)
        .where(presences.c.meeting_id.in_(meeting_ids))
        .order_by(presences.c.joined_at, presences.c.left_at)
    )
    return list(rows.all())
