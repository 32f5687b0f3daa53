"""Development areas and levels over HTTP."""

from typing import Any

from mentorpitch.actors import Actor
from mentorpitch.growth import areas
from mentorpitch.growth.areas import AreaEdit, LevelSaid, NewArea
from mentorpitch.growth.shapes import Area, AreaId, LevelEntry
from mentorpitch.shapes import Shape
from mentorpitch.store.database import Database
from mentorpitch.web.ask import Ask


class Areas(Shape, frozen=True):
    areas: tuple[Area, ...]


class LevelHistory(Shape, frozen=True):
    history: tuple[LevelEntry, ...]


async def list_of(ask: Ask) -> Areas:
    return Areas(areas=await areas.list_of(ask.services.db, ask.actor, ask.path("mentorship_id")))


async def create(ask: Ask) -> Area:
    place = (ask.services.db, ask.actor, ask.path("mentorship_id"))
    return await areas.create(*place, ask.body(NewArea), **_telling(ask))


async def edit(ask: Ask) -> Area:
    return await areas.edit(*_area(ask), ask.body(AreaEdit), **_telling(ask))


async def set_level(ask: Ask) -> Area:
    return await areas.set_level(*_area(ask), ask.body(LevelSaid), **_telling(ask))


async def suggest_level(ask: Ask) -> Area:
    return await areas.suggest_level(*_area(ask), ask.body(LevelSaid), **_telling(ask))


async def accept_suggestion(ask: Ask) -> Area:
    return await areas.answer_suggestion(*_area(ask), ask.number("revision"), yes=True, **_telling(ask))


async def decline_suggestion(ask: Ask) -> Area:
    return await areas.answer_suggestion(*_area(ask), ask.number("revision"), yes=False, **_telling(ask))


async def list_history(ask: Ask) -> LevelHistory:
    return LevelHistory(history=await areas.list_history(*_area(ask)))


def _area(ask: Ask) -> tuple[Database, Actor, AreaId]:
    return ask.services.db, ask.actor, ask.path("area_id")


def _telling(ask: Ask) -> Any:
    return {"at": ask.services.clock(), "announce": ask.services.announce}
