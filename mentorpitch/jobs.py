"""Work that is done once it is due, outside the transaction that wanted it: mail, reminders, webhooks.

A job is added in the transaction that wants it (store/jobs.py), so neither is there without the other. One
task does what is due, many at a time.

* What reaches out of the house (`Handler`) happens at least once: whoever takes such a job has a lease; when
  the process dies in between, the lease runs out and the job is done again. A second time must be harmless.
* What stays in the database (`StoreHandler`) happens once: it is done in the transaction that settles it.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol

import structlog

from mentorpitch.announcements import Announce, Announcement
from mentorpitch.clock import Clock
from mentorpitch.store import jobs as jobs_store
from mentorpitch.store.database import Database, Reader, Writer
from mentorpitch.store.jobs import Job, Outcome

AT_ONCE: Final = 20  # that reach out of the house
STORED_AT_ONCE: Final = 200  # in one transaction: others want to write too
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


class StoreHandler(Protocol):
    """How jobs of one kind are done whose whole effect is in the database."""

    async def do_all(self, tx: Writer, jobs: Sequence[Job]) -> Sequence[Announcement]:
        """Do them, and say what to announce after the commit. Whatever it raises undoes them all."""


def wait_after(attempts: int, *, chance: float) -> timedelta:
    """Twice as long after each attempt, times 0.5 to 1.5, so that many do not come back together."""
    return min(FIRST_WAIT * 2.0 ** (attempts - 1), LONGEST_WAIT) * (0.5 + chance)


class Worker:
    """Does jobs while the server runs; kinds without a handler wait.

    Two tasks: what stays in the house never waits for somebody else's server.
    """

    def __init__(
        self,
        db: Database,
        handlers: Mapping[str, Handler],
        *,
        stored: Mapping[str, StoreHandler] | None = None,
        announce: Announce,
        clock: Clock,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._db = db
        self._handlers = handlers
        self._stored = stored or {}
        self._announce = announce
        self._clock = clock
        self._chance = chance  # from 0 to 1
        self._look_inside = asyncio.Event()
        self._look_outside = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._is_closing = False

    def start(self) -> None:
        self._tasks = [
            asyncio.create_task(
                self._run(self._work_inside, tuple(self._stored), self._look_inside), name="jobs inside"
            ),
            asyncio.create_task(
                self._run(self._work_outside, tuple(self._handlers), self._look_outside), name="jobs outside"
            ),
        ]

    def look_again(self) -> None:
        """A job was added that may be the next one."""
        self._look_inside.set()
        self._look_outside.set()

    async def close(self) -> None:
        """Let attempts under way end: a query that is cancelled leaves its connection behind."""
        self._is_closing = True
        self.look_again()
        await asyncio.gather(*self._tasks)

    async def work(self) -> None:
        """Do everything that is due."""
        await self._work_inside()
        await self._work_outside()

    async def _run(
        self, work: Callable[[], Awaitable[None]], kinds: Sequence[str], look_again: asyncio.Event
    ) -> None:
        while not self._is_closing:
            look_again.clear()
            try:
                await work()
                next_at = await self._find_next(kinds)
                sleep_s = _seconds_until(next_at, at=self._clock())
            except Exception:
                log.exception("jobs not done")
                sleep_s = AFTER_TROUBLE_S
            try:
                async with asyncio.timeout(0 if self._is_closing else sleep_s):
                    await look_again.wait()
            except TimeoutError:
                continue

    async def _find_next(self, kinds: Sequence[str]) -> datetime | None:
        async with self._db.read() as tx:
            return await jobs_store.find_next(tx, kinds)

    async def _is_due(self, kinds: Sequence[str]) -> bool:
        """Without a write, which would wait for the disk."""
        if self._is_closing:
            return False
        next_at = await self._find_next(kinds)
        return next_at is not None and next_at <= self._clock()

    # ── What stays in the database ───────────────────────────────────────────

    async def _work_inside(self) -> None:
        for kind, handler in self._stored.items():
            while await self._is_due([kind]):
                try:
                    told = await self._do_together(kind, handler)
                except Exception:
                    log.exception("jobs not done together", kind=kind)
                    await self._do_each(kind, handler)  # so that one of them keeps nobody from theirs
                    continue
                for announcement in told:
                    self._announce(announcement)
                self._look_outside.set()  # what was done may want a letter

    async def _do_together(self, kind: str, handler: StoreHandler) -> Sequence[Announcement]:
        async with self._db.write() as tx:
            at = self._clock()
            due = await jobs_store.list_due(tx, [kind], at=at, limit=STORED_AT_ONCE)
            told = await handler.do_all(tx, due)
            await jobs_store.finish(tx, due, at=at)
        return told

    async def _do_each(self, kind: str, handler: StoreHandler) -> None:
        async def do(job: Job) -> None:
            async with self._db.write() as tx:
                told = await handler.do_all(tx, [job])
            for announcement in told:
                self._announce(announcement)

        at = self._clock()
        async with self._db.write() as tx:
            claimed = await jobs_store.claim(tx, [kind], at=at, lost_at=at + LEASE, limit=STORED_AT_ONCE)
        for job in claimed:
            ended = await self._attempt(job, do)
            async with self._db.write() as tx:
                await jobs_store.settle(tx, [ended])

    # ── What reaches out of the house ────────────────────────────────────────

    async def _work_outside(self) -> None:
        if not await self._is_due(tuple(self._handlers)):
            return
        under_way: set[asyncio.Task[tuple[Job, Outcome]]] = set()
        ended: set[asyncio.Task[tuple[Job, Outcome]]] = set()
        try:
            while True:  # whatever ended while the disk was busy with the others is settled together
                settled = [attempt.result() for attempt in ended]
                under_way |= await self._settle_and_claim(settled, free=AT_ONCE - len(under_way))
                if not under_way:
                    return
                ended, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
        finally:
            if under_way:
                await asyncio.wait(under_way)

    async def _settle_and_claim(
        self, ended: Sequence[tuple[Job, Outcome]], *, free: int
    ) -> set[asyncio.Task[tuple[Job, Outcome]]]:
        """Attempts that are under way from now on."""
        async with self._db.write() as tx:
            settled = await jobs_store.settle(tx, ended)
            told = [await self._handlers[job.kind].told(tx, job) for job, _ in ended if job.job_id in settled]
            at = self._clock()
            claimed = (
                []
                if self._is_closing
                else await jobs_store.claim(tx, tuple(self._handlers), at=at, lost_at=at + LEASE, limit=free)
            )
        for announcement in told:
            if announcement:
                self._announce(announcement)
        return {asyncio.create_task(self._attempt(job, self._handlers[job.kind].do)) for job in claimed}

    # ── Either ───────────────────────────────────────────────────────────────

    async def _attempt(self, job: Job, do: Callable[[Job], Awaitable[None]]) -> tuple[Job, Outcome]:
        failure: TryLater | None = None
        try:
            await do(job)
        except TryLater as reason:
            failure = reason
        except Exception as error:
            log.exception("job failed", kind=job.kind, job_id=job.job_id)
            failure = TryLater(type(error).__name__[:32])
        if failure:
            log.warning("job not done", kind=job.kind, job_id=job.job_id, reason=failure.reason)
        return job, self._outcome(job, failure)

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
