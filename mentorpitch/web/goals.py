"""A pair's goals over HTTP."""

from typing import Any

from mentorpitch.actors import Actor
from mentorpitch.growth import checklists, goals
from mentorpitch.growth.checklists import ItemEdit, NewItem
from mentorpitch.growth.goals import GoalEdit, NewGoal
from mentorpitch.growth.shapes import Goal, GoalActivity, GoalId
from mentorpitch.shapes import Nothing, Revision, Shape
from mentorpitch.store.database import Database
from mentorpitch.web.ask import Ask


class Goals(Shape, frozen=True):
    goals: tuple[Goal, ...]


class GoalActivities(Shape, frozen=True):
    activity: tuple[GoalActivity, ...]


class Read(Shape, frozen=True):
    """Which revision was on the screen: one says yes to what one has read."""

    revision: Revision


async def list_of(ask: Ask) -> Goals:
    return Goals(goals=await goals.list_of(ask.services.db, ask.actor, ask.path("mentorship_id")))


async def create(ask: Ask) -> Goal:
    place = (ask.services.db, ask.actor, ask.path("mentorship_id"))
    return await goals.create(*place, ask.body(NewGoal), **_telling(ask))


async def get(ask: Ask) -> Goal:
    return await goals.get(*_goal(ask))


async def edit(ask: Ask) -> Goal:
    return await goals.edit(*_goal(ask), ask.body(GoalEdit), **_telling(ask))


async def agree(ask: Ask) -> Goal:
    return await goals.agree(*_goal(ask), ask.body(Read).revision, **_telling(ask))


async def list_activity(ask: Ask) -> GoalActivities:
    return GoalActivities(activity=await goals.list_activity(*_goal(ask)))


async def add_item(ask: Ask) -> Goal:
    return await checklists.add_item(*_goal(ask), ask.body(NewItem), **_telling(ask))


async def edit_item(ask: Ask) -> Goal:
    return await checklists.edit_item(*_goal(ask), ask.path("item_id"), ask.body(ItemEdit), **_telling(ask))


async def remove_item(ask: Ask) -> Goal:
    return await checklists.remove_item(*_goal(ask), ask.path("item_id"), **_telling(ask))


async def propose_removal(ask: Ask) -> Goal:
    return await goals.propose_removal(*_goal(ask), **_telling(ask))


async def drop_removal(ask: Ask) -> Goal:
    return await goals.drop_removal(*_goal(ask), **_telling(ask))


async def remove(ask: Ask) -> Nothing:
    await goals.remove(*_goal(ask), announce=ask.services.announce)
    return Nothing()


def _goal(ask: Ask) -> tuple[Database, Actor, GoalId]:
    return ask.services.db, ask.actor, ask.path("goal_id")


def _telling(ask: Ask) -> Any:
    return {"at": ask.services.clock(), "announce": ask.services.announce}
