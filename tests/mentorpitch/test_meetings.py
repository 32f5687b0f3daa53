"""Meetings, as promised: by the clocks of their zone, by both, and never stale."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from mentorpitch.errors import Conflict, Invalid, NotFound, Problem
from mentorpitch.meetings import meetings
from mentorpitch.meetings.meetings import ChangeMeeting
from mentorpitch.mentorships import mentorships


async def test_a_meeting_keeps_the_instant_and_what_the_clocks_show(ours):
    made = await ours.create(local_start="2026-11-26T16:00", time_zone="Africa/Nairobi", minutes=50)
    assert made.starts_at == datetime(2026, 11, 26, 13, 0, tzinfo=UTC)
    assert made.ends_at - made.starts_at == timedelta(minutes=50)
    assert (made.local_start, made.local_end) == ("2026-11-26T16:00", "2026-11-26T16:50")
    assert made.state == "upcoming"


async def test_both_hear_of_it_and_both_may_change_it(world, ours):
    made = await ours.create()
    await ours.change(made, by=ours.pair.mentor, title="Another talk")
    assert [said.payload.title for said in ours.told()] == ["Talk", "Another talk"]
    assert [said.payload.revision for said in ours.told()] == [1, 2]
    both = {ours.pair.mentor.user_id, ours.pair.mentee.user_id}
    assert all(set(said.user_ids) == both for said in ours.told())


async def test_the_state_is_the_clocks(world, ours):
    made = await ours.create()
    states = []
    for now in (made.starts_at - timedelta(milliseconds=1), made.starts_at, made.ends_at):
        world.clock.now = now
        states.append((await ours.get(made)).state)
    assert states == ["upcoming", "current", "past"]


async def test_the_same_client_id_twice_is_one_meeting(ours):
    new = ours.new()
    make = (ours.world.db, ours.pair.mentee, ours.pair.mentorship_id)
    answers = await asyncio.gather(*(meetings.create(*make, new, **ours.how) for _ in range(5)))
    assert len({each.meeting_id for each in answers}) == 1
    assert len(ours.told()) == 1
    with pytest.raises(Problem) as refused:
        await ours.create(client_id=new.client_id, title="Something else")
    assert refused.value.code == "id_reused"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "a\0b"}, "title"),
        ({"kind": "in_person"}, "place"),
        ({"time_zone": "Europe/Atlantis"}, "time_zone"),
        ({"local_start": "2026-02-30T10:00"}, "local_start"),
        ({"local_start": "2026-11-22T10:00"}, "local_start"),
        ({"local_start": "9999-12-31T23:59"}, "local_start"),
        ({"times": 4}, "every_weeks"),
    ],
)
async def test_what_cannot_be_is_refused_at_its_field(ours, given, field):
    with pytest.raises(Invalid) as refused:
        await ours.create(**given)
    assert refused.value.field == field
    assert ours.told() == []


async def test_in_person_needs_a_place_and_nothing_else_has_one(ours):
    made = await ours.create(kind="in_person", place="Café Fábrica, Lisbon")
    assert made.place == "Café Fábrica, Lisbon"
    assert (await ours.change(made, kind="video")).place is None
    with pytest.raises(Invalid):
        await ours.change(made, kind="in_person", place=" ")


async def test_moving_a_meeting_keeps_it_the_same_meeting(world, ours):
    made = await ours.create(local_start="2026-11-26T16:00")
    moved = await ours.change(made, local_start="2026-11-27T09:30")
    assert (moved.meeting_id, moved.starts_at.hour, moved.minutes) == (made.meeting_id, 9, 30)
    assert moved.revision == made.revision + 1


async def test_who_changes_what_somebody_else_has_changed_since_is_told(ours):
    made = await ours.create()
    await ours.change(made, by=ours.pair.mentor, title="First")
    with pytest.raises(Conflict):
        await ours.change(made, title="Second", revision=made.revision)
    assert (await ours.get(made)).title == "First"


async def test_what_is_over_or_cancelled_stays_as_it_was(world, ours):
    over, cancelled = await ours.create(), await ours.create(within=timedelta(days=3))
    assert (await ours.cancel(cancelled)).state == "cancelled"
    await ours.let_pass(over)
    for meeting in (over, cancelled):
        for attempt in (ours.change(meeting, title="Other"), ours.cancel(meeting)):
            with pytest.raises(Conflict):
                await attempt


async def test_pages_meet_without_overlap_whatever_begins_at_once(ours):
    for days in (3, 1, 2, 2, 2):
        await ours.create(within=timedelta(days=days))
    seen, cursor = [], None
    while True:
        page = await ours.page(cursor=cursor, limit=2)
        seen += page.meetings
        cursor = page.next_cursor
        if cursor is None:
            break
    assert len({each.meeting_id for each in seen}) == len(seen) == 5
    assert [each.starts_at for each in seen] == sorted(each.starts_at for each in seen)


@pytest.mark.parametrize("cursor", ["", "x", "bm90aGluZw", "WyIyMDI2LTExLTIzVDEyOjAwOjAwIiwgIngiXQ", "é"])
async def test_a_cursor_of_somebodys_own_making_is_refused(ours, cursor):
    with pytest.raises(Invalid):
        await ours.page(cursor=cursor)


async def test_past_holds_what_is_over_and_what_was_cancelled_newest_first(world, ours):
    first, second, ahead = [await ours.create(within=timedelta(days=n)) for n in (1, 2, 9)]
    called_off = await ours.create(within=timedelta(days=5))
    await ours.cancel(called_off)
    await ours.let_pass(second)
    ids = [each.meeting_id for each in await ours.all("past")]
    assert ids == [called_off.meeting_id, second.meeting_id, first.meeting_id]
    assert [each.meeting_id for each in await ours.all()] == [ahead.meeting_id]


async def test_a_meeting_that_is_going_on_is_still_among_the_upcoming(world, ours):
    made = await ours.create(minutes=480)
    world.clock.now = made.ends_at - timedelta(milliseconds=1)
    [found] = await ours.all()
    assert found.state == "current"


async def test_a_past_meeting_waits_for_each_ones_own_answer(world, ours):
    made = await ours.create()
    await ours.let_pass(made)
    for actor in (ours.pair.mentor, ours.pair.mentee):
        assert (await ours.page("past", by=actor)).waiting == (made.meeting_id,)
    await ours.rate(made)
    assert (await ours.page("past", by=ours.pair.mentee)).waiting == ()
    assert (await ours.page("past", by=ours.pair.mentor)).waiting == (made.meeting_id,)
    await world.end(ours.pair)
    assert (await ours.page("past", by=ours.pair.mentor)).waiting == ()


async def test_an_outsider_cannot_learn_that_a_meeting_exists(world, ours):
    made = await ours.create()
    answers = []
    for meeting_id in (made.meeting_id, "absent"):
        with pytest.raises(NotFound) as refused:
            await meetings.change(
                world.db, await world.user(), meeting_id, ChangeMeeting(title="x"), **ours.how
            )
        answers.append(refused.value.body)
    assert answers[0] == answers[1]


async def test_an_ended_mentorship_keeps_its_meetings_to_be_read(world, ours):
    made = await ours.create()
    await world.end(ours.pair)
    assert (await ours.get(made)).title == "Talk"
    for attempt in (ours.create(), ours.change(made, title="Other"), ours.cancel(made)):
        with pytest.raises(Conflict):
            await attempt


async def test_when_a_mentorship_ends_nothing_of_it_lies_ahead(world, ours):
    past, ahead = await ours.past(), await ours.create(every_weeks=2)
    world.announced.clear()
    await mentorships.end(world.db, ours.pair.mentee, ours.pair.mentorship_id, **ours.how)
    assert await ours.all() == []
    assert (await ours.get(ahead)).state == "cancelled"
    assert (await ours.get(past)).state == "past"
    assert {said.payload.state for said in ours.told()} == {"cancelled"}
