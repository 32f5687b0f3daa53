"""When one wants to be told of messages, over HTTP."""

from mentorpitch.chat import notifications
from mentorpitch.shapes import NotificationLevel, NotificationSettings, QuietHours, Shape
from mentorpitch.web.ask import Ask


class Level(Shape, frozen=True):
    level: NotificationLevel


async def get_mine(ask: Ask) -> NotificationSettings:
    return await notifications.get_mine(ask.services.db, ask.actor)


async def put_level(ask: Ask) -> NotificationSettings:
    services = ask.services
    return await notifications.put_level(
        services.db,
        ask.actor,
        ask.path("conversation_id"),
        ask.body(Level).level,
        announce=services.announce,
    )


async def put_quiet_hours(ask: Ask) -> NotificationSettings:
    return await _put(ask, ask.body(QuietHours))


async def end_quiet_hours(ask: Ask) -> NotificationSettings:
    return await _put(ask, None)


async def _put(ask: Ask, quiet: QuietHours | None) -> NotificationSettings:
    services = ask.services
    return await notifications.put_quiet_hours(services.db, ask.actor, quiet, announce=services.announce)
