"""Messages that somebody has not read are told to their devices.

What there is to tell follows from what is unread and what was told already, so that the way of a message into
the database knows nothing of it. One task looks when something was written, and once at the start, for what
was written just before the last stop.
"""

import asyncio
from datetime import timedelta
from typing import Final

import structlog

from mentorpitch.announcements import Announce, JobsWait
from mentorpitch.clock import Clock
from mentorpitch.push.wishing import Occasion, wish
from mentorpitch.shapes import ConversationId
from mentorpitch.store import push as push_store
from mentorpitch.store.database import Database

READ_ELSEWHERE: Final = timedelta(seconds=6)  # what is read by then, on any device, needs no notice
STILL_NEWS: Final = timedelta(hours=12)
LINGER_S: Final = 1.0  # what is written meanwhile is looked at together
AFTER_TROUBLE_S: Final = 10.0

log = structlog.get_logger()


class Ringing:
    def __init__(self, db: Database, *, announce: Announce, clock: Clock) -> None:
        self._db = db
        self._announce = announce
        self._clock = clock
        self._written: set[ConversationId] = set()
        self._look = asyncio.Event()
        self._closing = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="ringing")

    def hear(self, conversation_id: ConversationId) -> None:
        """Somebody has written there. Called for every message, so it does next to nothing."""
        self._written.add(conversation_id)
        self._look.set()

    async def close(self) -> None:
        self._closing.set()
        self._look.set()
        if self._task:
            await self._task

    async def ring(self, conversation_ids: set[ConversationId] | None) -> None:
        """Wish for notices of what is new in these conversations; None: in all."""
        at = self._clock()
        since = at - STILL_NEWS
        async with self._db.read() as tx:
            if not await push_store.list_untold(tx, conversation_ids=conversation_ids, since=since):
                return  # without a write, which would wait for the disk
        async with self._db.write() as tx:
            untold = await push_store.list_untold(tx, conversation_ids=conversation_ids, since=since)
            await push_store.note_told(tx, untold, way="push")
            occasions = [
                Occasion(
                    user_id=each.user_id,
                    about={
                        "what": "message",
                        "conversation_id": each.conversation_id,
                        "seq": str(each.seq),
                    },
                )
                for each in untold
            ]
            await wish(tx, occasions, due_at=at + READ_ELSEWHERE, at=at)
        self._announce(JobsWait())

    async def _run(self) -> None:
        where: set[ConversationId] | None = None
        while not self._closing.is_set():
            self._look.clear()
            rest_s = LINGER_S
            try:
                await self.ring(where)
                where = set()
            except Exception:
                log.exception("nobody was told of messages")
                where, rest_s = None, AFTER_TROUBLE_S
            await _wait(self._closing, rest_s)
            if where is not None:
                await self._look.wait()
                where, self._written = self._written, set()


async def _wait(event: asyncio.Event, longest_s: float) -> None:
    try:
        async with asyncio.timeout(longest_s):
            await event.wait()
    except TimeoutError:
        return
