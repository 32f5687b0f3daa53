"""Webhooks of programmes, and what was sent through them."""

from sqlalchemy import JSON, Column, Index, Integer, String, Table, Text, UniqueConstraint

from mentorpitch.store.tables.base import UtcTime, key, metadata, reference

webhooks = Table(
    "webhooks",
    metadata,
    key("webhook_id"),
    reference("programme_id", "programmes.programme_id"),
    Column("url", Text, nullable=False),
    Column("events", JSON, nullable=False),
    # As it is: who signs needs the key itself. It opens nothing here.
    Column("secret", String(64), nullable=False),
    Column("old_secret", String(64)),  # signs too, until …
    Column("old_until", UtcTime),
    reference("made_by", "users.user_id"),
    Column("made_at", UtcTime, nullable=False),
    Column("failures", Integer, nullable=False),  # in a row
    Column("disabled_at", UtcTime),
    Column("disabled_why", String(16)),
    Column("revision", Integer, nullable=False),
    Index(None, "programme_id"),
)

webhook_deliveries = Table(
    "webhook_deliveries",
    metadata,
    key("delivery_id"),  # the same in each attempt: of what comes twice, the receiver keeps one
    reference("webhook_id", "webhooks.webhook_id"),
    Column("key", String(160), nullable=False),  # of the event: told once
    Column("type", String(32), nullable=False),
    Column("body", Text, nullable=False),  # as it is sent: ids, kinds and times
    Column("at", UtcTime, nullable=False),  # from then on there is something to know
    Column("job_id", String(64)),  # the newest
    Column("attempts", Integer, nullable=False, default=0),
    Column("tried_at", UtcTime),
    Column("took_ms", Integer),
    Column("status", Integer),  # of the last answer
    Column("error", String(32)),  # a word; None: it was taken
    Column("done_at", UtcTime),
    UniqueConstraint("webhook_id", "key"),
    Index(None, "webhook_id", "at"),
)
