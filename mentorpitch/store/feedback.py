"""Feedback and ratings of meetings: the rows, one of each for a meeting."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Row, insert, select, update

from mentorpitch.meetings.sealing import opens_at
from mentorpitch.meetings.shapes import Addition, Feedback, Rating
from mentorpitch.shapes import UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.meetings import StoredMeeting
from mentorpitch.store.tables.meetings import feedback, feedback_additions, ratings

FEEDBACK_CHANGES_FOR = timedelta(hours=24)  # then it can only be added to
RATING_CHANGES_FOR = timedelta(days=7)


async def find_feedback(tx: Reader, meeting: StoredMeeting) -> Feedback | None:
    return (await list_feedback(tx, [meeting])).get(meeting.meeting_id)


async def list_feedback(tx: Reader, meetings: Sequence[StoredMeeting]) -> dict[str, Feedback]:
    """By the id of the meeting."""
    ids = [meeting.meeting_id for meeting in meetings]
    additions: defaultdict[str, list[Addition]] = defaultdict(list)
    for row in await tx.execute(
        select(feedback_additions)
        .where(feedback_additions.c.meeting_id.in_(ids))
        .order_by(feedback_additions.c.meeting_id, feedback_additions.c.n)
    ):
        additions[row.meeting_id].append(Addition(body=row.body, at=row.at))
    rows = await tx.execute(select(feedback).where(feedback.c.meeting_id.in_(ids)))
    by_id = {meeting.meeting_id: meeting for meeting in meetings}
    return {
        row.meeting_id: _feedback(row, by_id[row.meeting_id], tuple(additions[row.meeting_id]))
        for row in rows
    }


async def add_feedback(
    tx: Writer, meeting_id: str, *, author_id: UserId, body: str, sealed: bool, at: datetime
) -> None:
    await tx.execute(
        insert(feedback).values(
            meeting_id=meeting_id, author_id=author_id, body=body, written_at=at, sealed=sealed, revision=1
        )
    )


async def change_feedback(tx: Writer, meeting_id: str, **values: object) -> None:
    await tx.execute(
        update(feedback)
        .where(feedback.c.meeting_id == meeting_id)
        .values(values | {"revision": feedback.c.revision + 1})
    )


async def append_feedback(tx: Writer, meeting_id: str, *, n: int, body: str, at: datetime) -> None:
    await tx.execute(insert(feedback_additions).values(meeting_id=meeting_id, n=n, body=body, at=at))
    await change_feedback(tx, meeting_id)


async def find_rating(tx: Reader, meeting: StoredMeeting) -> Rating | None:
    """Also one that was taken back: its score is None."""
    return (await list_ratings(tx, [meeting])).get(meeting.meeting_id)


async def list_ratings(tx: Reader, meetings: Sequence[StoredMeeting]) -> dict[str, Rating]:
    """By the id of the meeting."""
    by_id = {meeting.meeting_id: meeting for meeting in meetings}
    rows = await tx.execute(select(ratings).where(ratings.c.meeting_id.in_(list(by_id))))
    return {row.meeting_id: _rating(row, by_id[row.meeting_id]) for row in rows}


async def put_rating(
    tx: Writer,
    meeting_id: str,
    *,
    author_id: UserId,
    score: int | None,
    comment: str | None,
    rated_at: datetime,
    sealed: bool,
    revision: int,
) -> None:
    """Write the rating of that revision, the first or the next."""
    values = {
        "author_id": author_id,
        "score": score,
        "comment": comment,
        "rated_at": rated_at,
        "sealed": sealed,
        "revision": revision,
    }
    if revision == 1:
        await tx.execute(insert(ratings).values(meeting_id=meeting_id, **values))
    else:
        await tx.execute(update(ratings).where(ratings.c.meeting_id == meeting_id).values(values))


async def list_answered(
    tx: Reader, meeting_ids: Sequence[str], *, by: Literal["mentor", "mentee"]
) -> frozenset[str]:
    """Of these meetings, the ones on which the mentor or the mentee has said something already.

    A rating that was taken back is an answer too: who said no is not asked again.
    """
    table = feedback if by == "mentor" else ratings
    query = select(table.c.meeting_id).where(table.c.meeting_id.in_(meeting_ids))
    return frozenset((await tx.execute(query)).scalars())


def _feedback(row: Row[Any], meeting: StoredMeeting, additions: tuple[Addition, ...]) -> Feedback:
    return Feedback(
        meeting_id=row.meeting_id,
        mentorship_id=meeting.mentorship_id,
        author_id=row.author_id,
        body=row.body,
        additions=additions,
        written_at=row.written_at,
        changed_at=row.changed_at,
        changeable_until=row.written_at + FEEDBACK_CHANGES_FOR,
        opens_at=opens_at(meeting.ends_at, sealed=row.sealed),
        revision=row.revision,
    )


def _rating(row: Row[Any], meeting: StoredMeeting) -> Rating:
    return Rating(
        meeting_id=row.meeting_id,
        mentorship_id=meeting.mentorship_id,
        author_id=row.author_id,
        score=row.score,
        comment=row.comment,
        rated_at=row.rated_at,
        changeable_until=row.rated_at + RATING_CHANGES_FOR,
        opens_at=opens_at(meeting.ends_at, sealed=row.sealed),
        revision=row.revision,
    )
