"""The code of conduct: read before anything begins, and asked for again when its words change."""

import pytest

from mentorpitch.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from mentorpitch.mentorships import pitches
from mentorpitch.people import profiles
from mentorpitch.programmes import conduct, programmes
from mentorpitch.programmes.conduct import USUAL, WriteConduct


class Scene:
    """A programme; its mentor and its mentee have accepted the usual words."""

    def __init__(self, world, programme_id, manager, mentor, mentee):
        self.world, self.programme_id = world, programme_id
        self.manager, self.mentor, self.mentee = manager, mentor, mentee

    async def get(self, actor):
        return await conduct.get(self.world.db, actor, self.programme_id)

    async def write(self, text, *, revision=1, by=None):
        new = WriteConduct(revision=revision, text=text)
        place = (self.world.db, by or self.manager, self.programme_id)
        return await conduct.write(*place, new, announce=self.world.announce)

    async def accept(self, actor, revision):
        how = {"at": self.world.clock(), "announce": self.world.announce}
        return await conduct.accept(self.world.db, actor, self.programme_id, revision=revision, **how)

    async def pitch(self):
        return await self.world.pitch(self.programme_id, mentee=self.mentee, mentor=self.mentor)

    async def answer(self, name, actor, pitch, **how):
        how |= {"at": self.world.clock(), "announce": self.world.announce}
        return await getattr(pitches, name)(self.world.db, actor, pitch.pitch_id, **how)


@pytest.fixture
async def scene(world):
    manager = await world.user()
    programme_id = await world.programme(manager=manager)
    mentor, mentee = await world.mentor(programme_id), await world.mentee(programme_id)
    return Scene(world, programme_id, manager, mentor, mentee)


async def test_a_programme_begins_with_the_usual_words(scene):
    assert ((await scene.get(scene.mentee)).text, (await scene.get(scene.mentee)).revision) == (USUAL, 1)


async def test_it_is_accepted_once_and_for_each_role(world, scene):
    ines = await world.user()
    await world.member(scene.programme_id, ines, "mentee", accepts_conduct=False)
    assert (await scene.get(ines)).accepted_at is None
    first = world.clock()
    assert (await scene.accept(ines, 1)).accepted_at == first
    world.clock.advance(days=1)
    assert (await scene.accept(ines, 1)).accepted_at == first
    await world.member(scene.programme_id, ines, "mentor", accepts_conduct=False)
    [mine] = await programmes.list_mine(world.db, ines)
    assert (mine.roles, mine.conduct_accepted_at) == (("mentee", "mentor"), None)


async def test_other_words_are_asked_for_again_and_everybody_hears_of_them(world, scene):
    written = await scene.write("We are kind to each other.")
    assert (written.text, written.revision) == ("We are kind to each other.", 2)
    [told] = world.announced
    everybody = {scene.manager.user_id, scene.mentor.user_id, scene.mentee.user_id}
    assert (told.event, set(told.user_ids)) == ("programme_changed", everybody)
    assert (await scene.get(scene.mentee)).accepted_at is None
    with pytest.raises(Conflict):
        await scene.accept(scene.mentee, 1)  # that is not what it says now
    assert (await scene.accept(scene.mentee, 2)).accepted_at == world.clock()


async def test_the_same_words_again_ask_nobody_anything(world, scene):
    await scene.write("We are kind.")
    await scene.accept(scene.mentee, 2)
    world.announced.clear()
    assert (await scene.write(" We are kind.\n")).revision == 2  # a repeat: it was read at revision 1
    assert world.announced == []
    assert (await scene.get(scene.mentee)).accepted_at


async def test_two_managers_do_not_write_over_each_other(scene):
    await scene.write("We are kind.")
    with pytest.raises(Conflict):
        await scene.write("We are on time.", revision=1)


@pytest.mark.parametrize("text", ["", "  \n", "a\0b"])
async def test_it_says_something_that_can_be_read(scene, text):
    with pytest.raises(Invalid):
        await scene.write(text)


async def test_only_its_managers_write_it_and_only_its_members_read_it(world, scene):
    with pytest.raises(Forbidden):
        await scene.write("Ours", by=scene.mentor)
    with pytest.raises(NotFound):
        await scene.get(await world.user())


async def test_nobody_pitches_before_they_have_accepted_it(scene):
    await scene.write("We are kind.")
    with pytest.raises(Problem) as refused:
        await scene.pitch()
    assert refused.value.code == "conduct_not_accepted"
    await scene.accept(scene.mentee, 2)
    assert (await scene.pitch()).status == "open"


@pytest.mark.parametrize("answer", ["accept", "ask_for_talk"])
async def test_nobody_agrees_to_meet_before_they_have_accepted_it(scene, answer):
    pitch = await scene.pitch()
    await scene.write("We are kind.")
    how = {} if answer == "accept" else {"note": ""}
    with pytest.raises(Problem) as refused:
        await scene.answer(answer, scene.mentor, pitch, **how)
    assert refused.value.code == "conduct_not_accepted"
    await scene.accept(scene.mentor, 2)
    await scene.answer(answer, scene.mentor, pitch, **how)


async def test_to_say_no_nobody_needs_to_accept_anything(scene):
    first = await scene.pitch()
    await scene.write("We are kind.")
    assert (await scene.answer("decline", scene.mentor, first, note="")).status == "declined"
    await scene.accept(scene.mentee, 2)
    second = await scene.pitch()
    await scene.write("We are on time.", revision=2)
    assert (await scene.answer("withdraw", scene.mentee, second)).status == "withdrawn"


async def test_everybody_hears_when_a_place_is_taken_or_a_mentor_tells_of_themself(world, scene):
    pitch = await scene.pitch()
    await scene.answer("accept", scene.mentor, pitch)
    profile = await profiles.get(world.db, scene.mentor, scene.programme_id)
    await profiles.put(world.db, scene.mentor, scene.programme_id, profile, announce=world.announce)
    told = [said for said in world.announced if getattr(said, "event", "") == "programme_changed"]
    assert [scene.manager.user_id in said.user_ids for said in told] == [True, True]
