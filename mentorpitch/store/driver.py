"""SQLite in a thread, visited once for each query.

aiosqlite makes a cursor, runs it, fetches from it and closes it in four visits to its thread, and each costs
more than most queries do. Here it is one. What SQLAlchemy wants of a cursor says its protocol
`sqlalchemy.connectors.asyncio.AsyncIODBAPICursor`.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Self, TypeVar

import aiosqlite

Result = TypeVar("Result")


class Cursor:
    """A cursor that is spent when it has run: what it found is here already."""

    def __init__(self, connection: "Connection") -> None:
        self._connection = connection
        self._rows: Sequence[Any] = ()
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Any = ()) -> Self:
        return await self._visit("execute", sql, parameters)

    async def executemany(self, sql: str, parameters: Iterable[Any]) -> Self:
        return await self._visit("executemany", sql, parameters)

    async def fetchall(self) -> Sequence[Any]:
        return self._rows

    async def close(self) -> None:
        """It is: see `_visit`."""

    async def _visit(self, how: str, sql: str, parameters: Any) -> Self:
        def run(connection: sqlite3.Connection) -> None:
            self._connection.begin(connection)
            cursor = connection.cursor()
            try:
                getattr(cursor, how)(sql, parameters)
                self._rows = cursor.fetchall() if cursor.description else ()
                self.description = cursor.description
                self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
            finally:
                cursor.close()

        await self._connection.visit(run)
        return self


class Connection(aiosqlite.Connection):
    """aiosqlite's, with our cursors, and transactions of readers that cost no visit to begin."""

    _begins = False

    def begin_later(self) -> None:
        """With the first query: only then does SQLite choose what a reader sees."""
        self._begins = True

    def begin(self, connection: sqlite3.Connection) -> None:
        """In the connection's thread."""
        if self._begins:
            self._begins = False
            connection.execute("BEGIN")

    async def rollback(self) -> None:
        if self._begins:  # nothing was asked
            self._begins = False
            return
        await super().rollback()

    def cursor(self) -> Any:
        return Cursor(self)

    async def visit(self, work: Callable[..., Result], *arguments: object) -> Result:
        """What `work(connection, *arguments)` returns, run in the connection's thread."""
        result: Result = await self._execute(work, self._conn, *arguments)  # type: ignore[no-untyped-call]
        return result


async def connect(path: Path) -> Connection:
    """An open connection, whose thread does not keep the process alive."""
    connection = Connection(lambda: sqlite3.connect(path, check_same_thread=False), iter_chunk_size=64)
    connection._thread.daemon = True
    await connection
    return connection
