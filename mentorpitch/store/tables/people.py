"""Accounts and sessions."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    false,
)

from mentorpitch.store.tables.base import UtcTime, key, metadata, reference

users = Table(
    "users",
    metadata,
    key("user_id"),
    Column("email", String(254), nullable=False, unique=True),  # lower case
    Column("name", String(200), nullable=False),
    Column("time_zone", String(64), nullable=False),  # IANA
    Column("password_hash", Text, nullable=False),  # argon2id, in its own encoding
    Column("is_admin", Boolean, nullable=False, default=False),
    Column("is_demo", Boolean, nullable=False, default=False),
    Column("is_bot", Boolean, nullable=False, default=False, server_default=false()),  # store/tables/bots.py
    Column("created_at", UtcTime, nullable=False),
    Column("banned_at", UtcTime),
)

# The cookie holds the secret; a thief of the database gets only its SHA-256.
sessions = Table(
    "sessions",
    metadata,
    Column("secret_hash", String(64), primary_key=True),
    Column("session_id", String(64), nullable=False, unique=True),
    reference("user_id", "users.user_id"),
    Column("created_at", UtcTime, nullable=False),
    Column("last_used_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Index(None, "user_id"),
)

# Only the one who blocks may ever learn of a row.
blocks = Table(
    "blocks",
    metadata,
    Column("user_id", String(64), ForeignKey("users.user_id"), primary_key=True),
    Column("blocked_id", String(64), ForeignKey("users.user_id"), primary_key=True),
    Column("at", UtcTime, nullable=False),
    CheckConstraint("user_id <> blocked_id", name="two_people"),
    Index(None, "blocked_id"),
    sqlite_with_rowid=False,
)
