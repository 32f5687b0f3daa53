"""What each keeps of a conversation for themself: a draft, and when to be told of it."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from mentorpitch.store.tables.base import UtcTime, metadata

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
