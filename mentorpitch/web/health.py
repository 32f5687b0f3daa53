"""How a programme is doing, over HTTP."""

from mentorpitch.programmes import health
from mentorpitch.programmes.health import Health, Settings
from mentorpitch.web.ask import Ask, Csv


async def get(ask: Ask) -> Health:
    services = ask.services
    return await health.get(services.db, ask.actor, ask.path("programme_id"), clock=services.clock)


async def get_csv(ask: Ask) -> Csv:
    return Csv(name="health.csv", text=health.as_csv(await get(ask)))


async def change_settings(ask: Ask) -> Settings:
    return await health.change_settings(
        ask.services.db, ask.actor, ask.path("programme_id"), ask.body(Settings)
    )
