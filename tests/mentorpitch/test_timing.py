"""The timebox of an agenda: on the server's clock, and the same whoever presses first."""

import asyncio
from datetime import timedelta

import pytest

from mentorpitch.errors import Conflict, Forbidden, NotFound
from mentorpitch.meetings import agendas, attendance
from mentorpitch.meetings.agendas import ChangeItem

MINUTE_MS = 60_000


def clocks(meeting):
    """Of each item: its minutes so far, and whether it is on: "runs", "rests" or not at all."""
    return [
        (item.spent_ms / MINUTE_MS, ("runs" if item.running_since else "rests") if item.current else None)
        for item in meeting.agenda
    ]


@pytest.fixture
async def on(world, ours):
    """A meeting that is on now, and its three items."""
    made = await ours.create(minutes=60)
    items = [await ours.add(made, title, minutes=10) for title in ("one", "two", "three")]
    world.clock.now = made.starts_at
    return made, items


async def test_a_clock_runs_rests_and_runs_on(world, ours, on):
    made, [one, *_] = on
    started = await ours.time(made, one)
    assert started.agenda[0].running_since == made.starts_at
    world.clock.advance(minutes=4)
    assert clocks(await ours.time(made, one, running=False))[0] == (4, "rests")
    world.clock.advance(minutes=9)
    assert clocks(await ours.time(made, one))[0] == (4, "runs")
    world.clock.advance(minutes=2)
    assert clocks(await ours.time(made))[0] == (6, None)


async def test_the_next_ticks_what_was_and_a_skip_leaves_it_open(world, ours, on):
    made, [one, two, three] = on
    await ours.time(made, one)
    world.clock.advance(minutes=4)
    after = await ours.time(made, two, done=one.item_id)
    assert clocks(after) == [(4, None), (0, "runs"), (0, None)]
    world.clock.advance(minutes=1)
    after = await ours.time(made, three)
    assert clocks(after) == [(4, None), (1, None), (0, "runs")]
    assert [item.state for item in after.agenda] == ["done", "open", "open"]


async def test_both_pressing_next_at_once_is_one_step_and_told_once(world, ours, on):
    made, [one, two, _] = on
    await ours.time(made, one)
    world.clock.advance(minutes=3)
    world.announced.clear()
    both = (ours.pair.mentor, ours.pair.mentee)
    first, second = await asyncio.gather(*(ours.time(made, two, done=one.item_id, by=who) for who in both))
    assert clocks(first) == clocks(second) == [(3, None), (0, "runs"), (0, None)]
    assert len(ours.told()) == 1


async def test_what_is_ticked_or_taken_off_is_talked_about_no_more(world, ours, on):
    made, [one, two, _] = on
    await ours.time(made, one)
    world.clock.advance(minutes=2)
    assert clocks(await ours.change_item(made, one, state="done"))[0] == (2, None)
    with pytest.raises(Conflict):
        await ours.time(made, one)
    await ours.time(made, two)
    assert clocks(await ours.remove_item(made, two)) == [(2, None), (0, None)]


async def test_an_action_that_is_done_stops_the_clock_of_its_item(world, ours):
    before, made = await ours.create(within=timedelta(hours=1)), await ours.create(within=timedelta(hours=2))
    action = await ours.act(before)
    await ours.let_pass(before)
    [item] = (await ours.get(made)).agenda
    world.clock.now = made.starts_at
    await ours.time(made, item)
    world.clock.advance(minutes=2)
    await ours.change_action(made, action, done=True)
    assert clocks(await ours.get(made)) == [(2, None)]


async def test_more_minutes_are_granted_beside_those_that_were_planned(ours, on):
    made, [one, *_] = on
    [after, *_] = (await ours.change_item(made, one, more_minutes=5)).agenda
    assert (after.minutes, after.more_minutes) == (10, 5)


async def test_a_meeting_that_is_over_or_was_moved_away_stops_the_clock(world, ours, on):
    made, [one, two, _] = on
    await ours.time(made, one)
    world.clock.advance(minutes=10)
    moved = await ours.change(made, local_start="2026-11-25T12:00")
    assert clocks(moved)[0] == (10, None)
    world.clock.now = moved.ends_at - timedelta(minutes=7)
    await ours.time(made, two)
    world.clock.now = moved.ends_at + timedelta(hours=3)  # the server was down
    await ours.turn()
    after = await ours.get(made)
    assert clocks(after) == [(10, None), (7, None), (0, None)]
    assert [item.spent_ms for item in (await ours.get(made)).agenda] == [10 * MINUTE_MS, 7 * MINUTE_MS, 0]


@pytest.fixture
async def late(world, ours, on):
    """The meeting is over since five minutes, and its first item is still talked about."""
    made, items = on
    await ours.time(made, items[0])
    world.clock.now = made.ends_at
    await ours.turn()
    world.clock.advance(minutes=5)
    return made, items


def states(meeting):
    return [item.state for item in meeting.agenda]


async def leaves(world, ours, made, *, joined_at):
    who = ours.pair.mentor.user_id
    stay = {"joined_at": joined_at, "left_at": world.clock()}
    await attendance.record_presence(world.db, ours.pair.mentorship_id, who, **stay, **ours.how)


async def test_what_is_talked_about_runs_over_the_planned_end_until_it_is_done(world, ours, late):
    made, [one, two, _] = late
    now = await ours.get(made)
    assert (now.state, clocks(now)[0], states(now)) == ("past", (0, "runs"), ["open", "left", "left"])
    for wanted in ({"item": two}, {"item": one}, {"item": two, "done": one.item_id}, {}):
        with pytest.raises(Conflict):  # nothing else is begun
            await ours.time(made, **wanted)
    both = (ours.pair.mentor, ours.pair.mentee)
    await asyncio.gather(*(ours.time(made, done=one.item_id, by=who) for who in both))
    assert (clocks(await ours.get(made))[0], states(await ours.get(made))) == (
        (65, None),
        ["done", "left", "left"],
    )
    assert [item.title for item in (await ours.create()).agenda] == ["two", "three"]


async def test_whoever_leaves_the_room_after_the_end_ends_the_talk_and_it_is_left(world, ours, late):
    made, _ = late
    following = await ours.create()
    assert [item.title for item in following.agenda] == ["two", "three"]
    world.announced.clear()
    await leaves(world, ours, made, joined_at=made.starts_at)
    after = await ours.get(made)
    assert (clocks(after)[0], states(after)) == ((65, None), ["left"] * 3)
    assert {said.payload.meeting_id for said in ours.told()} == {made.meeting_id, following.meeting_id}
    assert [item.title for item in (await ours.get(following)).agenda] == ["two", "three", "one"]


async def test_a_clock_left_on_stops_an_hour_after_the_end(world, ours, late):
    made, _ = late
    world.clock.now = made.ends_at + timedelta(hours=5)
    for _ in range(2):
        await ours.turn()
    after = await ours.get(made)
    assert (clocks(after)[0], states(after)) == ((120, None), ["left"] * 3)


async def test_when_somebody_has_left_before_the_end_it_stops_there(world, ours, on):
    made, [one, *_] = on
    await ours.time(made, one)
    world.clock.advance(minutes=20)
    await leaves(world, ours, made, joined_at=made.starts_at)
    world.clock.now = made.ends_at
    await ours.turn()
    assert clocks(await ours.get(made))[0] == (60, None)


async def test_a_clock_runs_only_while_its_meeting_is_on(world, ours, on):
    made, [one, *_] = on
    for now in (made.starts_at - timedelta(hours=1), made.ends_at):
        world.clock.now = now
        with pytest.raises(Conflict):
            await ours.time(made, one)


async def test_an_item_of_another_meeting_is_not_found_and_nothing_changes(world, ours, on):
    made, [one, *_] = on
    other = await ours.add(await ours.create())
    await ours.time(made, one)
    for wrong in ({"item": other}, {"item": one, "done": other.item_id}):
        with pytest.raises(NotFound):
            await ours.time(made, **wrong)
    assert clocks(await ours.get(made))[0] == (0, "runs")


async def test_a_clock_of_the_machine_that_goes_back_takes_nothing_away(world, ours, on):
    made, [one, *_] = on
    await ours.time(made, one)
    world.clock.advance(minutes=5)
    await ours.time(made, one, running=False)
    await ours.time(made, one)
    world.clock.advance(minutes=-3)
    assert clocks(await ours.time(made))[0] == (5, None)


async def test_a_bot_that_ticks_grants_no_minutes(world, ours, on):
    made, [one, *_] = on
    bot = await world.bot(ours.pair.mentee, "agenda:write", within=ours.pair)
    with pytest.raises(Forbidden):
        await agendas.change(
            world.db, bot, made.meeting_id, one.item_id, ChangeItem(more_minutes=5), **ours.how
        )
