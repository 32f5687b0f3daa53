"""What can be searched: one row for each text, made from the tables that hold the truth."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text, UniqueConstraint

from mentorpitch.store.tables.base import UtcTime, metadata

# Without foreign keys: triggers take a row out in the statement that takes its source away.
search_entries = Table(
    "search_entries",
    metadata,
    # In the order of time, so that the newest are found first: see store/search_entries.py.
    Column("entry", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("source", String(16), nullable=False),
    Column("thing_id", String(64), nullable=False),  # of a message: its conversation
    Column("part", String(64), nullable=False),  # of a message its seq, of one's own notes whose they are
    Column("scope", String(80), nullable=False),  # who may read it: those of a conversation, a pair, one
    Column("place_id", String(64), nullable=False),  # the conversation or the mentorship
    Column("inside_id", String(64)),  # the meeting or the work item around it
    Column("person_id", String(64)),  # who wrote it, where that is kept
    Column("at", UtcTime, nullable=False),
    Column("text", Text, nullable=False),
    UniqueConstraint("source", "thing_id", "part"),
    Index(None, "scope", "entry"),
)

# Written by triggers: what is to be read again, and found from then on.
search_waiting = Table(
    "search_waiting",
    metadata,
    Column("source", String(16), primary_key=True),
    Column("thing_id", String(64), primary_key=True),
    Column("part", String(64), primary_key=True),
    sqlite_with_rowid=False,
)
