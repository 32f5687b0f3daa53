"""An old snapshot of the meetings and the events since equal a fresh snapshot, whatever was done between."""

import contextlib
import random
from datetime import timedelta

import pytest

from mentorpitch.errors import Conflict
from mentorpitch.meetings import attendance
from mentorpitch.meetings.shapes import Meeting


async def snapshot(ours) -> dict[str, Meeting]:
    return {each.meeting_id: each for state in ("upcoming", "past") for each in await ours.all(state)}


def receive(known: dict[str, Meeting], meeting: Meeting) -> None:
    """What a client does with `meeting_changed`: the greater revision stays."""
    old = known.get(meeting.meeting_id)
    if old is None or old.revision < meeting.revision:
        known[meeting.meeting_id] = meeting


async def do_something(ours, chance: random.Random) -> None:
    """Any one thing that a person or the clock may do; some of it is refused."""
    known = list((await snapshot(ours)).values())
    if not known or chance.random() < 0.15:
        how_often = chance.choice([{}, {}, {"every_weeks": 1, "times": 3}])
        await ours.create(within=timedelta(hours=chance.randint(1, 400)), **how_often)
        return
    meeting = chance.choice(known)
    item = chance.choice(meeting.agenda) if meeting.agenda else None
    action = chance.choice(meeting.actions) if meeting.actions else None
    scope = chance.choice(["this", "following"])
    moved = ours.new(within=timedelta(hours=chance.randint(1, 400))).local_start
    things = [
        lambda: ours.add(meeting, "Item"),
        lambda: ours.act(meeting, f"Act {chance.random()}"),
        lambda: ours.change(meeting, title=f"Title {chance.random()}", scope=scope),
        lambda: ours.change(meeting, local_start=moved, scope=scope),
        lambda: ours.cancel(meeting, scope),
        lambda: attendance.say(
            ours.world.db, ours.pair.mentor, meeting.meeting_id, attended=True, **ours.how
        ),
    ]
    if item:
        things += [
            lambda: ours.change_item(meeting, item, state="done"),
            lambda: ours.change_item(meeting, item, position=0),
            lambda: ours.remove_item(meeting, item),
        ]
    if action:
        things += [
            lambda: ours.change_action(meeting, action, done=chance.random() < 0.5),
            lambda: ours.remove_action(meeting, action),
        ]
    if chance.random() < 0.3:
        ours.world.clock.advance(hours=chance.randint(1, 60))
        await ours.turn()
        return
    with contextlib.suppress(Conflict):  # of a meeting that is over or cancelled
        await chance.choice(things)()


@pytest.mark.parametrize("seed", range(4))
async def test_an_old_snapshot_and_the_events_since_equal_a_fresh_snapshot(world, ours, seed):
    chance = random.Random(seed)
    snapshots = []
    for step in range(30):
        if step in (0, 9, 19):
            snapshots.append((await snapshot(ours), len(world.announced)))
        await do_something(ours, chance)
    fresh = await snapshot(ours)
    for known, heard in snapshots:
        events = [said.payload for said in world.announced[heard:]]
        chance.shuffle(events)  # the order in which they come is no promise; the revision is
        for event in (*events, *events):
            receive(known, event)
        assert known == fresh
    assert len({said.payload.revision for said in ours.told()}) > 1


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_is_done_nothing_open_is_lost_and_nothing_comes_twice(world, ours, seed):
    chance = random.Random(100 + seed)
    for _ in range(30):
        await do_something(ours, chance)
    await ours.create(within=timedelta(hours=1))
    soonest = next(each for each in await ours.all() if each.state == "upcoming")
    meetings = list((await snapshot(ours)).values())
    for meeting in meetings:
        of_actions = [item.action_id for item in meeting.agenda if item.action_id]
        assert len(of_actions) == len(set(of_actions))
        if meeting.state in ("past", "cancelled"):
            assert all(item.state != "open" for item in meeting.agenda)
    async with world.db.read() as tx:
        waiting = await tx.exec_driver_sql(
            "SELECT count(*) FROM agenda_items WHERE state = 'left' AND carried_to IS NULL"
            " AND action_id IS NULL"
        )
        assert waiting.scalar() == 0
        undone = await tx.exec_driver_sql(
            "SELECT count(*) FROM actions"
            " WHERE done_at IS NULL AND meeting_id <> ?1 AND carried_to IS NOT ?1",
            (soonest.meeting_id,),
        )
        assert undone.scalar() == 0
