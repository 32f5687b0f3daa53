"""Notices on devices, over HTTP."""

from mentorpitch.push import subscriptions
from mentorpitch.push.shapes import PushSettings, PutSubscription
from mentorpitch.web.ask import Ask


async def get(ask: Ask) -> PushSettings:
    services = ask.services
    return await subscriptions.get(services.db, ask.actor, key=services.settings.push_key)


async def put(ask: Ask) -> PushSettings:
    services = ask.services
    return await subscriptions.put(
        services.db,
        ask.actor,
        ask.body(PutSubscription),
        key=services.settings.push_key,
        announce=services.announce,
        clock=services.clock,
    )


async def remove(ask: Ask) -> PushSettings:
    services = ask.services
    return await subscriptions.remove(
        services.db,
        ask.actor,
        key=services.settings.push_key,
        announce=services.announce,
        clock=services.clock,
    )
