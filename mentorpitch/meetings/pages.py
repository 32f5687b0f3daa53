"""Reading meetings: one, or a page of them."""

from datetime import datetime
from typing import Literal

from mentorpitch import cursors
from mentorpitch.access import access_meeting, access_mentorship
from mentorpitch.actors import Actor
from mentorpitch.bots.scopes import SEES_MEETINGS
from mentorpitch.bots.withheld import seen_by
from mentorpitch.clock import Clock
from mentorpitch.meetings.shapes import Meeting
from mentorpitch.meetings.view import view, view_all
from mentorpitch.shapes import MentorshipId, Shape
from mentorpitch.store import feedback as feedback_store
from mentorpitch.store import meetings as meetings_store
from mentorpitch.store.database import Database

MOST_MEETINGS = 100  # in one page


class MeetingPage(Shape, frozen=True):
    meetings: tuple[Meeting, ...]
    next_cursor: str | None  # None: there are no more
    now: datetime  # the clock that the states are by
    waiting: tuple[str, ...]  # those of this page that wait for one's own feedback or rating


async def get(db: Database, actor: Actor, meeting_id: str, *, clock: Clock) -> Meeting:
    async with db.read() as tx:
        await access_meeting(tx, actor, meeting_id, to="read", bots=SEES_MEETINGS)
        return seen_by(actor, await view(tx, meeting_id, at=clock()))


async def page(
    db: Database,
    actor: Actor,
    mentorship_id: MentorshipId,
    *,
    state: Literal["upcoming", "past"],
    cursor: str | None = None,
    limit: int = 20,
    clock: Clock,
) -> MeetingPage:
    """Upcoming, with the current one: soonest first. Past, with the cancelled: newest first."""
    place = cursors.decode(cursor)
    async with db.read() as tx:
        pair = await access_mentorship(tx, actor, mentorship_id, to="read", bots=SEES_MEETINGS)
        at = clock()
        if state == "upcoming":
            found = await meetings_store.page_upcoming(tx, mentorship_id, at=at, after=place, limit=limit + 1)
        else:
            found = await meetings_store.page_past(tx, mentorship_id, at=at, before=place, limit=limit + 1)
        meetings = await view_all(tx, found[:limit], at=at)
        over = [each.meeting_id for each in meetings if each.state == "past" and each.held != "no"]
        if pair.status == "ended" or actor.is_bot:
            over = []
        is_mentor = actor.user_id == pair.mentor.user_id
        answered = await feedback_store.list_answered(tx, over, by="mentor" if is_mentor else "mentee")
    return MeetingPage(
        meetings=tuple(seen_by(actor, meeting) for meeting in meetings),
        next_cursor=cursors.encode((meetings[-1].starts_at, meetings[-1].meeting_id))
        if len(found) > limit
        else None,
        now=at,
        waiting=tuple(each for each in over if each not in answered),
    )
