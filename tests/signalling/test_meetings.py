"""Meetings on the wire: every screen of the two hears, in time, and nobody else does."""

from datetime import timedelta

import pytest

from tests.mentorpitch.meeting_world import Meetings


@pytest.fixture
async def ours(world, live):
    return Meetings(world, await world.mentorship())


async def test_a_meeting_comes_to_every_screen_of_the_two_and_to_nobody_else(world, ours, connect):
    mentor, phone = (
        await connect(ours.pair.mentor),
        await connect(await world.session(ours.pair.mentor.user_id)),
    )
    mentee, manager = await connect(ours.pair.mentee), await connect(ours.pair.manager)
    made = await ours.create()
    for screen in (mentor, phone, mentee):
        told = await screen.heard("meeting_changed", meeting_id=made.meeting_id)
        assert (told["title"], told["state"], told["agenda"]) == ("Talk", "upcoming", [])
    await ours.seal(False)
    assert manager.heard_names() == ["welcome"]


async def test_a_meeting_begins_and_ends_on_every_screen_by_itself(world, live, ours, connect):
    mentor, mentee = await connect(ours.pair.mentor), await connect(ours.pair.mentee)
    made = await ours.create(within=timedelta(hours=1))
    for now, state in ((made.starts_at, "current"), (made.ends_at, "past")):
        world.clock.now = now
        live.turning.look_again()  # the clock of a test moves without anybody noticing
        for screen in (mentor, mentee):
            await screen.heard("meeting_changed", meeting_id=made.meeting_id, state=state)
    assert mentor.heard_names().count("meeting_changed") == 3


async def test_feedback_reaches_its_readers_and_a_rating_never_the_mentor(world, live, ours, connect):
    made = await ours.create(within=timedelta(hours=1))
    mentor, mentee = await connect(ours.pair.mentor), await connect(ours.pair.mentee)
    manager = await connect(ours.pair.manager)
    world.clock.now = made.ends_at
    await ours.rate(made, 5)
    await ours.write_feedback(made, "You listened well")
    for screen in (mentor, mentee, manager):
        assert (await screen.heard("feedback_changed"))["body"] == "You listened well"
    for screen in (mentee, manager):
        assert (await screen.heard("rating_changed"))["score"] == 5
    assert "rating_changed" not in mentor.heard_names()


async def test_who_was_in_the_room_was_at_the_meeting(world, ours, connect):
    made = await ours.create(within=timedelta(hours=1))
    mentor, mentee = await connect(ours.pair.mentor), await connect(ours.pair.mentee)
    world.clock.now = made.starts_at
    for screen in (mentor, mentee):
        ticket = await screen.do("request_ticket", mentorship_id=ours.pair.mentorship_id)
        await screen.do("join_call", ticket=ticket["ticket"], offer="v=0", uplinks={})
    world.clock.advance(minutes=20)
    for screen in (mentor, mentee):
        await screen.do("leave_call")
    told = await mentor.heard("meeting_changed", held="yes")
    assert [each["present_s"] for each in told["attendance"]] == [20 * 60, 20 * 60]


async def test_the_clock_of_the_server_is_told_to_who_asks(world, ours, connect):
    mentee = await connect(ours.pair.mentee)
    assert await mentee.do("clock") == {"at": "2026-11-23T12:00:00Z"}


async def test_what_is_talked_about_comes_to_both_screens_with_the_instant_it_began(world, ours, connect):
    made = await ours.create()
    item = await ours.add(made, minutes=10)
    mentor, mentee = await connect(ours.pair.mentor), await connect(ours.pair.mentee)
    world.clock.now = made.starts_at
    await ours.time(made, item)
    for screen in (mentor, mentee):
        [told] = (await screen.heard("meeting_changed", meeting_id=made.meeting_id))["agenda"]
        assert (told["current"], told["running_since"]) == (True, "2026-11-24T12:00:00Z")
