"""The clock's part: done once, caught up after a silence, told to every screen."""

import asyncio
from datetime import timedelta

import pytest

from mentorpitch.meetings.turning import LONGEST_SLEEP_S, Turning, seconds_to_sleep
from mentorpitch.store import meetings as meetings_store
from tests.world import NOON


async def next_turn(world):
    async with world.db.read() as tx:
        return await meetings_store.find_next_turn(tx)


async def test_a_beginning_and_an_end_are_told_once_each(world, ours):
    made = await ours.create()
    for now in (made.starts_at, made.starts_at, made.ends_at, made.ends_at):
        world.clock.now = now
        await ours.turn()
    assert [said.payload.state for said in ours.told()] == ["upcoming", "current", "past"]
    assert [said.payload.revision for said in ours.told()] == [1, 2, 3]


async def test_the_next_turn_is_the_nearest_boundary_of_all(world, ours):
    later, sooner = await ours.create(), await ours.create(within=timedelta(hours=1))
    assert await next_turn(world) == sooner.starts_at
    world.clock.now = sooner.starts_at
    await ours.turn()
    assert await next_turn(world) == sooner.ends_at
    await ours.let_pass(sooner)
    assert await next_turn(world) == later.starts_at
    await ours.cancel(later)
    assert await next_turn(world) is None


async def test_what_was_missed_while_nobody_was_there_is_caught_up_once(world, ours):
    for n in range(60):  # more than one transaction takes
        await ours.create(within=timedelta(hours=n + 1))
    world.announced.clear()
    world.clock.advance(days=9)
    await ours.turn()
    await ours.turn()
    assert [said.payload.state for said in ours.told()] == ["past"] * 60
    assert await next_turn(world) is None


async def test_a_moved_meeting_turns_at_its_new_time(world, ours):
    made = await ours.create()
    moved = await ours.change(made, local_start="2026-12-01T10:00")
    world.clock.now = made.ends_at
    world.announced.clear()
    await ours.turn()
    assert ours.told() == []
    assert await next_turn(world) == moved.starts_at


async def test_a_meeting_that_begins_in_the_past_of_now_turns_only_at_its_end(world, ours):
    made = await ours.create(local_start="2026-11-23T11:50")
    assert made.state == "current"
    assert await next_turn(world) == made.ends_at


@pytest.mark.parametrize(
    ("in_s", "sleep_s"), [(None, LONGEST_SLEEP_S), (-5, 0), (0, 0), (0.25, 0.25), (9999, LONGEST_SLEEP_S)]
)
def test_one_sleeps_until_the_next_turn_but_looks_at_the_clock_each_minute(in_s, sleep_s):
    turns_at = None if in_s is None else NOON + timedelta(seconds=in_s)
    assert seconds_to_sleep(turns_at, at=NOON) == sleep_s


async def test_the_task_catches_up_when_it_starts_and_wakes_when_it_is_told_to(world, ours):
    first = await ours.create()
    second = await ours.create(within=timedelta(days=30))
    heard = asyncio.Queue()
    turning = Turning(world.db, announce=heard.put_nowait, clock=world.clock)
    world.clock.now = first.ends_at
    async with asyncio.timeout(5):
        turning.start()
        assert (await heard.get()).payload.state == "past"
        world.clock.now = second.starts_at
        turning.look_again()
        assert (await heard.get()).payload.state == "current"
    await turning.close()


async def test_trouble_is_survived(world, ours, monkeypatch):
    monkeypatch.setattr("mentorpitch.meetings.turning.AFTER_TROUBLE_S", 0.01)
    failures = iter([RuntimeError("the disk is gone"), None])
    found = asyncio.Event()

    async def find(tx):
        failure = next(failures, None)
        if failure:
            raise failure
        found.set()

    monkeypatch.setattr(meetings_store, "find_next_turn", find)
    turning = Turning(world.db, announce=world.announce, clock=world.clock)
    turning.start()
    async with asyncio.timeout(5):
        await found.wait()
    await turning.close()
