"""Drafts over HTTP."""

from mentorpitch.chat import drafts
from mentorpitch.chat.drafts import PutDraft
from mentorpitch.shapes import MessageDraft, Seq, Shape
from mentorpitch.web.ask import Ask


class DraftSeen(Shape, frozen=True):
    """Which draft is erased."""

    revision: Seq


async def get(ask: Ask) -> MessageDraft:
    return await drafts.get(ask.services.db, ask.actor, ask.path("conversation_id"))


async def put(ask: Ask) -> MessageDraft:
    new = ask.body(PutDraft)
    return await _put(ask, text=new.text, revision=new.revision)


async def erase(ask: Ask) -> MessageDraft:
    return await _put(ask, text="", revision=ask.query(DraftSeen).revision)


async def _put(ask: Ask, *, text: str, revision: int) -> MessageDraft:
    services = ask.services
    return await drafts.put(
        services.db,
        ask.actor,
        ask.path("conversation_id"),
        text=text,
        revision=revision,
        at=services.clock(),
        announce=services.announce,
    )
