"""Nudges over HTTP."""

from mentorpitch.mentorships import nudges
from mentorpitch.mentorships.nudges import Snooze
from mentorpitch.mentorships.shapes import Nudge
from mentorpitch.shapes import Shape
from mentorpitch.web.ask import Ask


class Nudges(Shape, frozen=True):
    nudges: tuple[Nudge, ...]


async def list_mine(ask: Ask) -> Nudges:
    return Nudges(nudges=await nudges.list_mine(ask.services.db, ask.actor, clock=ask.services.clock))


async def snooze(ask: Ask) -> Nudges:
    services = ask.services
    left = await nudges.snooze(
        services.db,
        ask.actor,
        ask.path("mentorship_id"),
        ask.body(Snooze),
        announce=services.announce,
        clock=services.clock,
    )
    return Nudges(nudges=left)
