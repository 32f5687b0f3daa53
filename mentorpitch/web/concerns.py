"""Concerns and the access log over HTTP."""

from mentorpitch.mentorships.shapes import AccessEntry, Concern
from mentorpitch.programmes import concerns
from mentorpitch.programmes.concerns import Closing, MyConcerns, NewConcern
from mentorpitch.shapes import Shape
from mentorpitch.web.ask import Ask


class Concerns(Shape, frozen=True):
    concerns: tuple[Concern, ...]


class AccessLog(Shape, frozen=True):
    entries: tuple[AccessEntry, ...]


async def list_mine(ask: Ask) -> MyConcerns:
    return await concerns.list_mine(ask.services.db, ask.actor, ask.path("mentorship_id"))


async def report(ask: Ask) -> Concern:
    return await concerns.report(
        ask.services.db,
        ask.actor,
        ask.path("mentorship_id"),
        ask.body(NewConcern),
        at=ask.services.clock(),
        announce=ask.services.announce,
    )


async def close(ask: Ask) -> Concern:
    return await concerns.close(
        ask.services.db,
        ask.actor,
        ask.path("concern_id"),
        ask.body(Closing),
        at=ask.services.clock(),
        announce=ask.services.announce,
    )


async def list_sent_to(ask: Ask) -> Concerns:
    found = await concerns.list_sent_to(ask.services.db, ask.actor, ask.path("programme_id"))
    return Concerns(concerns=found)


async def list_log(ask: Ask) -> AccessLog:
    return AccessLog(entries=await concerns.list_log(ask.services.db, ask.actor, ask.path("mentorship_id")))
