"""Reminders are planned with the meetings: each is a job that is due before its meeting begins.

A job names the start that it was planned for. When the meeting has moved, the job finds that out at its time
and does nothing; the new start has jobs of its own. So nothing ever has to be taken back.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from mentorpitch.clock import Clock
from mentorpitch.reminders.due import planned
from mentorpitch.store import jobs as jobs_store
from mentorpitch.store import meetings as meetings_store
from mentorpitch.store import reminders as reminders_store
from mentorpitch.store.database import Database, Writer
from mentorpitch.store.jobs import Wish
from mentorpitch.store.tables.base import milliseconds

KIND: Final = "reminder"
AT_ONCE: Final = 500
KEPT: Final = timedelta(days=3)  # longer than from the first reminder to the end of its meeting


async def plan(tx: Writer, meeting_ids: Sequence[str], *, at: datetime) -> None:
    """Call in the transaction that arranged or moved them. Again is as good as once."""
    await jobs_store.add_missing(
        tx,
        KIND,
        [
            Wish(
                key=f"{KIND} {meeting.meeting_id} {milliseconds(meeting.starts_at)} {which}",
                about={
                    "meeting_id": meeting.meeting_id,
                    "starts_at": str(milliseconds(meeting.starts_at)),
                    "which": which,
                },
                due_at=due_at,
            )
            for meeting in await meetings_store.list_by_id(tx, meeting_ids)
            if meeting.cancelled_at is None
            for which, due_at in planned(meeting.starts_at, at=at).items()
        ],
    )


async def plan_all(db: Database, *, clock: Clock) -> None:
    """At the start: for meetings from before there were reminders. And what is long over is forgotten."""
    at = clock()
    async with db.write() as tx:
        await jobs_store.forget(tx, KIND, due_before=at - KEPT)
        await reminders_store.forget(tx, given_before=at - KEPT)
    async with db.read() as tx:
        ahead = await meetings_store.list_ids_ahead(tx, at=at)
    for first in range(0, len(ahead), AT_ONCE):
        async with db.write() as tx:
            await plan(tx, ahead[first : first + AT_ONCE], at=at)
