"""Saying beforehand whether one comes: here with a click, or from a calendar. Both of the two see it.

An answer is to the meeting as it stood: once that moves or changes, it is asked again. Whoever arranges a
meeting has said that they come.
"""

from collections.abc import Sequence
from datetime import datetime

from mentorpitch.access import access_meeting
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce
from mentorpitch.clock import Clock
from mentorpitch.errors import Conflict
from mentorpitch.meetings.shapes import Answer, Meeting
from mentorpitch.meetings.view import tell, view
from mentorpitch.store import answers as answers_store
from mentorpitch.store import meetings as meetings_store
from mentorpitch.store.database import Database, Writer

OVER = "This meeting is over."


async def say(
    db: Database, actor: Actor, meeting_id: str, answer: Answer, *, announce: Announce, clock: Clock
) -> Meeting:
    """Said again, the newest counts."""
    return await say_at(db, actor, meeting_id, answer, said_at=clock(), announce=announce, clock=clock)


async def say_at(
    db: Database,
    actor: Actor,
    meeting_id: str,
    answer: Answer,
    *,
    said_at: datetime,
    sequence: int | None = None,
    announce: Announce,
    clock: Clock,
) -> Meeting:
    """The same of an answer that was under way; `sequence` is that of the meeting which was answered.

    Raises Conflict when the meeting is over, was cancelled, or stands otherwise now.
    """
    async with db.write() as tx:
        meeting = await access_meeting(tx, actor, meeting_id, to="change")
        at = clock()
        if meeting.ends_at <= at:
            raise Conflict(OVER)
        if sequence not in (None, meeting.sequence):
            raise Conflict("This meeting was changed since.")
        if is_new := await answers_store.say(tx, meeting, actor.user_id, answer, at=min(said_at, at)):
            await meetings_store.change(tx, meeting_id)
        now = await view(tx, meeting_id, at=at)
    if is_new:
        tell(announce, [now])
    return now


async def accept_as_arranger(tx: Writer, actor: Actor, meeting_ids: Sequence[str], *, at: datetime) -> None:
    """Call in the transaction that arranged or changed them."""
    stored = [
        each for each in await meetings_store.list_by_id(tx, meeting_ids) if actor.user_id in each.user_ids
    ]
    await answers_store.say_unless_said(tx, stored, actor.user_id, "accepted", at=at)
