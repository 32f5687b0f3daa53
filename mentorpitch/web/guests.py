"""A bot at the HTTP door: how often it may ask, and whether it may ask this."""

from typing import Final

from aiohttp import web

from mentorpitch.actors import Actor
from mentorpitch.bots.admission import admit
from mentorpitch.bots.scopes import Scopes
from mentorpitch.limits import BOT_ASKS
from mentorpitch.store.bot_places import Kind
from mentorpitch.web.services import SERVICES

# What a path leads into, by the name of the id in it.
KINDS: Final[dict[str, Kind]] = {
    "mentorship_id": "mentorship",
    "conversation_id": "conversation",
    "meeting_id": "meeting",
    "goal_id": "goal",
}


async def admit_bot(request: web.Request, actor: Actor, scopes: Scopes) -> None:
    """Raises `rate_limited`, and what `admit` raises."""
    services = request.app[SERVICES]
    services.limits.take(BOT_ASKS, actor.user_id)
    [place] = [name for name in request.match_info if name in KINDS] or [""]
    await admit(
        services.db,
        actor,
        scopes,
        kind=KINDS.get(place),
        thing_id=request.match_info.get(place, ""),
        at=services.clock(),
    )
