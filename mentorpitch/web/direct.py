"""Direct messages over HTTP: whom one writes to. The messages themselves are those of any conversation."""

from typing import Annotated

from msgspec import Meta

from mentorpitch.chat import direct
from mentorpitch.chat.direct import FellowPage
from mentorpitch.shapes import DirectConversation, Shape
from mentorpitch.web.ask import Ask


class DirectList(Shape, frozen=True):
    conversations: tuple[DirectConversation, ...]


class FellowQuery(Shape, frozen=True):
    """Whose names are looked for, and where the page begins."""

    q: Annotated[str, Meta(max_length=100)] = ""
    cursor: Annotated[str, Meta(max_length=400)] | None = None
    limit: Annotated[int, Meta(ge=1, le=100)] = 20


async def list_mine(ask: Ask) -> DirectList:
    return DirectList(conversations=await direct.list_mine(ask.services.db, ask.actor))


async def page_fellows(ask: Ask) -> FellowPage:
    query = ask.query(FellowQuery)
    return await direct.page_fellows(
        ask.services.db, ask.actor, q=query.q, cursor=query.cursor, limit=query.limit
    )


async def open_with(ask: Ask) -> DirectConversation:
    services = ask.services
    return await direct.open_with(
        services.db,
        ask.actor,
        ask.path("user_id"),
        at=services.clock(),
        limits=services.limits,
        announce=services.announce,
    )
