"""Webhooks over HTTP: what a programme's managers have another server told."""

from mentorpitch.shapes import Nothing, Shape
from mentorpitch.web.ask import Ask
from mentorpitch.webhooks import webhooks
from mentorpitch.webhooks.shapes import (
    AskAgain,
    ChangeWebhook,
    Delivery,
    NewWebhook,
    Webhook,
    WithSecret,
)


class Webhooks(Shape, frozen=True):
    webhooks: tuple[Webhook, ...]


class Deliveries(Shape, frozen=True):
    deliveries: tuple[Delivery, ...]  # the newest first


async def list_of(ask: Ask) -> Webhooks:
    return Webhooks(webhooks=await webhooks.list_of(ask.services.db, ask.actor, ask.path("programme_id")))


async def create(ask: Ask) -> WithSecret:
    return await webhooks.create(
        ask.services.db,
        ask.actor,
        ask.path("programme_id"),
        ask.body(NewWebhook),
        allow_private=ask.services.settings.webhooks_may_be_private,
        at=ask.services.clock(),
        announce=ask.services.announce,
    )


async def change(ask: Ask) -> Webhook:
    return await webhooks.change(
        ask.services.db,
        ask.actor,
        ask.path("webhook_id"),
        ask.body(ChangeWebhook),
        allow_private=ask.services.settings.webhooks_may_be_private,
        at=ask.services.clock(),
        announce=ask.services.announce,
    )


async def remove(ask: Ask) -> Nothing:
    services = ask.services
    await webhooks.remove(services.db, ask.actor, ask.path("webhook_id"), announce=services.announce)
    return Nothing()


async def rotate(ask: Ask) -> WithSecret:
    return await webhooks.rotate(
        ask.services.db,
        ask.actor,
        ask.path("webhook_id"),
        ask.body(AskAgain),
        at=ask.services.clock(),
        announce=ask.services.announce,
    )


async def try_out(ask: Ask) -> Delivery:
    return await webhooks.try_out(
        ask.services.db,
        ask.actor,
        ask.path("webhook_id"),
        ask.body(AskAgain),
        limits=ask.services.limits,
        at=ask.services.clock(),
        announce=ask.services.announce,
    )


async def list_deliveries(ask: Ask) -> Deliveries:
    found = await webhooks.list_deliveries(
        ask.services.db, ask.actor, ask.path("webhook_id"), at=ask.services.clock()
    )
    return Deliveries(deliveries=found)


async def deliver_again(ask: Ask) -> Delivery:
    return await webhooks.deliver_again(
        ask.services.db,
        ask.actor,
        ask.path("delivery_id"),
        ask.body(AskAgain),
        limits=ask.services.limits,
        at=ask.services.clock(),
        announce=ask.services.announce,
    )
