"""What people keep and say of a meeting, over HTTP; and what of it managers read."""

from typing import Annotated

from msgspec import Meta

from mentorpitch.meetings import attendance, feedback, notes, owing, ratings
from mentorpitch.meetings.feedback import ChangeFeedback, FeedbackView, NewFeedback
from mentorpitch.meetings.notes import PutNotes
from mentorpitch.meetings.pages import MOST_MEETINGS
from mentorpitch.meetings.ratings import ChangeRating, NewRating, RatingMean, RatingView
from mentorpitch.meetings.shapes import Meeting, Notes, Owed, PrivateNotes
from mentorpitch.programmes import programme_meetings
from mentorpitch.programmes.programme_meetings import ManagedMeetings, ProgrammeFeedback, ProgrammeOptions
from mentorpitch.shapes import Shape
from mentorpitch.web.ask import Ask
from mentorpitch.web.meetings import Cursor


class Attended(Shape, frozen=True):
    attended: bool  # it took place


class OwedWords(Shape, frozen=True):
    owed: tuple[Owed, ...]  # the newest meeting first


class CursorQuery(Shape, frozen=True):
    cursor: Cursor | None = None
    limit: Annotated[int, Meta(ge=1, le=MOST_MEETINGS)] = 50


class ChangeOptions(Shape, frozen=True):
    sealed_exchange: bool


# ── Notes and attendance ─────────────────────────────────────────────────────


async def get_notes(ask: Ask) -> Notes:
    return await notes.get_shared(ask.services.db, ask.actor, ask.path("meeting_id"))


async def put_notes(ask: Ask) -> Notes:
    return await notes.put_shared(
        ask.services.db, ask.actor, ask.path("meeting_id"), ask.body(PutNotes), **ask.effects
    )


async def get_private_notes(ask: Ask) -> PrivateNotes:
    return await notes.get_private(ask.services.db, ask.actor, ask.path("meeting_id"))


async def put_private_notes(ask: Ask) -> PrivateNotes:
    return await notes.put_private(
        ask.services.db, ask.actor, ask.path("meeting_id"), ask.body(PutNotes), **ask.effects
    )


async def say_attended(ask: Ask) -> Meeting:
    attended = ask.body(Attended).attended
    return await attendance.say(
        ask.services.db, ask.actor, ask.path("meeting_id"), attended=attended, **ask.effects
    )


# ── Feedback and rating ──────────────────────────────────────────────────────


async def get_feedback(ask: Ask) -> FeedbackView:
    services = ask.services
    return await feedback.get(services.db, ask.actor, ask.path("meeting_id"), clock=services.clock)


async def write_feedback(ask: Ask) -> FeedbackView:
    return await feedback.write(
        ask.services.db, ask.actor, ask.path("meeting_id"), ask.body(NewFeedback), **ask.effects
    )


async def change_feedback(ask: Ask) -> FeedbackView:
    return await feedback.change(
        ask.services.db, ask.actor, ask.path("meeting_id"), ask.body(ChangeFeedback), **ask.effects
    )


async def append_feedback(ask: Ask) -> FeedbackView:
    return await feedback.append(
        ask.services.db, ask.actor, ask.path("meeting_id"), ask.body(NewFeedback), **ask.effects
    )


async def get_rating(ask: Ask) -> RatingView:
    services = ask.services
    return await ratings.get(services.db, ask.actor, ask.path("meeting_id"), clock=services.clock)


async def rate(ask: Ask) -> RatingView:
    return await ratings.rate(
        ask.services.db, ask.actor, ask.path("meeting_id"), ask.body(NewRating), **ask.effects
    )


async def change_rating(ask: Ask) -> RatingView:
    return await ratings.change(
        ask.services.db, ask.actor, ask.path("meeting_id"), ask.body(ChangeRating), **ask.effects
    )


async def take_back_rating(ask: Ask) -> RatingView:
    return await ratings.take_back(ask.services.db, ask.actor, ask.path("meeting_id"), **ask.effects)


async def list_owed(ask: Ask) -> OwedWords:
    services = ask.services
    return OwedWords(owed=await owing.list_mine(services.db, ask.actor, clock=services.clock))


async def set_aside(ask: Ask) -> OwedWords:
    left = await owing.set_aside(ask.services.db, ask.actor, ask.path("meeting_id"), **ask.effects)
    return OwedWords(owed=left)


async def get_mean(ask: Ask) -> RatingMean:
    return await ratings.get_mean(ask.services.db, ask.actor, clock=ask.services.clock)


# ── What managers see ────────────────────────────────────────────────────────


async def page_of_programme(ask: Ask) -> ManagedMeetings:
    query, services = ask.query(CursorQuery), ask.services
    return await programme_meetings.page_meetings(
        services.db,
        ask.actor,
        ask.path("programme_id"),
        cursor=query.cursor,
        limit=query.limit,
        clock=services.clock,
    )


async def page_feedback(ask: Ask) -> ProgrammeFeedback:
    query, services = ask.query(CursorQuery), ask.services
    return await programme_meetings.page_feedback(
        services.db,
        ask.actor,
        ask.path("programme_id"),
        cursor=query.cursor,
        limit=query.limit,
        clock=services.clock,
    )


async def get_options(ask: Ask) -> ProgrammeOptions:
    return await programme_meetings.get_options(ask.services.db, ask.actor, ask.path("programme_id"))


async def change_options(ask: Ask) -> ProgrammeOptions:
    return await programme_meetings.set_sealed(
        ask.services.db,
        ask.actor,
        ask.path("programme_id"),
        sealed=ask.body(ChangeOptions).sealed_exchange,
    )
