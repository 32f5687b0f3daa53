"""Feedback on a meeting: the mentor's, once it is past, for the mentee and the programme's managers.

One for each meeting. It can be changed for a day; after that, only added to.
"""

from datetime import datetime
from typing import Literal

from mentorpitch.access import access_feedback
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce
from mentorpitch.clock import Clock
from mentorpitch.errors import Conflict, NotFound
from mentorpitch.meetings.exchange import Exchange, get_exchange, set_opening, tell_feedback, tell_rating
from mentorpitch.meetings.shapes import Feedback, ReaderOf
from mentorpitch.repeats import find_made, remember_made
from mentorpitch.shapes import Id, Shape
from mentorpitch.store import feedback as feedback_store
from mentorpitch.store import mentorships as mentorships_store
from mentorpitch.store import programmes as programmes_store
from mentorpitch.store.database import Database, Reader
from mentorpitch.store.meetings import StoredMeeting
from mentorpitch.texts import prose
from mentorpitch.webhooks.noting import note_feedback

LONGEST = 5_000
MOST_ADDITIONS = 20
NOT_PAST = "This meeting is not past yet."


class NewFeedback(Shape, frozen=True):
    """Write it, or add to it; the same client_id again happens once."""

    client_id: Id
    body: str


class ChangeFeedback(Shape, frozen=True):
    body: str


class FeedbackView(Shape, frozen=True):
    """The feedback on a meeting as one of the two sees it, and who reads it: also before it is written."""

    meeting_id: str
    readers: tuple[ReaderOf, ...]
    may: Literal["write", "change", "append"] | None
    feedback: Feedback | None
    sealed_until: datetime | None  # for the mentee: it is there, and opens then, or once their rating is in


async def get(db: Database, actor: Actor, meeting_id: str, *, clock: Clock) -> FeedbackView:
    async with db.read() as tx:
        meeting = await access_feedback(tx, actor, meeting_id, to="read")
        return await _view(tx, actor, await get_exchange(tx, meeting, at=clock()))


async def write(
    db: Database, actor: Actor, meeting_id: str, new: NewFeedback, *, announce: Announce, clock: Clock
) -> FeedbackView:
    """Raises Conflict before the meeting is past, and when there is feedback already."""
    async with db.write() as tx:
        meeting = await access_feedback(tx, actor, meeting_id, to="write")
        at = clock()
        if await find_made(tx, actor, meeting_id, new.client_id, new):
            return await _view(tx, actor, await get_exchange(tx, meeting, at=at))
        ensure_past(meeting, at=at)
        body = prose(new.body, field="body", most=LONGEST)
        if await feedback_store.find_feedback(tx, meeting):
            raise Conflict("You have given feedback on this meeting.")
        sealed = await programmes_store.is_sealed(tx, meeting.programme_id)
        await feedback_store.add_feedback(
            tx, meeting_id, author_id=actor.user_id, body=body, sealed=sealed, at=at
        )
        await remember_made(tx, actor, meeting_id, new.client_id, new, made_id=meeting_id)
        exchange = await get_exchange(tx, meeting, at=at)
        await set_opening(tx, exchange)
        assert exchange.feedback is not None
        await note_feedback(tx, meeting, opens_at=exchange.feedback.opens_at or at)
        seen = await _view(tx, actor, exchange)
    tell_feedback(announce, exchange)
    if exchange.rating and exchange.rating.opens_at is not None:
        tell_rating(announce, exchange)  # it has opened
    return seen


async def change(
    db: Database, actor: Actor, meeting_id: str, new: ChangeFeedback, *, announce: Announce, clock: Clock
) -> FeedbackView:
    """Write it anew, within a day of the first writing. Raises Conflict later."""
    async with db.write() as tx:
        meeting = await access_feedback(tx, actor, meeting_id, to="write")
        at = clock()
        body = prose(new.body, field="body", most=LONGEST)
        old = await _get_feedback(tx, meeting)
        if at >= old.changeable_until:
            raise Conflict("A day has passed. You can still add to it.")
        await feedback_store.change_feedback(tx, meeting_id, body=body, changed_at=at)
        exchange = await get_exchange(tx, meeting, at=at)
        seen = await _view(tx, actor, exchange)
    tell_feedback(announce, exchange)
    return seen


async def append(
    db: Database, actor: Actor, meeting_id: str, new: NewFeedback, *, announce: Announce, clock: Clock
) -> FeedbackView:
    """Add to it, once it can no longer be changed. Raises Conflict sooner."""
    async with db.write() as tx:
        meeting = await access_feedback(tx, actor, meeting_id, to="write")
        at = clock()
        old = await _get_feedback(tx, meeting)
        if await find_made(tx, actor, meeting_id, new.client_id, new):
            return await _view(tx, actor, await get_exchange(tx, meeting, at=at))
        body = prose(new.body, field="body", most=LONGEST)
        if at < old.changeable_until:
            raise Conflict("It can still be changed.")
        if len(old.additions) >= MOST_ADDITIONS:
            raise Conflict(f"Feedback can be added to {MOST_ADDITIONS} times.")
        n = len(old.additions) + 1
        await feedback_store.append_feedback(tx, meeting_id, n=n, body=body, at=at)
        await remember_made(tx, actor, meeting_id, new.client_id, new, made_id=meeting_id)
        exchange = await get_exchange(tx, meeting, at=at)
        seen = await _view(tx, actor, exchange)
    tell_feedback(announce, exchange)
    return seen


def ensure_past(meeting: StoredMeeting, *, at: datetime) -> None:
    if at < meeting.ends_at:
        raise Conflict(NOT_PAST)


async def _get_feedback(tx: Reader, meeting: StoredMeeting) -> Feedback:
    found = await feedback_store.find_feedback(tx, meeting)
    if found is None:
        raise NotFound("feedback")
    return found


async def _view(tx: Reader, actor: Actor, exchange: Exchange) -> FeedbackView:
    meeting, said = exchange.meeting, exchange.feedback
    sealed = await programmes_store.is_sealed(tx, meeting.programme_id)
    is_author = actor.user_id == meeting.mentor_id
    is_closed = said is not None and not exchange.feedback_is_open
    return FeedbackView(
        meeting_id=meeting.meeting_id,
        readers=exchange.feedback_readers(sealed=sealed),
        may=await _may(tx, exchange) if is_author else None,
        feedback=said if is_author or not is_closed else None,
        sealed_until=said.opens_at if said and is_closed and not is_author else None,
    )


async def _may(tx: Reader, exchange: Exchange) -> Literal["write", "change", "append"] | None:
    meeting, said = exchange.meeting, exchange.feedback
    pair = await mentorships_store.find_pair(tx, meeting.mentorship_id)
    if pair is None or pair.status == "ended" or meeting.cancelled_at or exchange.at < meeting.ends_at:
        return None
    if said is None:
        return "write"
    return "change" if exchange.at < said.changeable_until else "append"
