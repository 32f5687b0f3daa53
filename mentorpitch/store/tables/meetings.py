"""Meetings, what was said in them and about them."""

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
    UniqueConstraint,
)

from mentorpitch.store.tables.base import UtcTime, key, metadata, reference, word

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
    # How often it was moved, changed or cancelled, as calendars count (RFC 5545, 3.8.7.4).
    Column("sequence", Integer, nullable=False, default=0, server_default="0"),
    Column("invited", Boolean, nullable=False, default=False, server_default="0"),  # calendars know of it
    UniqueConstraint("series_id", "n"),
    Index(None, "mentorship_id", "starts_at", "meeting_id"),
    Index(None, "starts_at", "meeting_id"),
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
    # Its timebox. At most one item of a meeting is the current one.
    Column("more_minutes", Integer, nullable=False, default=0, server_default="0"),  # granted in the meeting
    Column("spent_ms", Integer, nullable=False, default=0, server_default="0"),  # before running_since
    Column("current", Boolean, nullable=False, default=False, server_default="0"),
    Column("running_since", UtcTime),  # None: its clock rests
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

# Past meetings of which this person does not want to be asked any more how they were.
set_aside = Table(
    "set_aside",
    metadata,
    Column("user_id", String(64), ForeignKey("users.user_id"), primary_key=True),
    Column("meeting_id", String(64), ForeignKey("meetings.meeting_id"), primary_key=True),
    Index(None, "meeting_id"),
    sqlite_with_rowid=False,
)

# What each of the two says beforehand: whether they come. It was said of the meeting as it stood then.
answers = Table(
    "answers",
    metadata,
    Column("meeting_id", String(64), ForeignKey("meetings.meeting_id"), primary_key=True),
    Column("user_id", String(64), ForeignKey("users.user_id"), primary_key=True),
    *word("answer", "accepted", "declined", "tentative"),
    Column("sequence", Integer, nullable=False),  # of the meeting that was answered
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
