"""Work that is done once it is due, outside the transaction that wanted it: mail, reminders, webhooks.

A job is added in the transaction that wants it (store/jobs.py), so neither is there without the other. One
task does what is due. Whoever takes a job has a lease: when the process dies in between, the lease runs out
and the job is done again. So a job happens at least once; whoever does it makes a second time harmless.
"""

import asyncio
import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final, Protocol

import structlog

from mentorpitch.announcements import Announce, Announcement
from mentorpitch.clock import Clock
from mentorpitch.store import jobs as jobs_store
from mentorpitch.store.database import Database, Reader
from mentorpitch.store.jobs import Job, Outcome

AT_ONCE: Final = 20
LEASE: Final = timedelta(minutes=3)  # longer than anybody's attempt may take
FIRST_WAIT: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(hours=4)
MOST_ATTEMPTS: Final = 10  # the last one some eight hours after the first
LONGEST_SLEEP_S: Final = 60.0  # somebody may set the machine's clock
AFTER_TROUBLE_S: Final = 5.0

log = structlog.get_logger()


class TryLater(Exception):
    """It did not work this time. `reason` is a word of at most 32 characters."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class GiveUp(TryLater):
    """It will never work."""


class Handler(Protocol):
    """How jobs of one kind are done."""

    async def do(self, job: Job) -> None:
        """Do it, be it for the second time. Takes at most LEASE; raises TryLater or GiveUp."""

    async def told(self, tx: Reader, job: Job) -> Announcement | None:
        """What to announce after an attempt, if anybody is to know."""


def wait_after(attempts: int, *, chance: float) -> timedelta:
    """Twice as long after each attempt, times 0.5 to 1.5, so that many do not come back together."""
    return min(FIRST_WAIT * 2.0 ** (attempts - 1), LONGEST_WAIT) * (0.5 + chance)


class Worker:
    """The task that does jobs while the server runs; kinds without a handler wait."""

    def __init__(
        self,
        db: Database,
        handlers: Mapping[str, Handler],
        *,
        announce: Announce,
        clock: Clock,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._db = db
        self._handlers = handlers
        self._announce = announce
        self._clock = clock
        self._chance = chance  # from 0 to 1
        self._look_again = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._is_closing = False

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="jobs")

    def look_again(self) -> None:
        """A job was added."""
        self._look_again.set()

    async def close(self) -> None:
        """Let attempts under way end: a query that is cancelled leaves its connection behind."""
        self._is_closing = True
        self._look_again.set()
        if self._task:
            await self._task

    async def work(self) -> None:
        """Do everything that is due."""
        while not self._is_closing and await self._work_some():
            pass

    async def _run(self) -> None:
        while not self._is_closing:
            self._look_again.clear()
            try:
                await self.work()
                async with self._db.read() as tx:
                    next_at = await jobs_store.find_next(tx, tuple(self._handlers))
                sleep_s = _seconds_until(next_at, at=self._clock())
            except Exception:
                log.exception("jobs not done")
                sleep_s = AFTER_TROUBLE_S
            try:
                async with asyncio.timeout(0 if self._is_closing else sleep_s):
                    await self._look_again.wait()
            except TimeoutError:
                continue

    async def _work_some(self) -> bool:
        at = self._clock()
        kinds = tuple(self._handlers)
        async with self._db.read() as tx:
            next_at = await jobs_store.find_next(tx, kinds)
        if next_at is None or next_at > at:
            return False  # without a write, which would wait for the disk
        async with self._db.write() as tx:
            claimed = await jobs_store.claim(tx, kinds, at=at, lost_at=at + LEASE, limit=AT_ONCE)
        await asyncio.gather(*(self._attempt(job) for job in claimed))
        return bool(claimed)

    async def _attempt(self, job: Job) -> None:
        handler = self._handlers[job.kind]
        failure: TryLater | None = None
        try:
            await handler.do(job)
        except TryLater as reason:
            failure = reason
        except Exception as error:
            log.exception("job failed", kind=job.kind, job_id=job.job_id)
            failure = TryLater(type(error).__name__[:32])
        if failure:
            log.warning("job not done", kind=job.kind, job_id=job.job_id, reason=failure.reason)
        async with self._db.write() as tx:
            if not await jobs_store.settle(tx, job, self._outcome(job, failure)):
                return
            told = await handler.told(tx, job)
        if told:
            self._announce(told)

    def _outcome(self, job: Job, failure: TryLater | None) -> Outcome:
        at = self._clock()
        if failure is None:
            return Outcome(done_at=at)
        if isinstance(failure, GiveUp) or job.attempts >= MOST_ATTEMPTS:
            return Outcome(failed_at=at, last_error=failure.reason)
        next_at = at + wait_after(job.attempts, chance=self._chance())
        return Outcome(next_at=next_at, last_error=failure.reason)


def _seconds_until(next_at: datetime | None, *, at: datetime) -> float:
    if next_at is None:
        return LONGEST_SLEEP_S
    return min(max((next_at - at).total_seconds(), 0.0), LONGEST_SLEEP_S)
