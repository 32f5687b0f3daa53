"""Bytes beside the database: each file under a random name, never under one that somebody gave.

What comes in lies in a folder of its own until it is kept: brought to the disk, then renamed. Its row is
inserted after that. So a row always has its file; a file without a row is nobody's, and `sweep` removes it.
"""

import asyncio
import contextlib
import errno
import hashlib
import os
import shutil
from collections.abc import AsyncIterable, AsyncIterator, Collection, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec
import structlog

from mentorpitch.errors import Problem
from mentorpitch.ids import new_id

MB: Final = 1_000_000
GRACE: Final = timedelta(hours=1)  # a file may be about to get its row
PAGES_KEPT: Final = timedelta(days=30)  # pictures of pages can be drawn again
WRITE_AT_ONCE: Final = 256 * 1024

log = structlog.get_logger()


class FileLimits(msgspec.Struct, frozen=True, kw_only=True):
    most_bytes: int = 25 * MB  # of one file
    most_bytes_of_a_pair: int = 500 * MB
    most_bytes_of_a_conversation: int = 500 * MB
    media_types: frozenset[str] | None = None  # None: all that are known


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """A file that has come in whole, in a folder of its own that goes with it."""

    path: Path
    bytes: int
    sha256: str


class Files:
    """A folder of files. Every method may raise Problem `storage_full` or `unavailable`."""

    def __init__(self, folder: Path, limits: FileLimits | None = None) -> None:
        self.limits = limits or FileLimits()
        self._kept = folder / "kept"
        self._incoming = folder / "incoming"
        self._pages = folder / "pages"

    def path(self, name: str) -> Path:
        return self._kept / name

    def page_path(self, name: str, number: int, size: str = "page") -> Path:
        """Where the picture of a page is kept once it has been drawn."""
        return self._pages / f"{name}-{number}{'' if size == 'page' else f'-{size}'}.webp"

    @contextlib.asynccontextmanager
    async def receive(self, chunks: AsyncIterable[bytes]) -> AsyncIterator[Received]:
        """Write what comes, for as long as the block. Raises `too_large` as soon as it is."""
        folder = self._incoming / new_id()
        try:
            with _typed():
                await asyncio.to_thread(_make, self._kept, self._pages, folder)
            yield await self._write(chunks, folder / "given")
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    async def put(self, content: bytes) -> Received:
        """Keep bytes of our own for good; the path is that of the kept file."""
        name = new_id()
        with _typed():
            await asyncio.to_thread(_make, self._kept)
            await asyncio.to_thread(self.path(name).write_bytes, content)
        sha256 = hashlib.sha256(content).hexdigest()
        return Received(path=self.path(name), bytes=len(content), sha256=sha256)

    async def keep(self, path: Path) -> str:
        """Bring a file that was received, or made of it, to the disk for good; returns its name."""
        name = new_id()
        with _typed():
            await asyncio.to_thread(_keep, path, self._kept / name)
        return name

    async def measure(self, path: Path) -> tuple[int, str]:
        """How many bytes a file has, and their SHA-256 in hexadecimal."""
        with _typed():
            return await asyncio.to_thread(_measure, path)

    async def remove(self, names: Collection[str]) -> None:
        """What cannot be removed now is swept later."""
        await asyncio.to_thread(self._remove, names)

    async def sweep(self, wanted: Collection[str], *, now: datetime) -> int:
        """Remove what no row speaks of, and pictures that can be drawn again; returns how many files went."""
        return await asyncio.to_thread(self._sweep, frozenset(wanted), now)

    @contextlib.asynccontextmanager
    async def drawing(self, picture: Path) -> AsyncIterator[Path]:
        """A place to draw in; what stands there after the block becomes the picture."""
        with _typed():
            await asyncio.to_thread(_make, self._pages)
        part = self._pages / f"{new_id()}.part"
        try:
            yield part
            with _typed():
                part.replace(picture)
        finally:
            part.unlink(missing_ok=True)

    async def _write(self, chunks: AsyncIterable[bytes], path: Path) -> Received:
        size, digest, waiting = 0, hashlib.sha256(), bytearray()
        with _typed(), path.open("xb", buffering=0) as file:

            def flush() -> None:
                digest.update(waiting)
                view = memoryview(waiting)
                while view:
                    view = view[file.write(view) :]

            async for chunk in chunks:
                size += len(chunk)
                if size > self.limits.most_bytes:
                    raise too_large(self.limits.most_bytes)
                waiting += chunk
                if len(waiting) >= WRITE_AT_ONCE:
                    await asyncio.to_thread(flush)
                    waiting = bytearray()
            await asyncio.to_thread(flush)
        return Received(path=path, bytes=size, sha256=digest.hexdigest())

    def _remove(self, names: Collection[str]) -> None:
        for name in names:
            for path in (self.path(name), *self._pages.glob(f"{name}-*.webp")):
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)

    def _sweep(self, wanted: frozenset[str], now: datetime) -> int:
        went = 0
        for folder, kept_for in ((self._kept, GRACE), (self._pages, PAGES_KEPT), (self._incoming, GRACE)):
            for path in folder.iterdir() if folder.is_dir() else ():
                if folder == self._kept and path.name in wanted:
                    continue
                with contextlib.suppress(OSError):
                    if path.stat().st_mtime > (now - kept_for).timestamp():
                        continue
                    if path.is_dir():
                        shutil.rmtree(path)
                    else:
                        path.unlink()
                    went += 1
        if went:
            log.info("files swept", count=went)
        return went


def too_large(most_bytes: int) -> Problem:
    return Problem("too_large", f"A file may have at most {most_bytes // MB} MB.")


def _make(*folders: Path) -> None:
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)


def _measure(path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
        return file.tell(), digest.hexdigest()


def _keep(path: Path, kept: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
    path.rename(kept)
    folder = os.open(kept.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the name, too, is on disk
    finally:
        os.close(folder)


@contextlib.contextmanager
def _typed() -> Iterator[None]:
    """Make of a failing disk an answer for a person."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise Problem("storage_full", "The server's disk is full. Nothing was changed.") from error
        log.warning("file not written", reason=errno.errorcode.get(error.errno or 0, "unknown"))
        raise Problem("unavailable", "The server cannot write just now. Nothing was changed.") from error
