"""Face to face: only a meeting in person that both say took place counts."""

import pytest

from mentorpitch.meetings import attendance, in_person
from tests.mentorpitch.meeting_world import Meetings


@pytest.fixture
async def ours(world):
    return Meetings(world, await world.mentorship())


async def asked(ours):
    pair = ours.pair
    return await in_person.get(ours.world.db, pair.mentor, pair.mentorship_id, clock=ours.world.clock)


async def confirm(ours, meeting, *who):
    for actor in who:
        await attendance.say(ours.world.db, actor, meeting.meeting_id, attended=True, **ours.how)


async def test_it_counts_once_both_say_so(ours):
    assert (await asked(ours)).met is None
    coffee = await ours.create(kind="in_person", place="A café")
    seen = await asked(ours)
    assert (seen.met, seen.planned.meeting_id) == (None, coffee.meeting_id)
    await ours.let_pass(coffee)
    await confirm(ours, coffee, ours.pair.mentor)
    seen = await asked(ours)
    assert (seen.met, seen.planned) == (None, None)
    await confirm(ours, coffee, ours.pair.mentee)
    assert (await asked(ours)).met.meeting_id == coffee.meeting_id


async def test_a_call_or_what_was_cancelled_does_not_count(ours):
    call = await ours.create()
    walk = await ours.create(kind="in_person", place="The park")
    await ours.cancel(walk)
    await ours.let_pass(call)
    await confirm(ours, call, ours.pair.mentor, ours.pair.mentee)
    seen = await asked(ours)
    assert (seen.met, seen.planned) == (None, None)
