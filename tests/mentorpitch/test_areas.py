"""Development areas, as promised: the mentee's own word, and nothing that was said is lost."""

import pytest

from mentorpitch.errors import Conflict, Forbidden, Invalid, Problem
from mentorpitch.growth import areas
from mentorpitch.growth.areas import AreaEdit, LevelSaid
from mentorpitch.growth.shapes import AreaChanged, Evidence

THE_PLAN = Evidence(kind="document", reference="d1", label="Cut-over plan, version 2")


@pytest.fixture
async def pair(world):
    return await world.mentorship()


class Areas:
    """One pair's areas, with the clock and the listener filled in."""

    def __init__(self, world, pair):
        self.world, self.pair = world, pair

    def __getattr__(self, name):
        async def call(actor, area, *more, **how):
            function = getattr(areas, name)
            how |= {"announce": self.world.announce, "at": self.world.clock()}
            return await function(self.world.db, actor, area.area_id, *more, **how)

        return call

    async def all(self):
        return await areas.list_of(self.world.db, self.pair.mentor, self.pair.mentorship_id)

    async def history(self, area):
        found = await areas.list_history(self.world.db, self.pair.mentor, area.area_id)
        return [(entry.kind, entry.level) for entry in found]


@pytest.fixture
def of(world, pair):
    return Areas(world, pair)


def level(word, client_id="c1", **more):
    return LevelSaid(client_id=client_id, level=word, **more)


async def test_an_area_begins_where_the_mentee_says_and_both_hear_of_it(world, pair, of):
    area = await world.area(pair, level="aware", target="guiding", evidence=(THE_PLAN,))
    assert await of.all() == (area,)
    assert (area.first.level, area.current.level, area.target) == ("aware", "aware", "guiding")
    assert area.current.evidence == (THE_PLAN,)
    [told] = world.announced
    assert (told.event, told.payload) == ("area_changed", AreaChanged(area=area))
    assert set(told.user_ids) == {pair.mentor.user_id, pair.mentee.user_id}


async def test_an_area_may_begin_without_a_level(world, pair, of):
    area = await world.area(pair, level=None)
    assert (area.first, area.current) == (None, None)
    area = await of.set_level(pair.mentee, area, level("shaping"))
    assert area.first == area.current


async def test_the_same_client_id_twice_is_one_area(world, pair, of):
    area = await world.area(pair, client_id="c1")
    assert await world.area(pair, client_id="c1") == area
    assert (len(await of.all()), len(world.announced)) == (1, 1)
    with pytest.raises(Problem) as refused:
        await world.area(pair, client_id="c1", name="Another")
    assert refused.value.code == "id_reused"


async def test_a_new_level_leaves_the_old_one_in_the_history_with_its_time(world, pair, of):
    area = await world.area(pair, level="aware")
    world.clock.advance(days=30)
    area = await of.set_level(pair.mentee, area, level("guiding", evidence=(THE_PLAN,)))
    assert (area.first.level, area.current.level) == ("aware", "guiding")
    assert (area.current.at - area.first.at).days == 30
    assert await of.history(area) == [("set", "aware"), ("set", "guiding")]


async def test_a_repeated_level_is_said_once(world, pair, of):
    area = await world.area(pair)
    first = await of.set_level(pair.mentee, area, level("guiding"))
    assert await of.set_level(pair.mentee, area, level("guiding")) == first
    with pytest.raises(Problem) as refused:
        await of.set_level(pair.mentee, area, level("shaping"))
    assert refused.value.code == "id_reused"


async def test_a_suggestion_changes_nothing_until_the_mentee_accepts(world, pair, of):
    area = await world.area(pair, level="aware")
    area = await of.suggest_level(pair.mentor, area, level("on_my_own", note="I saw it"))
    assert (area.current.level, area.suggested.level) == ("aware", "on_my_own")
    accepted = await of.answer_suggestion(pair.mentee, area, area.suggested.revision, yes=True)
    assert (accepted.current.level, accepted.suggested) == ("on_my_own", None)
    assert accepted.current.user_id == pair.mentee.user_id
    again = await of.answer_suggestion(pair.mentee, area, area.suggested.revision, yes=True)
    assert again == accepted


async def test_a_declined_suggestion_leaves_the_level(world, pair, of):
    area = await world.area(pair, level="aware")
    area = await of.suggest_level(pair.mentor, area, level("on_my_own"))
    declined = await of.answer_suggestion(pair.mentee, area, area.suggested.revision, yes=False)
    assert (declined.current.level, declined.suggested) == ("aware", None)
    assert await of.history(area) == [
        ("set", "aware"),
        ("suggested", "on_my_own"),
        ("declined", "on_my_own"),
    ]
    with pytest.raises(Conflict):
        await of.answer_suggestion(pair.mentee, area, area.suggested.revision, yes=True)


async def test_one_answers_only_the_suggestion_that_one_has_read(world, pair, of):
    area = await world.area(pair)
    read = await of.suggest_level(pair.mentor, area, level("on_my_own"))
    newer = await of.suggest_level(pair.mentor, area, level("shaping", "c2"))
    with pytest.raises(Conflict):
        await of.answer_suggestion(pair.mentee, area, read.suggested.revision, yes=True)
    assert await of.all() == (newer,)


async def test_only_the_mentee_sets_and_only_the_mentor_suggests(world, pair, of):
    area = await world.area(pair)
    with pytest.raises(Forbidden):
        await of.set_level(pair.mentor, area, level("shaping"))
    with pytest.raises(Forbidden):
        await of.suggest_level(pair.mentee, area, level("shaping"))
    assert await of.all() == (area,)


async def test_an_edit_changes_what_it_names(world, pair, of):
    area = await world.area(pair, target="guiding")
    area = await of.edit(pair.mentee, area, AreaEdit(highlighted=False))
    assert (area.highlighted, area.name, area.target) == (False, "Systems design", "guiding")
    area = await of.edit(pair.mentee, area, AreaEdit(target=None))
    assert area.target is None
    assert await of.edit(pair.mentee, area, AreaEdit(target=None)) == area


@pytest.mark.parametrize("field", [{"name": " "}, {"note": "a\0b"}])
async def test_what_cannot_be_read_is_refused(world, pair, field):
    with pytest.raises(Invalid):
        await world.area(pair, **field)
    assert world.announced == []


async def test_a_level_that_is_none_of_the_five_is_refused_at_the_door(world, door, pair):
    area = await world.area(pair)
    said = {"client_id": "c1", "level": "expert"}
    refused = await door.post(f"/api/areas/{area.area_id}/levels", said, by=pair.mentee)
    assert (refused.status, refused.error["field"]) == (400, "level")


async def test_an_ended_mentorship_keeps_its_areas_to_read(world, pair, of):
    area = await world.area(pair)
    await world.end(pair)
    assert await of.all() == (area,)
    with pytest.raises(Conflict):
        await of.set_level(pair.mentee, area, level("shaping"))


@pytest.mark.parametrize("cut", range(6))
async def test_an_old_snapshot_and_the_events_since_equal_a_fresh_snapshot(world, pair, of, cut):
    area = await world.area(pair)
    steps = [
        lambda: of.set_level(pair.mentee, area, level("guiding")),
        lambda: of.suggest_level(pair.mentor, area, level("shaping")),
        lambda: of.answer_suggestion(pair.mentee, area, 4, yes=True),
        lambda: world.area(pair, client_id="late", level=None),
        lambda: of.edit(pair.mentee, area, AreaEdit(name="Drawing")),
    ]
    snapshot = {}
    for n, step in enumerate([*steps, None]):
        if n == cut:
            snapshot = {each.area_id: each for each in await of.all()}
            world.announced.clear()
        if step:
            world.clock.advance(seconds=1)
            await step()
    for told in (*world.announced, *world.announced):
        heard = told.payload.area
        known = snapshot.get(heard.area_id)
        if known is None or known.revision < heard.revision:
            snapshot[heard.area_id] = heard
    assert snapshot == {each.area_id: each for each in await of.all()}
