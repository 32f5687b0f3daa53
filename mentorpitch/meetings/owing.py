"""What somebody is asked for once a meeting is over: the mentor's feedback, the mentee's rating.

The question goes by itself: with the word itself, when its reader sets it aside, or after a while.
"""

from datetime import datetime, timedelta

from mentorpitch.access import access_meeting
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce, Told
from mentorpitch.clock import Clock
from mentorpitch.meetings.shapes import Owed, OwedChanged
from mentorpitch.meetings.view import witness_all
from mentorpitch.shapes import UserId
from mentorpitch.store import feedback as feedback_store
from mentorpitch.store import meetings as meetings_store
from mentorpitch.store import reminders as reminders_store
from mentorpitch.store.database import Database, Reader
from mentorpitch.store.meetings import StoredMeeting
from mentorpitch.store.reminders import Standing

ASKED_FOR = timedelta(days=2)  # later, the list of what waits is enough


async def list_mine(db: Database, actor: Actor, *, clock: Clock) -> tuple[Owed, ...]:
    """Of meetings that have just been, the newest first."""
    async with db.read() as tx:
        return await _list_owed(tx, actor.user_id, at=clock())


async def set_aside(
    db: Database, actor: Actor, meeting_id: str, *, announce: Announce, clock: Clock
) -> tuple[Owed, ...]:
    """The actor is not asked about this meeting again, on none of their screens. Returns what is left."""
    async with db.write() as tx:
        await access_meeting(tx, actor, meeting_id, to="read")
        changed = await meetings_store.put_aside(tx, meeting_id, actor.user_id)
        left = await _list_owed(tx, actor.user_id, at=clock())
    if changed:
        announce(Told(event="owed_changed", payload=OwedChanged(), user_ids=(actor.user_id,)))
    return left


async def _list_owed(tx: Reader, user_id: UserId, *, at: datetime) -> tuple[Owed, ...]:
    past = await meetings_store.list_past_of_user(tx, user_id, ends_after=at - ASKED_FOR, at=at)
    if not past:
        return ()
    mentored = [each.meeting_id for each in past if each.mentor_id == user_id]
    others = [each.meeting_id for each in past if each.mentor_id != user_id]
    answered = await feedback_store.list_answered(tx, mentored, by="mentor")
    answered |= await feedback_store.list_answered(tx, others, by="mentee")
    standing = await reminders_store.list_standing(tx, [*mentored, *others])
    witnesses = await witness_all(tx, past)
    return tuple(
        _owed(each, user_id, standing[each.meeting_id])
        for each in past
        if each.meeting_id in standing
        and each.meeting_id not in answered
        and witnesses[each.meeting_id][1] != "no"
    )


def _owed(meeting: StoredMeeting, user_id: UserId, standing: Standing) -> Owed:
    is_mentor = user_id == meeting.mentor_id
    return Owed(
        meeting_id=meeting.meeting_id,
        mentorship_id=meeting.mentorship_id,
        what="feedback" if is_mentor else "rating",
        title=meeting.title,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        other=standing.mentee if is_mentor else standing.mentor,
    )
