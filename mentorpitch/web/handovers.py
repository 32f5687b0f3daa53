"""What a mentee takes over into a new mentorship, over HTTP."""

from mentorpitch.growth import handovers
from mentorpitch.growth.handovers import TakeOver
from mentorpitch.growth.shapes import Handover
from mentorpitch.web.ask import Ask


async def get(ask: Ask) -> Handover:
    return await handovers.get(ask.services.db, ask.actor, ask.path("mentorship_id"))


async def take_over(ask: Ask) -> Handover:
    services = ask.services
    return await handovers.take_over(
        services.db,
        ask.actor,
        ask.path("mentorship_id"),
        ask.body(TakeOver),
        at=services.clock(),
        announce=services.announce,
    )
