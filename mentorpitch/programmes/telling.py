"""What all members of a programme hear of."""

from mentorpitch.announcements import Told
from mentorpitch.mentorships.shapes import ProgrammeChanged
from mentorpitch.shapes import ProgrammeId, UserId


def programme_changed(programme_id: ProgrammeId, user_ids: tuple[UserId, ...]) -> Told:
    return Told(
        event="programme_changed",
        payload=ProgrammeChanged(programme_id=programme_id),
        user_ids=user_ids,
    )
