"""Whether people say that they will come to a meeting."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from mentorpitch.meetings.shapes import Answer
from mentorpitch.shapes import UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.meetings import StoredMeeting
from mentorpitch.store.tables.meetings import answers, meetings


async def say(tx: Writer, meeting: StoredMeeting, user_id: UserId, answer: Answer, *, at: datetime) -> bool:
    """Of the meeting as it stands. Said before what is known already, it changes nothing; then False."""
    values = {"answer": answer, "sequence": meeting.sequence, "at": at}
    newer = (answers.c.sequence < meeting.sequence) | (answers.c.at <= at)
    said = await tx.execute(
        insert(answers)
        .values(meeting_id=meeting.meeting_id, user_id=user_id, **values)
        .on_conflict_do_update(index_elements=["meeting_id", "user_id"], set_=values, where=newer)
    )
    return said.rowcount > 0


async def say_unless_said(
    tx: Writer, meetings_: Sequence[StoredMeeting], user_id: UserId, answer: Answer, *, at: datetime
) -> None:
    """Of those that this person has not answered as they stand."""
    for meeting in meetings_:
        values = {"answer": answer, "sequence": meeting.sequence, "at": at}
        await tx.execute(
            insert(answers)
            .values(meeting_id=meeting.meeting_id, user_id=user_id, **values)
            .on_conflict_do_update(
                index_elements=["meeting_id", "user_id"],
                set_=values,
                where=answers.c.sequence < meeting.sequence,
            )
        )


async def list_said(tx: Reader, meeting_ids: Collection[str]) -> dict[tuple[str, UserId], Answer]:
    """By meeting and person; what was said before a meeting moved or changed is not among it."""
    rows = await tx.execute(
        select(answers.c.meeting_id, answers.c.user_id, answers.c.answer)
        .join(meetings, meetings.c.meeting_id == answers.c.meeting_id)
        .where(answers.c.meeting_id.in_(meeting_ids), answers.c.sequence == meetings.c.sequence)
    )
    return {(row.meeting_id, row.user_id): row.answer for row in rows}
