"""What a mentee takes over from a mentorship that has ended into the next: copies of what they choose.

By default nothing. Only the mentee's own words travel: open goals that nobody else put a word into, and areas
with the level as it stands. Notes, evidence, suggestions, chat and feedback stay where they are.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta

from mentorpitch.access import access_handover, access_mentorship_as_mentee
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce, Told
from mentorpitch.errors import Conflict, NotFound
from mentorpitch.growth.areas import MOST_AREAS
from mentorpitch.growth.goals import MOST_GOALS
from mentorpitch.growth.shapes import (
    Area,
    AreaChanged,
    AreaId,
    Goal,
    GoalChanged,
    GoalId,
    Handover,
    HandoverChanged,
    ItemId,
    LevelEntry,
    Portable,
)
from mentorpitch.ids import new_id
from mentorpitch.shapes import Id, MentorshipId, Shape, UserId
from mentorpitch.store import areas as areas_store
from mentorpitch.store import goals as goals_store
from mentorpitch.store import handovers as handovers_store
from mentorpitch.store import mentorships as mentorships_store
from mentorpitch.store.database import Database, Reader, Writer
from mentorpitch.store.mentorships import Pair

Thing = TypeVar("Thing")

WORDING = frozenset({"created", "edited", "item_added", "item_edited"})  # activities that put words in


class TakeOver(Shape, frozen=True, rename={"from_id": "from"}):
    """What travels; choosing nothing is an answer too. The same again brings nothing twice."""

    from_id: Id
    goal_ids: Annotated[tuple[Id, ...], Meta(max_length=MOST_GOALS)] = ()
    area_ids: Annotated[tuple[Id, ...], Meta(max_length=MOST_AREAS)] = ()


async def get(db: Database, actor: Actor, mentorship_id: MentorshipId) -> Handover:
    """What could travel into this mentorship; for its mentee."""
    async with db.read() as tx:
        await access_mentorship_as_mentee(tx, actor, mentorship_id, to="read")
        return await _offers(tx, actor.user_id, mentorship_id)


async def take_over(
    db: Database,
    actor: Actor,
    mentorship_id: MentorshipId,
    wanted: TakeOver,
    *,
    at: datetime,
    announce: Announce,
) -> Handover:
    """Copy what was chosen, marked with where it comes from; for the mentee of both.

    Raises Conflict while the other mentorship has not ended, and NotFound for what may not travel.
    """
    from_id = MentorshipId(wanted.from_id)
    async with db.write() as tx:
        pair = await access_mentorship_as_mentee(tx, actor, mentorship_id, to="change")
        await access_handover(tx, actor, from_id)
        portable = await _portable(tx, actor.user_id, from_id)
        goals = [
            await _copy_goal(tx, pair, goal, at=at)
            for goal in _chosen({each.goal_id: each for each in portable.goals}, wanted.goal_ids, what="goal")
        ]
        areas = [
            await _copy_area(tx, pair, area, at=at)
            for area in _chosen({each.area_id: each for each in portable.areas}, wanted.area_ids, what="area")
        ]
        await _ensure_room(tx, mentorship_id)
        await handovers_store.add(tx, mentorship_id, from_id, at=at)
        left = await _offers(tx, actor.user_id, mentorship_id)
    for goal in filter(None, goals):
        announce(Told(event="goal_changed", payload=GoalChanged(goal=goal), user_ids=pair.user_ids))
    for area in filter(None, areas):
        announce(Told(event="area_changed", payload=AreaChanged(area=area), user_ids=pair.user_ids))
    changed = HandoverChanged(mentorship_id=mentorship_id)
    announce(Told(event="handover_changed", payload=changed, user_ids=(actor.user_id,)))
    return left


def _chosen(by_id: Mapping[str, Thing], ids: Iterable[str], *, what: str) -> list[Thing]:
    if any(each not in by_id for each in ids):
        raise NotFound(what)
    return [by_id[each] for each in dict.fromkeys(ids)]


async def _offers(tx: Reader, user_id: UserId, mentorship_id: MentorshipId) -> Handover:
    chosen = await handovers_store.list_chosen(tx, mentorship_id)
    ended = [
        pair.mentorship_id
        for pair in await mentorships_store.list_of_user(tx, user_id)
        if pair.mentee.user_id == user_id
        and pair.status == "ended"
        and pair.mentorship_id not in {mentorship_id, *chosen}
    ]
    offers = [await _portable(tx, user_id, each) for each in ended]
    return Handover(
        mentorship_id=mentorship_id,
        offers=tuple(offer for offer in offers if offer.goals or offer.areas),
    )


async def _portable(tx: Reader, user_id: UserId, mentorship_id: MentorshipId) -> Portable:
    goals = [
        goal
        for goal in await goals_store.list_of(tx, mentorship_id)
        if goal.status == "open"
        and all(
            activity.user_id == user_id
            for activity in await goals_store.list_activity(tx, goal.goal_id)
            if activity.kind in WORDING
        )
    ]
    areas = await areas_store.list_of(tx, mentorship_id)
    own = tuple(msgspec.structs.replace(area, suggested=None) for area in areas)
    return Portable(mentorship_id=mentorship_id, goals=tuple(goals), areas=own)


async def _copy_goal(tx: Writer, pair: Pair, goal: Goal, *, at: datetime) -> Goal | None:
    """None when it was brought before, also when both have deleted it since."""
    mentee_id, client_id = pair.mentee.user_id, _mark(goal.goal_id)
    if await goals_store.find_made(tx, pair.mentorship_id, mentee_id, client_id):
        return None
    goal_id = GoalId(new_id())
    await goals_store.add(
        tx,
        goal_id,
        mentorship_id=pair.mentorship_id,
        created_by=mentee_id,
        client_id=client_id,
        asked="",
        what=goal.what,
        how=goal.how,
        due_on=goal.due_on,
        at=at,
        brought_from=goal.mentorship_id,
    )
    for item in goal.checklist:
        item_id = ItemId(new_id())
        await goals_store.add_item(
            tx, item_id, goal_id, created_by=mentee_id, client_id=item_id, text=item.text, asked=""
        )
        if item.done:
            await goals_store.change_item(tx, msgspec.structs.replace(item, item_id=item_id))
    copy = await goals_store.find(tx, goal_id)
    assert copy is not None
    own: dict[str, int] = {} if goal.checklist else {"progress": goal.progress}
    return await goals_store.change(tx, copy, "created", by=mentee_id, detail=None, at=at, **own)


async def _copy_area(tx: Writer, pair: Pair, area: Area, *, at: datetime) -> Area | None:
    """None when it was brought before."""
    client_id = _mark(area.area_id)
    if await areas_store.find_made(tx, pair.mentorship_id, client_id):
        return None
    copy = await areas_store.add(
        tx,
        AreaId(new_id()),
        mentorship_id=pair.mentorship_id,
        client_id=client_id,
        asked="",
        name=area.name,
        highlighted=area.highlighted,
        target=area.target,
        at=at,
        brought_from=area.mentorship_id,
    )
    if area.current is None:
        return copy
    entry = LevelEntry(
        revision=copy.revision + 1,
        user_id=pair.mentee.user_id,
        kind="set",
        level=area.current.level,
        note="",
        evidence=(),
        at=at,
    )
    return await areas_store.add_entry(tx, copy, entry, client_id=None)


def _mark(source_id: str) -> str:
    """The client_id of a copy: one of each thing, however often it is asked for."""
    return f"from-{source_id}"


async def _ensure_room(tx: Reader, mentorship_id: MentorshipId) -> None:
    if len(await goals_store.list_of(tx, mentorship_id)) > MOST_GOALS:
        raise Conflict(f"A pair has at most {MOST_GOALS} goals.")
    if len(await areas_store.list_of(tx, mentorship_id)) > MOST_AREAS:
        raise Conflict(f"A pair has at most {MOST_AREAS} areas.")
