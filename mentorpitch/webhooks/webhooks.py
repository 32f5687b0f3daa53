"""Webhooks: a programme's managers have another server told of what happens in it.

They belong to the programme, not to who made them: any of its managers sees, changes and removes them, and
they go on when one leaves.
"""

from datetime import datetime, timedelta
from typing import Final

from mentorpitch.access import access_delivery, access_programme, access_webhook
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce, JobsWait
from mentorpitch.errors import Conflict
from mentorpitch.ids import new_id
from mentorpitch.limits import WEBHOOK_TRY, Limits
from mentorpitch.programmes.telling import changed_for_managers
from mentorpitch.repeats import find_made, remember_made
from mentorpitch.shapes import ProgrammeId
from mentorpitch.store import webhooks as webhooks_store
from mentorpitch.store.database import Database, Reader
from mentorpitch.webhooks.noting import note_test, send_again
from mentorpitch.webhooks.sending import ensure_sendable
from mentorpitch.webhooks.shapes import (
    AskAgain,
    ChangeWebhook,
    Delivery,
    NewWebhook,
    Webhook,
    WithSecret,
)
from mentorpitch.webhooks.signing import new_secret

MOST: Final = 10  # of a programme
MOST_SHOWN: Final = 50  # deliveries
OVERLAP: Final = timedelta(days=1)  # in which the old secret still signs
OFF: Final = "This webhook is switched off."


async def list_of(db: Database, actor: Actor, programme_id: ProgrammeId) -> tuple[Webhook, ...]:
    async with db.read() as tx:
        await access_programme(tx, actor, programme_id, to="manage")
        return await webhooks_store.list_of(tx, programme_id)


async def create(
    db: Database,
    actor: Actor,
    programme_id: ProgrammeId,
    new: NewWebhook,
    *,
    allow_private: bool,
    at: datetime,
    announce: Announce,
) -> WithSecret:
    """Raises Invalid for an address that is not everybody's, Conflict for one too many."""
    async with db.write() as tx:
        await access_programme(tx, actor, programme_id, to="manage")
        if made_id := await find_made(tx, actor, programme_id, new.client_id, new):
            return await _again(tx, made_id)
        url = ensure_sendable(new.url, allow_private=allow_private)
        if len(await webhooks_store.list_of(tx, programme_id)) >= MOST:
            raise Conflict(f"A programme has at most {MOST} webhooks.")
        webhook_id, secret = new_id(), new_secret()
        await webhooks_store.add(
            tx,
            webhook_id,
            programme_id,
            url=url,
            events=tuple(dict.fromkeys(new.events)),
            secret=secret,
            made_by=actor.user_id,
            at=at,
        )
        await remember_made(
            tx, actor, programme_id, new.client_id, new, made_id=f"{webhook_id} {secret[-8:]}"
        )
        made = WithSecret(webhook=await _get(tx, webhook_id), secret=secret)
        told = await changed_for_managers(tx, programme_id)
    announce(told)
    return made


async def change(
    db: Database,
    actor: Actor,
    webhook_id: str,
    wanted: ChangeWebhook,
    *,
    allow_private: bool,
    at: datetime,
    announce: Announce,
) -> Webhook:
    """Another address, other events, off or on again; on, it begins with no failures."""
    async with db.write() as tx:
        webhook = (await access_webhook(tx, actor, webhook_id)).shown
        values: dict[str, object] = {}
        if wanted.url is not None:
            url = ensure_sendable(wanted.url, allow_private=allow_private)
            values |= {} if url == webhook.url else {"url": url, "failures": 0}
        if wanted.events is not None and (events := tuple(dict.fromkeys(wanted.events))) != webhook.events:
            values["events"] = list(events)
        if wanted.enabled is False and webhook.disabled_at is None:
            values |= {"disabled_at": at, "disabled_why": "manager"}
        if wanted.enabled and webhook.disabled_at is not None:
            values |= {"disabled_at": None, "disabled_why": None, "failures": 0}
        if not values:
            return webhook
        await webhooks_store.change(tx, webhook_id, **values)
        changed = await _get(tx, webhook_id)
        told = await changed_for_managers(tx, webhook.programme_id)
    announce(told)
    return changed


async def remove(db: Database, actor: Actor, webhook_id: str, *, announce: Announce) -> None:
    """With its log; what was not delivered yet never is."""
    async with db.write() as tx:
        webhook = (await access_webhook(tx, actor, webhook_id)).shown
        await webhooks_store.remove(tx, webhook_id)
        told = await changed_for_managers(tx, webhook.programme_id)
    announce(told)


async def rotate(
    db: Database, actor: Actor, webhook_id: str, again: AskAgain, *, at: datetime, announce: Announce
) -> WithSecret:
    """A new secret. For a day everything is signed with both, so that the receiver can change in between."""
    async with db.write() as tx:
        webhook = await access_webhook(tx, actor, webhook_id)
        if made_id := await find_made(tx, actor, webhook_id, again.client_id, again):
            return await _again(tx, made_id)
        secret = new_secret()
        await webhooks_store.change(
            tx, webhook_id, secret=secret, old_secret=webhook.secret, old_until=at + OVERLAP
        )
        made_id = f"{webhook_id} {secret[-8:]}"
        await remember_made(tx, actor, webhook_id, again.client_id, again, made_id=made_id)
        made = WithSecret(webhook=await _get(tx, webhook_id), secret=secret)
        told = await changed_for_managers(tx, webhook.shown.programme_id)
    announce(told)
    return made


async def try_out(
    db: Database,
    actor: Actor,
    webhook_id: str,
    again: AskAgain,
    *,
    limits: Limits,
    at: datetime,
    announce: Announce,
) -> Delivery:
    """Send something that says nothing. Raises Conflict while it is switched off."""
    async with db.write() as tx:
        webhook = (await access_webhook(tx, actor, webhook_id)).shown
        if delivery_id := await find_made(tx, actor, webhook_id, again.client_id, again):
            return await _get_delivery(tx, delivery_id)
        _ensure_on(webhook)
        limits.take(WEBHOOK_TRY, webhook_id)
        delivery_id = await note_test(tx, webhook_id, at=at)
        await remember_made(tx, actor, webhook_id, again.client_id, again, made_id=delivery_id)
        delivery = await _get_delivery(tx, delivery_id)
    announce(JobsWait())
    return delivery


async def list_deliveries(
    db: Database, actor: Actor, webhook_id: str, *, at: datetime
) -> tuple[Delivery, ...]:
    """The newest 50."""
    async with db.read() as tx:
        await access_webhook(tx, actor, webhook_id)
        return await webhooks_store.list_deliveries(tx, webhook_id, until=at, limit=MOST_SHOWN)


async def deliver_again(
    db: Database,
    actor: Actor,
    delivery_id: str,
    again: AskAgain,
    *,
    limits: Limits,
    at: datetime,
    announce: Announce,
) -> Delivery:
    """Send the same once more, under the same id. Raises Conflict while its webhook is switched off."""
    async with db.write() as tx:
        webhook, delivery = await access_delivery(tx, actor, delivery_id)
        if await find_made(tx, actor, delivery_id, again.client_id, again):
            return delivery
        _ensure_on(webhook.shown)
        if delivery.at > at:
            raise Conflict("This is not to be told yet.")
        limits.take(WEBHOOK_TRY, webhook.shown.webhook_id)
        await send_again(tx, delivery_id, at=at)
        await remember_made(tx, actor, delivery_id, again.client_id, again, made_id=delivery_id)
        delivery = await _get_delivery(tx, delivery_id)
    announce(JobsWait())
    return delivery


def _ensure_on(webhook: Webhook) -> None:
    if webhook.disabled_at is not None:
        raise Conflict(OFF)


async def _again(tx: Reader, made_id: str) -> WithSecret:
    """The same answer as before; the secret only while it is still the same."""
    webhook_id, _, end = made_id.partition(" ")
    found = await webhooks_store.find(tx, webhook_id)
    if found is None:
        raise Conflict("This webhook was removed since.")
    return WithSecret(webhook=found.shown, secret=found.secret if found.secret.endswith(end) else None)


async def _get(tx: Reader, webhook_id: str) -> Webhook:
    found = await webhooks_store.find(tx, webhook_id)
    assert found is not None
    return found.shown


async def _get_delivery(tx: Reader, delivery_id: str) -> Delivery:
    found = await webhooks_store.find_delivery(tx, delivery_id)
    assert found is not None
    return found[1]
