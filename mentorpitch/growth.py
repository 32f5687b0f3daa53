"""The shapes of what grows in a mentorship: goals, development areas, the pair itself.

Whatever is live carries a `revision` that grows with each change, so that who hears of it twice or late
keeps the newest.
"""

from datetime import date, datetime
from typing import Annotated, Final, Literal, NewType

from msgspec import Meta

from mentorpitch.shapes import (
    ConversationId,
    Id,
    MentorshipId,
    Person,
    ProgrammeId,
    ProgrammeName,
    Shape,
    UserId,
)

GoalId = NewType("GoalId", str)
ItemId = NewType("ItemId", str)
AreaId = NewType("AreaId", str)
PitchId = NewType("PitchId", str)

Line = Annotated[str, Meta(min_length=1, max_length=300)]
Prose = Annotated[str, Meta(max_length=5_000)]  # may be empty
Note = Annotated[str, Meta(max_length=2_000)]  # may be empty
Percent = Annotated[int, Meta(ge=0, le=100)]
Revision = Annotated[int, Meta(ge=0, le=2**53)]

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
    revision: int
    created_at: datetime
    changed_at: datetime


class AreaChanged(Shape, frozen=True):
    """A development area is new or another; for both members."""

    area: Area


# ── From a pitch to a pair, and through its life ─────────────────────────────


class MentorProfile(Shape, frozen=True):
    """What a mentor tells those who look for one."""

    taking_mentees: bool = False
    capacity: Annotated[int, Meta(ge=0, le=50)] = 1  # pairs at a time, in this programme
    about: Note = ""
    availability: Annotated[str, Meta(max_length=300)] = ""
    skills: Annotated[tuple[Line, ...], Meta(max_length=30)] = ()
    languages: Annotated[tuple[Line, ...], Meta(max_length=30)] = ()


class MentorShown(Shape, frozen=True):
    """A mentor as the members of the programme see them."""

    person: Person
    profile: MentorProfile
    free_places: int
    can_be_pitched: bool  # takes mentees, and has a place


PitchStatus = Literal["open", "talk", "accepted", "declined", "withdrawn"]


class Pitch(Shape, frozen=True):
    """A pair that may become: a mentee's pitch to a mentor, or a match that a manager suggests to both."""

    pitch_id: PitchId
    programme: ProgrammeName
    origin: Literal["mentee", "manager"]
    mentor: Person
    mentee: Person
    status: PitchStatus
    want: str  # what I want to learn; empty in a suggestion
    why: str  # why you; in a suggestion: why you two
    note: str  # of the answer
    accepted_by: tuple[UserId, ...]  # a suggestion waits for both
    answered_by: UserId | None  # whose decline, withdrawal or wish to talk it is
    conversation_id: ConversationId | None  # once the mentor asked for a talk, and of the pair it becomes
    mentorship_id: MentorshipId | None  # once accepted
    revision: int
    created_at: datetime
    changed_at: datetime


class PitchChanged(Shape, frozen=True):
    """A pitch or a suggested match is new or another; for the two whom it concerns."""

    pitch: Pitch


class SuggestionOverview(Shape, frozen=True):
    """What a manager sees of a match that was suggested: what became of it, and nothing that was said."""

    pitch_id: PitchId
    mentor: Person
    mentee: Person
    status: PitchStatus
    created_at: datetime


ManagerSees = Literal["existence", "status", "last_active_day", "goal_counts", "cohort_levels"]
MANAGER_SEES: Final[tuple[ManagerSees, ...]] = (
    "existence",
    "status",
    "last_active_day",
    "goal_counts",
    "cohort_levels",  # of five mentees or more
)


class Agreement(Shape, frozen=True):
    """What the two promise each other, in their own words; nothing until one of them writes it.

    What the programme's managers can see is part of what is accepted.
    """

    mentorship_id: MentorshipId
    text: str
    manager_sees: tuple[ManagerSees, ...]
    written_by: UserId | None
    written_at: datetime | None
    accepted_by: tuple[UserId, ...]  # both: it holds
    revision: int  # 0: nothing written yet


class AgreementChanged(Shape, frozen=True):
    """The agreement was written anew or accepted; for both members."""

    agreement: Agreement


class Nudge(Shape, frozen=True):
    """A pair has been quiet for a while, and it is this person's turn to be told. Never more than three."""

    mentorship_id: MentorshipId
    other: Person
    quiet_days: int  # so far
    number: Literal[1, 2, 3]


class NudgeChanged(Shape, frozen=True):
    """One has put a nudge off, on any of one's devices: ask for the nudges again."""


class Excerpt(Shape, frozen=True):
    """A message as it read when it was chosen."""

    sender_id: UserId
    body: str
    sent_at: datetime


class Concern(Shape, frozen=True):
    """What one of the two told a manager; the other never learns of it."""

    concern_id: str
    mentorship_id: MentorshipId
    reported_by: Person
    manager: Person
    text: str
    excerpts: tuple[Excerpt, ...]
    at: datetime


ActedAs = Literal["manager", "admin", "bot"]
Deed = Literal["paired", "suggested", "ended"]


class AccessEntry(Shape, frozen=True, rename={"acted_as": "as"}):
    """What somebody other than the two did to the mentorship; the list of them only grows."""

    who: Person
    acted_as: ActedAs
    did: Deed
    at: datetime


class MyProgramme(Shape, frozen=True):
    """A programme that one belongs to."""

    programme_id: ProgrammeId
    name: str
    roles: tuple[Literal["mentor", "mentee", "manager"], ...]
    conduct_accepted_at: datetime | None  # of the code of conduct
