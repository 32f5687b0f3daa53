"""Agendas and actions: one thread from meeting to meeting."""

import asyncio
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import Boolean, Column, MetaData, String, Table

from mentorpitch.errors import Conflict, Invalid, NotFound, Problem
from mentorpitch.growth import goal_links
from mentorpitch.meetings import agendas
from mentorpitch.meetings.agendas import NewItem


def titles(meeting):
    return [item.title for item in meeting.agenda]


def open_titles(meeting):
    return [item.title for item in meeting.agenda if item.state == "open"]


@pytest.fixture
async def two(ours):
    """A meeting and the one after it."""
    return await ours.create(), await ours.create(within=timedelta(days=8))


async def test_items_stand_in_the_order_in_which_they_were_added_and_can_be_moved(ours):
    made = await ours.create()
    items = [await ours.add(made, title) for title in ("one", "two", "three")]
    assert titles(await ours.change_item(made, items[2], position=0)) == ["three", "one", "two"]
    assert titles(await ours.change_item(made, items[2], position=99)) == ["one", "two", "three"]
    assert titles(await ours.remove_item(made, items[0])) == ["two", "three"]


async def test_an_item_is_changed_and_ticked(ours):
    made = await ours.create()
    item = await ours.add(made, "one", minutes=10)
    changed = await ours.change_item(made, item, title="uno", minutes=None, state="done")
    [after] = changed.agenda
    assert (after.title, after.minutes, after.state) == ("uno", None, "done")


async def test_the_same_client_id_twice_is_one_item(ours):
    made = await ours.create()
    new = NewItem(client_id="c", title="one")
    where = (ours.world.db, ours.pair.mentee, made.meeting_id)
    await asyncio.gather(*(agendas.add(*where, new, **ours.how) for _ in range(5)))
    assert titles(await ours.get(made)) == ["one"]
    with pytest.raises(Problem) as refused:
        await ours.add(made, "two", client_id="c")
    assert refused.value.code == "id_reused"


async def test_an_agenda_changes_until_the_meeting_is_past(world, ours):
    made = await ours.create()
    item = await ours.add(made)
    world.clock.now = made.starts_at
    await ours.change_item(made, item, title="During")
    world.clock.now = made.ends_at  # the clock's part is not even done
    for attempt in (
        ours.add(made),
        ours.change_item(made, item, state="done"),
        ours.remove_item(made, item),
    ):
        with pytest.raises(Conflict):
            await attempt


async def test_an_item_of_another_meeting_is_not_found(ours, two):
    item = await ours.add(two[0])
    with pytest.raises(NotFound):
        await ours.change_item(two[1], item, title="Mine")


async def test_a_goal_that_is_not_the_pairs_is_refused(ours):
    made = await ours.create()
    with pytest.raises(Invalid) as refused:
        await ours.add(made, goal_id="somebody else's")
    assert refused.value.field == "goal_id"


async def test_an_item_points_at_a_goal_of_the_same_pair_that_was_not_removed(world, ours, monkeypatch):
    columns = (Column("goal_id", String), Column("mentorship_id", String), Column("removed", Boolean))
    some_goals = Table("some_goals", MetaData(), *columns)
    monkeypatch.setattr(goal_links, "metadata", SimpleNamespace(tables={"goals": some_goals}))
    mine = ours.pair.mentorship_id
    goals = [("ours", mine, False), ("removed", mine, True), ("theirs", "another", False)]
    async with world.db.write() as tx:
        await tx.run_sync(some_goals.create)
        for goal_id, mentorship_id, removed in goals:
            values = {"goal_id": goal_id, "mentorship_id": mentorship_id, "removed": removed}
            await tx.execute(some_goals.insert().values(values))
    made = await ours.create()
    item = await ours.add(made, goal_id="ours")
    assert item.goal_id == "ours"
    for goal_id in ("removed", "theirs"):
        with pytest.raises(Invalid):
            await ours.change_item(made, item, goal_id=goal_id)
    await ours.let_pass(made)
    [carried] = (await ours.create()).agenda
    assert carried.goal_id == "ours"


async def test_what_was_left_open_comes_onto_the_next_agenda_and_says_from_where(ours, two):
    first, second = two
    await ours.add(second, "already there")
    done = await ours.add(first, "talked about")
    await ours.change_item(first, done, state="done")
    await ours.add(first, "left one", minutes=5)
    await ours.add(first, "left two")
    await ours.let_pass(first)
    assert [item.state for item in (await ours.get(first)).agenda] == ["done", "left", "left"]
    after = await ours.get(second)
    assert titles(after) == ["already there", "left one", "left two"]
    assert [item.carried_from and item.carried_from.meeting_id for item in after.agenda] == [
        None,
        first.meeting_id,
        first.meeting_id,
    ]
    assert after.agenda[1].minutes == 5


async def test_what_was_left_waits_until_there_is_a_next_meeting(ours):
    first = await ours.create()
    await ours.add(first, "left")
    await ours.act(first, "open")
    await ours.let_pass(first)
    second = await ours.create()
    assert titles(second) == ["left", "open"]


async def test_what_stood_on_a_cancelled_meeting_comes_onto_the_next(ours, two):
    first, second = two
    await ours.add(first, "still to be said")
    await ours.cancel(first)
    assert titles(await ours.get(second)) == ["still to be said"]


async def test_an_open_action_is_on_every_next_agenda_until_it_is_done(ours):
    meetings = [await ours.create(within=timedelta(days=7 * n)) for n in (1, 2, 3, 4)]
    made = await ours.act(meetings[0], "Write the plan", due_on=date(2026, 12, 1))
    seen = []
    for n, meeting in enumerate(meetings):
        if n == 2:
            await ours.change_action(meeting, made, done=True)
        seen.append([(item.title, item.state) for item in (await ours.get(meeting)).agenda])
        await ours.let_pass(meeting)
    assert seen == [[], [("Write the plan", "open")], [("Write the plan", "done")], []]


async def test_an_action_agreed_afterwards_comes_at_once(ours, two):
    first, second = two
    await ours.let_pass(first)
    await ours.act(first, "Afterthought")
    assert titles(await ours.get(second)) == ["Afterthought"]


async def test_an_action_agreed_in_a_meeting_comes_when_it_is_over(world, ours, two):
    first, second = two
    world.clock.now = first.starts_at
    await ours.act(first, "Do it")
    assert titles(await ours.get(second)) == []
    await ours.let_pass(first)
    assert titles(await ours.get(second)) == ["Do it"]


async def test_what_is_taken_off_the_next_agenda_does_not_come_back_to_it(ours, two):
    first, second = two
    await ours.add(first, "left")
    await ours.act(first, "open")
    await ours.let_pass(first)
    for item in (await ours.get(second)).agenda:
        await ours.remove_item(second, item)
    third = await ours.create(within=timedelta(days=20))
    await ours.act(first, "another")
    assert titles(await ours.get(second)) == ["another"]
    await ours.let_pass(second)
    assert titles(await ours.get(third)) == ["open", "another"]


async def test_turning_again_and_at_once_brings_nothing_twice(world, ours, two):
    first, second = two
    await ours.add(first, "left")
    await ours.act(first, "open")
    world.clock.now = first.ends_at
    world.announced.clear()
    await asyncio.gather(*(ours.turn() for _ in range(10)))
    for _ in range(3):
        await ours.turn()
    assert titles(await ours.get(second)) == ["left", "open"]
    assert sorted(said.payload.meeting_id for said in ours.told()) == sorted(
        [first.meeting_id, second.meeting_id]
    )


async def test_a_meeting_put_in_between_gets_the_open_actions_and_none_comes_twice(ours, two):
    first, second = two
    await ours.act(first, "open")
    await ours.let_pass(first)
    between = await ours.create(within=timedelta(days=2))
    assert titles(between) == ["open"]
    await ours.let_pass(between)
    assert titles(await ours.get(second)) == ["open"]


async def test_an_action_is_changed_on_every_meeting_that_shows_it(ours, two):
    first, second = two
    made = await ours.act(first, "Wirte")
    await ours.let_pass(first)
    ours.world.announced.clear()
    await ours.change_action(second, made, text="Write", owner_id=ours.pair.mentor.user_id)
    assert {said.payload.meeting_id for said in ours.told()} == {first.meeting_id, second.meeting_id}
    for meeting in two:
        [action] = (await ours.get(meeting)).actions
        assert (action.text, action.owner_id) == ("Write", ours.pair.mentor.user_id)
    assert titles(await ours.get(second)) == ["Write"]
    await ours.remove_action(second, made)
    assert titles(await ours.get(second)) == []


async def test_an_action_belongs_to_one_of_the_two(world, ours):
    made = await ours.create()
    with pytest.raises(Invalid) as refused:
        await ours.act(made, owner_id=ours.pair.manager.user_id)
    assert refused.value.field == "owner_id"
