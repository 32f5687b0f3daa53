"""The store: what is written together is committed together, and a full disk harms nobody who was acked."""

import asyncio
import contextlib
import sqlite3

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import insert, select, text
from sqlalchemy.exc import OperationalError

from mentorpitch.errors import Problem
from mentorpitch.store import search_sqlite
from mentorpitch.store.driver import Connection
from mentorpitch.store.migrations import checks  # noqa: F401 (compares the CHECK constraints, too)
from mentorpitch.store.migrations.run import sync_engine
from mentorpitch.store.tables import metadata
from mentorpitch.store.tables.base import facts
from mentorpitch.store.upgrade import SchemaTooNew, revisions, upgrade


async def put(db, name, value="x"):
    async with db.write() as tx:
        await tx.execute(insert(facts).values(name=name, value=value))


async def names(db):
    async with db.read() as tx:
        return set((await tx.execute(select(facts.c.name))).scalars()) - {"epoch", "ticket_key", "link_key"}


async def test_writers_at_once_share_a_commit(world):
    before = world.db.commits
    await asyncio.gather(*(put(world.db, f"n{n}") for n in range(50)))
    assert len(await names(world.db)) == 50
    assert world.db.commits - before <= 2


async def test_a_part_that_fails_takes_nobody_with_it(world):
    results = await asyncio.gather(*(put(world.db, f"n{n % 9}") for n in range(10)), return_exceptions=True)
    assert sum(isinstance(result, Exception) for result in results) == 1
    assert len(await names(world.db)) == 9


async def test_what_raises_inside_the_block_never_happened(world):
    async def change_ones_mind():
        async with world.db.write() as tx:
            await tx.execute(insert(facts).values(name="n", value="x"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await change_ones_mind()
    assert await names(world.db) == set()


async def test_nobody_returns_before_the_commit(world):
    async with world.db.write() as tx:
        await tx.execute(insert(facts).values(name="n", value="x"))
        assert await names(world.db) == set()
    assert await names(world.db) == {"n"}


async def test_a_cancelled_writer_leaves_the_database_usable(world):
    entered = asyncio.Event()

    async def forever():
        async with world.db.write() as tx:
            await tx.execute(insert(facts).values(name="cancelled", value="x"))
            entered.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(forever())
    await entered.wait()
    waiting = asyncio.create_task(put(world.db, "waiting"))
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    await waiting
    assert await names(world.db) == {"waiting"}


async def test_a_write_inside_a_write_is_our_mistake_and_says_so(world):
    with pytest.raises(AssertionError, match="wait for itself"):
        async with world.db.write():
            await put(world.db, "inner")


async def full_disk(db):
    """As if the disk had no page left."""
    raw = await db._connection.get_raw_connection()
    pages = await (await raw.driver_connection.execute("PRAGMA page_count")).fetchone()
    await raw.driver_connection.execute(f"PRAGMA max_page_count = {pages[0]}")


async def test_on_a_full_disk_nobody_is_acked_reads_work_and_it_recovers_unaided(world):
    await put(world.db, "before")
    await full_disk(world.db)
    large = "x" * 100_000
    results = await asyncio.gather(
        *(put(world.db, f"n{n}", large if n == 3 else "small") for n in range(6)), return_exceptions=True
    )
    refused = [f"n{n}" for n, result in enumerate(results) if result is not None]
    assert "n3" in refused
    assert all(isinstance(r, Problem) and r.code == "storage_full" for r in results if r is not None)
    assert await names(world.db) == {"before"} | {f"n{n}" for n in range(6)} - set(refused)
    raw = await world.db._connection.get_raw_connection()
    await raw.driver_connection.execute("PRAGMA max_page_count = 1000000")
    await put(world.db, "after", large)
    assert "after" in await names(world.db)


async def test_a_reader_cannot_write(world):
    async with world.db.read() as tx:
        with pytest.raises(OperationalError, match="readonly"):
            await tx.execute(insert(facts).values(name="n", value="x"))


def test_the_migrations_make_the_tables_that_the_code_names(tmp_path):
    path = tmp_path / "fresh.sqlite"
    upgrade(path)
    engine = sync_engine(path)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_name": lambda name, *_: not search_sqlite.is_ours(name)}
        )
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_an_upgrade_of_what_is_new_already_does_nothing(tmp_path):
    path = tmp_path / "fresh.sqlite"
    upgrade(path)
    upgrade(path)
    assert [file.name for file in tmp_path.glob("*.bak")] == []


def test_an_older_database_is_copied_before_it_is_upgraded(tmp_path, monkeypatch):
    path = tmp_path / "old.sqlite"
    upgrade(path)
    with sqlite3.connect(path) as database:
        database.execute("INSERT INTO facts VALUES ('mine', 'kept')")
    database.close()
    known = revisions()
    monkeypatch.setattr("mentorpitch.store.upgrade.revisions", lambda: [*known, "9998"])
    upgrade(path)  # there is no later migration yet: only the copy is made
    (copy,) = tmp_path.glob("*.bak")
    with sqlite3.connect(copy) as database:
        assert database.execute("SELECT value FROM facts WHERE name = 'mine'").fetchone() == ("kept",)
    database.close()


def test_a_newer_database_is_refused(tmp_path):
    path = tmp_path / "newer.sqlite"
    upgrade(path)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    with pytest.raises(SchemaTooNew, match="9999"):
        upgrade(path)


async def test_a_query_visits_the_drivers_thread_once(world, monkeypatch):
    visits = []
    execute = Connection._execute

    def counted(*asked, **how):
        visits.append(asked)
        return execute(*asked, **how)

    monkeypatch.setattr(Connection, "_execute", counted)
    async with world.db.read() as tx:
        await tx.execute(text("SELECT 1"))  # with the BEGIN before it
        visits.clear()
        found = (await tx.execute(text("SELECT 1 UNION SELECT 2"))).scalars().all()
    assert (found, len(visits)) == ([1, 2], 2)  # the second gives the connection back


def put_all(connection, names):
    """A work for `write_together`: each name stored; one that is there already fails all of them."""
    connection.executemany("INSERT INTO facts (name, value) VALUES (?, 'x')", [(name,) for name in names])
    return [name.upper() for name in names]


async def test_what_waits_together_is_written_by_one_call_in_order(world):
    calls = []

    def work(connection, items):
        calls.append(items)
        return put_all(connection, items)

    asked = [f"n{n:02}" for n in range(20)]
    outcomes = await asyncio.gather(*(world.db.write_together(work, name) for name in asked))
    assert outcomes == [name.upper() for name in asked]
    assert [item for call in calls for item in call] == asked
    assert len(calls) < 5
    assert set(asked) <= await names(world.db)


async def test_what_fails_together_never_happened_and_others_go_on(world):
    outcomes = await asyncio.gather(
        put(world.db, "before"),
        world.db.write_together(put_all, "twice"),
        world.db.write_together(put_all, "twice"),
        put(world.db, "after"),
        return_exceptions=True,
    )
    assert [type(each) for each in outcomes] == [type(None), *[sqlite3.IntegrityError] * 2, type(None)]
    assert {"before", "after"} <= await names(world.db)
    assert "twice" not in await names(world.db)
    assert await world.db.write_together(put_all, "later") == "LATER"


async def test_whoever_stops_waiting_takes_nobody_with_them(world):
    waiting = [asyncio.create_task(world.db.write_together(put_all, f"n{n}")) for n in range(3)]
    await asyncio.sleep(0)
    waiting[1].cancel()
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert outcomes[0::2] == ["N0", "N2"]


async def test_on_a_full_disk_nobody_who_waits_together_is_acked(world):
    await put(world.db, "before")
    await full_disk(world.db)
    long = "x" * 40_000
    outcomes = await asyncio.gather(
        *(world.db.write_together(put_all, f"{n}{long}") for n in range(5)), return_exceptions=True
    )
    assert {outcome.code for outcome in outcomes} == {"storage_full"}
