"""A conversation's file without trusting it: its bytes to be kept or heard, its pages as pictures, its text.

The same as for documents of work, see work/reading.py; only who may is another question.
"""

import asyncio

from mentorpitch.access import access_file
from mentorpitch.actors import Actor
from mentorpitch.errors import NotFound
from mentorpitch.shapes import ConversationId, FileId
from mentorpitch.store.database import Database
from mentorpitch.work import reading
from mentorpitch.work.reading import Download, Picture
from mentorpitch.work.sandbox import Size
from mentorpitch.work.shapes import TextPreview
from mentorpitch.work.uploads import Uploads


async def download(
    db: Database, actor: Actor, conversation_id: ConversationId, file_id: FileId, *, uploads: Uploads
) -> Download:
    async with db.read() as tx:
        stored = await access_file(tx, actor, conversation_id, file_id)
    path = uploads.files.path(stored.file)
    if not await asyncio.to_thread(path.is_file):
        raise NotFound("file")  # lost with the disk
    return Download(path=path, name=stored.attachment.name, media_type=stored.attachment.media_type)


async def page(
    db: Database,
    actor: Actor,
    conversation_id: ConversationId,
    file_id: FileId,
    number: int,
    *,
    uploads: Uploads,
    size: Size = "page",
) -> Picture:
    """A page as a picture; an image has one. Raises NotFound when it cannot be drawn."""
    async with db.read() as tx:
        stored = await access_file(tx, actor, conversation_id, file_id)
    if not 1 <= number <= stored.attachment.pages:
        raise NotFound("page")
    return await reading.draw(uploads, stored.file, stored.attachment.media_type, number, size=size)


async def text(
    db: Database, actor: Actor, conversation_id: ConversationId, file_id: FileId, *, uploads: Uploads
) -> TextPreview:
    """How a text begins. Raises NotFound for what is none."""
    async with db.read() as tx:
        stored = await access_file(tx, actor, conversation_id, file_id)
    if stored.attachment.media_type != "text/plain":
        raise NotFound("text")
    return await reading.begin_text(uploads, stored.file, stored.attachment.bytes)
