"""Recaps of past meetings, over HTTP; and as documents to keep."""

from mentorpitch.meetings import recaps
from mentorpitch.meetings.recap_words import blocks_of, markdown_of
from mentorpitch.meetings.recaps import Approval, Recap
from mentorpitch.web.ask import Ask, Made


async def get(ask: Ask) -> Recap:
    services = ask.services
    return await recaps.get(services.db, ask.actor, ask.path("meeting_id"), clock=services.clock)


async def approve(ask: Ask) -> Recap:
    return await recaps.approve(
        ask.services.db, ask.actor, ask.path("meeting_id"), ask.body(Approval), **ask.effects
    )


async def take_back(ask: Ask) -> Recap:
    return await recaps.take_back(ask.services.db, ask.actor, ask.path("meeting_id"), **ask.effects)


async def markdown(ask: Ask) -> Made:
    recap = await get(ask)
    body = markdown_of(recap).encode()
    return Made(body=body, media_type="text/markdown; charset=utf-8", name=f"{_name(recap)}.md")


async def pdf(ask: Ask) -> Made:
    recap = await get(ask)
    body = await ask.services.printer.print(blocks_of(recap))
    return Made(body=body, media_type="application/pdf", name=f"{_name(recap)}.pdf")


def _name(recap: Recap) -> str:
    return f"recap-{recap.content.local_start[:10]}"
