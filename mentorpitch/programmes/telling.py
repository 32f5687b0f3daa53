"""Telling a programme's managers that there is something new to look at, and not what it is.

What pairs write, and when, is never a reason: a hint at the wrong moment would tell of it.
"""

from mentorpitch.announcements import Told
from mentorpitch.shapes import MentorshipId, ProgrammeId, Shape, UserId
from mentorpitch.store import mentorships as mentorships_store
from mentorpitch.store import programmes as programmes_store
from mentorpitch.store.database import Reader


class ProgrammeChanged(Shape, frozen=True):
    """Its people, pairs or invitations are others now: ask again. For its managers, and who left it."""

    programme_id: ProgrammeId


async def programme_changed(tx: Reader, programme_id: ProgrammeId, *, too: tuple[UserId, ...] = ()) -> Told:
    """To be announced after the commit; `too` are people who are no managers, or not any more."""
    managers = [manager.user_id for manager in await programmes_store.list_managers(tx, programme_id)]
    return Told(
        event="programme_changed",
        payload=ProgrammeChanged(programme_id=programme_id),
        user_ids=tuple(dict.fromkeys((*managers, *too))),
    )


async def programme_of_changed(tx: Reader, mentorship_id: MentorshipId) -> Told | None:
    """A pair of it began, paused, went on or ended."""
    pair = await mentorships_store.find_pair(tx, mentorship_id)
    return await programme_changed(tx, pair.programme.programme_id) if pair else None
