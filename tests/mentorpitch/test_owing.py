"""Who is asked how a meeting was: each for their own word, once, on all of their screens."""

from datetime import timedelta

from mentorpitch.announcements import Told
from mentorpitch.mentorships import mentorships


async def test_each_of_the_two_is_asked_as_soon_as_it_is_over(world, ours):
    made = await ours.create()
    world.clock.now = made.ends_at - timedelta(milliseconds=1)
    assert await ours.owed(ours.pair.mentor) == []
    await ours.let_pass(made)
    for who in (ours.pair.mentor, ours.pair.mentee):
        assert await ours.owed(who) == ["Talk"]
    assert await ours.owed(ours.pair.manager) == []


async def test_a_word_is_asked_for_until_it_is_in_and_tells_the_mentor_nothing_of_a_rating(ours):
    past = await ours.past()
    await ours.rate(past)
    assert await ours.owed(ours.pair.mentee) == []
    assert await ours.owed(ours.pair.mentor) == ["Talk"]
    await ours.write_feedback(past)
    assert await ours.owed(ours.pair.mentor) == []


async def test_what_was_set_aside_stays_aside_on_every_device_and_for_one_alone(world, ours):
    past = await ours.past()
    world.announced.clear()
    for _ in range(2):
        await ours.set_aside(past, ours.pair.mentee)
    assert await ours.owed(ours.pair.mentee) == []
    assert await ours.owed(ours.pair.mentor) == ["Talk"]
    [told] = world.announced
    assert isinstance(told, Told)
    assert (told.event, told.user_ids) == ("owed_changed", (ours.pair.mentee.user_id,))
    assert (await ours.page("past")).waiting == (past.meeting_id,)  # the list of what waits keeps it


async def test_nobody_is_asked_late_or_about_what_did_not_take_place_or_has_ended(world, ours):
    past, other = await ours.past(), await ours.past()
    await ours.cancel(await ours.create())
    assert len(await ours.owed(ours.pair.mentee)) == 2
    world.clock.now = other.ends_at + timedelta(days=2)
    assert len(await ours.owed(ours.pair.mentee)) == 1
    world.clock.now += timedelta(seconds=1)
    assert await ours.owed(ours.pair.mentee) == []
    world.clock.now = past.ends_at
    await mentorships.end(world.db, ours.pair.mentor, ours.pair.mentorship_id, **ours.how)
    assert await ours.owed(ours.pair.mentee) == []
