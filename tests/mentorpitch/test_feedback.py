"""Feedback and rating: once past, one each, for those who were named, and for nobody else."""

from datetime import timedelta

import pytest

from mentorpitch.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from mentorpitch.meetings import feedback, ratings
from mentorpitch.meetings.feedback import ChangeFeedback, NewFeedback
from mentorpitch.meetings.ratings import ChangeRating, NewRating
from tests.mentorpitch.meeting_world import Meetings


@pytest.fixture
async def past(world, ours):
    made = await ours.past()
    world.announced.clear()
    return made


def heard(ours, event):
    return [set(said.user_ids) for said in ours.told(event)]


def ids(*actors):
    return {actor.user_id for actor in actors}


async def change_feedback(ours, meeting, body="Better words"):
    return await feedback.change(
        ours.world.db, ours.pair.mentor, meeting.meeting_id, ChangeFeedback(body=body), **ours.how
    )


async def append(ours, meeting, body="And this", client_id=None):
    new = NewFeedback(client_id=client_id or ours.client_id(), body=body)
    return await feedback.append(ours.world.db, ours.pair.mentor, meeting.meeting_id, new, **ours.how)


async def change_rating(ours, meeting, **given):
    return await ratings.change(
        ours.world.db, ours.pair.mentee, meeting.meeting_id, ChangeRating(**given), **ours.how
    )


async def take_back(ours, meeting):
    return await ratings.take_back(ours.world.db, ours.pair.mentee, meeting.meeting_id, **ours.how)


# ── Feedback ─────────────────────────────────────────────────────────────────


async def test_feedback_waits_until_the_meeting_is_past_to_the_millisecond(world, ours):
    made = await ours.create()
    world.clock.now = made.ends_at - timedelta(milliseconds=1)
    with pytest.raises(Conflict):
        await ours.write_feedback(made)
    with pytest.raises(Conflict):
        await ours.rate(made)
    world.clock.now = made.ends_at
    await ours.write_feedback(made)
    await ours.rate(made)


async def test_the_mentee_and_the_manager_read_the_feedback_and_hear_of_it(ours, past):
    await ours.write_feedback(past, "You listened well")
    seen = await ours.see_feedback(past, by=ours.pair.mentee)
    assert seen.feedback.body == "You listened well"
    [given] = (await ours.given()).given
    assert (given.feedback.body, given.rating) == ("You listened well", None)
    assert heard(ours, "feedback_changed") == [ids(ours.pair.mentor, ours.pair.mentee, ours.pair.manager)]


async def test_who_will_read_it_is_said_before_it_is_written(ours, past):
    seen = await ours.see_feedback(past, by=ours.pair.mentor)
    assert seen.may == "write"
    assert [(reader.user_id, reader.role, reader.from_at) for reader in seen.readers] == [
        (ours.pair.mentee.user_id, "mentee", None),
        (ours.pair.manager.user_id, "manager", None),
    ]
    rating = await ratings.get(ours.world.db, ours.pair.mentee, past.meeting_id, clock=ours.world.clock)
    assert (rating.may, [reader.role for reader in rating.readers]) == ("rate", ["manager"])


async def test_feedback_is_one_for_each_meeting(ours, past):
    new = NewFeedback(client_id="c", body="Once")
    where = (ours.world.db, ours.pair.mentor, past.meeting_id)
    assert await feedback.write(*where, new, **ours.how) == await feedback.write(*where, new, **ours.how)
    with pytest.raises(Conflict):
        await ours.write_feedback(past, "Twice")
    with pytest.raises(Problem) as refused:
        await feedback.write(*where, NewFeedback(client_id="c", body="Other"), **ours.how)
    assert refused.value.code == "id_reused"


async def test_feedback_can_be_changed_for_a_day_and_then_added_to(world, ours, past):
    await ours.write_feedback(past)
    with pytest.raises(Conflict):
        await append(ours, past)
    world.clock.advance(hours=24, milliseconds=-1)
    assert (await change_feedback(ours, past)).feedback.body == "Better words"
    world.clock.advance(milliseconds=1)
    with pytest.raises(Conflict):
        await change_feedback(ours, past)
    added = await append(ours, past, "One more thing", client_id="a")
    assert await append(ours, past, "One more thing", client_id="a") == added
    assert [each.body for each in added.feedback.additions] == ["One more thing"]
    assert (added.may, added.feedback.revision) == ("append", 3)


async def test_feedback_is_the_mentors_to_write_and_the_rating_the_mentees(ours, past):
    new, rated = NewFeedback(client_id="c", body="Mine"), NewRating(client_id="c", score=5)
    with pytest.raises(Forbidden):
        await feedback.write(ours.world.db, ours.pair.mentee, past.meeting_id, new, **ours.how)
    with pytest.raises(Forbidden):
        await ratings.rate(ours.world.db, ours.pair.mentor, past.meeting_id, rated, **ours.how)


async def test_what_is_not_there_cannot_be_changed(ours, past):
    with pytest.raises(NotFound):
        await change_feedback(ours, past)
    with pytest.raises(NotFound):
        await change_rating(ours, past, score=1)
    with pytest.raises(Invalid):
        await ours.write_feedback(past, "  ")


# ── Rating ───────────────────────────────────────────────────────────────────


async def test_the_manager_reads_the_rating_and_the_mentor_never_hears_of_it(ours, past):
    await ours.rate(past, 2, "Too short")
    [given] = (await ours.given()).given
    assert (given.rating.score, given.rating.comment) == (2, "Too short")
    assert heard(ours, "rating_changed") == [ids(ours.pair.mentee, ours.pair.manager)]
    with pytest.raises(Forbidden):
        await ratings.get(ours.world.db, ours.pair.mentor, past.meeting_id, clock=ours.world.clock)


async def test_nothing_that_the_mentor_gets_depends_on_whether_there_is_a_rating(world, ours, past):
    async def everything():
        return (
            await ours.get(past, by=ours.pair.mentor),
            await ours.see_feedback(past, by=ours.pair.mentor),
            await ours.page("past", by=ours.pair.mentor),
            await ratings.get_mean(world.db, ours.pair.mentor, clock=world.clock),
        )

    await ours.seal()
    await ours.write_feedback(past)
    before = await everything()
    world.announced.clear()
    await ours.rate(past)
    assert await everything() == before
    world.clock.advance(days=7)
    await ours.turn()
    assert all(ours.pair.mentor.user_id not in said.user_ids for said in world.announced)


async def test_a_rating_is_changed_and_taken_back_for_a_week(world, ours, past):
    await ours.rate(past, 3)
    world.clock.advance(days=7, milliseconds=-1)
    assert (await change_rating(ours, past, comment="Better so")).rating.score == 3
    taken = await take_back(ours, past)
    assert (taken.rating, taken.may) == (None, "rate")
    assert (await ours.given()).given == ()
    assert (await ours.rate(past, 5)).rating.score == 5
    world.clock.advance(days=7)
    for attempt in (change_rating(ours, past, score=1), take_back(ours, past), ours.rate(past)):
        with pytest.raises(Conflict):
            await attempt
    revisions = [said.payload.revision for said in ours.told("rating_changed")]
    assert revisions == [1, 2, 3, 4]


async def test_a_manager_never_reads_the_ratings_of_meetings_they_mentored(world, ours):
    manager = ours.pair.manager
    await world.member(ours.pair.programme_id, manager, "mentor")
    mine = Meetings(
        world,
        await world.mentorship(mentor=manager, manager=manager, programme_id=ours.pair.programme_id),
    )
    meeting, theirs = await mine.past(), await ours.past()
    world.announced.clear()
    await mine.rate(meeting, 1)
    await ours.rate(theirs, 5)
    assert [given.rating.score for given in (await ours.given()).given] == [5]
    assert heard(mine, "rating_changed")[0] == ids(mine.pair.mentee)
    own = await ratings.get(world.db, mine.pair.mentee, meeting.meeting_id, clock=world.clock)
    assert own.readers == ()


async def test_a_mentor_learns_a_mean_of_five_ratings_by_three_mentees_and_no_single_one(world, ours):
    mentor, means = ours.pair.mentor, []
    pairs = [ours] + [
        Meetings(world, await world.mentorship(mentor=mentor, programme_id=ours.pair.programme_id))
        for _ in range(2)
    ]
    for n, score in enumerate((5, 4, 5, 3, 4, 1)):
        where = pairs[n % 3] if n > 1 else pairs[n]
        await where.rate(await where.past(), score)
        means.append((await ratings.get_mean(world.db, mentor, clock=world.clock)).mean)
    assert means == [None, None, None, None, 4.2, 4.2]


async def test_five_ratings_by_two_mentees_are_not_enough(world, ours):
    other = Meetings(world, await world.mentorship(mentor=ours.pair.mentor))
    for where in (ours, ours, ours, other, other, other):
        await where.rate(await where.past(), 5)
    assert (await ratings.get_mean(world.db, ours.pair.mentor, clock=world.clock)).mean is None


async def test_pages_of_feedback_meet_without_overlap(ours):
    for _ in range(5):
        await ours.write_feedback(await ours.past())
    seen, cursor = [], None
    while True:
        page = await ours.given(cursor=cursor, limit=2)
        seen += [given.meeting_id for given in page.given]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert len(set(seen)) == len(seen) == 5


# ── Sealed exchange ──────────────────────────────────────────────────────────


@pytest.fixture
async def sealed(world, ours):
    await ours.seal()
    made = await ours.past()
    world.announced.clear()
    return made


async def test_sealed_feedback_is_there_for_nobody_but_its_author(ours, sealed):
    await ours.write_feedback(sealed)
    assert (await ours.see_feedback(sealed, by=ours.pair.mentor)).feedback.body == "Well done"
    seen = await ours.see_feedback(sealed, by=ours.pair.mentee)
    assert (seen.feedback, seen.sealed_until) == (None, sealed.ends_at + timedelta(days=7))
    assert [reader.from_at for reader in seen.readers] == [sealed.ends_at + timedelta(days=7)] * 2
    assert (await ours.given()).given == ()
    assert heard(ours, "feedback_changed") == [ids(ours.pair.mentor)]


@pytest.mark.parametrize("first", ["feedback", "rating"])
async def test_both_open_together_once_both_are_in(ours, sealed, first):
    steps = [ours.write_feedback, ours.rate]
    for step in steps if first == "feedback" else reversed(steps):
        assert (await ours.given()).given == ()
        await step(sealed)
    [given] = (await ours.given()).given
    assert given.feedback is not None
    assert given.rating is not None
    assert (await ours.see_feedback(sealed, by=ours.pair.mentee)).feedback is not None
    readers = ids(ours.pair.mentee, ours.pair.manager)
    assert readers <= heard(ours, "feedback_changed")[-1]
    assert heard(ours, "rating_changed")[-1] == readers


async def test_what_waits_alone_opens_after_a_week_by_itself_and_is_told_once(world, ours, sealed):
    await ours.rate(sealed, 2)
    world.clock.now = sealed.ends_at + timedelta(days=7, milliseconds=-1)
    await ours.turn()
    assert (await ours.given()).given == ()
    assert heard(ours, "rating_changed") == [ids(ours.pair.mentee)]
    world.clock.advance(milliseconds=1)
    for _ in range(3):
        await ours.turn()
    assert [given.rating.score for given in (await ours.given()).given] == [2]
    assert heard(ours, "rating_changed")[1:] == [ids(ours.pair.mentee, ours.pair.manager)]


async def test_what_was_written_under_a_seal_keeps_it(ours, sealed):
    await ours.write_feedback(sealed)
    await ours.seal(False)
    assert (await ours.given()).given == ()
    assert (await ours.see_feedback(sealed, by=ours.pair.mentee)).feedback is None


async def test_a_manager_who_mentored_cannot_tell_a_rating_from_the_opening_of_their_own_words(world, ours):
    manager = ours.pair.manager
    await world.member(ours.pair.programme_id, manager, "mentor")
    mine = Meetings(
        world,
        await world.mentorship(mentor=manager, manager=manager, programme_id=ours.pair.programme_id),
    )
    await ours.seal()
    meeting = await mine.past()
    await mine.write_feedback(meeting)
    before = await mine.given(by=manager)
    await mine.rate(meeting)
    assert await mine.given(by=manager) == before
    assert before.given[0].rating is None
