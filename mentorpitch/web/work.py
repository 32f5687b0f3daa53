"""Activities, projects and documents over HTTP."""

from collections.abc import AsyncIterator
from typing import Any

from mentorpitch.actors import Actor
from mentorpitch.shapes import Nothing, Shape
from mentorpitch.store.database import Database
from mentorpitch.web.ask import Ask, File
from mentorpitch.work import documents, reading, remarks, sharing, work
from mentorpitch.work.documents import DocumentEdit, Upload
from mentorpitch.work.remarks import NewRemark, RemarkEdit
from mentorpitch.work.shapes import Remark, SharedDocument, TextPreview, Work, WorkStatus
from mentorpitch.work.work import NewWork, WorkEdit


class WorkList(Shape, frozen=True):
    """What a pair works on, and how large a file may be: said before somebody chooses one."""

    work: tuple[Work, ...]
    most_bytes: int


class Remarks(Shape, frozen=True):
    remarks: tuple[Remark, ...]


class SharedDocuments(Shape, frozen=True):
    documents: tuple[SharedDocument, ...]


class Status(Shape, frozen=True):
    status: WorkStatus


# ── Activities and projects ──────────────────────────────────────────────────


async def list_of(ask: Ask) -> WorkList:
    found = await work.list_of(*_at(ask, "mentorship_id"))
    return WorkList(work=found, most_bytes=ask.services.uploads.files.limits.most_bytes)


async def create(ask: Ask) -> Work:
    return await work.create(*_at(ask, "mentorship_id"), ask.body(NewWork), **_telling(ask))


async def edit(ask: Ask) -> Work:
    return await work.edit(*_at(ask, "work_id"), ask.body(WorkEdit), **_telling(ask))


async def set_status(ask: Ask) -> Work:
    return await work.set_status(*_at(ask, "work_id"), ask.body(Status).status, **_telling(ask))


async def remove(ask: Ask) -> Nothing:
    services = ask.services
    await work.remove(*_at(ask, "work_id"), files=services.uploads.files, announce=services.announce)
    return Nothing()


# ── Documents ────────────────────────────────────────────────────────────────


async def add_document(ask: Ask) -> Work:
    return await documents.add(*_at(ask, "work_id"), *_upload(ask), **_taking(ask))


async def add_version(ask: Ask) -> Work:
    return await documents.add_version(*_at(ask, "document_id"), *_upload(ask), **_taking(ask))


async def rename(ask: Ask) -> Work:
    return await documents.rename(*_at(ask, "document_id"), ask.body(DocumentEdit), **_telling(ask))


async def remove_document(ask: Ask) -> Work:
    files = ask.services.uploads.files
    return await documents.remove(*_at(ask, "document_id"), files=files, **_telling(ask))


async def share(ask: Ask) -> Work:
    return await sharing.share(*_at(ask, "document_id"), **_telling(ask))


async def withdraw(ask: Ask) -> Work:
    return await sharing.withdraw(*_at(ask, "document_id"), **_telling(ask))


async def list_shared(ask: Ask) -> SharedDocuments:
    return SharedDocuments(documents=await sharing.list_shared(*_at(ask, "programme_id")))


# ── A version ────────────────────────────────────────────────────────────────


async def download(ask: Ask) -> File:
    found = await reading.download(*_at(ask, "version_id"), uploads=ask.services.uploads)
    return File(path=found.path, media_type=found.media_type, name=found.name)


async def get_page(ask: Ask) -> File:
    number = ask.number("page")
    found = await reading.page(*_at(ask, "version_id"), number, uploads=ask.services.uploads)
    return File(path=found.path, media_type=found.media_type)


async def get_text(ask: Ask) -> TextPreview:
    return await reading.text(*_at(ask, "version_id"), uploads=ask.services.uploads)


async def list_remarks(ask: Ask) -> Remarks:
    return Remarks(remarks=await remarks.list_of(*_at(ask, "version_id")))


async def write_remark(ask: Ask) -> Remark:
    return await remarks.write(*_at(ask, "version_id"), ask.body(NewRemark), **_telling(ask))


async def edit_remark(ask: Ask) -> Remark:
    return await remarks.edit(*_at(ask, "remark_id"), ask.body(RemarkEdit), **_telling(ask))


async def delete_remark(ask: Ask) -> Remark:
    return await remarks.delete(*_at(ask, "remark_id"), **_telling(ask))


def _at(ask: Ask, name: str) -> tuple[Database, Actor, Any]:
    return ask.services.db, ask.actor, ask.path(name)


def _upload(ask: Ask) -> tuple[Upload, AsyncIterator[bytes]]:
    return ask.query(Upload), ask.chunks(most_bytes=ask.services.uploads.files.limits.most_bytes)


def _taking(ask: Ask) -> Any:
    return {"uploads": ask.services.uploads, **_telling(ask)}


def _telling(ask: Ask) -> Any:
    return {"at": ask.services.clock(), "announce": ask.services.announce}
