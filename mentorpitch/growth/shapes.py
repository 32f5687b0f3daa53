"""The shapes of what grows in a mentorship: goals, development areas and levels.

Whatever is live carries a `revision` that grows with each change, so that who hears of it twice or late
keeps the newest.
"""

from datetime import date, datetime
from typing import Final, Literal, NewType

from mentorpitch.shapes import (
    Id,
    Line,
    MentorshipId,
    Shape,
    UserId,
)

GoalId = NewType("GoalId", str)
ItemId = NewType("ItemId", str)
AreaId = NewType("AreaId", str)

# ── Goals ────────────────────────────────────────────────────────────────────

GoalStatus = Literal["open", "done", "dropped"]


class ChecklistItem(Shape, frozen=True):
    item_id: ItemId
    text: str
    done: bool


class Goal(Shape, frozen=True):
    """What the two work towards, as it stands. Its revision is the number of its newest activity."""

    goal_id: GoalId
    mentorship_id: MentorshipId
    created_by: UserId
    client_id: str
    what: str
    how: str
    due_on: date | None
    status: GoalStatus
    progress: int  # percent; of its checklist, when it has one
    checklist: tuple[ChecklistItem, ...]
    agreed_by: tuple[UserId, ...]  # both: agreed; whoever changes its words takes all of it away
    removal_proposed_by: UserId | None  # the other may confirm
    brought_from: MentorshipId | None  # an earlier mentorship of the mentee's, which they took it over from
    revision: int
    created_at: datetime
    changed_at: datetime


GoalActivityKind = Literal[
    "created",
    "edited",  # detail: which fields
    "progressed",  # detail: percent
    "status_changed",  # detail: the status
    "agreed",
    "item_added",  # detail of all items: the text
    "item_edited",
    "item_done",
    "item_undone",
    "item_removed",
    "removal_proposed",
    "removal_dropped",
]


class GoalActivity(Shape, frozen=True):
    """One change of a goal; the list of them only grows."""

    revision: int
    user_id: UserId
    kind: GoalActivityKind
    detail: str | None
    at: datetime


class GoalChanged(Shape, frozen=True):
    """A goal is new or another; for both members."""

    goal: Goal


class GoalRemoved(Shape, frozen=True):
    """Both wanted a goal gone; nothing of it is left."""

    mentorship_id: MentorshipId
    goal_id: GoalId
    revision: int


# ── Development areas ────────────────────────────────────────────────────────

Level = Literal["aware", "practising", "on_my_own", "guiding", "shaping"]
LEVELS: Final[tuple[Level, ...]] = ("aware", "practising", "on_my_own", "guiding", "shaping")


class Evidence(Shape, frozen=True):
    """What shows a level. The reference is kept as it was given; the label is what people read."""

    kind: Literal["meeting", "document", "goal"]
    reference: Id
    label: Line


LevelEntryKind = Literal["set", "suggested", "accepted", "declined"]


class LevelEntry(Shape, frozen=True):
    """One word about a level; the list of them only grows."""

    revision: int  # of the area, that this entry made
    user_id: UserId
    kind: LevelEntryKind
    level: Level
    note: str
    evidence: tuple[Evidence, ...]
    at: datetime


class Area(Shape, frozen=True):
    """What the mentee wants to grow in, as it stands. The level is theirs to set."""

    area_id: AreaId
    mentorship_id: MentorshipId
    client_id: str
    name: str
    highlighted: bool
    first: LevelEntry | None  # where it was
    current: LevelEntry | None  # where it is, and what shows it
    target: Level | None  # where it should go
    suggested: LevelEntry | None  # by the mentor, not answered yet
    brought_from: MentorshipId | None  # as in Goal
    revision: int
    created_at: datetime
    changed_at: datetime


class AreaChanged(Shape, frozen=True):
    """A development area is new or another; for both members."""

    area: Area


# ── What the mentee takes over from an earlier mentorship ────────────────────


class Portable(Shape, frozen=True):
    """A mentorship that has ended, and what its mentee may take over from it: their own words."""

    mentorship_id: MentorshipId
    goals: tuple[Goal, ...]
    areas: tuple[Area, ...]


class Handover(Shape, frozen=True):
    """What could be taken over into a mentorship and was not asked about yet; for its mentee alone."""

    mentorship_id: MentorshipId
    offers: tuple[Portable, ...]


class HandoverChanged(Shape, frozen=True):
    """One has chosen, on any of one's devices: ask for the handover again."""

    mentorship_id: MentorshipId
