"""What a calendar's answer does: what a click in the app does, for whom its address was made."""

from typing import Final, Literal

from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce
from mentorpitch.calendars.ics import uid_of
from mentorpitch.clock import Clock
from mentorpitch.errors import Problem
from mentorpitch.ids import hash_secret
from mentorpitch.limits import REPLY, Limits
from mentorpitch.meetings.answering import say_at
from mentorpitch.replies.reading import Reply
from mentorpitch.store import calendars as calendars_store
from mentorpitch.store.calendars import ReplyPlace
from mentorpitch.store.database import Database

Outcome = Literal["taken", "passed over"]

PASSES: Final = frozenset({"unavailable", "storage_full", "internal"})  # may be tried again


async def find_place(db: Database, token: str) -> ReplyPlace | None:
    async with db.read() as tx:
        return await calendars_store.find_reply_place(tx, hash_secret(token))


async def take(
    db: Database, token: str, reply: Reply, *, limits: Limits, announce: Announce, clock: Clock
) -> Outcome:
    """An answer to another meeting, or to this one as it no longer stands, is passed over.

    Raises Problem for what may be tried again.
    """
    place = await find_place(db, token)
    if place is None or reply.uid != uid_of(place.meeting_id):
        return "passed over"
    at = clock()
    try:
        limits.take(REPLY, place.meeting_id, place.user_id)
        await say_at(
            db,
            Actor(user_id=place.user_id, session_id="mail"),
            place.meeting_id,
            reply.answer,
            said_at=reply.said_at or at,
            sequence=reply.sequence,
            announce=announce,
            clock=clock,
        )
    except Problem as problem:
        if problem.code in PASSES:
            raise
        return "passed over"
    return "taken"
