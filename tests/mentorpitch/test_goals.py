"""Goals, as promised: written by either, agreed by both, deleted only together."""

from datetime import date

import msgspec
import pytest

from mentorpitch.errors import Conflict, Invalid, NotFound, Problem
from mentorpitch.growth import checklists, goals
from mentorpitch.growth.checklists import ItemEdit, NewItem
from mentorpitch.growth.goals import GoalEdit, NewGoal
from mentorpitch.growth.shapes import ChecklistItem, GoalChanged, GoalRemoved
from mentorpitch.store.goals import percent_done
from mentorpitch.store.tables.growth import goal_activity, goal_items
from mentorpitch.store.tables.growth import goals as goals_table


@pytest.fixture
async def pair(world):
    return await world.mentorship()


class Goals:
    """One pair's goals, with the clock and the listener filled in."""

    def __init__(self, world, pair):
        self.world, self.pair = world, pair

    def __getattr__(self, name):
        function = getattr(goals, name, None) or getattr(checklists, name)

        async def call(actor, goal_id, *more):
            how = {"announce": self.world.announce}
            if name != "remove":
                how["at"] = self.world.clock()
            return await function(self.world.db, actor, goal_id, *more, **how)

        return call

    async def all(self):
        return await goals.list_of(self.world.db, self.pair.mentor, self.pair.mentorship_id)

    async def activity(self, goal):
        found = await goals.list_activity(self.world.db, self.pair.mentee, goal.goal_id)
        return [(each.kind, each.detail) for each in found]

    async def agree_both(self, goal):
        goal = await self.agree(self.pair.mentor, goal.goal_id, goal.revision)
        return await self.agree(self.pair.mentee, goal.goal_id, goal.revision)


@pytest.fixture
def of(world, pair):
    return Goals(world, pair)


async def test_a_goal_is_there_for_both_and_was_announced_to_both(world, pair, of):
    goal = await world.goal(pair, how="One talk a week", due_on=date(2027, 3, 1))
    assert await of.all() == (goal,)
    assert (goal.status, goal.progress, goal.revision) == ("open", 0, 1)
    assert goal.agreed_by == (pair.mentee.user_id,)  # who writes it agrees
    [told] = world.announced
    assert (told.event, told.payload, set(told.user_ids)) == (
        "goal_changed",
        GoalChanged(goal=goal),
        {pair.mentor.user_id, pair.mentee.user_id},
    )


async def test_the_same_client_id_twice_is_one_goal_even_when_it_was_edited_since(world, pair, of):
    goal = await world.goal(pair, client_id="c1")
    await of.edit(pair.mentor, goal.goal_id, GoalEdit(revision=1, what="Another"))
    again = await world.goal(pair, client_id="c1")
    assert (again.goal_id, again.what) == (goal.goal_id, "Another")
    assert len(await of.all()) == 1
    assert len(world.announced) == 2
    with pytest.raises(Problem) as refused:
        await world.goal(pair, client_id="c1", what="Something else")
    assert refused.value.code == "id_reused"


async def test_both_agree_and_the_mark_falls_off_when_either_changes_the_words(world, pair, of):
    goal = await of.agree_both(await world.goal(pair))
    assert set(goal.agreed_by) == {pair.mentor.user_id, pair.mentee.user_id}
    for edit in ({"what": "New"}, {"how": "New"}, {"due_on": date(2027, 1, 1)}):
        changed = await of.edit(pair.mentee, goal.goal_id, GoalEdit(revision=goal.revision, **edit))
        assert changed.agreed_by == (pair.mentee.user_id,)
        goal = await of.agree_both(changed)


async def test_progress_and_ticks_leave_the_mark(world, pair, of):
    goal = await of.agree_both(await world.goal(pair, checklist=("One", "Two")))
    ticked = await of.edit_item(pair.mentee, goal.goal_id, goal.checklist[0].item_id, ItemEdit(done=True))
    done = await of.edit(pair.mentor, goal.goal_id, GoalEdit(revision=ticked.revision, status="done"))
    assert len(done.agreed_by) == 2
    assert (done.status, done.progress) == ("done", 50)


@pytest.mark.parametrize("agreed", [True, False])
@pytest.mark.parametrize("change", ["add", "text", "remove"])
async def test_what_the_checklist_says_is_part_of_what_was_agreed(world, pair, of, change, agreed):
    goal = await world.goal(pair, checklist=("One",))
    if agreed:
        goal = await of.agree_both(goal)
    place = (pair.mentor, goal.goal_id)
    item_id = goal.checklist[0].item_id
    match change:
        case "add":
            goal = await of.add_item(*place, NewItem(client_id="i", text="Two"))
        case "text":
            goal = await of.edit_item(*place, item_id, ItemEdit(text="Other"))
        case "remove":
            goal = await of.remove_item(*place, item_id)
    # Who had agreed still does after a change of their own; who had not is not made to.
    assert goal.agreed_by == ((pair.mentor.user_id,) if agreed else ())


async def test_one_agrees_only_to_what_one_has_read(world, pair, of):
    goal = await world.goal(pair)
    await of.edit(pair.mentee, goal.goal_id, GoalEdit(revision=1, what="Changed meanwhile"))
    with pytest.raises(Conflict):
        await of.agree(pair.mentor, goal.goal_id, 1)
    agreed = await of.agree(pair.mentor, goal.goal_id, 2)
    assert await of.agree(pair.mentor, goal.goal_id, 2) == agreed


async def test_an_edit_of_an_old_reading_is_refused_and_a_repeated_one_changes_nothing(world, pair, of):
    goal = await world.goal(pair)
    edit = GoalEdit(revision=1, what="First")
    first = await of.edit(pair.mentor, goal.goal_id, edit)
    assert await of.edit(pair.mentor, goal.goal_id, edit) == first
    with pytest.raises(Conflict):
        await of.edit(pair.mentee, goal.goal_id, GoalEdit(revision=1, what="Second"))
    assert await of.all() == (first,)


async def test_a_checklist_tells_the_progress(world, pair, of):
    goal = await world.goal(pair)
    goal = await of.edit(pair.mentee, goal.goal_id, GoalEdit(revision=1, progress=40))
    assert goal.progress == 40
    for n in range(3):
        goal = await of.add_item(pair.mentee, goal.goal_id, NewItem(client_id=f"i{n}", text=f"Step {n}"))
    assert goal.progress == 0
    goal = await of.edit_item(pair.mentor, goal.goal_id, goal.checklist[1].item_id, ItemEdit(done=True))
    assert goal.progress == 33
    with pytest.raises(Conflict):
        await of.edit(pair.mentee, goal.goal_id, GoalEdit(revision=goal.revision, progress=90))
    for item in goal.checklist:
        goal = await of.remove_item(pair.mentee, goal.goal_id, item.item_id)
    assert goal.progress == 40


@pytest.mark.parametrize(("done", "percent"), [("x", 100), (".", 0), ("xx.", 66), ("x" * 199 + ".", 99)])
def test_only_all_of_it_is_a_hundred_percent(done, percent):
    items = tuple(ChecklistItem(item_id=str(n), text="", done=c == "x") for n, c in enumerate(done))
    assert percent_done(items) == percent


async def test_a_repeated_item_is_one_item(world, pair, of):
    goal = await world.goal(pair)
    new = NewItem(client_id="i", text="Once")
    first = await of.add_item(pair.mentee, goal.goal_id, new)
    assert await of.add_item(pair.mentee, goal.goal_id, new) == first
    with pytest.raises(Problem) as refused:
        await of.add_item(pair.mentee, goal.goal_id, NewItem(client_id="i", text="Twice"))
    assert refused.value.code == "id_reused"
    gone = await of.remove_item(pair.mentor, goal.goal_id, first.checklist[0].item_id)
    assert await of.add_item(pair.mentee, goal.goal_id, new) == gone


async def test_an_item_of_another_goal_is_not_there(world, pair, of):
    goal, other = await world.goal(pair), await world.goal(pair, checklist=("Elsewhere",))
    with pytest.raises(NotFound):
        await of.edit_item(pair.mentee, goal.goal_id, other.checklist[0].item_id, ItemEdit(done=True))


async def test_a_goal_goes_only_when_both_want_it_gone(world, pair, of):
    goal = await world.goal(pair, client_id="c1", what="A secret wish", checklist=("secret step",))
    with pytest.raises(Conflict):
        await of.remove(pair.mentor, goal.goal_id)
    proposed = await of.propose_removal(pair.mentor, goal.goal_id)
    assert proposed.removal_proposed_by == pair.mentor.user_id
    with pytest.raises(Conflict):
        await of.remove(pair.mentor, goal.goal_id)
    await of.remove(pair.mentee, goal.goal_id)
    assert await of.all() == ()
    assert isinstance(world.announced[-1].payload, GoalRemoved)
    async with world.db.read() as tx:
        for table in (goals_table, goal_items, goal_activity):
            assert "secret" not in repr((await tx.execute(table.select())).all())
    with pytest.raises(Problem) as repeated:
        await world.goal(pair, client_id="c1", what="A secret wish", checklist=("secret step",))
    assert repeated.value.code == "gone"


@pytest.mark.parametrize("who", ["mentor", "mentee"])
async def test_a_proposal_to_delete_can_be_taken_back_or_declined(world, pair, of, who):
    goal = await world.goal(pair)
    await of.propose_removal(pair.mentor, goal.goal_id)
    assert (await of.drop_removal(getattr(pair, who), goal.goal_id)).removal_proposed_by is None
    with pytest.raises(Conflict):
        await of.remove(pair.mentee, goal.goal_id)


async def test_the_activity_only_grows_and_says_who_did_what(world, pair, of):
    goal = await world.goal(pair)
    await of.edit(
        pair.mentor, goal.goal_id, GoalEdit(revision=1, what="Other", how="How", progress=10, status="done")
    )
    await of.add_item(pair.mentee, goal.goal_id, NewItem(client_id="i", text="Step"))
    assert await of.activity(goal) == [
        ("created", None),
        ("edited", "what, how"),
        ("progressed", "10"),
        ("status_changed", "done"),
        ("item_added", "Step"),
    ]
    found = await goals.list_activity(world.db, pair.mentor, goal.goal_id)
    assert [each.revision for each in found] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("what", [" ", "\n", "a\0b"])
async def test_a_goal_without_words_is_refused(world, pair, what):
    with pytest.raises(Invalid):
        await world.goal(pair, what=what)
    assert world.announced == []


async def test_an_ended_mentorship_keeps_its_goals_to_read(world, pair, of):
    goal = await world.goal(pair)
    await world.end(pair)
    assert await of.all() == (goal,)
    with pytest.raises(Conflict):
        await of.edit(pair.mentee, goal.goal_id, GoalEdit(revision=1, what="x"))
    with pytest.raises(Conflict):
        await world.goal(pair)


async def test_words_longer_than_a_line_are_refused_at_the_door(world, door, pair):
    new = {"client_id": "c1", "what": "x" * 301}
    refused = await door.post(f"/api/mentorships/{pair.mentorship_id}/goals", new, by=pair.mentee)
    assert (refused.status, refused.error["field"]) == (400, "what")


def fold(snapshot, told):
    """What a client does with an event."""
    match told.payload:
        case GoalChanged(goal=goal):
            if goal.goal_id not in snapshot or snapshot[goal.goal_id].revision < goal.revision:
                snapshot[goal.goal_id] = goal
        case GoalRemoved(goal_id=goal_id):
            snapshot.pop(goal_id, None)


@pytest.mark.parametrize("cut", range(8))
async def test_an_old_snapshot_and_the_events_since_equal_a_fresh_snapshot(world, pair, of, cut):
    first = await world.goal(pair, checklist=("One",))
    second = await world.goal(pair)
    item_id = first.checklist[0].item_id
    steps = [
        lambda: of.edit(pair.mentee, first.goal_id, GoalEdit(revision=1, what="Other")),
        lambda: of.edit_item(pair.mentor, first.goal_id, item_id, ItemEdit(done=True)),
        lambda: of.agree(pair.mentor, second.goal_id, 1),
        lambda: of.propose_removal(pair.mentor, second.goal_id),
        lambda: of.remove(pair.mentee, second.goal_id),
        lambda: world.goal(pair, client_id="late"),
        lambda: of.remove_item(pair.mentee, first.goal_id, item_id),
    ]
    snapshot = {}
    for n, step in enumerate([*steps, None]):
        if n == cut:
            snapshot = {goal.goal_id: goal for goal in await of.all()}
            world.announced.clear()
        if step:
            world.clock.advance(seconds=1)
            await step()
    for told in (*world.announced, *world.announced):  # hearing twice changes nothing
        fold(snapshot, told)
    assert snapshot == {goal.goal_id: goal for goal in await of.all()}


def test_what_crosses_the_door_has_a_date_without_a_time():
    new = msgspec.json.decode('{"client_id":"c","what":"x","due_on":"2027-02-28"}', type=NewGoal)
    assert new.due_on == date(2027, 2, 28)
