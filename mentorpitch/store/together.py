"""Small writes of one kind that wait at the same time are made by one call on the database's own thread.

What a write costs is mostly the way to that thread and back, several times over. Where many people write at
once that is paid once for all who wait, and what they wrote shares its commit with everything else.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from mentorpitch.errors import Problem

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")

# Called on the writer's thread, inside a savepoint; one outcome for each item. What it raises undoes it all.
Work = Callable[[sqlite3.Connection, list[Item]], list[Outcome]]
# Calls the inner function when its turn has come, runs what it returns on the writer's thread, and commits.
RunPart = Callable[[Callable[[], Callable[[sqlite3.Connection], list[Outcome]]]], Awaitable[list[Outcome]]]

AT_MOST_EVERY_S = 0.004  # a call and its commit; the first for a while waits for nothing
MOST_AT_ONCE = 500  # one call keeps the others waiting for some milliseconds at most
MOST_WAITING = 5_000  # beyond that a caller is told to try again: memory stays bounded


class Together(Generic[Item, Outcome]):
    """Collects the items of one kind of work."""

    def __init__(self, work: Work[Item, Outcome], run_part: RunPart[Outcome]) -> None:
        self._work = work
        self._run_part = run_part
        self._waiting: deque[tuple[Item, asyncio.Future[Outcome]]] = deque()
        self._runs: set[asyncio.Task[None]] = set()
        self._not_before = 0.0  # on the loop's clock

    async def add(self, item: Item) -> Outcome:
        """The item's outcome, once it is on disk; outcomes come in the order of the items.

        Whoever stops waiting does not take their item back. Raises Problem when too many wait.
        """
        if len(self._waiting) >= MOST_WAITING:
            raise Problem("unavailable", "The server is busy.", retry_after_ms=1_000)
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        if len(self._waiting) == 1:
            self._start()
        return await future

    async def finish(self) -> None:
        """Wait for what is under way."""
        while self._runs:
            await asyncio.gather(*self._runs)

    def _start(self) -> None:
        run = asyncio.create_task(self._run(), name="write together")
        self._runs.add(run)
        run.add_done_callback(self._runs.discard)

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        if (wait_s := self._not_before - loop.time()) > 0:
            await asyncio.sleep(wait_s)
        self._not_before = loop.time() + AT_MOST_EVERY_S
        taken: list[tuple[Item, asyncio.Future[Outcome]]] = []

        def take() -> Callable[[sqlite3.Connection], list[Outcome]]:
            taken.extend(self._waiting.popleft() for _ in range(min(MOST_AT_ONCE, len(self._waiting))))
            if self._waiting:
                self._start()
            items = [item for item, _ in taken]
            return lambda connection: self._work(connection, items)

        try:
            outcomes = await self._run_part(take)
        except BaseException as error:  # whoever waits is told, whatever it was
            if not taken:  # it failed before its turn came
                taken.extend(self._waiting)
                self._waiting.clear()
            why = error if isinstance(error, Exception) else Problem("unavailable", STOPPED)
            for _, future in taken:
                if not future.done():
                    future.set_exception(why)
            return
        for (_, future), outcome in zip(taken, outcomes, strict=True):
            if not future.done():  # its caller may have gone
                future.set_result(outcome)


STOPPED = "The server is stopping. Nothing was changed."
