"""A version without trusting it: its bytes to be kept, its pages as pictures, its text as text."""

import asyncio
from pathlib import Path
from typing import Final

import msgspec

from mentorpitch.access import access_version
from mentorpitch.actors import Actor
from mentorpitch.errors import Invalid, NotFound
from mentorpitch.store.database import Database
from mentorpitch.work.sandbox import Size
from mentorpitch.work.shapes import TextPreview, VersionId
from mentorpitch.work.uploads import Uploads

TEXT_BYTES: Final = 64 * 1024  # are shown


class Download(msgspec.Struct, frozen=True, kw_only=True):
    """A file to be kept by whoever asked. `name` is for their disk."""

    path: Path
    name: str
    media_type: str


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture to be shown, drawn here."""

    path: Path
    media_type: str = "image/webp"


async def download(db: Database, actor: Actor, version_id: VersionId, *, uploads: Uploads) -> Download:
    async with db.read() as tx:
        version = await access_version(tx, actor, version_id)
    path = uploads.files.path(version.file)
    if not await asyncio.to_thread(path.is_file):
        raise NotFound("version")  # lost with the disk
    return Download(
        path=path,
        name=f"{version.name}, version {version.number}.{version.extension}",
        media_type=version.media_type,
    )


async def page(
    db: Database, actor: Actor, version_id: VersionId, number: int, *, uploads: Uploads
) -> Picture:
    """A page as a picture, drawn when it is first asked for. Raises NotFound when it cannot be drawn."""
    async with db.read() as tx:
        version = await access_version(tx, actor, version_id)
    if not 1 <= number <= version.pages:
        raise NotFound("page")
    return await draw(uploads, version.file, version.media_type, number)


async def text(db: Database, actor: Actor, version_id: VersionId, *, uploads: Uploads) -> TextPreview:
    """How a text begins. Raises NotFound for what is none."""
    async with db.read() as tx:
        version = await access_version(tx, actor, version_id)
    if version.media_type != "text/plain":
        raise NotFound("text")
    return await begin_text(uploads, version.file, version.bytes)


async def draw(uploads: Uploads, file: str, media_type: str, number: int, *, size: Size = "page") -> Picture:
    """The picture of a page that a kept file has; drawn now, unless it was before."""
    path = uploads.files.page_path(file, number, size)
    if not await asyncio.to_thread(path.is_file):
        async with uploads.files.drawing(path) as out:
            try:
                await uploads.sandbox.draw(uploads.files.path(file), media_type, number, out, size=size)
            except Invalid as error:
                raise NotFound("page that can be shown") from error
    return Picture(path=path)


async def begin_text(uploads: Uploads, file: str, size: int) -> TextPreview:
    """How a kept text of `size` bytes begins."""
    head = await asyncio.to_thread(_head, uploads.files.path(file))
    # The end may cut a character in two.
    return TextPreview(text=head.decode("utf-8-sig", "ignore"), is_all=size <= TEXT_BYTES)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(TEXT_BYTES)
    except OSError as error:
        raise NotFound("version") from error
