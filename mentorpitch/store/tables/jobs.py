"""Work to be done later, outside the transaction that wants it."""

from sqlalchemy import JSON, Column, Index, Integer, String, Table

from mentorpitch.store.tables.base import UtcTime, key, metadata

jobs = Table(
    "jobs",
    metadata,
    key("job_id"),
    Column("kind", String(32), nullable=False),
    Column("key", String(160), nullable=False, unique=True),  # of the wish: the same one twice is one job
    Column("about", JSON, nullable=False),  # ids and words by name, and no text of anybody's
    Column("due_at", UtcTime, nullable=False),
    # When it is tried next; while somebody does it, when they count as lost. None: settled.
    Column("next_at", UtcTime),
    Column("attempts", Integer, nullable=False, default=0),
    Column("done_at", UtcTime),
    Column("failed_at", UtcTime),
    Column("last_error", String(32)),  # a word, never what somebody else's server said
    Index(None, "next_at"),
)
