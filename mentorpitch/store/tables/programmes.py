"""Programmes, who belongs to them, invitations, profiles."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from mentorpitch.store.tables.base import UtcTime, key, metadata, reference, word

programmes = Table(
    "programmes",
    metadata,
    key("programme_id"),
    Column("name", String(200), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("is_demo", Boolean, nullable=False, default=False),
    Column("quiet_days", Integer, nullable=False, default=14),  # of silence, before a nudge
    Column("sealed_exchange", Boolean, nullable=False, default=False),  # feedback and rating open together
    Column("conduct", Text, nullable=False, default="", server_default=""),  # empty: the usual words
    Column("conduct_revision", Integer, nullable=False, default=1, server_default="1"),
)

memberships = Table(
    "memberships",
    metadata,
    Column("programme_id", String(64), ForeignKey("programmes.programme_id"), primary_key=True),
    Column("user_id", String(64), ForeignKey("users.user_id"), primary_key=True),
    Column("role", String(16), primary_key=True),
    Column("joined_at", UtcTime, nullable=False),
    Column("conduct_accepted_at", UtcTime),
    Column("conduct_accepted", Integer),  # revision
    CheckConstraint("role IN ('mentor', 'mentee', 'manager')", name="role"),
    Index(None, "user_id"),
)

invitations = Table(
    "invitations",
    metadata,
    key("invitation_id"),
    Column("secret_hash", String(64), nullable=False, unique=True),
    reference("programme_id", "programmes.programme_id"),
    Column("email", String(254), nullable=False),
    *word("role", "mentor", "mentee", "manager"),
    reference("invited_by", "users.user_id"),
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("accepted_at", UtcTime),
    Column("withdrawn_at", UtcTime),
    Index(None, "programme_id"),
)
