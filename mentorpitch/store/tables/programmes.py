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
    Column("name", String(200), nullable=False, default="", server_default=""),  # as a list had it
    Column("time_zone", String(64), nullable=False, default="", server_default=""),  # likewise
    *word("role", "mentor", "mentee", "manager"),
    reference("invited_by", "users.user_id"),
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("accepted_at", UtcTime),
    Column("withdrawn_at", UtcTime),
    Column("import_id", String(64)),  # of the list that it came with
    Column("mail_job_id", String(64)),  # of the latest letter
    Index(None, "programme_id"),
    Index(None, "import_id"),
)

# Further links of an invitation, all of them good: nobody knows which letter arrived.
invitation_links = Table(
    "invitation_links",
    metadata,
    Column("secret_hash", String(64), primary_key=True),
    reference("invitation_id", "invitations.invitation_id"),
    Index(None, "invitation_id"),
)
