"""Talk balance: whether it is counted, and what was."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table

from mentorpitch.store.tables.base import UtcTime, metadata

# No row: the mentee has not asked for it, and nothing is counted.
talk_choices = Table(
    "talk_choices",
    metadata,
    Column("mentorship_id", String(64), ForeignKey("mentorships.mentorship_id"), primary_key=True),
    Column("mentee_agrees", Boolean, nullable=False),
    Column("mentor_agrees", Boolean, nullable=False),
    Column("revision", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# One row for each person and stretch of a call; all of a pair's go when one of the two withdraws.
talk_times = Table(
    "talk_times",
    metadata,
    Column("meeting_id", String(64), ForeignKey("meetings.meeting_id"), primary_key=True),
    Column("user_id", String(64), ForeignKey("users.user_id"), primary_key=True),
    Column("from_at", UtcTime, primary_key=True),
    Column("spoken_ms", Integer, nullable=False),
    sqlite_with_rowid=False,
)
