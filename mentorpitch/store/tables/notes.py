"""How the text of `shared_notes` came to be: what the two wrote at once, so that it can be merged."""

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, String, Table

from mentorpitch.store.tables.base import metadata

# The document with everything up to this revision; without a row, the text as it stands.
note_documents = Table(
    "note_documents",
    metadata,
    Column("meeting_id", String(64), ForeignKey("shared_notes.meeting_id"), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("document", LargeBinary, nullable=False),
)

# What was merged into it since, in this order.
note_updates = Table(
    "note_updates",
    metadata,
    Column("meeting_id", String(64), ForeignKey("shared_notes.meeting_id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("said", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
