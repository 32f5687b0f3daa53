"""Reminders by mail. They say with whom and when; what the pair wrote of it only to who asked for that."""

from mentorpitch.announcements import Announcement
from mentorpitch.clock import Clock
from mentorpitch.mail import words
from mentorpitch.mail.post import Post
from mentorpitch.reminders.unsubscribing import unsubscribe_path
from mentorpitch.shapes import UserId
from mentorpitch.store import accounts as accounts_store
from mentorpitch.store import reminders as reminders_store
from mentorpitch.store.database import Database, Reader
from mentorpitch.store.jobs import Job
from mentorpitch.store.tables.base import milliseconds


class ReminderMail:
    """One letter for each reminder; the same again, should it have to be sent twice."""

    def __init__(self, db: Database, post: Post, *, public_url: str, clock: Clock) -> None:
        self._db = db
        self._post = post
        self._public_url = public_url
        self._clock = clock

    async def do(self, job: Job) -> None:
        meeting_id, user_id = job.about["meeting_id"], UserId(job.about["user_id"])
        async with self._db.read() as tx:
            meeting = (await reminders_store.list_standing(tx, [meeting_id])).get(meeting_id)
            user = await accounts_store.find(tx, user_id)
            choice = await reminders_store.get_choice(tx, user_id)
            stop_path = await unsubscribe_path(tx, user_id)
        if meeting is None or str(milliseconds(meeting.starts_at)) != job.about["starts_at"]:
            return  # cancelled or moved meanwhile
        if (
            user is None
            or user.banned
            or not choice.wants("day" if job.about["which"] == "day" else "soon", "mail")
        ):
            return
        if self._clock() >= meeting.starts_at:
            return  # too late to be of use
        letter = words.reminder(
            job.job_id,
            to=user.email,
            meeting=meeting,
            reader_id=user_id,
            with_details=choice.details_outside,
            public_url=self._public_url,
            stop_url=f"{self._public_url}{stop_path}",
        )
        await self._post.send(letter)

    async def told(self, _tx: Reader, _job: Job) -> Announcement | None:
        return None
