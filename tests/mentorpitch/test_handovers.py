"""What a mentee takes over into the next mentorship: what they choose, by default nothing."""

import pytest

from mentorpitch.errors import Conflict, Forbidden, NotFound
from mentorpitch.growth import areas, checklists, goals, handovers
from mentorpitch.growth.areas import LevelSaid
from mentorpitch.growth.checklists import NewItem
from mentorpitch.growth.handovers import TakeOver
from mentorpitch.mentorships import mentorships


class Rematch:
    """A mentee with a goal and an area of an earlier mentorship, and a new mentor."""

    def __init__(self, world, old, new, goal, area):
        self.world, self.old, self.new, self.goal, self.area = world, old, new, goal, area
        self.mentee = new.mentee
        self.how = {"at": world.clock(), "announce": world.announce}

    async def end(self):
        await self.world.end(self.old)

    async def offers(self, actor=None):
        found = await handovers.get(self.world.db, actor or self.mentee, self.new.mentorship_id)
        return found.offers

    async def take(self, goal_ids=(), area_ids=(), *, by=None, source=None):
        from_id = (source or self.old).mentorship_id
        wanted = TakeOver(from_id=from_id, goal_ids=tuple(goal_ids), area_ids=tuple(area_ids))
        place = (self.world.db, by or self.mentee, self.new.mentorship_id)
        return await handovers.take_over(*place, wanted, **self.how)

    async def goals(self):
        return await goals.list_of(self.world.db, self.new.mentor, self.new.mentorship_id)

    async def areas(self):
        return await areas.list_of(self.world.db, self.new.mentor, self.new.mentorship_id)


@pytest.fixture
async def rematch(world):
    old = await world.mentorship()
    new = await world.mentorship(mentee=old.mentee)
    goal = await world.goal(old, how="Count to five", checklist=("Ask", "Wait"))
    area = await world.area(old, note="As you said, Samuel")
    return Rematch(world, old, new, goal, area)


async def test_nothing_travels_by_itself(rematch):
    await rematch.end()
    assert (await rematch.goals(), await rematch.areas()) == ((), ())


async def test_what_was_chosen_travels_marked_with_where_it_comes_from(world, rematch):
    await rematch.end()
    world.announced.clear()
    await rematch.take([rematch.goal.goal_id], [rematch.area.area_id])
    [goal], [area] = await rematch.goals(), await rematch.areas()
    assert (goal.what, goal.how, [item.text for item in goal.checklist]) == (
        "Lead a team of six",
        "Count to five",
        ["Ask", "Wait"],
    )
    assert goal.brought_from == area.brought_from == rematch.old.mentorship_id
    assert (goal.agreed_by, goal.created_by) == ((), rematch.mentee.user_id)
    assert (area.name, area.current.level, area.current.note) == ("Systems design", "practising", "")
    told = {said.event: set(said.user_ids) for said in world.announced}
    two = {rematch.new.mentor.user_id, rematch.mentee.user_id}
    assert told == {"goal_changed": two, "area_changed": two, "handover_changed": {rematch.mentee.user_id}}


async def test_the_same_again_brings_nothing_twice(rematch):
    await rematch.end()
    for _ in range(2):
        await rematch.take([rematch.goal.goal_id], [rematch.area.area_id])
    assert (len(await rematch.goals()), len(await rematch.areas())) == (1, 1)


async def test_what_both_deleted_since_is_not_brought_back_by_a_repeat(world, rematch):
    await rematch.end()
    await rematch.take([rematch.goal.goal_id])
    [copy] = await rematch.goals()
    await goals.propose_removal(world.db, rematch.mentee, copy.goal_id, **rematch.how)
    await goals.remove(world.db, rematch.new.mentor, copy.goal_id, announce=world.announce)
    await rematch.take([rematch.goal.goal_id])
    assert await rematch.goals() == ()


async def test_no_word_of_the_mentor_travels(world, rematch):
    theirs = await world.goal(rematch.old, by=rematch.old.mentor, what="A private goal of the mentor")
    item = NewItem(client_id="i", text="A private step of the mentor")
    await checklists.add_item(world.db, rematch.old.mentor, rematch.goal.goal_id, item, **rematch.how)
    said = LevelSaid(client_id="s", level="guiding", note="A private word of the mentor")
    await areas.suggest_level(world.db, rematch.old.mentor, rematch.area.area_id, said, **rematch.how)
    await rematch.end()
    [offer] = await rematch.offers()
    assert "private" not in repr(offer)
    for goal in (theirs, rematch.goal):
        with pytest.raises(NotFound):
            await rematch.take([goal.goal_id])
    await rematch.take(area_ids=[rematch.area.area_id])
    assert "private" not in repr(await rematch.areas())


async def test_choosing_nothing_is_an_answer_and_one_is_not_asked_again(rematch):
    await rematch.end()
    [offer] = await rematch.offers()
    assert (len(offer.goals), len(offer.areas)) == (1, 1)
    assert (await rematch.take()).offers == ()
    assert await rematch.offers() == ()
    assert (await rematch.goals(), await rematch.areas()) == ((), ())


async def test_only_from_what_has_ended(rematch):
    assert await rematch.offers() == ()
    with pytest.raises(Conflict):
        await rematch.take([rematch.goal.goal_id])


async def test_only_the_mentee_of_both_chooses(world, rematch):
    await rematch.end()
    with pytest.raises(Forbidden):
        await rematch.take(by=rematch.new.mentor)
    with pytest.raises(Forbidden):
        await rematch.offers(rematch.new.mentor)
    stranger = await world.mentorship()
    await world.end(stranger)
    with pytest.raises(NotFound):
        await rematch.take(source=stranger)


async def test_a_mentor_of_before_learns_nothing_of_it(world, rematch):
    await rematch.end()
    await rematch.take([rematch.goal.goal_id])
    seen = await mentorships.list_mine(world.db, rematch.old.mentor)
    assert [each.mentorship_id for each in seen] == [rematch.old.mentorship_id]
    [old] = await goals.list_of(world.db, rematch.old.mentor, rematch.old.mentorship_id)
    assert old == rematch.goal
