"""Saying beforehand whether one comes: of the meeting as it stands, seen by both, live."""

from datetime import timedelta

import pytest

from mentorpitch.errors import Conflict
from mentorpitch.meetings import answering
from tests.mentorpitch.meeting_world import Meetings


@pytest.fixture
async def ours(world):
    return Meetings(world, await world.mentorship())


@pytest.fixture
def say(world, ours):
    async def say(meeting, answer, *, by=None):
        return await answering.say(world.db, by or ours.pair.mentor, meeting.meeting_id, answer, **ours.how)

    return say


def answers(meeting):
    """Of the mentor and of the mentee."""
    return tuple(each.answer for each in meeting.attendance)


async def test_who_arranges_a_meeting_comes_and_the_other_is_asked(ours):
    assert answers(await ours.create()) == (None, "accepted")


async def test_an_answer_is_told_to_both_and_the_newest_counts(ours, say):
    made = await ours.create()
    await say(made, "declined")
    assert answers(await say(made, "tentative")) == ("tentative", "accepted")
    told = ours.told()[-1]
    assert answers(told.payload) == ("tentative", "accepted")
    assert set(told.user_ids) == {ours.pair.mentor.user_id, ours.pair.mentee.user_id}
    assert told.payload.revision > made.revision


async def test_a_meeting_that_moves_is_asked_about_again(ours, say):
    made = await ours.create()
    await say(made, "accepted")
    moved = await ours.change(made, minutes=45)
    assert answers(moved) == (None, "accepted")
    moved = await ours.change(moved, by=ours.pair.mentor, minutes=60)
    assert answers(moved) == ("accepted", None)


async def test_what_changes_nothing_takes_no_answer_back(ours, say):
    made = await ours.create()
    await say(made, "declined", by=ours.pair.mentee)
    assert answers(await ours.change(made, title=made.title)) == (None, "declined")


async def test_of_a_series_each_that_is_made_is_accepted_by_who_arranged_it(ours):
    await ours.create(every_weeks=1, times=3)
    assert {answers(each) for each in await ours.all()} == {(None, "accepted")}


async def test_a_meeting_that_is_over_or_cancelled_takes_no_answer(world, ours, say):
    cancelled = await ours.create(within=timedelta(days=2))
    await ours.cancel(cancelled)
    with pytest.raises(Conflict):
        await say(cancelled, "accepted")
    with pytest.raises(Conflict):
        await say(await ours.past(), "accepted")


async def test_an_answer_that_comes_late_does_not_replace_a_newer_one(world, ours, say):
    made = await ours.create()
    before = world.clock()
    world.clock.advance(minutes=5)
    await say(made, "declined")
    late = await answering.say_at(
        world.db, ours.pair.mentor, made.meeting_id, "accepted", said_at=before, **ours.how
    )
    assert answers(late) == ("declined", "accepted")
