"""Files that go with messages: sent up first, then named by a message in the transaction that sends it."""

import contextlib
from collections.abc import AsyncIterable
from datetime import datetime, timedelta
from typing import Annotated, Final

from msgspec import Meta

from mentorpitch.access import access_conversation, access_file
from mentorpitch.actors import Actor
from mentorpitch.chat.expiry import expire
from mentorpitch.errors import Conflict, NotFound, Problem
from mentorpitch.ids import new_id
from mentorpitch.repeats import find_made, remember_made
from mentorpitch.shapes import Attachment, ConversationId, FileId, Id, Message, Shape
from mentorpitch.store import attachments as attachments_store
from mentorpitch.store.attachments import kind_of
from mentorpitch.store.database import Database, Reader, Writer
from mentorpitch.store.events import Draft
from mentorpitch.store.files import MB, Files
from mentorpitch.texts import line
from mentorpitch.work import reading
from mentorpitch.work.kinds import DOCUMENTS, VOICES, fitting, split
from mentorpitch.work.uploads import Taken, Uploads

KINDS: Final = DOCUMENTS | VOICES.keys()
MOST_UNUSED: Final = 30  # of one person in one conversation
UNUSED_FOR: Final = timedelta(days=1)
MOST_OF_A_NAME: Final = 120


class FileUpload(Shape, frozen=True):
    """What is said of the bytes that come. The same client_id again has the same answer, once."""

    client_id: Id
    name: Annotated[str, Meta(min_length=1, max_length=1_000)]  # as the file was called where it came from


class FilesToSend(Shape, frozen=True):
    """What one has sent up for no message yet, and how large a file may be."""

    unused: tuple[Attachment, ...]
    most_bytes: int


class _Sent(Shape, frozen=True):
    """What tells the repeat of an upload from another one."""

    name: str
    sha256: str


async def upload(
    db: Database,
    actor: Actor,
    conversation_id: ConversationId,
    said: FileUpload,
    chunks: AsyncIterable[bytes],
    *,
    uploads: Uploads,
    at: datetime,
) -> Attachment:
    """Take a file in. It is its uploader's alone, for a day, until a message names it."""
    stem, ending = split(said.name)
    name = line(stem[:MOST_OF_A_NAME], field="name", most=MOST_OF_A_NAME)
    async with db.read() as tx:
        await access_conversation(tx, actor, conversation_id, to="post")
    async with uploads.take(actor, chunks, kinds=KINDS) as taken:
        await _draw_preview(uploads, taken)
        async with db.write() as tx:
            await access_conversation(tx, actor, conversation_id, to="post")
            sent = _Sent(name=said.name, sha256=taken.sent_sha256)
            if made_id := await find_made(tx, actor, conversation_id, said.client_id, sent):
                return await _get_made(tx, conversation_id, FileId(made_id))
            await _ensure_room(tx, actor, conversation_id, taken.bytes, uploads.files)
            attachment = _attachment(taken, f"{name}.{fitting(ending, taken.found.media_type)}")
            expires_at = at + UNUSED_FOR
            await attachments_store.add(
                tx,
                attachment,
                conversation_id,
                actor.user_id,
                file=taken.name,
                at=at,
                expires_at=expires_at,
            )
            await expire(tx, expires_at)
            made_id = attachment.file_id
            await remember_made(tx, actor, conversation_id, said.client_id, sent, made_id=made_id)
            taken.is_used = True
    return attachment


async def list_unused(
    db: Database, actor: Actor, conversation_id: ConversationId, *, files: Files
) -> FilesToSend:
    async with db.read() as tx:
        await access_conversation(tx, actor, conversation_id, to="read")
        unused = await attachments_store.list_unused(tx, conversation_id, actor.user_id)
    return FilesToSend(unused=unused, most_bytes=files.limits.most_bytes)


async def discard(
    db: Database, actor: Actor, conversation_id: ConversationId, file_id: FileId, *, files: Files
) -> None:
    """Take back what one has sent up for no message. Raises Conflict for what a message has."""
    async with db.write() as tx:
        stored = await access_file(tx, actor, conversation_id, file_id)
        if stored.seq is not None:
            raise Conflict("A message has this file. Delete the message.")
        await attachments_store.remove(tx, (file_id,))
    await files.remove([stored.file])


# ── In the transaction of a message ──────────────────────────────────────────


async def get_named(tx: Reader, draft: Draft) -> tuple[Attachment, ...]:
    """The files that a draft names, in its order: the sender's own, which no message has yet.

    Raises NotFound for any other, Conflict for one that a message has.
    """
    if not draft.file_ids:
        return ()
    found = await attachments_store.list_stored(tx, draft.conversation_id, draft.file_ids)
    own = {each.attachment.file_id: each for each in found if each.user_id == draft.sender_id}
    if not own.keys() >= set(draft.file_ids):
        raise NotFound("file")
    if any(own[file_id].seq is not None for file_id in draft.file_ids):
        raise Conflict("Another message has this file already.")
    return tuple(own[file_id].attachment for file_id in draft.file_ids)


async def let_go(tx: Writer, message: Message, *, at: datetime) -> None:
    """A message is being deleted; its files go with it. Announce JobsWait after the commit."""
    await attachments_store.let_go(tx, message.conversation_id, message.seq, at=at)
    await expire(tx, at, key=f"{message.conversation_id} {message.seq}")


async def _draw_preview(uploads: Uploads, taken: Taken) -> None:
    if taken.found.pages:
        with contextlib.suppress(Problem):  # it is drawn again when it is asked for
            await reading.draw(uploads, taken.name, taken.found.media_type, 1, size="preview")


def _attachment(taken: Taken, name: str) -> Attachment:
    found = taken.found
    return Attachment(
        file_id=FileId(new_id()),
        kind=kind_of(found.media_type),
        name=name,
        media_type=found.media_type,
        bytes=taken.bytes,
        pages=found.pages,
        width=found.width,
        height=found.height,
        duration_ms=found.duration_ms,
    )


async def _ensure_room(
    tx: Reader, actor: Actor, conversation_id: ConversationId, size: int, files: Files
) -> None:
    if len(await attachments_store.list_unused(tx, conversation_id, actor.user_id)) >= MOST_UNUSED:
        raise Conflict(f"{MOST_UNUSED} files of yours wait to be sent. Send or remove some first.")
    most = files.limits.most_bytes_of_a_conversation
    if await attachments_store.count_bytes(tx, conversation_id) + size > most:
        said = f"All files of a conversation together may take {most // MB} MB. Delete one that you sent."
        raise Problem("too_large", said)


async def _get_made(tx: Reader, conversation_id: ConversationId, file_id: FileId) -> Attachment:
    stored = await attachments_store.find(tx, conversation_id, file_id)
    if stored is None:
        raise Problem("gone", "This file was removed since.")
    return stored.attachment
