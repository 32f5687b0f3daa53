"""Telling that there is something new to look at in a programme, and not what it is.

What pairs write, and when, is never a reason: a hint at the wrong moment would tell of it.
"""

from mentorpitch.announcements import Told
from mentorpitch.mentorships.shapes import ProgrammeChanged
from mentorpitch.shapes import MentorshipId, ProgrammeId, UserId
from mentorpitch.store import mentorships as mentorships_store
from mentorpitch.store import programmes as programmes_store
from mentorpitch.store.database import Reader


def programme_changed(programme_id: ProgrammeId, user_ids: tuple[UserId, ...]) -> Told:
    return Told(
        event="programme_changed",
        payload=ProgrammeChanged(programme_id=programme_id),
        user_ids=user_ids,
    )


async def changed_for_managers(
    tx: Reader, programme_id: ProgrammeId, *, too: tuple[UserId, ...] = ()
) -> Told:
    """Its people or invitations are others; `too` are people who are no managers, or not any more."""
    managers = [manager.user_id for manager in await programmes_store.list_managers(tx, programme_id)]
    return programme_changed(programme_id, tuple(dict.fromkeys((*managers, *too))))


async def changed_by_pair(tx: Reader, mentorship_id: MentorshipId) -> Told | None:
    """For managers: a pair of it began, paused, went on or ended."""
    pair = await mentorships_store.find_pair(tx, mentorship_id)
    return await changed_for_managers(tx, pair.programme.programme_id) if pair else None
