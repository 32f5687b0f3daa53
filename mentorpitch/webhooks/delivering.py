"""One attempt at a delivery; when there is another, jobs.py says."""

from datetime import datetime
from typing import Final

from mentorpitch.announcements import Announcement
from mentorpitch.clock import Clock
from mentorpitch.jobs import GiveUp, TryLater
from mentorpitch.programmes.telling import changed_for_managers
from mentorpitch.store import webhooks as webhooks_store
from mentorpitch.store.database import Database, Reader, Writer
from mentorpitch.store.jobs import Job
from mentorpitch.store.webhooks import StoredWebhook
from mentorpitch.webhooks.sending import Answer, Sender
from mentorpitch.webhooks.signing import headers

MOST_FAILURES: Final = 20  # in a row: two deliveries that were given up
GONE: Final = 410  # "send nothing any more", says Standard Webhooks


class WebhookDelivery:
    """Sends what was noted, signed anew each time; a webhook that never answers is switched off."""

    def __init__(self, db: Database, sender: Sender, *, clock: Clock) -> None:
        self._db = db
        self._sender = sender
        self._clock = clock

    async def do(self, job: Job) -> None:
        delivery_id = job.about["delivery_id"]
        async with self._db.read() as tx:
            found = await webhooks_store.find_delivery(tx, delivery_id)
            webhook = await webhooks_store.find(tx, found[0]) if found else None
        if found is None or webhook is None:
            return  # removed meanwhile
        if webhook.shown.disabled_at is not None:
            raise GiveUp("switched off")
        body, at = found[1].body, self._clock()
        signed = headers(delivery_id, body, webhook.keys(at), at=at)
        answer = await self._sender.post(webhook.shown.url, body.encode(), signed)
        async with self._db.write() as tx:
            await self._note(tx, delivery_id, webhook, answer, at=self._clock())
        if answer.status == GONE:
            raise GiveUp("gone")
        if answer.error:
            raise TryLater(answer.error)

    async def told(self, tx: Reader, job: Job) -> Announcement | None:
        found = await webhooks_store.find_delivery(tx, job.about["delivery_id"])
        webhook = await webhooks_store.find(tx, found[0]) if found else None
        return await changed_for_managers(tx, webhook.shown.programme_id) if webhook else None

    async def _note(
        self, tx: Writer, delivery_id: str, webhook: StoredWebhook, answer: Answer, *, at: datetime
    ) -> None:
        await webhooks_store.note_attempt(
            tx,
            delivery_id,
            tried_at=at,
            took_ms=answer.took_ms,
            status=answer.status,
            error=answer.error,
            done_at=None if answer.error else at,
        )
        now = await webhooks_store.find(tx, webhook.shown.webhook_id)
        if now is None or now.shown.url != webhook.shown.url:
            return  # what became of the old address says nothing about the new one
        failures = now.shown.failures + 1 if answer.error else 0
        values: dict[str, object] = {"failures": failures}
        if answer.status == GONE or failures >= MOST_FAILURES:
            values |= {"disabled_at": at, "disabled_why": "gone" if answer.status == GONE else "failing"}
        if failures != now.shown.failures:
            await webhooks_store.change(tx, webhook.shown.webhook_id, **values)
