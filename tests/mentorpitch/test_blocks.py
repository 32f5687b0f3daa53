"""Blocking, as promised: a closed door for both, of which the other is not told; what was stays readable."""

from datetime import timedelta

import pytest

from mentorpitch.access import BLOCKING, CLOSED
from mentorpitch.chat import messages
from mentorpitch.chat.conversations import list_contacts
from mentorpitch.chat.messages import DeleteMessage, EditMessage, SendMessage
from mentorpitch.errors import Conflict, NotFound
from mentorpitch.meetings import notes
from mentorpitch.meetings.notes import PutNotes
from mentorpitch.mentorships import agreements, mentorships, nudges, pitches, tickets
from mentorpitch.mentorships.agreements import WriteAgreement
from mentorpitch.mentorships.relays import NO_RELAYS
from mentorpitch.people import blocks, profiles
from mentorpitch.programmes import programmes
from tests.mentorpitch.meeting_world import Meetings


@pytest.fixture
async def pair(world):
    """The mentor has said something."""
    pair = await world.mentorship()
    await say(world, pair.mentor, pair, "Welcome")
    world.announced.clear()
    return pair


async def say(world, actor, pair, body="Hello"):
    said = SendMessage(conversation_id=pair.conversation_id, client_id=f"c-{body}", body=body)
    return await messages.write(world.db, actor, said, at=world.clock(), announce=world.announce)


async def block(world, actor, other):
    return await blocks.block(world.db, actor, other.user_id, at=world.clock(), announce=world.announce)


async def unblock(world, actor, other):
    return await blocks.unblock(world.db, actor, other.user_id, announce=world.announce)


async def test_who_is_blocked_is_listed_and_the_block_undone(world, pair):
    [made] = await block(world, pair.mentee, pair.mentor)
    assert (made.person.user_id, made.at) == (pair.mentor.user_id, world.clock())
    assert await block(world, pair.mentee, pair.mentor) == (made,)
    assert await blocks.list_mine(world.db, pair.mentor) == ()
    assert await unblock(world, pair.mentee, pair.mentor) == ()
    assert (await say(world, pair.mentor, pair)).body == "Hello"


async def test_nothing_new_goes_either_way_and_everything_can_be_read(world, pair):
    await block(world, pair.mentee, pair.mentor)
    place = {"conversation_id": pair.conversation_id}
    how = {"at": world.clock(), "announce": world.announce}
    for actor, words in ((pair.mentor, CLOSED), (pair.mentee, BLOCKING)):
        changes = (
            SendMessage(**place, client_id="c1", body="x"),
            EditMessage(**place, client_id="c2", target=1, body="x"),
            DeleteMessage(**place, client_id="c3", target=1),
        )
        for change in changes:
            with pytest.raises(Conflict) as refused:
                await messages.write(world.db, actor, change, **how)
            assert refused.value.message == words
        with pytest.raises(Conflict):
            await tickets.issue(world.db, actor, pair.mentorship_id, relays=NO_RELAYS, at=world.clock())
        new = WriteAgreement(revision=0, text="Answer me")
        with pytest.raises(Conflict):
            await agreements.write(world.db, actor, pair.mentorship_id, new, **how)
        with pytest.raises(Conflict):
            await world.goal(pair, by=actor)
        page = await messages.page(world.db, actor, pair.conversation_id)
        assert [message.body for message in page.messages] == ["Welcome"]


async def test_nothing_that_the_blocked_can_ask_names_a_block(world, pair):
    before = await mentorships.list_mine(world.db, pair.mentor)
    await block(world, pair.mentee, pair.mentor)
    assert await mentorships.list_mine(world.db, pair.mentor) == before
    [mine] = await mentorships.list_mine(world.db, pair.mentee)
    assert mine.blocked
    told = [said.user_ids for said in world.announced if getattr(said, "event", "") == "blocks_changed"]
    assert told == [(pair.mentee.user_id,)]
    assert "block" not in CLOSED.lower()


async def test_a_block_ends_nothing_and_either_may_end(world, pair):
    await block(world, pair.mentee, pair.mentor)
    seen = await programmes.get(world.db, pair.manager, pair.programme_id, clock=world.clock)
    assert seen.mentorships[0].status == "active"
    how = {"announce": world.announce, "clock": world.clock}
    await mentorships.end(world.db, pair.mentor, pair.mentorship_id, **how)


async def test_each_has_their_own_block_and_one_that_stays_keeps_the_door_closed(world, pair):
    await block(world, pair.mentee, pair.mentor)
    await block(world, pair.mentor, pair.mentee)
    await unblock(world, pair.mentee, pair.mentor)
    with pytest.raises(Conflict) as refused:
        await say(world, pair.mentee, pair)
    assert refused.value.message == CLOSED


async def test_neither_sees_the_other_come_or_go(world, pair):
    await block(world, pair.mentee, pair.mentor)
    async with world.db.read() as tx:
        for actor in (pair.mentor, pair.mentee):
            assert await list_contacts(tx, actor.user_id) == frozenset()


async def test_nobody_is_nudged_across_a_block(world, pair):
    await block(world, pair.mentee, pair.mentor)
    world.clock.advance(days=16)
    for actor in (pair.mentor, pair.mentee):
        assert await nudges.list_mine(world.db, actor, clock=world.clock) == ()


async def test_a_pitch_does_not_pass_a_block_and_can_be_withdrawn(world):
    programme_id = await world.programme()
    mentor, mentee, other = [await make(programme_id) for make in (world.mentor, world.mentee, world.mentee)]
    pitch = await world.pitch(programme_id, mentee=mentee, mentor=mentor)
    await block(world, mentor, mentee)
    how = {"at": world.clock(), "announce": world.announce}
    for answer in (
        pitches.accept(world.db, mentor, pitch.pitch_id, **how),
        pitches.decline(world.db, mentor, pitch.pitch_id, note="No", **how),
    ):
        with pytest.raises(Conflict):
            await answer
    await pitches.withdraw(world.db, mentor, pitch.pitch_id, **how)
    with pytest.raises(Conflict) as refused:
        await world.pitch(programme_id, mentee=mentee, mentor=mentor)
    assert refused.value.message == CLOSED
    [seen] = await profiles.list_mentors(world.db, mentee, programme_id)
    assert not seen.can_be_pitched
    [seen] = await profiles.list_mentors(world.db, other, programme_id)
    assert seen.can_be_pitched


async def test_only_somebody_whom_one_knows_can_be_blocked(world, pair):
    stranger = await world.user()
    for other in (stranger, pair.mentee):
        with pytest.raises(NotFound, match=r"^There is no such person\.$"):
            await block(world, pair.mentee, other)
    assert await unblock(world, pair.mentee, stranger) == ()
    assert world.announced == []


async def test_what_is_ones_own_can_still_be_written(world, pair):
    ours = Meetings(world, pair)
    meeting = await ours.create(within=timedelta(minutes=5))
    await ours.let_pass(meeting)
    await block(world, pair.mentee, pair.mentor)
    await ours.rate(meeting, 1)
    kept = await notes.put_private(
        world.db, pair.mentee, meeting.meeting_id, PutNotes(text="Mine", revision=0), **ours.how
    )
    assert kept.text == "Mine"
