"""Webhooks and their deliveries."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Row, Select, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or_ignore

from mentorpitch.shapes import ProgrammeId, UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.tables.jobs import jobs
from mentorpitch.store.tables.webhooks import webhook_deliveries as deliveries
from mentorpitch.store.tables.webhooks import webhooks
from mentorpitch.webhooks.shapes import Delivery, Webhook, WebhookEvent


class StoredWebhook(msgspec.Struct, frozen=True, kw_only=True):
    """A webhook with what only this server knows of it."""

    shown: Webhook
    secret: str
    old_secret: str | None

    def keys(self, at: datetime) -> tuple[str, ...]:
        """What a delivery is signed with, the newest first."""
        until = self.shown.old_secret_until
        old = self.old_secret if self.old_secret and until and at < until else None
        return (self.secret, old) if old else (self.secret,)


async def add(
    tx: Writer,
    webhook_id: str,
    programme_id: ProgrammeId,
    *,
    url: str,
    events: Sequence[str],
    secret: str,
    made_by: UserId,
    at: datetime,
) -> None:
    await tx.execute(
        insert(webhooks).values(
            webhook_id=webhook_id,
            programme_id=programme_id,
            url=url,
            events=list(events),
            secret=secret,
            made_by=made_by,
            made_at=at,
            failures=0,
            revision=1,
        )
    )


async def find(tx: Reader, webhook_id: str) -> StoredWebhook | None:
    row = (await tx.execute(select(webhooks).where(webhooks.c.webhook_id == webhook_id))).one_or_none()
    return None if row is None else _webhook(row)


async def list_of(tx: Reader, programme_id: ProgrammeId) -> tuple[Webhook, ...]:
    """The oldest first."""
    query = select(webhooks).where(webhooks.c.programme_id == programme_id)
    rows = await tx.execute(query.order_by(webhooks.c.made_at, webhooks.c.webhook_id))
    return tuple(_webhook(row).shown for row in rows)


async def list_listening(tx: Reader, programme_id: ProgrammeId, event: WebhookEvent) -> list[str]:
    """The ids of those that are to be told of it."""
    return [
        each.webhook_id
        for each in await list_of(tx, programme_id)
        if event in each.events and each.disabled_at is None
    ]


async def change(tx: Writer, webhook_id: str, **values: object) -> None:
    """Set these columns, and the next revision."""
    await tx.execute(
        update(webhooks)
        .where(webhooks.c.webhook_id == webhook_id)
        .values(values | {"revision": webhooks.c.revision + 1})
    )


async def remove(tx: Writer, webhook_id: str) -> None:
    """With everything that was sent through it."""
    await tx.execute(delete(deliveries).where(deliveries.c.webhook_id == webhook_id))
    await tx.execute(delete(webhooks).where(webhooks.c.webhook_id == webhook_id))


def _webhook(row: Row[Any]) -> StoredWebhook:
    shown = Webhook(
        webhook_id=row.webhook_id,
        programme_id=row.programme_id,
        url=row.url,
        events=tuple(row.events),
        made_at=row.made_at,
        old_secret_until=row.old_until,
        failures=row.failures,
        disabled_at=row.disabled_at,
        disabled_why=row.disabled_why,
        revision=row.revision,
    )
    return StoredWebhook(shown=shown, secret=row.secret, old_secret=row.old_secret)


# ── Deliveries ───────────────────────────────────────────────────────────────


async def add_delivery(
    tx: Writer, delivery_id: str, webhook_id: str, *, key: str, kind: str, body: str, at: datetime
) -> bool:
    """False when this webhook has been told of it before."""
    added = await tx.execute(
        insert_or_ignore(deliveries)
        .values(
            delivery_id=delivery_id, webhook_id=webhook_id, key=key, type=kind, body=body, at=at, attempts=0
        )
        .on_conflict_do_nothing()
    )
    return added.rowcount == 1


async def find_delivery(tx: Reader, delivery_id: str) -> tuple[str, Delivery] | None:
    """With the id of its webhook."""
    row = (await tx.execute(_deliveries().where(deliveries.c.delivery_id == delivery_id))).one_or_none()
    return None if row is None else (row.webhook_id, _delivery(row))


async def list_deliveries(
    tx: Reader, webhook_id: str, *, until: datetime, limit: int
) -> tuple[Delivery, ...]:
    """The newest first, without those that nobody is to know of before later."""
    query = _deliveries().where(deliveries.c.webhook_id == webhook_id, deliveries.c.at <= until)
    order = (deliveries.c.at.desc(), deliveries.c.delivery_id)
    return tuple(_delivery(row) for row in await tx.execute(query.order_by(*order).limit(limit)))


async def note_attempt(tx: Writer, delivery_id: str, **values: object) -> None:
    await tx.execute(
        update(deliveries)
        .where(deliveries.c.delivery_id == delivery_id)
        .values(values | {"attempts": deliveries.c.attempts + 1})
    )


async def set_job(tx: Writer, delivery_id: str, job_id: str) -> None:
    await tx.execute(update(deliveries).where(deliveries.c.delivery_id == delivery_id).values(job_id=job_id))


def _deliveries() -> Select[Any]:
    return select(deliveries, jobs.c.next_at).outerjoin(jobs, jobs.c.job_id == deliveries.c.job_id)


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(**{name: getattr(row, name) for name in Delivery.__struct_fields__})
