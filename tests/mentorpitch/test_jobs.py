"""Jobs, as promised: with what wanted them, at least once, again after a failure, and never for ever."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from mentorpitch import jobs
from mentorpitch.announcements import Told
from mentorpitch.jobs import (
    LEASE,
    LONGEST_WAIT,
    MOST_ATTEMPTS,
    STORED_AT_ONCE,
    GiveUp,
    TryLater,
    Worker,
    wait_after,
)
from mentorpitch.shapes import Nothing
from mentorpitch.store import jobs as jobs_store
from mentorpitch.store.jobs import Wish
from mentorpitch.store.tables.base import facts
from mentorpitch.store.tables.jobs import jobs as jobs_table


class Doing:
    """A handler that does what `how` says with each job."""

    def __init__(self, how=None):
        self.how = how or (lambda _job: None)
        self.done = []

    async def do(self, job):
        self.how(job)
        self.done.append(job.about["thing"])

    async def told(self, tx, job):
        return None


@pytest.fixture
def worker(world):
    def worker(doing, chance=lambda: 0.5):
        return Worker(world.db, {"try": doing}, announce=world.announce, clock=world.clock, chance=chance)

    return worker


async def add(world, thing, *, key="", kind="try", after_s=0):
    async with world.db.write() as tx:
        due_at = world.clock() + timedelta(seconds=after_s)
        return await jobs_store.add(tx, kind, key=key or thing, about={"thing": thing}, due_at=due_at)


async def rows(world):
    async with world.db.read() as tx:
        return (await tx.execute(select(jobs_table).order_by(jobs_table.c.key))).all()


async def test_a_job_is_done_once_it_is_due_and_once(world, worker):
    doing = Doing()
    await add(world, "now")
    await add(world, "later", after_s=60)
    await worker(doing).work()
    await worker(doing).work()
    assert doing.done == ["now"]
    world.clock.advance(seconds=60)
    await worker(doing).work()
    assert doing.done == ["now", "later"]


async def test_the_same_wish_twice_is_one_job(world, worker):
    doing = Doing()
    assert await add(world, "one", key="k") == await add(world, "two", key="k")
    await worker(doing).work()
    assert await add(world, "three", key="k")
    await worker(doing).work()
    assert doing.done == ["one"]


async def test_what_rolls_back_wants_nothing(world, worker):
    async def wish_and_fail():
        async with world.db.write() as tx:
            await jobs_store.add(tx, "try", key="k", about={"thing": "lost"}, due_at=world.clock())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await wish_and_fail()
    doing = Doing()
    await worker(doing).work()
    assert doing.done == []


async def test_a_failure_is_tried_again_later_and_later(world, worker):
    def fail(_job):
        raise TryLater("busy")

    await add(world, "it")
    await worker(Doing(fail)).work()
    [row] = await rows(world)
    assert (row.attempts, row.last_error, row.next_at) == (1, "busy", world.clock() + timedelta(minutes=1))
    world.clock.now = row.next_at
    doing = Doing()
    await worker(doing).work()
    [row] = await rows(world)
    assert (doing.done, row.attempts, row.last_error, row.next_at) == (["it"], 2, None, None)
    assert row.done_at == world.clock()


def test_waits_double_to_a_bound_and_are_spread():
    waits = [wait_after(n, chance=0.5) for n in range(1, 12)]
    assert waits[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert max(waits) == LONGEST_WAIT
    assert wait_after(1, chance=0) == timedelta(seconds=30)
    assert wait_after(1, chance=1) == timedelta(seconds=90)


async def test_nothing_is_tried_for_ever(world, worker):
    def fail(_job):
        raise TryLater("busy")

    await add(world, "it")
    for _ in range(MOST_ATTEMPTS + 3):
        await worker(Doing(fail)).work()
        world.clock.advance(days=1)
    [row] = await rows(world)
    assert (row.attempts, row.next_at, row.done_at) == (MOST_ATTEMPTS, None, None)
    assert row.failed_at is not None


async def test_of_an_accident_only_its_kind_is_kept(world, worker):
    def fail(_job):
        raise ValueError("private words")

    await add(world, "it")
    await worker(Doing(fail)).work()
    [row] = await rows(world)
    assert (row.last_error, row.failed_at) == ("ValueError", None)


async def test_what_cannot_work_is_given_up_at_once(world, worker):
    def refuse(_job):
        raise GiveUp("refused")

    await add(world, "it")
    await worker(Doing(refuse)).work()
    [row] = await rows(world)
    assert (row.attempts, row.last_error, row.failed_at) == (1, "refused", world.clock())


async def test_a_job_whose_worker_died_is_done_when_its_lease_has_run_out(world, worker):
    await add(world, "it")
    async with world.db.write() as tx:  # taken, and never heard of again
        at = world.clock()
        await jobs_store.claim(tx, ["try"], at=at, lost_at=at + LEASE, limit=1)
    doing = Doing()
    await worker(doing).work()
    assert doing.done == []
    world.clock.advance(seconds=LEASE.total_seconds())
    await worker(doing).work()
    assert doing.done == ["it"]


async def test_whoever_comes_back_after_their_lease_settles_nothing(world, worker):
    await add(world, "it")
    async with world.db.write() as tx:
        [late] = await jobs_store.claim(tx, ["try"], at=world.clock(), lost_at=world.clock(), limit=1)
    await worker(Doing()).work()
    async with world.db.write() as tx:
        outcome = jobs_store.Outcome(failed_at=world.clock(), last_error="late")
        assert not await jobs_store.settle(tx, [(late, outcome)])
    [row] = await rows(world)
    assert (row.failed_at, row.last_error) == (None, None)


async def test_kinds_that_nobody_does_wait(world, worker):
    await add(world, "mail", kind="mail")
    doing = Doing()
    await worker(doing).work()
    assert doing.done == []
    [row] = await rows(world)
    assert row.attempts == 0


async def test_one_that_fails_keeps_nobody_from_theirs(world, worker):
    def fail_one(job):
        if job.about["thing"] == "7":
            raise ValueError

    doing = Doing(fail_one)
    for n in range(25):
        await add(world, str(n))
    await worker(doing).work()
    assert sorted(doing.done, key=int) == [str(n) for n in range(25) if n != 7]


async def test_many_due_jobs_are_each_done_once(world, worker):
    wishes = {f"k{n}": {"thing": str(n)} for n in range(500)}
    async with world.db.write() as tx:
        await jobs_store.add_all(tx, "try", wishes, due_at=world.clock())
    doing = Doing()
    await worker(doing).work()
    assert len(doing.done) == len(set(doing.done)) == 500


async def test_the_task_wakes_for_a_new_job_and_stops_between_two(world, worker):
    done = asyncio.Event()
    running = worker(Doing(lambda _job: done.set()))
    running.start()
    await add(world, "it")
    running.look_again()
    async with asyncio.timeout(5):
        await done.wait()
        await running.close()


async def test_the_task_outlives_a_failing_database(world, worker, monkeypatch):
    monkeypatch.setattr(jobs, "AFTER_TROUBLE_S", 0.0)
    done = asyncio.Event()
    running = worker(Doing(lambda _job: done.set()))
    claim, failures = jobs_store.claim, iter([True])

    async def fail_once(*given, **how):
        if next(failures, False):
            raise OSError
        return await claim(*given, **how)

    monkeypatch.setattr(jobs_store, "claim", fail_once)
    await add(world, "it")
    running.start()
    async with asyncio.timeout(5):
        await done.wait()
        await running.close()


# ── What stays in the database ───────────────────────────────────────────────


class Noting:
    """Notes each thing in the database; `how` may refuse one."""

    def __init__(self, how=None):
        self.how = how or (lambda _job: None)
        self.sizes = []

    async def do_all(self, tx, given):
        self.sizes.append(len(given))
        for job in given:
            await tx.execute(insert(facts).values(name=f"thing {job.about['thing']}", value="noted"))
            self.how(job)
        return [Told(event="noted", payload=Nothing(), user_ids=tuple(job.about["thing"] for job in given))]


@pytest.fixture
def noter(world):
    def noter(noting, **more):
        return Worker(world.db, more, stored={"note": noting}, announce=world.announce, clock=world.clock)

    return noter


async def add_notes(world, number, *, after_s=0):
    due_at = world.clock() + timedelta(seconds=after_s)
    wishes = [Wish(key=f"n{n}", about={"thing": str(n)}, due_at=due_at) for n in range(number)]
    async with world.db.write() as tx:
        await jobs_store.add_missing(tx, "note", wishes)


async def noted(world):
    async with world.db.read() as tx:
        rows = await tx.execute(select(facts.c.name).where(facts.c.value == "noted"))
        return sorted(int(name.removeprefix("thing ")) for name in rows.scalars())


async def test_what_stays_in_the_database_is_done_many_at_a_time_and_once(world, noter):
    noting = Noting()
    await add_notes(world, 450)
    await add_notes(world, 450)  # a wish again is the same wish
    await asyncio.gather(noter(noting).work(), noter(noting).work())
    assert await noted(world) == list(range(450))
    assert sum(noting.sizes) == 450
    assert max(noting.sizes) == STORED_AT_ONCE
    assert sum(len(said.user_ids) for said in world.announced) == 450
    assert {(row.attempts, row.next_at) for row in await rows(world)} == {(1, None)}


async def test_what_is_not_due_is_left_alone(world, noter):
    await add_notes(world, 3, after_s=1)
    await noter(Noting()).work()
    assert await noted(world) == []


async def test_one_that_cannot_be_done_undoes_no_other_and_is_tried_again(world, noter):
    def refuse_one(job):
        if job.about["thing"] == "2":
            raise ValueError

    await add_notes(world, 5)
    await noter(Noting(refuse_one)).work()
    assert await noted(world) == [0, 1, 3, 4]
    [left] = [row for row in await rows(world) if row.next_at]
    assert (left.about, left.last_error) == ({"thing": "2"}, "ValueError")
    world.clock.now = left.next_at
    await noter(Noting()).work()
    assert await noted(world) == [0, 1, 2, 3, 4]


async def test_a_letter_that_hangs_holds_up_neither_notes_nor_other_letters(world, noter):
    go_on, others_done, note_done = asyncio.Event(), asyncio.Event(), asyncio.Event()

    class Hanging(Doing):
        async def do(self, job):
            if job.about["thing"] == "hangs":
                await go_on.wait()
            await super().do(job)
            if len(self.done) == 40:
                others_done.set()

    doing = Hanging()
    await add(world, "hangs")
    running = noter(Noting(lambda _job: note_done.set()), **{"try": doing})
    running.start()
    async with asyncio.timeout(5):
        for n in range(40):  # more than are under way at once
            await add(world, str(n), after_s=-1)
        await add_notes(world, 1)
        running.look_again()
        await others_done.wait()
        await note_done.wait()
        go_on.set()
        await running.close()
    assert len(doing.done) == 41
