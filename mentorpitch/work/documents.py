"""Documents of a work item: each version of one stays as it was.

Access is asked twice of whoever uploads: before their bytes are read, so that a stranger's never are, and in
the transaction that speaks of them.
"""

from collections.abc import AsyncIterable
from datetime import datetime
from typing import Annotated, Final

from msgspec import Meta

from mentorpitch.access import access_document, access_work
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce
from mentorpitch.errors import Conflict, Problem
from mentorpitch.ids import new_id
from mentorpitch.repeats import find_made, remember_made
from mentorpitch.shapes import Id, Line, MentorshipId, Shape
from mentorpitch.store import work as work_store
from mentorpitch.store.database import Database, Writer
from mentorpitch.store.files import MB, Files
from mentorpitch.store.mentorships import Pair
from mentorpitch.texts import line
from mentorpitch.work.kinds import fitting, split
from mentorpitch.work.shapes import DocumentId, Version, VersionId, Work, WorkId
from mentorpitch.work.telling import changed, shared_changed
from mentorpitch.work.uploads import Taken, Uploads

MOST_DOCUMENTS: Final = 12  # of one work item; the whole of it is told at each change
MOST_VERSIONS: Final = 30  # of one document
MOST_OF_A_NAME: Final = 120


class Upload(Shape, frozen=True):
    """What is said of the bytes that come. The same client_id again has the same answer, once."""

    client_id: Id
    name: Annotated[str, Meta(min_length=1, max_length=1_000)]  # as the file was called where it came from


class DocumentEdit(Shape, frozen=True):
    name: Line


class _Sent(Shape, frozen=True):
    """What tells the repeat of an upload from another one."""

    name: str
    sha256: str


async def add(
    db: Database,
    actor: Actor,
    work_id: WorkId,
    upload: Upload,
    chunks: AsyncIterable[bytes],
    *,
    uploads: Uploads,
    at: datetime,
    announce: Announce,
) -> Work:
    """Put a new document into a work item, with its first version; for either."""
    stem, ending = split(upload.name)
    name = line(stem[:MOST_OF_A_NAME], field="name", most=MOST_OF_A_NAME)
    async with db.read() as tx:
        await access_work(tx, actor, work_id, to="change")
    async with uploads.take(actor, chunks) as taken, db.write() as tx:
        pair, work = await access_work(tx, actor, work_id, to="change")
        sent = _Sent(name=upload.name, sha256=taken.sent_sha256)
        if made_id := await find_made(tx, actor, work_id, upload.client_id, sent):
            return _still_with(work, made_id)
        if len(work.documents) >= MOST_DOCUMENTS:
            raise Conflict(
                f"At most {MOST_DOCUMENTS} documents go together. Begin another activity or project."
            )
        document_id = DocumentId(new_id())
        await work_store.add_document(tx, document_id, work_id, created_by=actor.user_id, name=name, at=at)
        await _add_version(tx, actor, pair, document_id, 1, taken, uploads.files, ending=ending, at=at)
        await remember_made(tx, actor, work_id, upload.client_id, sent, made_id=document_id)
        work = await work_store.change(tx, work, at=at)
    announce(changed(work, pair.user_ids))
    return work


async def add_version(
    db: Database,
    actor: Actor,
    document_id: DocumentId,
    upload: Upload,
    chunks: AsyncIterable[bytes],
    *,
    uploads: Uploads,
    at: datetime,
    announce: Announce,
) -> Work:
    """Add the next version of one's own document; its name stays."""
    _, ending = split(upload.name)
    async with db.read() as tx:
        await access_document(tx, actor, document_id, to="change")
    async with uploads.take(actor, chunks) as taken, db.write() as tx:
        pair, work, document = await access_document(tx, actor, document_id, to="change")
        sent = _Sent(name=upload.name, sha256=taken.sent_sha256)
        if await find_made(tx, actor, document_id, upload.client_id, sent):
            return work
        if len(document.versions) >= MOST_VERSIONS:
            raise Conflict(f"A document has at most {MOST_VERSIONS} versions.")
        number = document.versions[-1].number + 1
        made_id = await _add_version(
            tx, actor, pair, document_id, number, taken, uploads.files, ending=ending, at=at
        )
        await remember_made(tx, actor, document_id, upload.client_id, sent, made_id=made_id)
        work = await work_store.change(tx, work, at=at)
        told = await shared_changed(tx, pair, document)
    for each in (changed(work, pair.user_ids), *told):
        announce(each)
    return work


async def rename(
    db: Database,
    actor: Actor,
    document_id: DocumentId,
    edit: DocumentEdit,
    *,
    at: datetime,
    announce: Announce,
) -> Work:
    """Call one's own document something else. A repeat changes nothing."""
    name = line(edit.name, field="name", most=MOST_OF_A_NAME)
    async with db.write() as tx:
        pair, work, document = await access_document(tx, actor, document_id, to="change")
        if name == document.name:
            return work
        await work_store.change_document(tx, document_id, name=name)
        work = await work_store.change(tx, work, at=at)
        told = await shared_changed(tx, pair, document)
    for each in (changed(work, pair.user_ids), *told):
        announce(each)
    return work


async def remove(
    db: Database, actor: Actor, document_id: DocumentId, *, files: Files, at: datetime, announce: Announce
) -> Work:
    """Remove one's own document: all its versions, and what was said of them."""
    async with db.write() as tx:
        pair, work, document = await access_document(tx, actor, document_id, to="change")
        names = await work_store.remove_document(tx, document_id)
        work = await work_store.change(tx, work, at=at)
        told = await shared_changed(tx, pair, document)
    for each in (changed(work, pair.user_ids), *told):
        announce(each)
    await files.remove(names)
    return work


async def _add_version(
    tx: Writer,
    actor: Actor,
    pair: Pair,
    document_id: DocumentId,
    number: int,
    taken: Taken,
    files: Files,
    *,
    ending: str,
    at: datetime,
) -> VersionId:
    await _ensure_room(tx, pair.mentorship_id, taken.bytes, files)
    version = Version(
        version_id=VersionId(new_id()),
        number=number,
        user_id=actor.user_id,
        media_type=taken.found.media_type,
        extension=fitting(ending, taken.found.media_type),
        bytes=taken.bytes,
        sha256=taken.sha256,
        pages=taken.found.pages,
        width=taken.found.width,
        height=taken.found.height,
        remarks=0,
        at=at,
    )
    await work_store.add_version(tx, document_id, version, file=taken.name)
    taken.is_used = True
    return version.version_id


async def _ensure_room(tx: Writer, mentorship_id: MentorshipId, size: int, files: Files) -> None:
    most = files.limits.most_bytes_of_a_pair
    if await work_store.count_bytes(tx, mentorship_id) + size > most:
        said = f"All your documents together may take {most // MB} MB. Remove one that you need no more."
        raise Problem("too_large", said)


def _still_with(work: Work, document_id: str) -> Work:
    if not any(document.document_id == document_id for document in work.documents):
        raise Problem("gone", "This document was removed since.")
    return work
