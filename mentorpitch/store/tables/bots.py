"""Bots and where they are guests."""

from sqlalchemy import JSON, Column, ForeignKey, Index, String, Table, Text

from mentorpitch.store.tables.base import UtcTime, metadata, reference

# A bot is an account (`users.is_bot`) that nobody signs in to: it writes and is logged under its own id.
bots = Table(
    "bots",
    metadata,
    Column("bot_id", String(64), ForeignKey("users.user_id"), primary_key=True),
    reference("owner_id", "users.user_id"),
    reference("programme_id", "programmes.programme_id", nullable=True),
    Column("purpose", Text, nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    # A thief of the database gets only the token's SHA-256.
    Column("token_id", String(64), unique=True),
    Column("token_hash", String(64)),
    Column("token_made_at", UtcTime),
    Column("revoked_at", UtcTime),
    Index(None, "owner_id"),
    Index(None, "programme_id"),
)

# One invites, the other confirms. A row stays when it is withdrawn: what the bot wrote keeps its name.
bot_places = Table(
    "bot_places",
    metadata,
    Column("bot_id", String(64), ForeignKey("bots.bot_id"), primary_key=True),
    Column("mentorship_id", String(64), ForeignKey("mentorships.mentorship_id"), primary_key=True),
    reference("invited_by", "users.user_id"),
    Column("invited_at", UtcTime, nullable=False),
    Column("confirmed_at", UtcTime),
    Column("withdrawn_at", UtcTime),
    Index(None, "mentorship_id"),
    sqlite_with_rowid=False,
)
