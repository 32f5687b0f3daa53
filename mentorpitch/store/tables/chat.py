"""Conversations: one order of events each."""

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from mentorpitch.store.tables.base import UtcTime, key, metadata, reference, word

conversations = Table(
    "conversations",
    metadata,
    key("conversation_id"),
    Column("last_seq", Integer, nullable=False, default=0),
    Column("last_active_day", String(10)),  # ISO date, UTC: all that a manager may learn
    Column("created_at", UtcTime, nullable=False),
)

participants = Table(
    "participants",
    metadata,
    Column("conversation_id", String(64), ForeignKey("conversations.conversation_id"), primary_key=True),
    Column("user_id", String(64), ForeignKey("users.user_id"), primary_key=True),
    Column("last_read", Integer, nullable=False, default=0),
    Index(None, "user_id"),
)

# A message is the event that sent it; what became of it stands in `edited` and `deleted`.
events = Table(
    "events",
    metadata,
    Column("conversation_id", String(64), ForeignKey("conversations.conversation_id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    *word("type", "message_sent", "message_edited", "message_deleted"),
    reference("sender_id", "users.user_id"),
    Column("client_id", String(64), nullable=False),
    Column("target", Integer),  # seq of the message that this event changes
    Column("body", Text),  # None once deleted
    Column("at", UtcTime, nullable=False),
    Column("edited", Integer),  # seq of the newest edit
    Column("deleted", Integer),  # seq of the deletion
    UniqueConstraint("conversation_id", "sender_id", "client_id"),
    sqlite_with_rowid=False,
)
