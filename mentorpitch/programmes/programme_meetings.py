"""What a programme's managers see of meetings: that they are and when; and what was written for them."""

from datetime import datetime

from mentorpitch import cursors
from mentorpitch.access import access_programme
from mentorpitch.actors import Actor
from mentorpitch.clock import Clock
from mentorpitch.meetings.local_time import state_of
from mentorpitch.meetings.shapes import GivenFeedback, Held, ManagedMeeting
from mentorpitch.meetings.view import witness_all
from mentorpitch.shapes import ProgrammeId, Shape
from mentorpitch.store import feedback as feedback_store
from mentorpitch.store import given_feedback as given_feedback_store
from mentorpitch.store import meetings as meetings_store
from mentorpitch.store import mentorships as mentorships_store
from mentorpitch.store import programmes as programmes_store
from mentorpitch.store.database import Database
from mentorpitch.store.meetings import StoredMeeting

ATTENDED: dict[Held, bool] = {"yes": True, "no": False}


class ManagedMeetings(Shape, frozen=True):
    meetings: tuple[ManagedMeeting, ...]  # newest first
    next_cursor: str | None


class ProgrammeFeedback(Shape, frozen=True):
    given: tuple[GivenFeedback, ...]  # newest meeting first
    next_cursor: str | None


class ProgrammeOptions(Shape, frozen=True):
    programme_id: ProgrammeId
    sealed_exchange: bool  # feedback and rating open together


async def page_meetings(
    db: Database,
    actor: Actor,
    programme_id: ProgrammeId,
    *,
    cursor: str | None,
    limit: int,
    clock: Clock,
) -> ManagedMeetings:
    """Their kind, time and state, and whether they took place; never their titles."""
    place = cursors.decode(cursor)
    async with db.read() as tx:
        await access_programme(tx, actor, programme_id, to="manage")
        at = clock()
        found = await meetings_store.page_of_programme(tx, programme_id, before=place, limit=limit + 1)
        witnesses = await witness_all(tx, found[:limit])
    return ManagedMeetings(
        meetings=tuple(
            ManagedMeeting(
                meeting_id=each.meeting_id,
                mentorship_id=each.mentorship_id,
                kind=each.kind,
                starts_at=each.starts_at,
                ends_at=each.ends_at,
                time_zone=each.time_zone,
                state=state_of(each.starts_at, each.ends_at, cancelled=each.cancelled_at is not None, at=at),
                attended=ATTENDED.get(witnesses[each.meeting_id][1]),
            )
            for each in found[:limit]
        ),
        next_cursor=_next(found, limit),
    )


async def page_feedback(
    db: Database,
    actor: Actor,
    programme_id: ProgrammeId,
    *,
    cursor: str | None,
    limit: int,
    clock: Clock,
) -> ProgrammeFeedback:
    """Feedback and ratings in full, without what is sealed and without ratings of one's own mentoring."""
    place = cursors.decode(cursor)
    async with db.read() as tx:
        await access_programme(tx, actor, programme_id, to="manage")
        at: datetime = clock()
        found = await given_feedback_store.page_given(
            tx, programme_id, reader_id=actor.user_id, at=at, before=place, limit=limit + 1
        )
        meetings = [meeting for meeting, _, _ in found]
        shown = meetings[:limit]
        feedback = await feedback_store.list_feedback(tx, shown)
        ratings = await feedback_store.list_ratings(tx, shown)
        pairs = await mentorships_store.list_pairs(tx, {each.mentorship_id for each in shown})
    return ProgrammeFeedback(
        given=tuple(
            GivenFeedback(
                meeting_id=each.meeting_id,
                mentorship_id=each.mentorship_id,
                mentor=pairs[each.mentorship_id].mentor,
                mentee=pairs[each.mentorship_id].mentee,
                starts_at=each.starts_at,
                feedback=feedback[each.meeting_id] if sees_feedback else None,
                rating=ratings[each.meeting_id] if sees_rating else None,
            )
            for each, sees_feedback, sees_rating in found[:limit]
        ),
        next_cursor=_next(meetings, limit),
    )


async def set_sealed(
    db: Database, actor: Actor, programme_id: ProgrammeId, *, sealed: bool
) -> ProgrammeOptions:
    """For what is written from now on."""
    async with db.write() as tx:
        await access_programme(tx, actor, programme_id, to="manage")
        await programmes_store.set_sealed(tx, programme_id, sealed)
    return ProgrammeOptions(programme_id=programme_id, sealed_exchange=sealed)


async def get_options(db: Database, actor: Actor, programme_id: ProgrammeId) -> ProgrammeOptions:
    async with db.read() as tx:
        await access_programme(tx, actor, programme_id, to="manage")
        sealed = await programmes_store.is_sealed(tx, programme_id)
    return ProgrammeOptions(programme_id=programme_id, sealed_exchange=sealed)


def _next(found: list[StoredMeeting], limit: int) -> str | None:
    last = found[limit - 1] if len(found) > limit else None
    return cursors.encode((last.starts_at, last.meeting_id)) if last else None
