"""The shapes of talk balance."""

from mentorpitch.shapes import MentorshipId, Shape, UserId


class TalkChoice(Shape, frozen=True):
    """Whether it is counted how long each of a pair speaks: the mentee asks for it, and neither says no."""

    mentorship_id: MentorshipId
    mentee_agrees: bool = False
    mentor_agrees: bool = True  # it is the mentee who asks; the mentor may say no
    revision: int = 0  # 0: nobody ever said anything

    @property
    def is_on(self) -> bool:
        return self.mentee_agrees and self.mentor_agrees


class TalkShare(Shape, frozen=True):
    user_id: UserId
    spoken_s: int


class TalkBalance(Shape, frozen=True):
    """How long each of the two spoke at a meeting; empty when it was not counted, or is no more."""

    meeting_id: str
    mentorship_id: MentorshipId
    shares: tuple[TalkShare, ...]  # of the mentor and the mentee
    revision: int  # milliseconds that are counted: it only grows, until a withdrawal erases all
