"""Conversations: one order of events each."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
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
    # How far it was when they marked something unread: what the others were told is not taken back.
    Column("receipt", Integer, nullable=False, default=0, server_default="0"),
    Index(None, "user_id"),
)

# A message is the event that sent it; what became of it stands in `edited`, `deleted` and `pinned`.
events = Table(
    "events",
    metadata,
    Column("conversation_id", String(64), ForeignKey("conversations.conversation_id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    *word(
        "type",
        "message_sent",
        "message_edited",
        "message_deleted",
        "reaction_changed",
        "message_pinned",
        "message_unpinned",
    ),
    reference("sender_id", "users.user_id"),
    Column("client_id", String(64), nullable=False),
    Column("target", Integer),  # seq of the message that this event changes
    Column("body", Text),  # None once deleted
    Column("html", Text),  # of a body with markup
    Column("reply_to", Integer),  # seq of another message
    Column("mentions", JSON(none_as_null=True)),  # user ids
    Column("attachments", JSON(none_as_null=True)),  # as they were sent; their bytes: see attachments
    Column("emoji", String(64)),  # of a reaction
    Column("added", Boolean),
    Column("at", UtcTime, nullable=False),
    Column("edited", Integer),  # seq of the newest edit
    Column("deleted", Integer),  # seq of the deletion
    Column("pinned", Integer),  # seq of the pinning
    UniqueConstraint("conversation_id", "sender_id", "client_id"),
    Index("ix_events_target", "conversation_id", "target", sqlite_where=text("target IS NOT NULL")),
    Index("ix_events_pinned", "conversation_id", sqlite_where=text("pinned IS NOT NULL")),
    sqlite_with_rowid=False,
)

# What the reactions to messages amount to.
reactions = Table(
    "reactions",
    metadata,
    Column("conversation_id", String(64), ForeignKey("conversations.conversation_id"), primary_key=True),
    Column("target", Integer, primary_key=True),  # seq of the message
    Column("user_id", String(64), ForeignKey("users.user_id"), primary_key=True),
    Column("emoji", String(64), primary_key=True),
    Column("seq", Integer, nullable=False),  # of the event
    sqlite_with_rowid=False,
)

# Files of a conversation. Until a message names one, it is its uploader's alone and goes by itself.
attachments = Table(
    "attachments",
    metadata,
    key("file_id"),
    reference("conversation_id", "conversations.conversation_id"),
    reference("user_id", "users.user_id"),
    Column("seq", Integer),  # of the message that names it
    Column("expires_at", UtcTime),  # when it goes; None while a message has it
    Column("file", String(64), nullable=False, unique=True),  # its name on disk
    Column("name", Text, nullable=False),
    Column("media_type", String(127), nullable=False),  # by content
    Column("bytes", Integer, nullable=False),
    Column("pages", Integer, nullable=False),  # that can be shown as pictures
    Column("width", Integer, nullable=False),  # of the first of them, or else 0
    Column("height", Integer, nullable=False),
    Column("duration_ms", Integer, nullable=False),  # of a voice note, or else 0
    Column("at", UtcTime, nullable=False),
    Index(None, "conversation_id", "seq"),
    Index("ix_attachments_expires_at", "expires_at", sqlite_where=text("expires_at IS NOT NULL")),
)
