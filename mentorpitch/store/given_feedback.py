"""Feedback and ratings across meetings: what a programme's managers read, and a mentor's mean."""

from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import and_, case, func, or_, select

from mentorpitch.meetings.sealing import SEALED_FOR
from mentorpitch.shapes import ProgrammeId, UserId
from mentorpitch.store.database import Reader
from mentorpitch.store.meetings import Place, StoredMeeting, list_by_id, newest_first
from mentorpitch.store.tables.meetings import feedback, meetings, ratings
from mentorpitch.store.tables.mentorships import mentorships

SCORES: Final = (1, 2, 3, 4, 5)


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """How many of each there are; `scores` in the order of SCORES."""

    feedback: int
    scores: tuple[int, ...]


async def page_given(
    tx: Reader,
    programme_id: ProgrammeId,
    *,
    reader_id: UserId,
    at: datetime,
    before: Place | None,
    limit: int,
) -> list[tuple[StoredMeeting, bool, bool]]:
    """Meetings of which this manager may read something, newest first: the feedback? the rating?"""
    sees_feedback, sees_rating = _seen_by(reader_id, at)
    query = (
        select(
            meetings.c.meeting_id,
            sees_feedback.label("sees_feedback"),
            sees_rating.label("sees_rating"),
        )
        .join(mentorships, mentorships.c.mentorship_id == meetings.c.mentorship_id)
        .outerjoin(feedback, feedback.c.meeting_id == meetings.c.meeting_id)
        .outerjoin(ratings, ratings.c.meeting_id == meetings.c.meeting_id)
        # `likely`: walk back through time until the page is full, instead of sorting everything first.
        .where(func.likely(mentorships.c.programme_id == programme_id), or_(sees_feedback, sees_rating))
    )
    rows = (await tx.execute(newest_first(query, before=before, limit=limit))).all()
    stored = {each.meeting_id: each for each in await list_by_id(tx, [row.meeting_id for row in rows])}
    return [(stored[row.meeting_id], bool(row.sees_feedback), bool(row.sees_rating)) for row in rows]


async def count_given(tx: Reader, programme_id: ProgrammeId, *, reader_id: UserId, at: datetime) -> Given:
    """How much there is of what `page_given` pages through."""
    sees_feedback, sees_rating = _seen_by(reader_id, at)
    seen = (
        select(
            sees_feedback.label("feedback"),
            case((sees_rating, ratings.c.score)).label("score"),
        )
        .select_from(meetings)
        .join(mentorships, mentorships.c.mentorship_id == meetings.c.mentorship_id)
        .outerjoin(feedback, feedback.c.meeting_id == meetings.c.meeting_id)
        .outerjoin(ratings, ratings.c.meeting_id == meetings.c.meeting_id)
        .where(mentorships.c.programme_id == programme_id, or_(sees_feedback, sees_rating))
        .subquery()
    )
    rows = await tx.execute(
        select(seen.c.score, func.count(), func.sum(seen.c.feedback)).group_by(seen.c.score)
    )
    counts = {score: (count, written or 0) for score, count, written in rows}
    return Given(
        feedback=sum(written for _, written in counts.values()),
        scores=tuple(counts.get(score, (0, 0))[0] for score in SCORES),
    )


async def list_scores_of(tx: Reader, mentor_id: UserId, *, at: datetime) -> list[tuple[UserId, int]]:
    """Every score that counts for a mentor, with whose it is, in the order in which they were given."""
    rows = await tx.execute(
        select(ratings.c.author_id, ratings.c.score)
        .join(meetings, meetings.c.meeting_id == ratings.c.meeting_id)
        .join(mentorships, mentorships.c.mentorship_id == meetings.c.mentorship_id)
        .outerjoin(feedback, feedback.c.meeting_id == ratings.c.meeting_id)
        .where(
            mentorships.c.mentor_id == mentor_id,
            ratings.c.score.is_not(None),
            or_(~ratings.c.sealed, feedback.c.meeting_id.is_not(None), _is_late(at)),
        )
        .order_by(ratings.c.rated_at, ratings.c.meeting_id)
    )
    return [(row.author_id, row.score) for row in rows]


def _seen_by(reader_id: UserId, at: datetime) -> tuple[Any, Any]:
    """Whether this manager may read a meeting's feedback, and its rating."""
    opened = _is_late(at) | and_(feedback.c.meeting_id.is_not(None), ratings.c.meeting_id.is_not(None))
    # Of a meeting that one mentored oneself, nothing may hint at a rating: not even one's own text opening.
    sees_feedback = and_(
        feedback.c.meeting_id.is_not(None),
        or_(feedback.c.author_id == reader_id, ~feedback.c.sealed, opened),
    )
    sees_rating = and_(
        ratings.c.score.is_not(None),
        mentorships.c.mentor_id != reader_id,
        or_(ratings.c.author_id == reader_id, ~ratings.c.sealed, opened),
    )
    return sees_feedback, sees_rating


def _is_late(at: datetime) -> Any:
    return meetings.c.ends_at <= at - SEALED_FOR
