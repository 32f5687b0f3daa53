"""What reaches people while they are not here: the devices that take notices, and what was told already."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from mentorpitch.store.tables.base import UtcTime, key, metadata, reference

# Where a browser has its notices sent (W3C Push API). It ends with the session that named it.
push_subscriptions = Table(
    "push_subscriptions",
    metadata,
    key("subscription_id"),
    Column(
        "session_id",
        String(64),
        ForeignKey("sessions.session_id", ondelete="CASCADE"),
        nullable=False,
        unique=True,
    ),
    reference("user_id", "users.user_id"),
    Column("endpoint", Text, nullable=False),  # an address that is a secret of the push service's
    Column("endpoint_hash", String(64), nullable=False, unique=True),  # SHA-256 of it
    Column("p256dh", String(100), nullable=False),  # the browser's public key, base64url
    Column("auth", String(32), nullable=False),  # and its secret (RFC 8291)
    Column("created_at", UtcTime, nullable=False),
    Index(None, "user_id"),
)

# How far somebody was told of a conversation, whatever became of it.
tellings = Table(
    "tellings",
    metadata,
    Column("user_id", String(64), ForeignKey("users.user_id"), primary_key=True),
    Column("conversation_id", String(64), ForeignKey("conversations.conversation_id"), primary_key=True),
    Column("way", String(8), primary_key=True),  # push or mail
    Column("seq", Integer, nullable=False),
    Index(None, "conversation_id"),
    sqlite_with_rowid=False,
)

# The last day, as their own clocks count, on which it was looked at what there is to tell somebody.
mornings = Table(
    "mornings",
    metadata,
    Column("user_id", String(64), ForeignKey("users.user_id"), primary_key=True),
    Column("day", String(10), nullable=False),  # ISO date
    Column("at", UtcTime, nullable=False),
    sqlite_with_rowid=False,
)
