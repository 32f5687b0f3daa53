"""The consent ledgers. Triggers refuse to change them (store/append_only.py)."""

from sqlalchemy import Boolean, Column, ForeignKeyConstraint, Index, Integer, String, Table, Text

from mentorpitch.store.tables.base import UtcTime, metadata

# No reference to a person or a mentorship: an entry outlives the account of who said it.
consents = Table(
    "consents",
    metadata,
    Column("chain", String(80), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("user_id", String(64), nullable=False),
    Column("consent", String(32), nullable=False),
    Column("given", Boolean, nullable=False),
    Column("about", String(64), nullable=False),
    Column("words_hash", String(64), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index(None, "user_id"),
    sqlite_with_rowid=False,
)

# What of an entry can be erased: the row goes, and the entry keeps its hash.
consent_words = Table(
    "consent_words",
    metadata,
    Column("chain", String(80), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("words", Text, nullable=False),  # JSON
    ForeignKeyConstraint(["chain", "seq"], ["consents.chain", "consents.seq"]),
    sqlite_with_rowid=False,
)
