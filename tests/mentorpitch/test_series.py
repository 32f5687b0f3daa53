"""A meeting that repeats: its wall time is kept, and each of its meetings is one of its own."""

from datetime import timedelta

import pytest

from mentorpitch.errors import Conflict
from mentorpitch.meetings.series import AHEAD


async def weekly(ours, **given):
    return await ours.create(**{"local_start": "2026-12-03T09:00", "every_weeks": 1} | given)


def starts(meetings):
    return [each.local_start for each in meetings]


async def test_a_series_stands_ahead_at_the_same_time_on_the_clock_across_the_change(ours):
    first = await weekly(ours, local_start="2027-03-04T09:00")
    found = await ours.all()
    assert [each.local_start[5:] for each in found[:5]] == [
        "03-04T09:00",
        "03-11T09:00",
        "03-18T09:00",
        "03-25T09:00",
        "04-01T09:00",
    ]
    assert [each.starts_at.hour for each in found[:5]] == [9, 9, 9, 9, 8]
    assert len(found) == AHEAD
    assert found[0] == first


async def test_when_one_is_over_the_next_is_made_and_told(ours):
    first = await weekly(ours)
    await ours.let_pass(first)
    found = await ours.all()
    assert len(found) == AHEAD
    assert found[-1].local_start == "2027-01-28T09:00"
    assert found[-1] in [said.payload for said in ours.told()]


async def test_a_series_of_so_many_ends(ours):
    await weekly(ours, times=3, every_weeks=2)
    assert starts(await ours.all()) == ["2026-12-03T09:00", "2026-12-17T09:00", "2026-12-31T09:00"]
    for meeting in await ours.all():
        await ours.let_pass(meeting)
    assert await ours.all() == []


async def test_one_can_be_moved_without_the_others(ours):
    await weekly(ours)
    before = await ours.all()
    await ours.change(before[2], local_start="2026-12-18T15:00", title="Once differently")
    after = await ours.all()
    assert starts(after)[2] == "2026-12-18T15:00"
    assert after[:2] + after[3:] == before[:2] + before[3:]


async def test_this_and_all_that_follow_can_be_moved(ours):
    await weekly(ours)
    third = (await ours.all())[2]
    await ours.change(third, local_start="2026-12-18T15:00", scope="following")
    found = starts(await ours.all())
    assert found[:4] == ["2026-12-03T09:00", "2026-12-10T09:00", "2026-12-18T15:00", "2026-12-25T15:00"]
    for meeting in (await ours.all())[:2]:
        await ours.let_pass(meeting)
    assert starts(await ours.all())[-1] == "2027-01-29T15:00"


async def test_a_new_title_from_here_on_moves_nothing(ours):
    await weekly(ours)
    before = await ours.all()
    await ours.change(before[2], title="New", scope="following")
    after = await ours.all()
    assert starts(after) == starts(before)
    assert [each.title for each in after] == ["Talk"] * 2 + ["New"] * (AHEAD - 2)


async def test_cancelling_one_leaves_the_others(ours):
    await weekly(ours)
    await ours.cancel((await ours.all())[1])
    assert starts(await ours.all())[:2] == ["2026-12-03T09:00", "2026-12-17T09:00"]


async def test_cancelling_what_follows_ends_the_series(ours):
    await weekly(ours)
    await ours.cancel((await ours.all())[2], "following")
    assert starts(await ours.all()) == ["2026-12-03T09:00", "2026-12-10T09:00"]
    for meeting in await ours.all():
        await ours.let_pass(meeting)
    assert await ours.all() == []
    with pytest.raises(Conflict):
        await ours.cancel((await ours.all("past"))[0])


async def test_what_would_be_over_already_is_not_made_after_a_long_silence(world, ours):
    await weekly(ours)
    world.clock.advance(days=200)
    await ours.turn()
    found = await ours.all()
    assert len(found) == AHEAD
    assert len(await ours.all("past")) == AHEAD
    assert found[0].starts_at - world.clock() < timedelta(weeks=1)


async def test_the_series_of_an_ended_mentorship_goes_no_further(world, ours):
    first = await weekly(ours)
    await world.end(ours.pair)
    await ours.let_pass(first)
    assert len(await ours.all()) == AHEAD - 1
