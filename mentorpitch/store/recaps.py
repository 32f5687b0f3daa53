"""Recaps: approvals of a version of the words, and the words that both approved."""

from datetime import datetime

from sqlalchemy import delete, insert, select

from mentorpitch.shapes import UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.tables.recaps import recap_approvals, recaps


async def find_kept(tx: Reader, meeting_id: str) -> tuple[str, datetime] | None:
    """The content, as JSON, and since when it is kept."""
    query = select(recaps.c.content, recaps.c.kept_at).where(recaps.c.meeting_id == meeting_id)
    row = (await tx.execute(query)).one_or_none()
    return (row.content, row.kept_at) if row else None


async def keep(tx: Writer, meeting_id: str, content: str, *, at: datetime) -> None:
    await tx.execute(insert(recaps).values(meeting_id=meeting_id, content=content, kept_at=at))


async def list_approving(tx: Reader, meeting_id: str, version: str) -> list[UserId]:
    """Who has approved this version; an approval of another one counts for nothing."""
    its = recap_approvals.c
    query = select(its.user_id).where(its.meeting_id == meeting_id, its.version == version).order_by(its.at)
    return [UserId(user_id) for user_id in await tx.scalars(query)]


async def approve(tx: Writer, meeting_id: str, user_id: UserId, version: str, *, at: datetime) -> None:
    await take_back(tx, meeting_id, user_id)
    await tx.execute(
        insert(recap_approvals).values(meeting_id=meeting_id, user_id=user_id, version=version, at=at)
    )


async def take_back(tx: Writer, meeting_id: str, user_id: UserId) -> None:
    its = recap_approvals.c
    await tx.execute(delete(recap_approvals).where(its.meeting_id == meeting_id, its.user_id == user_id))
