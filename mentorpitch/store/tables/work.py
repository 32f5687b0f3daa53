"""Activities, projects and their documents. The bytes lie beside the database: see store/files.py."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from mentorpitch.store.tables.base import UtcTime, key, metadata, reference, word

work_items = Table(
    "work_items",
    metadata,
    key("work_id"),
    reference("mentorship_id", "mentorships.mentorship_id"),
    reference("created_by", "users.user_id"),
    *word("kind", "activity", "project"),
    Column("title", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("goal_id", String(64), ForeignKey("goals.goal_id")),
    *word("status", "open", "done"),
    Column("revision", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
    Index(None, "mentorship_id"),
)

documents = Table(
    "documents",
    metadata,
    key("document_id"),
    reference("work_id", "work_items.work_id"),
    reference("created_by", "users.user_id"),
    Column("name", Text, nullable=False),  # without what a file name ends in
    Column("number", Integer, nullable=False),  # its place in the work item
    Column("shared_at", UtcTime),  # with the programme's managers, since then
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("work_id", "number"),
)

versions = Table(
    "document_versions",
    metadata,
    key("version_id"),
    reference("document_id", "documents.document_id"),
    Column("number", Integer, nullable=False),
    reference("user_id", "users.user_id"),
    Column("file", String(64), nullable=False, unique=True),  # its name on disk
    Column("media_type", String(127), nullable=False),  # by content
    Column("extension", String(16), nullable=False),  # what its name ends in, without the dot
    Column("bytes", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),  # of what is kept
    Column("pages", Integer, nullable=False),  # that can be shown as pictures
    Column("width", Integer, nullable=False),  # of the first of them, to keep its place free; else 0
    Column("height", Integer, nullable=False),
    Column("at", UtcTime, nullable=False),
    UniqueConstraint("document_id", "number"),
)

# What the two say of a version. What was deleted keeps its place without its words.
remarks = Table(
    "work_remarks",
    metadata,
    key("remark_id"),
    reference("version_id", "document_versions.version_id"),
    Column("number", Integer, nullable=False),  # its place among those of its version
    reference("user_id", "users.user_id"),
    Column("reply_to", String(64), ForeignKey("work_remarks.remark_id")),
    Column("body", Text, nullable=False),
    Column("deleted", Boolean, nullable=False, default=False),
    Column("revision", Integer, nullable=False),  # of the work item, that its newest change made
    Column("written_at", UtcTime, nullable=False),
    Column("changed_at", UtcTime),
    UniqueConstraint("version_id", "number"),
)
