"""The rating of a meeting: the mentee's, once it is past, for the programme's managers and never the mentor.

One for each meeting; it can be changed or taken back for a week. What a mentor learns is a mean.
"""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from mentorpitch.access import access_rating
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce
from mentorpitch.clock import Clock
from mentorpitch.errors import Conflict, NotFound
from mentorpitch.meetings.exchange import Exchange, get_exchange, set_opening, tell_feedback, tell_rating
from mentorpitch.meetings.feedback import ensure_past
from mentorpitch.meetings.shapes import Rating, ReaderOf
from mentorpitch.repeats import find_made, remember_made
from mentorpitch.shapes import Id, Shape
from mentorpitch.store import feedback as feedback_store
from mentorpitch.store import given_feedback as given_feedback_store
from mentorpitch.store import mentorships as mentorships_store
from mentorpitch.store import programmes as programmes_store
from mentorpitch.store.database import Database, Reader, Writer
from mentorpitch.store.meetings import StoredMeeting
from mentorpitch.texts import prose

LONGEST = 2_000
ENOUGH_RATINGS = 5
ENOUGH_MENTEES = 3

Score = Annotated[int, Meta(ge=1, le=5)]


class NewRating(Shape, frozen=True):
    """Rate the meeting; the same client_id again happens once."""

    client_id: Id
    score: Score
    comment: str | None = None


class ChangeRating(Shape, frozen=True):
    """Only what is given changes."""

    score: Score | UnsetType = UNSET
    comment: str | UnsetType | None = UNSET


class RatingView(Shape, frozen=True):
    """The mentee's own rating, and who reads it: also before it is given."""

    meeting_id: str
    readers: tuple[ReaderOf, ...]
    may: Literal["rate", "change"] | None
    rating: Rating | None


class RatingMean(Shape, frozen=True):
    """What a mentor may know. It moves only when five more are in, so that no single one can be told."""

    mean: float | None  # to one decimal; None until there are 5 ratings by 3 mentees


async def get(db: Database, actor: Actor, meeting_id: str, *, clock: Clock) -> RatingView:
    async with db.read() as tx:
        meeting = await access_rating(tx, actor, meeting_id, to="read")
        return await _view(tx, await get_exchange(tx, meeting, at=clock()))


async def rate(
    db: Database, actor: Actor, meeting_id: str, new: NewRating, *, announce: Announce, clock: Clock
) -> RatingView:
    """Raises Conflict before the meeting is past, and when it is rated already."""
    async with db.write() as tx:
        meeting = await access_rating(tx, actor, meeting_id, to="rate")
        at = clock()
        if await find_made(tx, actor, meeting_id, new.client_id, new):
            return await _view(tx, await get_exchange(tx, meeting, at=at))
        ensure_past(meeting, at=at)
        comment = _comment(new.comment)
        old = await feedback_store.find_rating(tx, meeting)
        if old and old.score is not None:
            raise Conflict("You have rated this meeting.")
        await feedback_store.put_rating(
            tx,
            meeting_id,
            author_id=actor.user_id,
            score=new.score,
            comment=comment,
            rated_at=at,
            sealed=await programmes_store.is_sealed(tx, meeting.programme_id),
            revision=old.revision + 1 if old else 1,
        )
        await remember_made(tx, actor, meeting_id, new.client_id, new, made_id=meeting_id)
        exchange = await get_exchange(tx, meeting, at=at)
        await set_opening(tx, exchange)
        seen = await _view(tx, exchange)
    tell_rating(announce, exchange)
    if exchange.feedback and exchange.feedback.opens_at is not None:
        tell_feedback(announce, exchange, author_too=False)  # it has opened
    return seen


async def change(
    db: Database, actor: Actor, meeting_id: str, new: ChangeRating, *, announce: Announce, clock: Clock
) -> RatingView:
    async with db.write() as tx:
        meeting = await access_rating(tx, actor, meeting_id, to="rate")
        at = clock()
        old = await _get_changeable(tx, meeting, at=at)
        score = old.score if new.score is UNSET else new.score
        comment = old.comment if new.comment is UNSET else _comment(new.comment)
        await _put(tx, msgspec.structs.replace(old, score=score, comment=comment))
        exchange = await get_exchange(tx, meeting, at=at)
        seen = await _view(tx, exchange)
    tell_rating(announce, exchange)
    return seen


async def take_back(
    db: Database, actor: Actor, meeting_id: str, *, announce: Announce, clock: Clock
) -> RatingView:
    """Its words are erased. The meeting can be rated anew."""
    async with db.write() as tx:
        meeting = await access_rating(tx, actor, meeting_id, to="rate")
        at = clock()
        old = await _get_changeable(tx, meeting, at=at)
        await _put(tx, msgspec.structs.replace(old, score=None, comment=None))
        exchange = await get_exchange(tx, meeting, at=at)
        seen = await _view(tx, exchange)
    tell_rating(announce, exchange)
    return seen


async def get_mean(db: Database, actor: Actor, *, clock: Clock) -> RatingMean:
    """Of all the meetings that the actor mentored."""
    async with db.read() as tx:
        scores = await given_feedback_store.list_scores_of(tx, actor.user_id, at=clock())
    counted = scores[: len(scores) // ENOUGH_RATINGS * ENOUGH_RATINGS]
    if not counted or len({author_id for author_id, _ in counted}) < ENOUGH_MENTEES:
        return RatingMean(mean=None)
    return RatingMean(mean=round(sum(score for _, score in counted) / len(counted), 1))


async def _get_changeable(tx: Reader, meeting: StoredMeeting, *, at: datetime) -> Rating:
    found = await feedback_store.find_rating(tx, meeting)
    if found is None or found.score is None:
        raise NotFound("rating")
    if at >= found.changeable_until:
        raise Conflict("A week has passed. Your rating stands.")
    return found


async def _put(tx: Writer, rating: Rating) -> None:
    await feedback_store.put_rating(
        tx,
        rating.meeting_id,
        author_id=rating.author_id,
        score=rating.score,
        comment=rating.comment,
        rated_at=rating.rated_at,
        sealed=rating.opens_at is not None,
        revision=rating.revision + 1,
    )


async def _view(tx: Reader, exchange: Exchange) -> RatingView:
    meeting, said = exchange.meeting, exchange.rating
    sealed = await programmes_store.is_sealed(tx, meeting.programme_id)
    return RatingView(
        meeting_id=meeting.meeting_id,
        readers=exchange.rating_readers(sealed=sealed),
        may=await _may(tx, exchange),
        rating=said if said and said.score is not None else None,
    )


async def _may(tx: Reader, exchange: Exchange) -> Literal["rate", "change"] | None:
    meeting, said = exchange.meeting, exchange.rating
    pair = await mentorships_store.find_pair(tx, meeting.mentorship_id)
    if pair is None or pair.status == "ended" or meeting.cancelled_at or exchange.at < meeting.ends_at:
        return None
    if said is None or said.score is None:
        return "rate"
    return "change" if exchange.at < said.changeable_until else None


def _comment(text: str | None) -> str | None:
    """Nothing but white space is no comment."""
    return prose(text, field="comment", most=LONGEST) if text and text.strip() else None
