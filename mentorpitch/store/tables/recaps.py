"""Recaps of meetings that are past: who has said yes to which words, and what both said yes to."""

from sqlalchemy import Column, ForeignKey, String, Table, Text

from mentorpitch.store.tables.base import UtcTime, metadata

recap_approvals = Table(
    "recap_approvals",
    metadata,
    Column("meeting_id", String(64), ForeignKey("meetings.meeting_id"), primary_key=True),
    Column("user_id", String(64), ForeignKey("users.user_id"), primary_key=True),
    Column("version", String(64), nullable=False),  # of the content that was read
    Column("at", UtcTime, nullable=False),
)

# Never changed again.
recaps = Table(
    "recaps",
    metadata,
    Column("meeting_id", String(64), ForeignKey("meetings.meeting_id"), primary_key=True),
    Column("content", Text, nullable=False),  # JSON
    Column("kept_at", UtcTime, nullable=False),
)
