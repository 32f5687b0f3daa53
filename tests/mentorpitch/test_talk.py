"""Talk balance: only when the mentee asks for it, for the two alone, and gone when either says no."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from mentorpitch.announcements import TalkAgreed
from mentorpitch.consents import ledger
from mentorpitch.errors import Conflict
from mentorpitch.mentorships import mentorships
from mentorpitch.store.tables.talk import talk_times
from mentorpitch.talk import balance, choices
from mentorpitch.talk.choices import SayOnTalk
from tests.mentorpitch.meeting_world import Meetings

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def pair(world):
    return await world.mentorship()


@pytest.fixture
def ours(world, pair):
    return Meetings(world, pair)


async def say(world, pair, actor, agrees):
    return await choices.say(
        world.db,
        actor,
        pair.mentorship_id,
        SayOnTalk(agrees=agrees),
        announce=world.announce,
        clock=world.clock,
    )


async def speak(world, pair, mentor_s, mentee_s, *, since=timedelta(), minutes=20):
    begin = world.clock() + since
    spoken = {pair.mentor.user_id: mentor_s * 1000, pair.mentee.user_id: mentee_s * 1000}
    during = (begin, begin + minutes * MINUTE)
    await balance.record(world.db, pair.mentorship_id, spoken, during=during, announce=world.announce)


async def shares(world, pair, meeting):
    found = await balance.get(world.db, pair.mentee, meeting.meeting_id)
    return tuple(share.spoken_s for share in found.shares)


async def rows(world):
    async with world.db.read() as tx:
        return (await tx.execute(select(func.count()).select_from(talk_times))).scalar_one()


async def test_it_is_off_until_the_mentee_asks_and_the_mentor_alone_cannot(world, pair):
    assert not (await choices.get(world.db, pair.mentor, pair.mentorship_id)).is_on
    assert not (await say(world, pair, pair.mentor, True)).is_on
    assert (await say(world, pair, pair.mentee, True)).is_on


@pytest.mark.parametrize("who", ["mentor", "mentee"])
async def test_either_ends_it_at_once_and_nothing_that_was_counted_is_left(world, pair, ours, who):
    await say(world, pair, pair.mentee, True)
    meeting = await ours.create(within=MINUTE)
    await speak(world, pair, 300, 200)
    assert await shares(world, pair, meeting) == (300, 200)
    world.announced.clear()
    assert not (await say(world, pair, getattr(pair, who), False)).is_on
    assert TalkAgreed(mentorship_id=pair.mentorship_id) in world.announced
    assert (await shares(world, pair, meeting), await rows(world)) == ((), 0)
    await speak(world, pair, 10, 10, since=MINUTE)  # a call that was still to be written down
    assert await rows(world) == 0


async def test_a_no_is_possible_after_the_end_and_a_yes_is_not(world, pair, ours):
    await say(world, pair, pair.mentee, True)
    await mentorships.end(
        world.db, pair.mentor, pair.mentorship_id, announce=world.announce, clock=world.clock
    )
    await say(world, pair, pair.mentor, False)
    with pytest.raises(Conflict):
        await say(world, pair, pair.mentor, True)


async def test_what_each_says_stands_in_the_ledger_and_the_same_again_does_not(world, pair):
    for agrees in (True, True, False, False):
        await say(world, pair, pair.mentee, agrees)
    await say(world, pair, pair.mentor, False)
    entries = (await ledger.get_of_pair(world.db, pair.mentor, pair.mentorship_id)).entries
    assert [(e.body.user_id, e.body.consent, e.body.given) for e in entries] == [
        (pair.mentee.user_id, "talk_balance", True),
        (pair.mentee.user_id, "talk_balance", False),
        (pair.mentor.user_id, "talk_balance", False),
    ]


async def test_stretches_add_up_and_the_same_one_counts_once(world, pair, ours):
    await say(world, pair, pair.mentee, True)
    meeting = await ours.create(within=MINUTE)
    for _ in range(2):
        await speak(world, pair, 60, 30)
    await speak(world, pair, 40, 0, since=20 * MINUTE, minutes=5)
    assert await shares(world, pair, meeting) == (100, 30)
    told = [each for each in world.announced if getattr(each, "event", "") == "talk_balance_changed"]
    assert [each.payload.revision for each in told] == [90_000, 90_000, 130_000]
    assert {frozenset(each.user_ids) for each in told} == {
        frozenset((pair.mentor.user_id, pair.mentee.user_id))
    }


class TestWhichMeeting:
    async def test_the_one_that_lasted_longest_meanwhile(self, world, pair, ours):
        await say(world, pair, pair.mentee, True)
        early = await ours.create(within=MINUTE)
        late = await ours.create(within=33 * MINUTE)
        await speak(world, pair, 50, 50, minutes=35)
        assert (await shares(world, pair, early), await shares(world, pair, late)) == ((50, 50), ())

    async def test_of_those_around_it_the_nearest(self, world, pair, ours):
        await say(world, pair, pair.mentee, True)
        soon = await ours.create(within=12 * MINUTE)
        await speak(world, pair, 5, 5, minutes=5)
        assert await shares(world, pair, soon) == (5, 5)

    async def test_none_when_there_is_none_or_it_is_elsewhere(self, world, pair, ours):
        await say(world, pair, pair.mentee, True)
        await speak(world, pair, 5, 5)
        await ours.create(within=MINUTE, kind="in_person", place="The harbour")
        await ours.cancel(await ours.create(within=MINUTE))
        await speak(world, pair, 5, 5)
        assert await rows(world) == 0
