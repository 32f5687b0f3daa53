"""Bots over HTTP: making them, inviting them, and what a bot asks about itself."""

from mentorpitch.access import NOT_FOR_PEOPLE
from mentorpitch.bots import admission, bots, guests
from mentorpitch.bots.shapes import BotSelf, BotToken, Guests, MyBot, NewBot
from mentorpitch.errors import Forbidden
from mentorpitch.shapes import Nothing, Shape
from mentorpitch.web.ask import Ask


class Bots(Shape, frozen=True):
    bots: tuple[MyBot, ...]


async def list_mine(ask: Ask) -> Bots:
    return Bots(bots=await bots.list_mine(ask.services.db, ask.actor))


async def create(ask: Ask) -> MyBot:
    return await bots.create(ask.services.db, ask.actor, ask.body(NewBot), **ask.effects)


async def make_token(ask: Ask) -> BotToken:
    return await bots.make_token(ask.services.db, ask.actor, ask.path("bot_id"), **ask.effects)


async def retire(ask: Ask) -> Nothing:
    await bots.retire(ask.services.db, ask.actor, ask.path("bot_id"), **ask.effects)
    return Nothing()


async def list_guests(ask: Ask) -> Guests:
    return await guests.list_of(ask.services.db, ask.actor, ask.path("mentorship_id"))


async def invite(ask: Ask) -> Guests:
    return await guests.invite(
        ask.services.db, ask.actor, ask.path("mentorship_id"), ask.path("bot_id"), **ask.effects
    )


async def confirm(ask: Ask) -> Guests:
    return await guests.confirm(
        ask.services.db, ask.actor, ask.path("mentorship_id"), ask.path("bot_id"), **ask.effects
    )


async def withdraw(ask: Ask) -> Guests:
    return await guests.withdraw(
        ask.services.db, ask.actor, ask.path("mentorship_id"), ask.path("bot_id"), **ask.effects
    )


async def get_self(ask: Ask) -> BotSelf:
    if not ask.actor.is_bot:
        raise Forbidden(NOT_FOR_PEOPLE)
    return await admission.get_self(ask.services.db, ask.actor)
