"""Files that go with messages, over HTTP."""

from typing import Any

from mentorpitch.actors import Actor
from mentorpitch.chat import attachments, showing
from mentorpitch.chat.attachments import FilesToSend, FileUpload
from mentorpitch.shapes import Attachment, Nothing
from mentorpitch.store.database import Database
from mentorpitch.web.ask import Ask, File
from mentorpitch.work.shapes import TextPreview


async def list_unused(ask: Ask) -> FilesToSend:
    return await attachments.list_unused(*_at(ask, "conversation_id"), files=ask.services.uploads.files)


async def upload(ask: Ask) -> Attachment:
    uploads = ask.services.uploads
    return await attachments.upload(
        *_at(ask, "conversation_id"),
        ask.query(FileUpload),
        ask.chunks(most_bytes=uploads.files.limits.most_bytes),
        uploads=uploads,
        at=ask.services.clock(),
    )


async def discard(ask: Ask) -> Nothing:
    await attachments.discard(*_file(ask), files=ask.services.uploads.files)
    return Nothing()


async def download(ask: Ask) -> File:
    found = await showing.download(*_file(ask), uploads=ask.services.uploads)
    return File(path=found.path, media_type=found.media_type, name=found.name)


async def get_preview(ask: Ask) -> File:
    found = await showing.page(*_file(ask), 1, uploads=ask.services.uploads, size="preview")
    return File(path=found.path, media_type=found.media_type)


async def get_page(ask: Ask) -> File:
    found = await showing.page(*_file(ask), ask.number("page"), uploads=ask.services.uploads)
    return File(path=found.path, media_type=found.media_type)


async def get_text(ask: Ask) -> TextPreview:
    return await showing.text(*_file(ask), uploads=ask.services.uploads)


def _at(ask: Ask, name: str) -> tuple[Database, Actor, Any]:
    return ask.services.db, ask.actor, ask.path(name)


def _file(ask: Ask) -> tuple[Database, Actor, Any, Any]:
    return *_at(ask, "conversation_id"), ask.path("file_id")
