"""What was written is found a moment later; what was deleted leaves the index for good a while later.

Deleting and editing take a text out of the search at once (store/search_sqlite.py). Here one task reads what
waits: in small parts, so that nobody's message waits behind a large one, and seldom while very much is being
written, for even a small one keeps the writer for tens of milliseconds. And it writes the index anew when
something was taken out of it, so that its file does not keep the words either.
"""

import asyncio
from typing import Final

import structlog

from mentorpitch.store import search_entries
from mentorpitch.store.database import Database

AT_ONCE: Final = 100  # things in one transaction: some milliseconds of the writer's time
PAUSE_S: Final = 0.02  # between two of them: the writer is for others
LINGER_S: Final = 0.5  # what is written meanwhile is read together
MUCH: Final = 100  # written in that time: whoever waits for an ack goes first
PATIENCE_S: Final = 5.0  # from part to part while so much is written
LONGEST_SLEEP_S: Final = 60.0
SHARE: Final = 100  # a sweep that took a second is followed by none for a hundred seconds

log = structlog.get_logger()


class Indexing:
    """The task that does both while the server runs."""

    def __init__(self, db: Database, *, at_once: int = AT_ONCE, pause_s: float = PAUSE_S) -> None:
        self._db = db
        self._at_once = at_once
        self._pause_s = pause_s
        self._look_again = asyncio.Event()
        self._closing = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._sweep_from = 0.0  # on the loop's clock
        self._written = 0

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="search")

    def look_again(self) -> None:
        """Something was written."""
        self._written += 1
        self._look_again.set()

    async def close(self) -> None:
        """Stop between two steps; what is left is done after the next start."""
        self._closing.set()
        self._look_again.set()
        if self._task:
            await self._task

    async def index_all(self) -> None:
        """Read everything that waits."""
        now = asyncio.get_running_loop().time
        while not self._closing.is_set():
            began, before = now(), self._written
            async with self._db.read() as tx:
                if not await search_entries.is_waiting(tx):
                    return  # without a write, which would wait for the disk
            async with self._db.write() as tx:
                indexed = await search_entries.index_some(tx, limit=self._at_once)
            if indexed == self._at_once:
                await _wait(self._closing, self._pause_s)
                if self._written - before > MUCH / LINGER_S * (now() - began):
                    await self._linger()

    async def sweep(self) -> None:
        """Leave nothing in the index of what was taken out before this began."""
        async with self._db.read() as tx:
            erased = await search_entries.erased_since_sweep(tx)
        if erased is None:
            return
        first = more = True
        while more and not self._closing.is_set():
            async with self._db.write() as tx:
                more = await search_entries.sweep_some(tx, first=first)
                if not more:
                    await search_entries.mark_swept(tx, erased)
            first = False
            if more:
                await _wait(self._closing, self._pause_s)

    async def _run(self) -> None:
        now = asyncio.get_running_loop().time
        while not self._closing.is_set():
            self._look_again.clear()
            try:
                await self.index_all()
                if now() >= self._sweep_from:
                    began = now()
                    await self.sweep()
                    self._sweep_from = now() + SHARE * (now() - began)
            except Exception:
                log.exception("search not indexed")
            await _wait(self._look_again, LONGEST_SLEEP_S)
            await self._linger()

    async def _linger(self) -> None:
        """For a moment; for longer while very much is being written."""
        now = asyncio.get_running_loop().time
        last = now() + PATIENCE_S
        while not self._closing.is_set() and now() < last:
            before = self._written
            await _wait(self._closing, LINGER_S)
            if self._written - before <= MUCH:
                return


async def _wait(event: asyncio.Event, longest_s: float) -> None:
    try:
        async with asyncio.timeout(longest_s):
            await event.wait()
    except TimeoutError:
        return
