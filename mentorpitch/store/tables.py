"""Every table. Ids are opaque strings; times are UTC, kept as whole milliseconds since 1970."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


class UtcTime(TypeDecorator[datetime]):
    """An aware datetime in UTC, to the millisecond; the same on every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else (value - EPOCH) // MILLISECOND

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else EPOCH + value * MILLISECOND


metadata = MetaData(
    naming_convention={  # so that a later migration can name what it changes
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def key(name: str) -> Column[str]:
    return Column(name, String(64), primary_key=True)


def reference(name: str, target: str, *, nullable: bool = False) -> Column[str]:
    return Column(name, String(64), ForeignKey(target), nullable=nullable)


def word(name: str, *allowed: str) -> tuple[Column[str], CheckConstraint]:
    """A text column that holds one of a few words."""
    choices = ", ".join(f"'{choice}'" for choice in allowed)
    return Column(name, String(16), nullable=False), CheckConstraint(f"{name} IN ({choices})", name=name)


# One row: what this database is.
facts = Table(
    "facts",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)

# ── Accounts ─────────────────────────────────────────────────────────────────

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

# ── Programmes and the people in them ────────────────────────────────────────

programmes = Table(
    "programmes",
    metadata,
    key("programme_id"),
    Column("name", String(200), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("is_demo", Boolean, nullable=False, default=False),
    Column("quiet_days", Integer, nullable=False, default=14),  # of silence, before a nudge
    Column("sealed_exchange", Boolean, nullable=False, default=False),  # feedback and rating open together
)

memberships = Table(
    "memberships",
    metadata,
    Column("programme_id", String(64), ForeignKey("programmes.programme_id"), primary_key=True),
    Column("user_id", String(64), ForeignKey("users.user_id"), primary_key=True),
    Column("role", String(16), primary_key=True),
    Column("joined_at", UtcTime, nullable=False),
    Column("conduct_accepted_at", UtcTime),
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

# ── Conversations: one order of events each ──────────────────────────────────

conversations = Table(
    "conversations",
    metadata,
    key("conversation_id"),
    Column("last_seq", Integer, nullable=False, default=0),
    Column("last_active_day", String(10)),  # ISO date, UTC: all that a manager may learn
    Column("created_at", UtcTime, nullable=False),
)

participants = Table(
    "participants",
    metadata,
    Column("conversation_id", String(64), ForeignKey("conversations.conversation_id"), primary_key=True),
    Column("user_id", String(64), ForeignKey("users.user_id"), primary_key=True),
    Column("last_read", Integer, nullable=False, default=0),
    Index(None, "user_id"),
)

# A message is the event that sent it; what became of it stands in `edited` and `deleted`.
events = Table(
    "events",
    metadata,
    Column("conversation_id", String(64), ForeignKey("conversations.conversation_id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    *word("type", "message_sent", "message_edited", "message_deleted"),
    reference("sender_id", "users.user_id"),
    Column("client_id", String(64), nullable=False),
    Column("target", Integer),  # seq of the message that this event changes
    Column("body", Text),  # None once deleted
    Column("at", UtcTime, nullable=False),
    Column("edited", Integer),  # seq of the newest edit
    Column("deleted", Integer),  # seq of the deletion
    UniqueConstraint("conversation_id", "sender_id", "client_id"),
    sqlite_with_rowid=False,
)

# ── Mentorships ──────────────────────────────────────────────────────────────

mentorships = Table(
    "mentorships",
    metadata,
    key("mentorship_id"),
    reference("programme_id", "programmes.programme_id"),
    reference("mentor_id", "users.user_id"),
    reference("mentee_id", "users.user_id"),
    reference("conversation_id", "conversations.conversation_id"),
    *word("status", "active", "paused", "ended"),
    Column("created_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    Column("paused_by", String(64), ForeignKey("users.user_id")),  # of the pause that lasts
    Column("paused_at", UtcTime),
    Column("pause_reason", Text, nullable=False, default=""),
    Column("resumed_at", UtcTime),
    CheckConstraint("mentor_id <> mentee_id", name="two_people"),
    UniqueConstraint("conversation_id"),
    Index(None, "programme_id"),
    Index(None, "mentor_id"),
    Index(None, "mentee_id"),
)

# A room ticket that was used; kept until it would have expired anyway.
used_tickets = Table(
    "used_tickets",
    metadata,
    Column("ticket_id", String(64), primary_key=True),
    Column("expires_at", UtcTime, nullable=False),
)

# ── Growth: goals ────────────────────────────────────────────────────────────

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

# ── Growth: development areas ────────────────────────────────────────────────

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

# ── Growth: from a pitch to a pair ───────────────────────────────────────────

mentor_profiles = Table(
    "mentor_profiles",
    metadata,
    Column("programme_id", String(64), ForeignKey("programmes.programme_id"), primary_key=True),
    Column("user_id", String(64), ForeignKey("users.user_id"), primary_key=True),
    Column("taking_mentees", Boolean, nullable=False),
    Column("capacity", Integer, nullable=False),
    Column("about", Text, nullable=False),
    Column("availability", Text, nullable=False),
    Column("skills", JSON, nullable=False),
    Column("languages", JSON, nullable=False),
)

pitches = Table(
    "pitches",
    metadata,
    key("pitch_id"),
    reference("programme_id", "programmes.programme_id"),
    *word("origin", "mentee", "manager"),
    reference("made_by", "users.user_id"),
    Column("client_id", String(64), nullable=False),
    Column("asked", String(64), nullable=False),  # SHA-256 of what was asked
    reference("mentor_id", "users.user_id"),
    reference("mentee_id", "users.user_id"),
    *word("status", "open", "talk", "accepted", "declined", "withdrawn"),
    Column("want", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("note", Text, nullable=False, default=""),
    Column("accepted_by_mentor", Boolean, nullable=False, default=False),
    Column("accepted_by_mentee", Boolean, nullable=False, default=False),
    reference("answered_by", "users.user_id", nullable=True),
    reference("conversation_id", "conversations.conversation_id", nullable=True),
    reference("mentorship_id", "mentorships.mentorship_id", nullable=True),
    Column("revision", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
    UniqueConstraint("programme_id", "made_by", "client_id"),
    UniqueConstraint("conversation_id"),
    Index(None, "mentor_id"),
    Index(None, "mentee_id"),
)

# Only added to: a row is the agreement as it stood, the one with the greatest revision as it stands.
agreements = Table(
    "agreements",
    metadata,
    Column("mentorship_id", String(64), ForeignKey("mentorships.mentorship_id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    reference("written_by", "users.user_id"),
    Column("written_at", UtcTime, nullable=False),
    Column("manager_sees", JSON, nullable=False),
    Column("accepted_by_mentor", Boolean, nullable=False),
    Column("accepted_by_mentee", Boolean, nullable=False),
    Column("at", UtcTime, nullable=False),
    sqlite_with_rowid=False,
)

# ── Growth: nudges, concerns, who looked ─────────────────────────────────────

nudge_snoozes = Table(
    "nudge_snoozes",
    metadata,
    Column("mentorship_id", String(64), ForeignKey("mentorships.mentorship_id"), primary_key=True),
    Column("user_id", String(64), ForeignKey("users.user_id"), primary_key=True),
    Column("until", Date, nullable=False),
)

# Of the reporter and one manager; the other of the pair never learns of it.
concerns = Table(
    "concerns",
    metadata,
    key("concern_id"),
    reference("mentorship_id", "mentorships.mentorship_id"),
    reference("reported_by", "users.user_id"),
    Column("client_id", String(64), nullable=False),
    Column("asked", String(64), nullable=False),  # SHA-256 of what was asked
    reference("manager_id", "users.user_id"),
    Column("text", Text, nullable=False),
    Column("excerpts", JSON, nullable=False),  # as they read when they were chosen
    Column("at", UtcTime, nullable=False),
    UniqueConstraint("mentorship_id", "reported_by", "client_id"),
    Index(None, "manager_id"),
)

# Only added to; both members may read it.
access_log = Table(
    "access_log",
    metadata,
    Column("entry", Integer, primary_key=True),
    reference("mentorship_id", "mentorships.mentorship_id"),
    reference("user_id", "users.user_id"),
    Column("acted_as", String(16), nullable=False),
    Column("did", String(16), nullable=False),
    Column("at", UtcTime, nullable=False),
    CheckConstraint("acted_as IN ('manager', 'admin', 'bot')", name="acted_as"),
    Index(None, "mentorship_id"),
)
# ── Meetings ─────────────────────────────────────────────────────────────────

# A series is a rule; its meetings are rows of their own, a few of them ahead at a time.
series = Table(
    "series",
    metadata,
    key("series_id"),
    reference("mentorship_id", "mentorships.mentorship_id"),
    reference("created_by", "users.user_id"),
    Column("title", String(200), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("place", String(200)),
    Column("time_zone", String(64), nullable=False),  # IANA
    Column("minutes", Integer, nullable=False),
    Column("every_weeks", Integer, nullable=False),
    Column("anchor_n", Integer, nullable=False),  # the number of the meeting that …
    Column("anchor_local", String(16), nullable=False),  # … starts then; the others are whole weeks away
    Column("made_n", Integer, nullable=False),  # the last one that was made
    Column("last_n", Integer),  # the last one that there will be; None: it goes on
    Index(None, "mentorship_id"),
)

meetings = Table(
    "meetings",
    metadata,
    key("meeting_id"),
    reference("mentorship_id", "mentorships.mentorship_id"),
    reference("series_id", "series.series_id", nullable=True),
    Column("n", Integer),  # in the series
    Column("title", String(200), nullable=False),
    *word("kind", "video", "sound", "chat", "in_person"),
    Column("place", String(200)),
    Column("local_start", String(16), nullable=False),  # what the clocks of its zone show
    Column("time_zone", String(64), nullable=False),  # IANA
    Column("minutes", Integer, nullable=False),
    Column("starts_at", UtcTime, nullable=False),
    Column("ends_at", UtcTime, nullable=False),
    # When the clock changes it next; the scheduler's only question. The state itself is never stored.
    Column("turns_at", UtcTime),
    reference("created_by", "users.user_id"),
    Column("created_at", UtcTime, nullable=False),
    reference("cancelled_by", "users.user_id", nullable=True),
    Column("cancelled_at", UtcTime),
    Column("revision", Integer, nullable=False, default=1),
    UniqueConstraint("series_id", "n"),
    Index(None, "mentorship_id", "starts_at", "meeting_id"),
    Index(None, "turns_at"),
)

actions = Table(
    "actions",
    metadata,
    key("action_id"),
    reference("mentorship_id", "mentorships.mentorship_id"),
    reference("meeting_id", "meetings.meeting_id"),  # in which it was made
    Column("text", String(500), nullable=False),
    reference("owner_id", "users.user_id"),
    Column("due_on", String(10)),  # ISO date
    Column("done_at", UtcTime),
    reference("created_by", "users.user_id"),
    Column("created_at", UtcTime, nullable=False),
    reference("carried_to", "meetings.meeting_id", nullable=True),  # the agenda it last came onto
    Index(None, "mentorship_id"),
    Index(None, "meeting_id"),
)

agenda_items = Table(
    "agenda_items",
    metadata,
    key("item_id"),
    reference("meeting_id", "meetings.meeting_id"),
    Column("position", Integer, nullable=False),
    Column("title", String(500), nullable=False),
    Column("minutes", Integer),
    Column("goal_id", String(64)),
    reference("action_id", "actions.action_id", nullable=True),
    *word("state", "open", "done", "left"),
    reference("added_by", "users.user_id"),
    reference("carried_from", "meetings.meeting_id", nullable=True),
    reference("carried_to", "meetings.meeting_id", nullable=True),
    Index(None, "meeting_id", "position"),
    Index(None, "action_id"),
)

shared_notes = Table(
    "shared_notes",
    metadata,
    Column("meeting_id", String(64), ForeignKey("meetings.meeting_id"), primary_key=True),
    Column("text", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    reference("changed_by", "users.user_id"),
    Column("changed_at", UtcTime, nullable=False),
)

private_notes = Table(
    "private_notes",
    metadata,
    Column("meeting_id", String(64), ForeignKey("meetings.meeting_id"), primary_key=True),
    Column("user_id", String(64), ForeignKey("users.user_id"), primary_key=True),
    Column("text", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
)

# What each of the two says: whether it took place.
attendance = Table(
    "attendance",
    metadata,
    Column("meeting_id", String(64), ForeignKey("meetings.meeting_id"), primary_key=True),
    Column("user_id", String(64), ForeignKey("users.user_id"), primary_key=True),
    Column("attended", Boolean, nullable=False),
    Column("at", UtcTime, nullable=False),
)

# When each was in the video room.
presences = Table(
    "presences",
    metadata,
    Column("meeting_id", String(64), ForeignKey("meetings.meeting_id"), primary_key=True),
    Column("user_id", String(64), ForeignKey("users.user_id"), primary_key=True),
    Column("joined_at", UtcTime, primary_key=True),
    Column("left_at", UtcTime, nullable=False),
)

feedback = Table(
    "feedback",
    metadata,
    Column("meeting_id", String(64), ForeignKey("meetings.meeting_id"), primary_key=True),
    reference("author_id", "users.user_id"),
    Column("body", Text, nullable=False),
    Column("written_at", UtcTime, nullable=False),
    Column("changed_at", UtcTime),
    Column("sealed", Boolean, nullable=False),  # as the programme had it when this was written
    Column("revision", Integer, nullable=False),
)

feedback_additions = Table(
    "feedback_additions",
    metadata,
    Column("meeting_id", String(64), ForeignKey("feedback.meeting_id"), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("body", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
)

ratings = Table(
    "ratings",
    metadata,
    Column("meeting_id", String(64), ForeignKey("meetings.meeting_id"), primary_key=True),
    reference("author_id", "users.user_id"),
    Column("score", Integer),  # None: taken back
    Column("comment", Text),
    Column("rated_at", UtcTime, nullable=False),
    Column("sealed", Boolean, nullable=False),
    Column("revision", Integer, nullable=False),
    CheckConstraint("score BETWEEN 1 AND 5", name="score"),
)

# What was made with which client_id, so that a request that is sent again happens once.
repeats = Table(
    "repeats",
    metadata,
    Column("user_id", String(64), ForeignKey("users.user_id"), primary_key=True),
    Column("scope", String(64), primary_key=True),  # the id of what it was made in
    Column("client_id", String(64), primary_key=True),
    Column("said", String(64), nullable=False),  # SHA-256 of the request
    Column("made_id", String(64), nullable=False),
)
