"""Who was reminded of which meeting, who wants to be, and whose calendar asks for meetings."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from mentorpitch.store.tables.base import UtcTime, metadata

# One row for each reminder that somebody got in the app. The start is part of the key: a moved meeting is
# another thing to be reminded of.
reminders = Table(
    "reminders",
    metadata,
    Column("user_id", String(64), ForeignKey("users.user_id"), primary_key=True),
    Column("meeting_id", String(64), ForeignKey("meetings.meeting_id"), primary_key=True),
    Column("starts_at", UtcTime, primary_key=True),
    Column("which", String(16), primary_key=True),
    Column("given_at", UtcTime, nullable=False),
    Column("seen_at", UtcTime),
    Index(None, "meeting_id"),
    sqlite_with_rowid=False,
)

# Without a row, everything is as ReminderChoice has it.
reminder_choices = Table(
    "reminder_choices",
    metadata,
    Column("user_id", String(64), ForeignKey("users.user_id"), primary_key=True),
    Column("day_app", Boolean, nullable=False),
    Column("day_mail", Boolean, nullable=False),
    Column("soon_app", Boolean, nullable=False),
    Column("soon_mail", Boolean, nullable=False),
    Column("invitations_mail", Boolean, nullable=False),
    Column("digest_mail", String(8), nullable=False),  # never, daily or weekly
    Column("details_outside", Boolean, nullable=False),
    Column("revision", Integer, nullable=False),
)

# Where somebody's calendar asks. The address is a secret; a thief of the database gets only its SHA-256.
calendar_feeds = Table(
    "calendar_feeds",
    metadata,
    Column("user_id", String(64), ForeignKey("users.user_id"), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("secret_hash", String(64), unique=True),  # None: taken away
    Column("made_at", UtcTime, nullable=False),
)

# Where the answer to an invitation is taken: one address for each meeting and person, as a hash.
reply_addresses = Table(
    "reply_addresses",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("meeting_id", String(64), ForeignKey("meetings.meeting_id"), nullable=False),
    Column("user_id", String(64), ForeignKey("users.user_id"), nullable=False),
    UniqueConstraint("meeting_id", "user_id"),
    sqlite_with_rowid=False,
)
