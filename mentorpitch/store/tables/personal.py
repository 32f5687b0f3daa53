"""What each keeps of a conversation for themself: a draft, and when to be told of it."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, Text

from mentorpitch.store.tables.base import UtcTime, metadata, word

# The row outlives its text: only so can the revision go on growing.
drafts = Table(
    "drafts",
    metadata,
    Column("conversation_id", String(64), ForeignKey("conversations.conversation_id"), primary_key=True),
    Column("user_id", String(64), ForeignKey("users.user_id"), primary_key=True),
    Column("text", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
    Index(None, "user_id"),
    sqlite_with_rowid=False,
)

# When somebody wants to be told of messages. No row: always, of every one.
notification_settings = Table(
    "notification_settings",
    metadata,
    Column("user_id", String(64), ForeignKey("users.user_id"), primary_key=True),
    Column("quiet_begins", String(5)),  # as their clocks show it, "22:00"; None: no quiet hours
    Column("quiet_ends", String(5)),
    Column("revision", Integer, nullable=False),
    CheckConstraint("(quiet_begins IS NULL) = (quiet_ends IS NULL)", name="whole_hours"),
    sqlite_with_rowid=False,
)

# Of which messages of a conversation. No row: of all.
notification_levels = Table(
    "notification_levels",
    metadata,
    Column("user_id", String(64), ForeignKey("users.user_id"), primary_key=True),
    Column("conversation_id", String(64), ForeignKey("conversations.conversation_id"), primary_key=True),
    *word("level", "mentions", "none"),
    Index(None, "conversation_id"),
    sqlite_with_rowid=False,
)
