"""Each quarter of an hour it is looked whose morning it is, and what there is to tell them.

A letter is for who has not been here since something was written a day ago; a notice, for what is due today.
The look of a person's morning, the letter it wishes for and the next look are one transaction, so that a
stop in between neither loses a morning nor sees it twice.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from mentorpitch.announcements import Announcement
from mentorpitch.chat.unread import list_wanted
from mentorpitch.clock import Clock
from mentorpitch.digests.mornings import APART, begins_week, find_day, find_morning
from mentorpitch.ids import new_id
from mentorpitch.push.wishing import Occasion, wish
from mentorpitch.store import jobs as jobs_store
from mentorpitch.store import mornings as mornings_store
from mentorpitch.store import notifications as notifications_store
from mentorpitch.store import owed as owed_store
from mentorpitch.store import push as push_store
from mentorpitch.store import reminders as reminders_store
from mentorpitch.store.database import Database, Reader, Writer
from mentorpitch.store.jobs import Job, Wish
from mentorpitch.store.mornings import Sleeper
from mentorpitch.store.push import Untold
from mentorpitch.store.tables.base import EPOCH

KIND: Final = "morning"
MAIL_KIND: Final = "digest_mail"
QUARTER: Final = timedelta(minutes=15)  # no zone differs from another by less
UNSEEN: Final = timedelta(days=1)
AT_ONCE: Final = 25  # people in one transaction: the writer is kept for milliseconds
PAUSE: Final = timedelta(seconds=1)  # before the next of them: whoever waits for an ack goes first
KEPT: Final = timedelta(days=1)


async def look_from_now_on(db: Database, *, clock: Clock) -> None:
    """At the start: the first look. Each wishes for the next."""
    at = clock()
    async with db.write() as tx:
        if await jobs_store.find_next(tx, [KIND]) is None:
            await jobs_store.add_missing(tx, KIND, [_look(new_id(), at)])


class Looking:
    def __init__(self, *, sends_mail: bool, clock: Clock) -> None:
        self._sends_mail = sends_mail
        self._clock = clock

    async def do_all(self, tx: Writer, jobs: Sequence[Job]) -> list[Announcement]:
        if not jobs:
            return []
        at = self._clock()
        awake = await _list_awake(tx, at=at)
        days = {person.user_id: day for person, day in awake}
        await mornings_store.note(tx, days, at=at)
        occasions = [
            Occasion(user_id=user_id, about={"what": "owed", "day": str(days[user_id])})
            for user_id in await owed_store.which_have_due(tx, days)
        ]
        await wish(tx, occasions, due_at=at, at=at)
        if self._sends_mail:
            await self._wish_for_letters(tx, awake, at=at)
        next_at = at + PAUSE if len(awake) == AT_ONCE else at - (at - EPOCH) % QUARTER + QUARTER
        await jobs_store.add_missing(tx, KIND, [_look(jobs[0].job_id, next_at)])
        await jobs_store.forget(tx, KIND, due_before=at - KEPT)
        return []

    async def _wish_for_letters(
        self, tx: Writer, awake: Sequence[tuple[Sleeper, date]], *, at: datetime
    ) -> None:
        days = {person.user_id: (person, day) for person, day in awake}
        choices = await reminders_store.list_choices(tx, days)
        wanted = [
            user_id
            for user_id, (person, day) in days.items()
            if (choice := choices.get(user_id))
            and (
                choice.digest_mail == "daily"
                or (choice.digest_mail == "weekly" and begins_week(day, last=person.last))
            )
        ]
        unseen = await mornings_store.list_unseen(tx, wanted, written_by=at - UNSEEN)
        told = [each for each in unseen if await _is_wanted(tx, each)]
        await push_store.note_told(tx, told, way="mail")
        letters = []
        for user_id in dict.fromkeys(each.user_id for each in told):
            about = {"user_id": user_id, "day": str(days[user_id][1])}
            letters.append(Wish(key=" ".join([MAIL_KIND, *about.values()]), about=about, due_at=at))
        await jobs_store.add_missing(tx, MAIL_KIND, letters)


async def _list_awake(tx: Reader, *, at: datetime) -> list[tuple[Sleeper, date]]:
    """The next few whose morning was not looked at, with their day."""
    begun = {
        time_zone: day
        for time_zone in await mornings_store.list_time_zones(tx)
        if (day := find_day(at, time_zone=time_zone))
    }
    if not begun:
        return []
    sleepers = await mornings_store.list_sleepers(tx, begun, looked_by=at - APART, most=AT_ONCE)
    mornings = [(each, find_morning(at, time_zone=each.time_zone, last=each.last)) for each in sleepers]
    return [(person, day) for person, day in mornings if day]


async def _is_wanted(tx: Reader, untold: Untold) -> bool:
    settings = await notifications_store.get(tx, untold.user_id)
    return bool(await list_wanted(tx, untold.user_id, untold.conversation_id, settings=settings))


def _look(after: str, due_at: datetime) -> Wish:
    """One for each that is over: clocks may be set back, but no look has two that follow it."""
    return Wish(key=f"{KIND} {after}", about={}, due_at=due_at)
