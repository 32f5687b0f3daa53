"""Giving reminders: in the app at once, by mail through a job of its own."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from mentorpitch.announcements import Announcement, Told
from mentorpitch.clock import Clock
from mentorpitch.push.wishing import Occasion, wish
from mentorpitch.reminders.due import due
from mentorpitch.reminders.shapes import RemindersChanged, Which
from mentorpitch.store import jobs as jobs_store
from mentorpitch.store import reminders as reminders_store
from mentorpitch.store.database import Writer
from mentorpitch.store.jobs import Job, Wish
from mentorpitch.store.reminders import Given, Standing
from mentorpitch.store.tables.base import milliseconds

MAIL_KIND: Final = "reminder_mail"


class Giving:
    """Does the jobs that planning.py wished for. A late one is given until its meeting begins."""

    def __init__(self, *, sends_mail: bool, clock: Clock) -> None:
        self._sends_mail = sends_mail
        self._clock = clock

    async def do_all(self, tx: Writer, jobs: Sequence[Job]) -> list[Announcement]:
        at = self._clock()
        meetings = await reminders_store.list_standing(tx, {job.about["meeting_id"] for job in jobs})
        wanted = [job for job in jobs if is_wanted(job, meetings, at=at)]
        people = {person.user_id for meeting in meetings.values() for person, _ in meeting.people}
        choices = await reminders_store.list_choices(tx, people)
        given: list[Given] = []
        letters: list[Wish] = []
        for job in wanted:
            meeting = meetings[job.about["meeting_id"]]
            which: Which = "day" if job.about["which"] == "day" else "soon"
            for person, _ in meeting.people:
                choice = choices.get(person.user_id)
                if choice is None:  # their account is closed
                    continue
                if choice.wants(which, "app"):
                    given.append(
                        Given(
                            user_id=person.user_id,
                            meeting_id=meeting.meeting_id,
                            starts_at=meeting.starts_at,
                            which=which,
                        )
                    )
                if self._sends_mail and choice.wants(which, "mail"):
                    letters.append(_letter(job, person.user_id, at=at))
        new = await reminders_store.give(tx, given, at=at)
        await jobs_store.add_missing(tx, MAIL_KIND, letters)
        await wish(tx, [_occasion(each) for each in given], due_at=at, at=at)
        if not new:
            return []
        return [Told(event="reminders_changed", payload=RemindersChanged(), user_ids=tuple(sorted(new)))]


def is_wanted(job: Job, meetings: Mapping[str, Standing], *, at: datetime) -> bool:
    """Whether the meeting still stands where it stood when the job was wished for, and the time is right."""
    meeting = meetings.get(job.about["meeting_id"])
    return (
        meeting is not None
        and str(milliseconds(meeting.starts_at)) == job.about["starts_at"]
        and due(meeting.starts_at, at=at) == job.about["which"]
    )


def _occasion(given: Given) -> Occasion:
    """On one's devices, too, wherever it is given in the app."""
    about = {
        "what": "reminder",
        "meeting_id": given.meeting_id,
        "starts_at": str(milliseconds(given.starts_at)),
        "which": given.which,
    }
    return Occasion(user_id=given.user_id, about=about)


def _letter(job: Job, user_id: str, *, at: datetime) -> Wish:
    about = {**job.about, "user_id": user_id}
    return Wish(key=" ".join([MAIL_KIND, *about.values()]), about=about, due_at=at)
