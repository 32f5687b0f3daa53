"""Activities and projects, their documents and the versions of those."""

from collections import defaultdict
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Row, Select, delete, func, insert, select, update

from mentorpitch.shapes import MentorshipId, Person, ProgrammeId, UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.tables.mentorships import mentorships
from mentorpitch.store.tables.people import users
from mentorpitch.store.tables.work import documents, remarks, versions, work_items
from mentorpitch.work.shapes import (
    Document,
    DocumentId,
    SharedDocument,
    SharedVersion,
    Version,
    VersionId,
    Work,
    WorkId,
    WorkKind,
)


class StoredVersion(msgspec.Struct, frozen=True, kw_only=True):
    """Where a version's bytes are, and who may have them."""

    version_id: VersionId
    document_id: DocumentId
    mentorship_id: MentorshipId
    programme_id: ProgrammeId
    name: str  # of the document
    is_shared: bool
    number: int
    file: str
    media_type: str
    extension: str
    bytes: int
    pages: int


async def add(
    tx: Writer,
    work_id: WorkId,
    *,
    mentorship_id: MentorshipId,
    created_by: UserId,
    kind: WorkKind,
    title: str,
    description: str,
    goal_id: str | None,
    at: datetime,
) -> Work:
    await tx.execute(
        insert(work_items).values(
            work_id=work_id,
            mentorship_id=mentorship_id,
            created_by=created_by,
            kind=kind,
            title=title,
            description=description,
            goal_id=goal_id,
            status="open",
            revision=1,
            created_at=at,
            changed_at=at,
        )
    )
    return await _get(tx, work_id)


async def find(tx: Reader, work_id: WorkId) -> Work | None:
    found = await _read(tx, select(work_items).where(work_items.c.work_id == work_id))
    return found[0] if found else None


async def find_of_document(tx: Reader, document_id: DocumentId) -> Work | None:
    query = select(work_items).join(documents, documents.c.work_id == work_items.c.work_id)
    found = await _read(tx, query.where(documents.c.document_id == document_id))
    return found[0] if found else None


async def list_of(tx: Reader, mentorship_id: MentorshipId) -> tuple[Work, ...]:
    """The oldest first."""
    query = select(work_items).where(work_items.c.mentorship_id == mentorship_id)
    return tuple(await _read(tx, query.order_by(work_items.c.created_at, work_items.c.work_id)))


async def change(tx: Writer, work: Work, *, at: datetime, **values: Any) -> Work:
    """Give it these values and its next revision."""
    await tx.execute(
        update(work_items)
        .where(work_items.c.work_id == work.work_id)
        .values(revision=work.revision + 1, changed_at=at, **values)
    )
    return await _get(tx, work.work_id)


async def remove(tx: Writer, work_id: WorkId) -> tuple[str, ...]:
    """Remove it with its documents; returns the files that nobody speaks of any more."""
    its = (await tx.execute(select(documents.c.document_id).where(documents.c.work_id == work_id))).scalars()
    files = [file for document_id in its.all() for file in await remove_document(tx, DocumentId(document_id))]
    await tx.execute(delete(work_items).where(work_items.c.work_id == work_id))
    return tuple(files)


# ── Documents and versions ───────────────────────────────────────────────────


async def add_document(
    tx: Writer, document_id: DocumentId, work_id: WorkId, *, created_by: UserId, name: str, at: datetime
) -> None:
    """Put it behind the others."""
    last = select(func.coalesce(func.max(documents.c.number), 0)).where(documents.c.work_id == work_id)
    await tx.execute(
        insert(documents).values(
            document_id=document_id,
            work_id=work_id,
            number=(await tx.execute(last)).scalar_one() + 1,
            created_by=created_by,
            name=name,
            created_at=at,
        )
    )


async def change_document(tx: Writer, document_id: DocumentId, **values: Any) -> None:
    await tx.execute(update(documents).where(documents.c.document_id == document_id).values(**values))


async def remove_document(tx: Writer, document_id: DocumentId) -> tuple[str, ...]:
    """Remove it with its versions and what was said of them; returns their files."""
    its = select(versions.c.version_id).where(versions.c.document_id == document_id)
    files = (await tx.execute(select(versions.c.file).where(versions.c.document_id == document_id))).scalars()
    names = tuple(files.all())
    replies = remarks.c.reply_to.is_not(None)
    await tx.execute(delete(remarks).where(remarks.c.version_id.in_(its), replies))
    for table, condition in (
        (remarks, remarks.c.version_id.in_(its)),
        (versions, versions.c.document_id == document_id),
        (documents, documents.c.document_id == document_id),
    ):
        await tx.execute(delete(table).where(condition))
    return names


async def add_version(tx: Writer, document_id: DocumentId, version: Version, *, file: str) -> None:
    values = msgspec.structs.asdict(version)
    del values["remarks"]
    await tx.execute(insert(versions).values(document_id=document_id, file=file, **values))


async def count_bytes(tx: Reader, mentorship_id: MentorshipId) -> int:
    """What all the versions of a pair take on the disk."""
    query = (
        select(func.coalesce(func.sum(versions.c.bytes), 0))
        .join(documents, documents.c.document_id == versions.c.document_id)
        .join(work_items, work_items.c.work_id == documents.c.work_id)
        .where(work_items.c.mentorship_id == mentorship_id)
    )
    return int((await tx.execute(query)).scalar_one())


async def find_version(tx: Reader, version_id: VersionId) -> StoredVersion | None:
    query = (
        select(
            *(versions.c[name] for name in ("version_id", "document_id", "number", "file", "media_type")),
            *(versions.c[name] for name in ("extension", "bytes", "pages")),
            work_items.c.mentorship_id,
            mentorships.c.programme_id,
            documents.c.name,
            documents.c.shared_at.is_not(None).label("is_shared"),
        )
        .join(documents, documents.c.document_id == versions.c.document_id)
        .join(work_items, work_items.c.work_id == documents.c.work_id)
        .join(mentorships, mentorships.c.mentorship_id == work_items.c.mentorship_id)
        .where(versions.c.version_id == version_id)
    )
    row = (await tx.execute(query)).one_or_none()
    return None if row is None else StoredVersion(**row._asdict())


async def list_files(tx: Reader) -> frozenset[str]:
    """The names of all files that a version speaks of."""
    return frozenset((await tx.execute(select(versions.c.file))).scalars())


async def list_shared(tx: Reader, programme_id: ProgrammeId) -> tuple[SharedDocument, ...]:
    """What owners share with the programme's managers, the newest first."""
    query = (
        select(
            documents.c.document_id,
            documents.c.name,
            documents.c.shared_at,
            work_items.c.mentorship_id,
            users.c.user_id,
            users.c.name.label("owner_name"),
            users.c.time_zone,
        )
        .join(work_items, work_items.c.work_id == documents.c.work_id)
        .join(mentorships, mentorships.c.mentorship_id == work_items.c.mentorship_id)
        .join(users, users.c.user_id == documents.c.created_by)
        .where(mentorships.c.programme_id == programme_id, documents.c.shared_at.is_not(None))
        .order_by(documents.c.shared_at.desc(), documents.c.document_id)
    )
    rows = (await tx.execute(query)).all()
    its = await _versions(tx, [row.document_id for row in rows])
    return tuple(
        SharedDocument(
            document_id=row.document_id,
            mentorship_id=row.mentorship_id,
            owner=Person(user_id=row.user_id, name=row.owner_name, time_zone=row.time_zone),
            name=row.name,
            versions=tuple(
                SharedVersion(**{name: getattr(each, name) for name in SharedVersion.__struct_fields__})
                for each in its[row.document_id]
            ),
            shared_at=row.shared_at,
        )
        for row in rows
    )


# ── Reading ──────────────────────────────────────────────────────────────────


async def _get(tx: Reader, work_id: WorkId) -> Work:
    [work] = await _read(tx, select(work_items).where(work_items.c.work_id == work_id))
    return work


async def _read(tx: Reader, query: Select[*tuple[Any, ...]]) -> list[Work]:
    rows = (await tx.execute(query)).all()
    inside = await tx.execute(
        select(documents)
        .where(documents.c.work_id.in_([row.work_id for row in rows]))
        .order_by(documents.c.number)
    )
    found = inside.all()
    its = await _versions(tx, [row.document_id for row in found])
    by_work: defaultdict[str, list[Document]] = defaultdict(list)
    for row in found:
        by_work[row.work_id].append(
            Document(
                document_id=row.document_id,
                created_by=row.created_by,
                name=row.name,
                shared_at=row.shared_at,
                versions=tuple(its[row.document_id]),
                created_at=row.created_at,
            )
        )
    return [_work(row, tuple(by_work[row.work_id])) for row in rows]


async def _versions(tx: Reader, document_ids: list[str]) -> dict[str, list[Version]]:
    """By document, the oldest first."""
    said = (
        select(remarks.c.version_id, func.count().label("remarks"))
        .where(remarks.c.deleted.is_(False))
        .group_by(remarks.c.version_id)
        .subquery()
    )
    rows = await tx.execute(
        select(versions, func.coalesce(said.c.remarks, 0).label("remarks"))
        .outerjoin(said, said.c.version_id == versions.c.version_id)
        .where(versions.c.document_id.in_(document_ids))
        .order_by(versions.c.number)
    )
    its: defaultdict[str, list[Version]] = defaultdict(list)
    for row in rows:
        its[row.document_id].append(
            Version(**{name: getattr(row, name) for name in Version.__struct_fields__})
        )
    return its


def _work(row: Row[*tuple[Any, ...]], inside: tuple[Document, ...]) -> Work:
    return Work(
        work_id=row.work_id,
        mentorship_id=row.mentorship_id,
        created_by=row.created_by,
        kind=row.kind,
        title=row.title,
        description=row.description,
        goal_id=row.goal_id,
        status=row.status,
        documents=inside,
        revision=row.revision,
        created_at=row.created_at,
        changed_at=row.changed_at,
    )
