"""Calendars over HTTP."""

from mentorpitch.calendars import feed
from mentorpitch.calendars.feed import NewFeed
from mentorpitch.calendars.shapes import CalendarFeed
from mentorpitch.web.ask import Ask, Ics


async def get(ask: Ask) -> CalendarFeed:
    services = ask.services
    return await feed.get(services.db, ask.actor, public_url=services.settings.public_url)


async def renew(ask: Ask) -> CalendarFeed:
    services = ask.services
    url = services.settings.public_url
    return await feed.renew(services.db, ask.actor, ask.body(NewFeed), public_url=url, **ask.effects)


async def remove(ask: Ask) -> CalendarFeed:
    services = ask.services
    return await feed.remove(services.db, ask.actor, public_url=services.settings.public_url, **ask.effects)


async def show(ask: Ask) -> Ics:
    services = ask.services
    text = await feed.show(
        services.db,
        ask.path("secret"),
        public_url=services.settings.public_url,
        clock=services.clock,
    )
    return Ics(text=text)


async def download(ask: Ask) -> Ics:
    services = ask.services
    text = await feed.one(
        services.db,
        ask.actor,
        ask.path("meeting_id"),
        public_url=services.settings.public_url,
        clock=services.clock,
    )
    return Ics(text=text, name="meeting.ics")
