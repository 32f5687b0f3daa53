"""Mentorships: from a pitch through the agreement to the access log."""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from mentorpitch.store.tables.base import UtcTime, key, metadata, reference, word

mentorships = Table(
    "mentorships",
    metadata,
    key("mentorship_id"),
    reference("programme_id", "programmes.programme_id"),
    reference("mentor_id", "users.user_id"),
    reference("mentee_id", "users.user_id"),
    reference("conversation_id", "conversations.conversation_id"),
    *word("status", "active", "paused", "ended"),
    Column("created_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    Column("paused_by", String(64), ForeignKey("users.user_id")),  # of the pause that lasts
    Column("paused_at", UtcTime),
    Column("pause_reason", Text, nullable=False, default=""),
    Column("resumed_at", UtcTime),
    CheckConstraint("mentor_id <> mentee_id", name="two_people"),
    UniqueConstraint("conversation_id"),
    Index(None, "programme_id"),
    Index(None, "mentor_id"),
    Index(None, "mentee_id"),
)

# A room ticket that was used; kept until it would have expired anyway.
used_tickets = Table(
    "used_tickets",
    metadata,
    Column("ticket_id", String(64), primary_key=True),
    Column("expires_at", UtcTime, nullable=False),
)


mentor_profiles = Table(
    "mentor_profiles",
    metadata,
    Column("programme_id", String(64), ForeignKey("programmes.programme_id"), primary_key=True),
    Column("user_id", String(64), ForeignKey("users.user_id"), primary_key=True),
    Column("taking_mentees", Boolean, nullable=False),
    Column("capacity", Integer, nullable=False),
    Column("about", Text, nullable=False),
    Column("availability", Text, nullable=False),
    Column("skills", JSON, nullable=False),
    Column("languages", JSON, nullable=False),
)

pitches = Table(
    "pitches",
    metadata,
    key("pitch_id"),
    reference("programme_id", "programmes.programme_id"),
    *word("origin", "mentee", "manager"),
    reference("made_by", "users.user_id"),
    Column("client_id", String(64), nullable=False),
    Column("asked", String(64), nullable=False),  # SHA-256 of what was asked
    reference("mentor_id", "users.user_id"),
    reference("mentee_id", "users.user_id"),
    *word("status", "open", "talk", "accepted", "declined", "withdrawn"),
    Column("want", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("note", Text, nullable=False, default=""),
    Column("accepted_by_mentor", Boolean, nullable=False, default=False),
    Column("accepted_by_mentee", Boolean, nullable=False, default=False),
    reference("answered_by", "users.user_id", nullable=True),
    reference("conversation_id", "conversations.conversation_id", nullable=True),
    reference("mentorship_id", "mentorships.mentorship_id", nullable=True),
    Column("revision", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
    UniqueConstraint("programme_id", "made_by", "client_id"),
    UniqueConstraint("conversation_id"),
    Index(None, "mentor_id"),
    Index(None, "mentee_id"),
)

# What the mentee took over from an earlier mentorship was asked and answered, with nothing too.
handovers = Table(
    "handovers",
    metadata,
    Column("mentorship_id", String(64), ForeignKey("mentorships.mentorship_id"), primary_key=True),
    Column("from_id", String(64), ForeignKey("mentorships.mentorship_id"), primary_key=True),
    Column("chosen_at", UtcTime, nullable=False),
    sqlite_with_rowid=False,
)

# Only added to: a row is the agreement as it stood, the one with the greatest revision as it stands.
agreements = Table(
    "agreements",
    metadata,
    Column("mentorship_id", String(64), ForeignKey("mentorships.mentorship_id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    reference("written_by", "users.user_id"),
    Column("written_at", UtcTime, nullable=False),
    Column("manager_sees", JSON, nullable=False),
    Column("accepted_by_mentor", Boolean, nullable=False),
    Column("accepted_by_mentee", Boolean, nullable=False),
    Column("at", UtcTime, nullable=False),
    sqlite_with_rowid=False,
)


nudge_snoozes = Table(
    "nudge_snoozes",
    metadata,
    Column("mentorship_id", String(64), ForeignKey("mentorships.mentorship_id"), primary_key=True),
    Column("user_id", String(64), ForeignKey("users.user_id"), primary_key=True),
    Column("until", Date, nullable=False),
)

# Of the reporter and one manager; the other of the pair never learns of it.
concerns = Table(
    "concerns",
    metadata,
    key("concern_id"),
    reference("mentorship_id", "mentorships.mentorship_id"),
    reference("reported_by", "users.user_id"),
    Column("client_id", String(64), nullable=False),
    Column("asked", String(64), nullable=False),  # SHA-256 of what was asked
    reference("manager_id", "users.user_id"),
    Column("text", Text, nullable=False),
    Column("excerpts", JSON, nullable=False),  # as they read when they were chosen
    Column("at", UtcTime, nullable=False),
    Column("closed_at", UtcTime),  # the manager has looked after it
    Column("note", Text, nullable=False, default="", server_default=""),  # the manager's own
    Column("revision", Integer, nullable=False, default=1, server_default="1"),
    UniqueConstraint("mentorship_id", "reported_by", "client_id"),
    Index(None, "manager_id"),
)

# Only added to; both members may read it.
access_log = Table(
    "access_log",
    metadata,
    Column("entry", Integer, primary_key=True),
    reference("mentorship_id", "mentorships.mentorship_id"),
    reference("user_id", "users.user_id"),
    Column("acted_as", String(16), nullable=False),
    Column("did", String(16), nullable=False),
    Column("at", UtcTime, nullable=False),
    CheckConstraint("acted_as IN ('manager', 'admin', 'bot')", name="acted_as"),
    Index(None, "mentorship_id"),
)
