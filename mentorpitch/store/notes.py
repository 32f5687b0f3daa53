"""Notes on meetings: those that the two share, and each one's own."""

from datetime import datetime

from sqlalchemy import ColumnElement, Table, delete, insert, select, update

from mentorpitch.meetings.shapes import Notes, PrivateNotes
from mentorpitch.shapes import UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.meetings import StoredMeeting
from mentorpitch.store.tables.meetings import private_notes, shared_notes
from mentorpitch.store.tables.notes import note_documents, note_updates


async def get_shared(tx: Reader, meeting: StoredMeeting) -> Notes:
    query = select(shared_notes).where(shared_notes.c.meeting_id == meeting.meeting_id)
    row = (await tx.execute(query)).one_or_none()
    return Notes(
        meeting_id=meeting.meeting_id,
        mentorship_id=meeting.mentorship_id,
        text=row.text if row else "",
        revision=row.revision if row else 0,
        changed_by=row.changed_by if row else None,
        changed_at=row.changed_at if row else None,
    )


async def put_shared(tx: Writer, notes: Notes) -> None:
    values = {
        "text": notes.text,
        "revision": notes.revision,
        "changed_by": notes.changed_by,
        "changed_at": notes.changed_at,
    }
    if notes.revision == 1:
        await tx.execute(insert(shared_notes).values(meeting_id=notes.meeting_id, **values))
    else:
        await tx.execute(
            update(shared_notes).where(shared_notes.c.meeting_id == notes.meeting_id).values(values)
        )


async def list_merged(tx: Reader, meeting_id: str) -> list[bytes]:
    """The document and what was merged into it since, in that order; empty when there is only a text."""
    document = await tx.scalar(select(note_documents.c.document).where(_of(note_documents, meeting_id)))
    updates = await tx.scalars(
        select(note_updates.c.said).where(_of(note_updates, meeting_id)).order_by(note_updates.c.revision)
    )
    return [*([] if document is None else [document]), *updates]


async def add_update(tx: Writer, meeting_id: str, revision: int, said: bytes) -> None:
    await tx.execute(insert(note_updates).values(meeting_id=meeting_id, revision=revision, said=said))


async def put_document(tx: Writer, meeting_id: str, revision: int, document: bytes) -> None:
    """In place of all that was merged so far."""
    for table in (note_updates, note_documents):
        await tx.execute(delete(table).where(_of(table, meeting_id)))
    await tx.execute(
        insert(note_documents).values(meeting_id=meeting_id, revision=revision, document=document)
    )


def _of(table: Table, meeting_id: str) -> ColumnElement[bool]:
    return table.c.meeting_id == meeting_id


async def get_private(tx: Reader, meeting_id: str, user_id: UserId) -> PrivateNotes:
    query = select(private_notes).where(
        private_notes.c.meeting_id == meeting_id, private_notes.c.user_id == user_id
    )
    row = (await tx.execute(query)).one_or_none()
    return PrivateNotes(
        meeting_id=meeting_id,
        text=row.text if row else "",
        revision=row.revision if row else 0,
        changed_at=row.changed_at if row else None,
    )


async def put_private(
    tx: Writer, meeting_id: str, user_id: UserId, *, text: str, revision: int, at: datetime
) -> None:
    values = {"text": text, "revision": revision, "changed_at": at}
    if revision == 1:
        await tx.execute(insert(private_notes).values(meeting_id=meeting_id, user_id=user_id, **values))
    else:
        await tx.execute(
            update(private_notes)
            .where(private_notes.c.meeting_id == meeting_id, private_notes.c.user_id == user_id)
            .values(values)
        )
