"""Goals and development areas."""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from mentorpitch.store.tables.base import UtcTime, key, metadata, reference, word

# A goal that both wanted gone keeps its place, so that a repeated request does not bring it back.
goals = Table(
    "goals",
    metadata,
    key("goal_id"),
    reference("mentorship_id", "mentorships.mentorship_id"),
    reference("created_by", "users.user_id"),
    Column("client_id", String(64), nullable=False),
    Column("asked", String(64), nullable=False),  # SHA-256 of what was asked; empty once removed
    Column("what", Text, nullable=False),
    Column("how", Text, nullable=False),
    Column("due_on", Date),
    *word("status", "open", "done", "dropped"),
    Column("progress", Integer, nullable=False),  # percent; of the checklist, when there is one
    Column("agreed_by_mentor", Boolean, nullable=False, default=False),
    Column("agreed_by_mentee", Boolean, nullable=False, default=False),
    Column("removal_proposed_by", String(64), ForeignKey("users.user_id")),
    Column("removed", Boolean, nullable=False, default=False),
    Column("brought_from", String(64)),  # the earlier mentorship that the mentee took it over from
    Column("revision", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
    CheckConstraint("progress BETWEEN 0 AND 100", name="progress"),
    UniqueConstraint("mentorship_id", "created_by", "client_id"),
)

goal_items = Table(
    "goal_items",
    metadata,
    key("item_id"),
    reference("goal_id", "goals.goal_id"),
    Column("position", Integer, nullable=False),
    reference("created_by", "users.user_id"),
    Column("client_id", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("asked", String(64), nullable=False),  # SHA-256 of what was asked
    Column("done", Boolean, nullable=False, default=False),
    Column("removed", Boolean, nullable=False, default=False),
    UniqueConstraint("goal_id", "created_by", "client_id"),
)

# Only added to; a goal's revision is that of its newest activity.
goal_activity = Table(
    "goal_activity",
    metadata,
    Column("goal_id", String(64), ForeignKey("goals.goal_id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    reference("user_id", "users.user_id"),
    Column("kind", String(32), nullable=False),
    Column("detail", Text),
    Column("at", UtcTime, nullable=False),
    sqlite_with_rowid=False,
)


areas = Table(
    "areas",
    metadata,
    key("area_id"),
    reference("mentorship_id", "mentorships.mentorship_id"),
    Column("client_id", String(64), nullable=False),
    Column("asked", String(64), nullable=False),  # SHA-256 of what was asked
    Column("name", Text, nullable=False),
    Column("highlighted", Boolean, nullable=False),
    Column("target", String(16)),
    Column("brought_from", String(64)),  # as in goals
    Column("revision", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
    UniqueConstraint("mentorship_id", "client_id"),  # only the mentee makes them
)

# Only added to.
area_levels = Table(
    "area_levels",
    metadata,
    Column("area_id", String(64), ForeignKey("areas.area_id"), primary_key=True),
    Column("revision", Integer, primary_key=True),  # of the area, that this entry made
    reference("user_id", "users.user_id"),
    Column("client_id", String(64)),  # None: came with the area, or is an answer
    *word("kind", "set", "suggested", "accepted", "declined"),
    *word("level", "aware", "practising", "on_my_own", "guiding", "shaping"),
    Column("note", Text, nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("at", UtcTime, nullable=False),
    UniqueConstraint("area_id", "user_id", "client_id"),
    sqlite_with_rowid=False,
)
