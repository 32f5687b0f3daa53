"""Face to face: programmes encourage a pair to meet in person at least once, where that is possible."""

from mentorpitch.access import access_mentorship
from mentorpitch.actors import Actor
from mentorpitch.clock import Clock
from mentorpitch.meetings.shapes import InPerson
from mentorpitch.meetings.view import view_by_id, witness_all
from mentorpitch.shapes import MentorshipId
from mentorpitch.store import meetings as meetings_store
from mentorpitch.store.database import Database


async def get(db: Database, actor: Actor, mentorship_id: MentorshipId, *, clock: Clock) -> InPerson:
    """The newest meeting in person that both say took place, and the next that is planned."""
    async with db.read() as tx:
        await access_mentorship(tx, actor, mentorship_id, to="read")
        at = clock()
        stored = await meetings_store.list_in_person(tx, mentorship_id)
        witnesses = await witness_all(tx, stored)
        held = [each for each in stored if each.ends_at <= at and witnesses[each.meeting_id][1] == "yes"]
        ahead = [each for each in stored if each.ends_at > at]
        chosen = [each.meeting_id for each in (*held[-1:], *ahead[:1])]
        seen = {meeting.meeting_id: meeting for meeting in await view_by_id(tx, chosen, at=at)}
    return InPerson(
        met=seen[held[-1].meeting_id] if held else None,
        planned=seen[ahead[0].meeting_id] if ahead else None,
    )
