"""The shapes of a pair and its life: profiles, pitches, the agreement, nudges, concerns, the access log."""

from datetime import datetime
from typing import Annotated, Final, Literal, NewType

from msgspec import Meta

from mentorpitch.bots.scopes import Deed as BotDeed
from mentorpitch.shapes import (
    ConversationId,
    Line,
    MentorshipId,
    Note,
    Person,
    ProgrammeId,
    ProgrammeName,
    Shape,
    UserId,
)

PitchId = NewType("PitchId", str)


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


ManagerSees = Literal[
    "existence",
    "status",
    "last_active_day",
    "meetings",
    "feedback",
    "ratings",
    "goal_counts",
    "cohort_levels",
]
MANAGER_SEES: Final[tuple[ManagerSees, ...]] = (
    "existence",
    "status",
    "last_active_day",
    "meetings",  # kind, time, state and whether they took place
    "feedback",
    "ratings",
    "goal_counts",
    "cohort_levels",  # of five mentees or more
)


class Agreement(Shape, frozen=True):
    """What the two promise each other, in their own words; nothing until one of them writes it.

    What the programme's managers can see is part of what is accepted.
    """

    mentorship_id: MentorshipId
    text: str
    manager_sees: tuple[ManagerSees, ...]  # when it was written
    written_by: UserId | None
    written_at: datetime | None
    accepted_by: tuple[UserId, ...]  # both: it holds
    revision: int  # 0: nothing written yet
    manager_sees_now: tuple[ManagerSees, ...] = MANAGER_SEES  # another list: it needs both anew


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
    closed_at: datetime | None  # the manager has looked after it
    note: str | None  # the manager's own; None for anybody else
    revision: int


class ConcernChanged(Shape, frozen=True):
    """A concern is new, or was looked after; for whoever told it and the manager who was told."""

    concern: Concern


ActedAs = Literal["manager", "admin", "bot"]
Deed = Literal["paired", "suggested", "ended", "closed_account", "opened_account", BotDeed]


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
    conduct_accepted_at: datetime | None  # None: the code of conduct, as it stands, waits for one's yes


class Conduct(Shape, frozen=True):
    """How people treat each other in a programme."""

    programme_id: ProgrammeId
    text: str
    revision: int  # of the text; what one accepts
    accepted_at: datetime | None  # by oneself, as it stands


class ProgrammeChanged(Shape, frozen=True):
    """What all members see of it is another: its mentors and their places, its code of conduct; ask again."""

    programme_id: ProgrammeId
