"""Invitations follow a meeting: arranged, moved, cancelled. Of a series only the next one is in the letters.

Whether anybody wants them is asked when the job is done; see reminders/giving.py, which does the same.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from mentorpitch.announcements import Announcement
from mentorpitch.clock import Clock
from mentorpitch.store import jobs as jobs_store
from mentorpitch.store import meetings as meetings_store
from mentorpitch.store import reminders as reminders_store
from mentorpitch.store.database import Writer
from mentorpitch.store.jobs import Job, Wish
from mentorpitch.store.meetings import StoredMeeting

KIND: Final = "calendar"
MAIL_KIND: Final = "calendar_mail"


async def tell_calendars(
    tx: Writer, meeting_ids: Sequence[str], *, first_of: str | None = None, at: datetime
) -> None:
    """Call in the transaction that arranged, moved or cancelled them. `first_of` them is invited to from now
    on; of the others those that people were invited to before.
    """
    wishes = []
    for meeting in await meetings_store.list_by_id(tx, meeting_ids):
        if meeting.meeting_id == first_of and not meeting.invited:
            await meetings_store.set_invited(tx, meeting.meeting_id)
        elif not meeting.invited:
            continue
        wishes.append(
            Wish(
                key=f"{KIND} {meeting.meeting_id} {meeting.sequence}",
                about={"meeting_id": meeting.meeting_id, "sequence": str(meeting.sequence)},
                due_at=at,
            )
        )
    await jobs_store.add_missing(tx, KIND, wishes)


async def invite_to_next(tx: Writer, meeting: StoredMeeting, *, at: datetime) -> None:
    """One of a series is over or cancelled: the one after it is the next."""
    if meeting.series_id is None or meeting.n is None:
        return
    following = await meetings_store.list_following(tx, meeting.series_id, after_n=meeting.n, at=at)
    if following:
        [coming, *_] = following
        await tell_calendars(tx, [coming.meeting_id], first_of=coming.meeting_id, at=at)


class Inviting:
    """Does the jobs of `tell_calendars`: a letter for each of the two who wants them."""

    def __init__(self, *, sends_mail: bool, clock: Clock) -> None:
        self._sends_mail = sends_mail
        self._clock = clock

    async def do_all(self, tx: Writer, jobs: Sequence[Job]) -> list[Announcement]:
        at = self._clock()
        ids = [job.about["meeting_id"] for job in jobs]
        meetings = {each.meeting_id: each for each in await meetings_store.list_by_id(tx, ids)}
        people = {user_id for each in meetings.values() for user_id in each.user_ids}
        choices = await reminders_store.list_choices(tx, people) if self._sends_mail else {}
        wishes = []
        for job in jobs:
            if not is_current(job, meeting := meetings.get(job.about["meeting_id"]), at=at):
                continue
            assert meeting is not None
            for user_id in meeting.user_ids:
                if user_id in choices and choices[user_id].invitations_mail:
                    about = {**job.about, "user_id": user_id}
                    wishes.append(Wish(key=" ".join([MAIL_KIND, *about.values()]), about=about, due_at=at))
        await jobs_store.add_missing(tx, MAIL_KIND, wishes)
        return []


def is_current(job: Job, meeting: StoredMeeting | None, *, at: datetime) -> bool:
    """Whether nothing newer is to be told of this meeting, and it lies ahead."""
    return meeting is not None and str(meeting.sequence) == job.about["sequence"] and meeting.starts_at > at
