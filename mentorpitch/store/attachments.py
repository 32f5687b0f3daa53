"""Files of conversations: where their bytes are, whose they are, and when they go."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, delete, func, insert, or_, select, update

from mentorpitch.shapes import Attachment, AttachmentKind, ConversationId, FileId, UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.tables.chat import attachments

# Neither waiting for a message that never came, nor of one that was deleted.
IS_THERE = or_(attachments.c.seq.is_(None), attachments.c.expires_at.is_(None))


class StoredAttachment(msgspec.Struct, frozen=True, kw_only=True):
    """A file, whose it is, and the message that it goes with, if there is one."""

    attachment: Attachment
    file: str  # its name on disk
    user_id: UserId
    seq: int | None


async def add(
    tx: Writer,
    attachment: Attachment,
    conversation_id: ConversationId,
    user_id: UserId,
    *,
    file: str,
    at: datetime,
    expires_at: datetime,
) -> None:
    """For its uploader alone, and gone at `expires_at` unless a message names it before."""
    values = msgspec.structs.asdict(attachment)
    del values["kind"]
    whose = {"conversation_id": conversation_id, "user_id": user_id}
    await tx.execute(insert(attachments).values(**values, **whose, file=file, at=at, expires_at=expires_at))


async def find(tx: Reader, conversation_id: ConversationId, file_id: FileId) -> StoredAttachment | None:
    found = await list_stored(tx, conversation_id, (file_id,))
    return found[0] if found else None


async def list_stored(
    tx: Reader, conversation_id: ConversationId, file_ids: Collection[FileId]
) -> list[StoredAttachment]:
    """Those of them that are there, in no order."""
    return await _list(tx, conversation_id, attachments.c.file_id.in_(file_ids))


async def list_unused(tx: Reader, conversation_id: ConversationId, user_id: UserId) -> tuple[Attachment, ...]:
    """What this person has uploaded and not sent, the oldest first."""
    where = (attachments.c.user_id == user_id) & attachments.c.seq.is_(None)
    return tuple(stored.attachment for stored in await _list(tx, conversation_id, where))


async def count_bytes(tx: Reader, conversation_id: ConversationId) -> int:
    """What all files of the conversation take on the disk."""
    query = select(func.coalesce(func.sum(attachments.c.bytes), 0))
    found = await tx.execute(query.where(attachments.c.conversation_id == conversation_id, IS_THERE))
    return int(found.scalar_one())


async def bind(tx: Writer, conversation_id: ConversationId, file_ids: Collection[FileId], seq: int) -> None:
    """They go with this message from now on."""
    await tx.execute(
        update(attachments)
        .where(attachments.c.conversation_id == conversation_id, attachments.c.file_id.in_(file_ids))
        .values(seq=seq, expires_at=None)
    )


async def let_go(tx: Writer, conversation_id: ConversationId, seq: int, *, at: datetime) -> None:
    """The message that had them is gone: nobody sees them any more, and they are expired."""
    await tx.execute(
        update(attachments)
        .where(attachments.c.conversation_id == conversation_id, attachments.c.seq == seq)
        .values(expires_at=at)
    )


async def remove(tx: Writer, file_ids: Collection[FileId]) -> None:
    await tx.execute(delete(attachments).where(attachments.c.file_id.in_(file_ids)))


async def list_expired(tx: Reader, *, at: datetime) -> dict[FileId, str]:
    """Their names on disk by id."""
    query = select(attachments.c.file_id, attachments.c.file).where(attachments.c.expires_at <= at)
    return {FileId(row.file_id): row.file for row in await tx.execute(query)}


async def list_files(tx: Reader) -> frozenset[str]:
    """The names of all files that a row speaks of."""
    return frozenset((await tx.execute(select(attachments.c.file))).scalars())


async def _list(
    tx: Reader, conversation_id: ConversationId, where: ColumnElement[bool]
) -> list[StoredAttachment]:
    query = select(attachments).where(attachments.c.conversation_id == conversation_id, where, IS_THERE)
    return [_stored(row) for row in await tx.execute(query.order_by(attachments.c.at, attachments.c.file_id))]


def kind_of(media_type: str) -> AttachmentKind:
    kinds: dict[str, AttachmentKind] = {"image": "image", "audio": "voice"}
    return kinds.get(media_type.partition("/")[0], "document")


def _stored(row: Row[Any]) -> StoredAttachment:
    values = {name: getattr(row, name) for name in Attachment.__struct_fields__ if name != "kind"}
    return StoredAttachment(
        attachment=Attachment(kind=kind_of(row.media_type), **values),
        file=row.file,
        user_id=row.user_id,
        seq=row.seq,
    )
