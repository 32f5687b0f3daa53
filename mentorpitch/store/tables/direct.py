"""Direct messages: two people who share a programme, whatever they are in it."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, UniqueConstraint

from mentorpitch.store.tables.base import UtcTime, metadata, reference

# One row for two people, whoever of them began. Until something is said it is there only for who opened it.
direct_pairs = Table(
    "direct_pairs",
    metadata,
    Column("conversation_id", String(64), ForeignKey("conversations.conversation_id"), primary_key=True),
    reference("first_id", "users.user_id"),
    reference("second_id", "users.user_id"),
    reference("opened_by", "users.user_id", nullable=True),  # None: both
    Column("created_at", UtcTime, nullable=False),
    CheckConstraint("first_id < second_id", name="in_order"),
    UniqueConstraint("first_id", "second_id"),
    Index(None, "second_id"),
    sqlite_with_rowid=False,
)
