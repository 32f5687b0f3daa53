"""Talk balance in a call: counted while the two want it, told to who is in the room, kept at a leaving."""

import asyncio

import pytest

from mentorpitch.talk import balance, choices
from mentorpitch.talk.choices import SayOnTalk
from tests.mentorpitch.meeting_world import Meetings
from tests.signalling.test_calls import join


@pytest.fixture
async def pair(world):
    return await world.mentorship()


async def say(world, pair, actor, *, agrees):
    said = SayOnTalk(agrees=agrees)
    await choices.say(world.db, actor, pair.mentorship_id, said, announce=world.announce, clock=world.clock)


async def until(is_so):
    async with asyncio.timeout(5):
        while not is_so():
            await asyncio.sleep(0.005)


async def test_a_call_counts_only_while_the_mentee_wants_it(world, live, pair, connect):
    rooms = live.calls.rooms
    mentee = await connect(pair.mentee)
    await join(mentee, pair)
    await live.calls.talk.look(pair.mentorship_id)
    assert not rooms.counting
    await say(world, pair, pair.mentee, agrees=True)
    await until(lambda: rooms.counting == {pair.mentorship_id})
    rooms.count(pair.mentorship_id, **{pair.mentee.user_id: 1000})
    told = await mentee.heard("talk_counted")
    assert told["spoken_ms"] == {pair.mentee.user_id: 1000}
    await say(world, pair, pair.mentor, agrees=False)
    await until(lambda: not rooms.counting)


async def test_a_call_that_begins_after_the_yes_counts_from_its_start(world, live, pair, connect):
    await say(world, pair, pair.mentee, agrees=True)
    await join(await connect(pair.mentor), pair)
    await until(lambda: live.calls.rooms.counting == {pair.mentorship_id})


async def test_the_other_who_is_not_in_the_room_hears_nothing_of_it(world, live, pair, connect):
    await say(world, pair, pair.mentee, agrees=True)
    mentor, mentee = await connect(pair.mentor), await connect(pair.mentee)
    await join(mentee, pair)
    await until(lambda: live.calls.rooms.counting)
    live.calls.rooms.count(pair.mentorship_id, **{pair.mentee.user_id: 1000})
    await mentee.heard("talk_counted")
    assert "talk_counted" not in mentor.heard_names()


async def test_what_was_counted_is_kept_with_the_meeting_by_stretches(world, live, pair, connect):
    meeting = await Meetings(world, pair).create()
    world.clock.advance(days=1)
    await say(world, pair, pair.mentee, agrees=True)
    mentor, mentee = await connect(pair.mentor), await connect(pair.mentee)
    await join(mentee, pair)
    await join(mentor, pair)
    await until(lambda: live.calls.rooms.counting)
    one, other = pair.mentor.user_id, pair.mentee.user_id
    live.calls.rooms.count(pair.mentorship_id, **{one: 60_000, other: 30_000})
    world.clock.advance(minutes=10)
    await mentor.do("leave_call")
    await mentee.heard("talk_balance_changed", revision=90_000)
    live.calls.rooms.count(pair.mentorship_id, **{one: 60_000, other: 40_000})
    world.clock.advance(minutes=1)
    await mentee.do("leave_call")
    told = await mentor.heard("talk_balance_changed", revision=100_000)
    assert told["shares"] == [{"user_id": one, "spoken_s": 60}, {"user_id": other, "spoken_s": 40}]
    kept = await balance.get(world.db, pair.mentor, meeting.meeting_id)
    assert kept.revision == 100_000


async def test_what_was_counted_in_a_call_that_goes_on_is_kept_each_minute(world, live, pair, connect):
    meeting = await Meetings(world, pair).create()
    world.clock.advance(days=1)
    await say(world, pair, pair.mentee, agrees=True)
    mentee = await connect(pair.mentee)
    await join(mentee, pair)
    await until(lambda: live.calls.rooms.counting)
    for seconds, spoken_ms in ((40, 30_000), (40, 50_000), (30, 60_000)):
        world.clock.advance(seconds=seconds)
        live.calls.rooms.count(pair.mentorship_id, **{pair.mentee.user_id: spoken_ms})
    await mentee.heard("talk_balance_changed", revision=50_000)
    assert (await balance.get(world.db, pair.mentee, meeting.meeting_id)).revision == 50_000  # and no crash


async def test_what_was_counted_before_a_no_is_nobodys_even_after_another_yes(world, live, pair, connect):
    await Meetings(world, pair).create()
    world.clock.advance(days=1)
    await say(world, pair, pair.mentee, agrees=True)
    mentee = await connect(pair.mentee)
    await join(mentee, pair)
    await until(lambda: live.calls.rooms.counting)
    live.calls.rooms.count(pair.mentorship_id, **{pair.mentee.user_id: 50_000})
    await say(world, pair, pair.mentee, agrees=False)
    await say(world, pair, pair.mentee, agrees=True)
    counting = live.calls.talk._counting
    await until(lambda: pair.mentorship_id in counting and counting[pair.mentorship_id].revision == 3)
    live.calls.rooms.count(pair.mentorship_id, **{pair.mentee.user_id: 2_000})
    world.clock.advance(minutes=1)
    await mentee.do("leave_call")
    assert (await mentee.heard("talk_balance_changed"))["revision"] == 2_000
