"""Attendance: two who agree are right; the room is a witness; a dispute is one until they agree."""

from datetime import timedelta

import pytest

from mentorpitch.errors import Conflict
from mentorpitch.meetings import attendance
from mentorpitch.meetings.held import judge, merged, time_together
from mentorpitch.programmes import programme_meetings
from tests.world import NOON


async def say(ours, meeting, attended, *, by):
    return await attendance.say(ours.world.db, by, meeting.meeting_id, attended=attended, **ours.how)


async def was_there(ours, user, joined_at, minutes):
    left_at = joined_at + timedelta(minutes=minutes)
    await attendance.record_presence(
        ours.world.db,
        ours.pair.mentorship_id,
        user.user_id,
        joined_at=joined_at,
        left_at=left_at,
        **ours.how,
    )


async def as_manager(ours):
    page = await programme_meetings.page_meetings(
        ours.world.db,
        ours.pair.manager,
        ours.pair.programme_id,
        cursor=None,
        limit=10,
        clock=ours.world.clock,
    )
    return [each.attended for each in page.meetings]


@pytest.mark.parametrize(
    ("one", "other", "together", "held"),
    [
        (True, True, False, "yes"),
        (False, False, True, "no"),
        (True, False, True, "disputed"),
        (None, False, True, "disputed"),
        (None, False, False, "unknown"),
        (None, None, True, "yes"),
        (None, True, False, "unknown"),
        (None, None, False, "unknown"),
    ],
)
def test_the_judgement(one, other, together, held):
    assert judge(one, other, together=together) == judge(other, one, together=together) == held


def test_two_devices_at_once_count_once_and_only_within_the_time():
    at = [NOON + timedelta(minutes=n) for n in range(100)]
    stays = merged([(at[5], at[20]), (at[10], at[30]), (at[50], at[99])], within=(at[8], at[60]))
    assert stays == [(at[8], at[30]), (at[50], at[60])]
    assert time_together(stays, [(at[25], at[55])]) == timedelta(minutes=10)


async def test_a_meeting_in_person_is_held_when_both_say_so(ours):
    made = await ours.create(kind="in_person", place="Café")
    with pytest.raises(Conflict):
        await say(ours, made, True, by=ours.pair.mentee)
    await ours.let_pass(made)
    assert (await say(ours, made, True, by=ours.pair.mentee)).held == "unknown"
    assert await as_manager(ours) == [None]
    assert (await say(ours, made, True, by=ours.pair.mentor)).held == "yes"
    assert await as_manager(ours) == [True]
    assert (await say(ours, made, False, by=ours.pair.mentor)).held == "disputed"
    assert await as_manager(ours) == [None]


async def test_a_call_around_the_time_of_a_meeting_is_its_attendance(ours):
    made = await ours.create()
    early = made.starts_at - timedelta(minutes=20)
    await was_there(ours, ours.pair.mentor, early, 40)
    await was_there(ours, ours.pair.mentor, early, 40)  # told twice
    assert (await ours.get(made)).held == "unknown"
    await was_there(ours, ours.pair.mentee, made.starts_at, 30)
    seen = await ours.get(made)
    assert seen.held == "yes"
    assert [each.present_s for each in seen.attendance] == [35 * 60, 30 * 60]
    assert [said.payload.revision for said in ours.told()] == [1, 2, 3]
    await ours.let_pass(made)
    assert (await say(ours, made, False, by=ours.pair.mentee)).held == "disputed"


async def test_a_call_at_another_time_or_of_somebody_else_counts_for_nothing(world, ours):
    made = await ours.create()
    await was_there(ours, ours.pair.mentor, made.ends_at + timedelta(hours=1), 30)
    await was_there(ours, await world.user(), made.starts_at, 30)
    assert await ours.get(made) == made
