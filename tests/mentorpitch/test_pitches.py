"""From a pitch to a pair, as promised: nobody is obliged, and the last yes makes the pair."""

import asyncio

import pytest

from mentorpitch.announcements import MentorshipCreated, Told
from mentorpitch.chat import messages
from mentorpitch.chat.messages import SendMessage
from mentorpitch.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from mentorpitch.mentorships import mentorships, pitches
from mentorpitch.mentorships.pitches import NewSuggestion
from mentorpitch.mentorships.shapes import MentorProfile
from mentorpitch.people import profiles


class Scene:
    """A programme with a manager, a mentor who takes mentees and a mentee."""

    def __init__(self, world, programme_id, manager, mentor, mentee):
        self.world, self.programme_id = world, programme_id
        self.manager, self.mentor, self.mentee = manager, mentor, mentee

    async def pitch(self, **fields):
        people = {"mentee": self.mentee, "mentor": self.mentor}
        return await self.world.pitch(self.programme_id, **people | fields)

    async def suggest(self, client_id="s1", **fields):
        new = NewSuggestion(
            client_id=client_id, mentor_id=self.mentor.user_id, mentee_id=self.mentee.user_id, **fields
        )
        at = {"at": self.world.clock(), "announce": self.world.announce}
        return await pitches.suggest(self.world.db, self.manager, self.programme_id, new, **at)

    async def answer(self, name, actor, pitch, **how):
        function = getattr(pitches, name)
        how |= {"at": self.world.clock(), "announce": self.world.announce}
        return await function(self.world.db, actor, pitch.pitch_id, **how)

    async def say(self, actor, pitch):
        said = SendMessage(conversation_id=pitch.conversation_id, client_id="m", body="Hello")
        where = {"at": self.world.clock(), "announce": self.world.announce}
        return await messages.write(self.world.db, actor, said, **where)

    async def pairs(self):
        return await mentorships.list_mine(self.world.db, self.mentee)


@pytest.fixture
async def scene(world):
    manager = await world.user()
    programme_id = await world.programme(manager=manager)
    return Scene(
        world, programme_id, manager, await world.mentor(programme_id), await world.mentee(programme_id)
    )


async def test_a_pitch_that_is_accepted_is_a_pair_with_a_conversation(world, scene):
    pitch = await scene.pitch()
    accepted = await scene.answer("accept", scene.mentor, pitch)
    [pair] = await scene.pairs()
    assert accepted.status == "accepted"
    assert (pair.mentorship_id, pair.status) == (accepted.mentorship_id, "active")
    assert pair.conversation.conversation_id == accepted.conversation_id
    assert any(isinstance(said, MentorshipCreated) for said in world.announced)
    assert await scene.answer("accept", scene.mentor, pitch) == accepted
    assert len(await scene.pairs()) == 1


async def test_both_hear_of_a_pitch_and_nobody_else(world, scene):
    pitch = await scene.pitch()
    [told] = world.announced
    assert (told.event, told.payload.pitch) == ("pitch_changed", pitch)
    assert set(told.user_ids) == {scene.mentor.user_id, scene.mentee.user_id}
    with pytest.raises(NotFound):
        await pitches.get(world.db, scene.manager, pitch.pitch_id)


async def test_a_pitch_is_declined_kindly_and_then_closed(scene):
    pitch = await scene.pitch()
    declined = await scene.answer("decline", scene.mentor, pitch, note="Not this spring")
    assert (declined.status, declined.note) == ("declined", "Not this spring")
    with pytest.raises(Conflict):
        await scene.answer("accept", scene.mentor, pitch)
    assert await scene.pairs() == ()
    assert (await scene.pitch()).status == "open"  # another time


@pytest.mark.parametrize("answer", ["accept", "decline", "ask_for_talk"])
async def test_a_mentee_cannot_answer_their_own_pitch(scene, answer):
    pitch = await scene.pitch()
    with pytest.raises(Forbidden):
        await scene.answer(answer, scene.mentee, pitch, **({} if answer == "accept" else {"note": ""}))


async def test_a_talk_first_is_a_conversation_that_the_pair_keeps(scene):
    pitch = await scene.pitch()
    talk = await scene.answer("ask_for_talk", scene.mentor, pitch, note="Tell me more")
    assert talk.status == "talk"
    await scene.say(scene.mentee, talk)
    accepted = await scene.answer("accept", scene.mentor, talk)
    [pair] = await scene.pairs()
    assert pair.conversation.conversation_id == talk.conversation_id == accepted.conversation_id
    assert pair.conversation.last_message.body == "Hello"


@pytest.mark.parametrize("who", ["mentor", "mentee"])
async def test_either_may_withdraw_and_the_talk_is_read_only_then(world, scene, who):
    pitch = await scene.pitch()
    talk = await scene.answer("ask_for_talk", scene.mentor, pitch, note="")
    withdrawn = await scene.answer("withdraw", getattr(scene, who), talk)
    assert withdrawn.status == "withdrawn"
    with pytest.raises(Conflict):
        await scene.say(scene.mentee, talk)
    assert await messages.page(world.db, scene.mentee, talk.conversation_id)


async def test_no_mentor_gets_more_mentees_than_they_have_places(world, scene):
    await world.mentor(scene.programme_id, actor=scene.mentor, capacity=2)
    waiting = [await scene.pitch(mentee=await world.mentee(scene.programme_id)) for _ in range(5)]
    answers = await asyncio.gather(
        *(scene.answer("accept", scene.mentor, pitch) for pitch in waiting), return_exceptions=True
    )
    assert sum(isinstance(answer, Conflict) for answer in answers) == 3
    async with world.db.read() as tx:
        count = await tx.exec_driver_sql("SELECT count(*) FROM mentorships")
        assert count.scalar() == 2


async def test_a_mentor_who_takes_nobody_cannot_be_pitched(world, scene):
    await world.mentor(scene.programme_id, actor=scene.mentor, taking_mentees=False)
    with pytest.raises(Conflict):
        await scene.pitch()
    await world.mentor(scene.programme_id, actor=scene.mentor, capacity=0)
    with pytest.raises(Conflict):
        await scene.pitch()
    with pytest.raises(Invalid):
        await scene.pitch(mentor=scene.manager)


async def test_one_pitch_at_a_time_between_two_and_five_in_all(world, scene):
    await scene.pitch(client_id="c1")
    with pytest.raises(Conflict):
        await scene.pitch(client_id="c2")
    for _ in range(4):
        await scene.pitch(mentor=await world.mentor(scene.programme_id))
    with pytest.raises(Conflict):
        await scene.pitch(mentor=await world.mentor(scene.programme_id))


async def test_the_same_client_id_twice_is_one_pitch(scene):
    pitch = await scene.pitch(client_id="c1")
    assert await scene.pitch(client_id="c1") == pitch
    with pytest.raises(Problem) as refused:
        await scene.pitch(client_id="c1", want="Else")
    assert refused.value.code == "id_reused"


@pytest.mark.parametrize("first", ["mentor", "mentee"])
async def test_a_suggested_match_is_a_pair_when_both_accept(world, scene, first):
    await scene.suggest(why="You both came from engineering")
    [pitch] = await pitches.list_mine(world.db, scene.mentee)
    second = "mentee" if first == "mentor" else "mentor"
    half = await scene.answer("accept", getattr(scene, first), pitch)
    assert (half.status, half.mentorship_id) == ("open", None)
    assert await scene.pairs() == ()
    whole = await scene.answer("accept", getattr(scene, second), pitch)
    assert whole.status == "accepted"
    assert len(await scene.pairs()) == 1


@pytest.mark.parametrize("who", ["mentor", "mentee"])
async def test_either_declines_a_suggested_match_and_the_manager_reads_no_word(world, scene, who):
    await scene.suggest()
    [pitch] = await pitches.list_mine(world.db, scene.mentor)
    await scene.answer("decline", getattr(scene, who), pitch, note="A private reason")
    [seen] = await pitches.list_suggestions(world.db, scene.manager, scene.programme_id)
    assert seen.status == "declined"
    assert "private" not in repr(seen)


async def test_a_mentee_finds_mentors_and_their_places(world, scene):
    shy = await world.user("Shy")
    await world.member(scene.programme_id, shy, "mentor")
    accepted = await scene.answer("accept", scene.mentor, await scene.pitch())
    assert accepted.mentorship_id
    found = await profiles.list_mentors(world.db, scene.mentee, scene.programme_id)
    assert [(m.person.user_id, m.free_places, m.can_be_pitched) for m in found] == [
        (scene.mentor.user_id, 2, True),
        (shy.user_id, 1, False),
    ]


async def test_a_profile_is_kept_as_it_was_told(world, scene):
    profile = MentorProfile(
        taking_mentees=True, capacity=2, about="Harbours", skills=("Leading",), languages=("pt", "sw")
    )
    place = (world.db, scene.mentor, scene.programme_id)
    assert await profiles.get(*place) != profile
    await profiles.put(*place, profile, announce=world.announce)
    assert await profiles.get(*place) == profile
    with pytest.raises(Invalid):
        await profiles.put(*place, MentorProfile(skills=(" ",)), announce=world.announce)


@pytest.mark.parametrize("cut", range(5))
async def test_an_old_snapshot_and_the_events_since_equal_a_fresh_snapshot(world, scene, cut):
    other = await world.mentor(scene.programme_id)
    pitch = await scene.pitch()
    steps = [
        lambda: scene.pitch(mentor=other),
        lambda: scene.answer("ask_for_talk", scene.mentor, pitch, note="Hm"),
        lambda: scene.answer("accept", scene.mentor, pitch),
        lambda: scene.answer("withdraw", scene.mentee, snapshot_of_other()),
    ]
    snapshot, heard = {}, {}

    def snapshot_of_other():
        return heard[other.user_id]

    for n, step in enumerate([*steps, None]):
        if n == cut:
            snapshot = {p.pitch_id: p for p in await pitches.list_mine(world.db, scene.mentee)}
            world.announced.clear()
        if step:
            done = await step()
            heard[done.mentor.user_id] = done
    for told in world.announced:
        if isinstance(told, Told) and told.event == "pitch_changed":
            snapshot[told.payload.pitch.pitch_id] = told.payload.pitch
    assert snapshot == {p.pitch_id: p for p in await pitches.list_mine(world.db, scene.mentee)}
