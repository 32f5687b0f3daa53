"""The shapes of what a search finds."""

from datetime import datetime
from typing import Literal

from mentorpitch.mentorships.shapes import PitchId
from mentorpitch.shapes import ConversationId, MentorshipId, Person, Shape, UserId

FoundKind = Literal["message", "meeting", "goal", "area", "work"]
Source = Literal["message", "meeting", "agenda", "notes", "own_notes", "goal", "area", "work", "document"]


class Segment(Shape, frozen=True):
    """A piece of a text, and whether it is what was looked for."""

    text: str
    hit: bool = False


class Found(Shape, frozen=True):
    """A place where the words stand."""

    kind: FoundKind
    source: Source  # what of it: a meeting's title, an item of its agenda, …
    thing_id: str  # of the source; of notes their meeting, of a message its conversation
    seq: int | None  # of a message
    inside_id: str | None  # the meeting or work item around it
    mentorship_id: MentorshipId | None
    conversation_id: ConversationId | None
    pitch_id: PitchId | None  # of a talk about a pitch
    with_people: tuple[Person, ...]  # who takes part there beside the actor
    person_id: UserId | None  # who wrote it, where that is kept
    at: datetime  # of messages when they were sent, of meetings when they begin
    segments: tuple[Segment, ...]
