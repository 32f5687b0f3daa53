"""The database: one writer with group commit, readers beside it.

`write` gives a transaction of one's own inside a transaction that is shared. Whoever finds no transaction
open begins one and queues its commit behind those who wait already; so whatever arrived while the disk was
busy with the last commit goes into the next one; only messages linger, see store/together.py. Each part is a
savepoint: a part that fails takes nobody with it. Nobody returns from `write` before the commit that holds
their part.
"""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import Any, Self, TypeVar

import structlog
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncTransaction, create_async_engine

from mentorpitch.errors import Problem
from mentorpitch.store.driver import Connection, connect
from mentorpitch.store.together import Item, Outcome, Together, Work

Result = TypeVar("Result")

Reader = AsyncConnection  # may select
Writer = AsyncConnection  # may also insert, update and delete

MOST_WAITING = 2_000  # beyond that a caller is told to try again: memory stays bounded
READERS = 4

log = structlog.get_logger()
_writing: ContextVar[bool] = ContextVar("writing", default=False)

FULL = "The server's disk is full. Nothing was changed."
UNWRITABLE = "The server cannot write just now. Nothing was changed."


def as_problem(error: BaseException) -> Problem | None:
    """What a person can be told of a failing disk; None for any other error, which is ours to mend."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    match getattr(cause, "sqlite_errorcode", 0) & 0xFF:  # of an extended code: its family
        case sqlite3.SQLITE_FULL:
            return Problem("storage_full", FULL)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_IOERR | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_BUSY:
            return Problem("unavailable", UNWRITABLE, retry_after_ms=1_000)
    return None


class Batch:
    """The parts of one commit. `done` ends with the commit, or with why there was none."""

    def __init__(self, transaction: AsyncTransaction) -> None:
        self.transaction = transaction
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.lost: Problem | None = None  # SQLite gave up the whole transaction, earlier parts included


class Database:
    """An open SQLite database in WAL mode, every commit on disk (`synchronous=FULL`)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._write_engine = _engine(path, pool_size=1, read_only=False)
        self._read_engine = _engine(path, pool_size=READERS, read_only=True)
        self._connection: AsyncConnection | None = None
        self._turn = asyncio.Lock()  # wakes its waiters in the order in which they came
        self._waiting = 0
        self._batch: Batch | None = None
        self._committer: asyncio.Task[None] | None = None
        self._together: dict[object, Together[Any, Any]] = {}
        self.commits = 0  # parts ÷ commits tells how much the group saves
        self.parts = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @contextlib.asynccontextmanager
    async def write(self) -> AsyncIterator[Writer]:
        """A transaction: after the block it is on disk, or the block raises and nothing happened.

        Never nest two. Raises Problem `storage_full` or `unavailable` when the disk does not take it.
        """
        assert not _writing.get(), "a write inside a write would wait for itself"
        async with self._in_turn():
            batch = await self._join()
            assert self._connection is not None
            savepoint = await self._connection.begin_nested()
            token = _writing.set(True)
            try:
                yield self._connection
                await savepoint.commit()
                self.parts += 1
            except BaseException as error:
                problem = as_problem(error)
                await self._undo(savepoint, batch, problem)
                if problem:
                    raise problem from error
                raise
            finally:
                _writing.reset(token)
        await asyncio.shield(batch.done)

    async def write_together(self, work: Work[Item, Outcome], item: Item) -> Outcome:
        """What `work` makes of the item, once it is on disk; who waits with the same work shares one call.

        Raises Problem as `write` does.
        """
        if work not in self._together:
            self._together[work] = Together(work, self._run_part)
        together: Together[Item, Outcome] = self._together[work]
        return await together.add(item)

    @contextlib.asynccontextmanager
    async def read(self) -> AsyncIterator[Reader]:
        """A consistent view of what is committed; never waits for a writer."""
        async with self._read_engine.connect() as connection:
            yield connection

    async def close(self) -> None:
        """Finish what is under way, then close."""
        for together in self._together.values():
            await together.finish()
        if self._committer:
            await self._committer
        if self._connection:
            await self._connection.close()
        await self._write_engine.dispose()
        await self._read_engine.dispose()

    @contextlib.asynccontextmanager
    async def _in_turn(self) -> AsyncIterator[None]:
        if self._waiting >= MOST_WAITING:
            raise Problem("unavailable", "The server is busy.", retry_after_ms=1_000)
        self._waiting += 1
        try:
            await self._turn.acquire()
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._turn.release()

    async def _run_part(self, take: Callable[[], Callable[[sqlite3.Connection], Result]]) -> Result:
        """Run what `take` gives on the writer's thread, once its turn has come.

        As a part of the open batch; or, with nobody to share a commit with, as a transaction of its own,
        in one visit to that thread.
        """
        async with self._in_turn():
            alone = self._batch is None and not self._waiting
            batch = None if alone else await self._join()
            driver = await self._driver()
            work = take()
            try:
                result: Result = await driver.visit(_in_transaction if alone else _in_savepoint, work)
            except BaseException as error:
                problem = as_problem(error)
                if batch and not driver.in_transaction:  # SQLite has rolled back everything
                    batch.lost = problem or Problem("unavailable", UNWRITABLE, retry_after_ms=1_000)
                if problem:
                    raise problem from error
                raise
            self.parts += 1
            self.commits += alone
        if batch:
            await asyncio.shield(batch.done)
        return result

    async def _driver(self) -> Connection:
        if self._connection is None:
            self._connection = await self._connect()
        driver = (await self._connection.get_raw_connection()).driver_connection
        assert isinstance(driver, Connection)
        return driver

    async def _connect(self) -> AsyncConnection:
        try:
            return await self._write_engine.connect()
        except DBAPIError as error:
            raise as_problem(error) or error from error

    async def _join(self) -> Batch:
        """The open batch, or a new one. In one's turn only. Raises Problem when it is lost already."""
        batch = self._batch or await self._begin()
        if batch.lost:
            raise batch.lost
        return batch

    async def _begin(self) -> Batch:
        if self._connection is None:
            self._connection = await self._connect()
        try:
            batch = self._batch = Batch(await self._connection.begin())
        except DBAPIError as error:
            raise as_problem(error) or error from error
        self._committer = asyncio.create_task(self._commit(batch), name="commit")
        return batch

    async def _commit(self, batch: Batch) -> None:
        async with self._turn:  # behind everybody who waited when the batch began
            self._batch = None
            try:
                if batch.lost:
                    raise batch.lost
                await batch.transaction.commit()
                self.commits += 1
            except BaseException as error:  # whoever waits for `done` is told, whatever it was
                with contextlib.suppress(Exception):
                    await batch.transaction.rollback()
                problem = as_problem(error)
                if isinstance(error, asyncio.CancelledError):
                    problem = Problem("unavailable", UNWRITABLE)
                batch.done.set_exception(problem or error)
                batch.done.exception()  # its parts may all have failed before: then nobody waits
                log.warning("commit failed", reason=type(error.__cause__ or error).__name__)
                return
        batch.done.set_result(None)

    async def _undo(self, savepoint: AsyncTransaction, batch: Batch, problem: Problem | None) -> None:
        """Undo one part. On some errors SQLite has rolled back everything, earlier parts included.

        Which errors do that: https://sqlite.org/lang_transaction.html, section 3.
        """
        connection = self._connection
        assert connection is not None
        if not connection.invalidated:
            raw = await connection.get_raw_connection()
            if raw.driver_connection is not None and raw.driver_connection.in_transaction:
                await savepoint.rollback()
                return
        batch.lost = problem or Problem("unavailable", UNWRITABLE, retry_after_ms=1_000)


def _in_transaction(connection: sqlite3.Connection, work: Callable[[sqlite3.Connection], Result]) -> Result:
    connection.execute("BEGIN IMMEDIATE")
    try:
        result = work(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # else SQLite has undone everything by itself
            connection.execute("ROLLBACK")
        raise
    return result


def _in_savepoint(connection: sqlite3.Connection, work: Callable[[sqlite3.Connection], Result]) -> Result:
    connection.execute("SAVEPOINT part")
    try:
        result = work(connection)
    except BaseException:
        if connection.in_transaction:  # else SQLite has undone everything by itself
            connection.execute("ROLLBACK TO part")
            connection.execute("RELEASE part")
        raise
    connection.execute("RELEASE part")
    return result


def _engine(path: Path, *, pool_size: int, read_only: bool) -> AsyncEngine:
    engine = create_async_engine(
        f"sqlite+aiosqlite:///{path}",
        async_creator=partial(connect, path),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=30,
        hide_parameters=True,  # an error's text goes into the log; what people wrote does not
    )

    @event.listens_for(engine.sync_engine, "connect")
    def configure(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver's own implicit BEGIN breaks savepoints
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")  # an ack means: on disk
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA busy_timeout = 5000")
        if read_only:
            cursor.execute("PRAGMA query_only = ON")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Any) -> None:
        if read_only:
            connection.connection.driver_connection.begin_later()
        else:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
