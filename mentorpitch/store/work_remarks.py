"""What the two say of a version of a document."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.tables.work import remarks
from mentorpitch.work.shapes import Remark, RemarkId, VersionId


async def add(tx: Writer, remark: Remark) -> None:
    await tx.execute(
        insert(remarks).values(
            remark_id=remark.remark_id,
            version_id=remark.version_id,
            number=remark.number,
            user_id=remark.user_id,
            reply_to=remark.reply_to,
            body=remark.body,
            revision=remark.revision,
            written_at=remark.written_at,
        )
    )


async def find(tx: Reader, remark_id: RemarkId) -> Remark | None:
    row = (await tx.execute(select(remarks).where(remarks.c.remark_id == remark_id))).one_or_none()
    return None if row is None else _remark(row)


async def list_of(tx: Reader, version_id: VersionId) -> tuple[Remark, ...]:
    """In the order in which they were written."""
    query = select(remarks).where(remarks.c.version_id == version_id)
    rows = await tx.execute(query.order_by(remarks.c.number))
    return tuple(_remark(row) for row in rows)


async def count(tx: Reader, version_id: VersionId) -> int:
    """The deleted included: they keep their numbers."""
    query = select(func.count()).select_from(remarks).where(remarks.c.version_id == version_id)
    return (await tx.execute(query)).scalar_one()


async def change(tx: Writer, remark: Remark, *, body: str | None, revision: int, at: datetime) -> Remark:
    """Give it other words; None deletes it."""
    await tx.execute(
        update(remarks)
        .where(remarks.c.remark_id == remark.remark_id)
        .values(body=body or "", deleted=body is None, revision=revision, changed_at=at)
    )
    changed = await find(tx, remark.remark_id)
    assert changed is not None
    return changed


def _remark(row: Row[*tuple[Any, ...]]) -> Remark:
    return Remark(
        remark_id=row.remark_id,
        version_id=row.version_id,
        number=row.number,
        user_id=row.user_id,
        reply_to=row.reply_to,
        body=None if row.deleted else row.body,
        revision=row.revision,
        written_at=row.written_at,
        changed_at=row.changed_at,
    )
