"""Meetings begin and end by the clock. Here the clock's part is done, once, and told.

`turns_at` of a meeting is the next instant at which the clock changes it. Whoever turns it moves `turns_at`
on in the same transaction; so a turn that was missed while the server was down is caught up at the start,
and one that two ask for at once happens once. Nothing depends on it for the truth: what state a meeting is
in is always computed from the clock.
"""

import asyncio
from datetime import datetime

import structlog

from mentorpitch.announcements import Announce
from mentorpitch.calendars.inviting import invite_to_next
from mentorpitch.clock import Clock
from mentorpitch.meetings import overrun, series
from mentorpitch.meetings.exchange import Exchange, get_exchange, next_opening, tell_feedback, tell_rating
from mentorpitch.meetings.item_clock import put_clock_away
from mentorpitch.meetings.local_time import next_turn
from mentorpitch.meetings.view import tell, view_by_id
from mentorpitch.reminders.planning import plan
from mentorpitch.store import agendas as agendas_store
from mentorpitch.store import meetings as meetings_store
from mentorpitch.store import mentorships as mentorships_store
from mentorpitch.store.database import Database, Writer
from mentorpitch.store.meetings import StoredMeeting
from mentorpitch.webhooks.noting import note_past

AT_ONCE = 50  # turns in one transaction: others want to write too
LONGEST_SLEEP_S = 60.0  # somebody may set the machine's clock
AFTER_TROUBLE_S = 5.0

log = structlog.get_logger()


async def turn(db: Database, *, announce: Announce, clock: Clock) -> None:
    """Do everything that is due."""
    while await _turn_some(db, announce=announce, clock=clock):
        pass


def seconds_to_sleep(turns_at: datetime | None, *, at: datetime) -> float:
    """Until the next turn, and never longer than LONGEST_SLEEP_S; 0 when it is overdue."""
    if turns_at is None:
        return LONGEST_SLEEP_S
    return min(max((turns_at - at).total_seconds(), 0.0), LONGEST_SLEEP_S)


class Turning:
    """The task that turns meetings while the server runs."""

    def __init__(self, db: Database, *, announce: Announce, clock: Clock) -> None:
        self._db = db
        self._announce = announce
        self._clock = clock
        self._look_again = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._is_closing = False

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="turning")

    def look_again(self) -> None:
        """A meeting has changed: the next turn may be another one."""
        self._look_again.set()

    async def close(self) -> None:
        """Stop between two looks: a query that is cancelled leaves its connection behind."""
        self._is_closing = True
        self._look_again.set()
        if self._task:
            await self._task

    async def _run(self) -> None:
        while not self._is_closing:
            try:
                await turn(self._db, announce=self._announce, clock=self._clock)
                self._look_again.clear()
                if self._is_closing:
                    return
                async with self._db.read() as tx:
                    turns_at = await meetings_store.find_next_turn(tx)
                sleep_s = seconds_to_sleep(turns_at, at=self._clock())
            except Exception:
                log.exception("meetings not turned")
                sleep_s = AFTER_TROUBLE_S
            try:
                async with asyncio.timeout(0 if self._is_closing else sleep_s):
                    await self._look_again.wait()
            except TimeoutError:
                continue


async def _turn_some(db: Database, *, announce: Announce, clock: Clock) -> bool:
    async with db.read() as tx:
        if not await meetings_store.list_due(tx, at=clock(), limit=1):
            return False  # without a write, which would wait for the disk
    async with db.write() as tx:
        at = clock()
        due = await meetings_store.list_due(tx, at=at, limit=AT_ONCE)
        touched: set[str] = set()
        opened: list[Exchange] = []
        for meeting in due:
            if overrun.is_over_time(meeting):
                touched.update(await overrun.wind_up(tx, meeting, at=at))
            elif meeting.turns_at is not None and meeting.turns_at > meeting.ends_at:
                opened.append(await _open(tx, meeting, at=at))
            else:
                touched.update(await _turn_one(tx, meeting, at=at))
        changed = await view_by_id(tx, sorted(touched), at=at)
    tell(announce, changed)
    for exchange in opened:
        tell_feedback(announce, exchange, author_too=False)
        tell_rating(announce, exchange)
    return bool(due)


async def _turn_one(tx: Writer, meeting: StoredMeeting, *, at: datetime) -> list[str]:
    """The ids of the meetings that changed."""
    turns_at = next_turn(meeting.starts_at, meeting.ends_at, at=at)
    await meetings_store.change(tx, meeting.meeting_id, turns_at=turns_at)
    touched = [meeting.meeting_id]
    if turns_at is not None:
        return touched
    if await overrun.runs_over(tx, meeting, at=at):
        await meetings_store.set_turn(tx, meeting.meeting_id, meeting.ends_at + overrun.LONGEST)
    else:
        # Somebody may have been quicker than the clock's part.
        opening = next_opening(await get_exchange(tx, meeting, at=at))
        await meetings_store.set_turn(tx, meeting.meeting_id, opening)
        await put_clock_away(tx, meeting.meeting_id, at=meeting.ends_at)
    await agendas_store.leave_open_items(tx, meeting.meeting_id)
    await note_past(tx, meeting)
    pair = await mentorships_store.find_pair(tx, meeting.mentorship_id)
    if pair is None or pair.status == "ended":
        return touched
    if meeting.series_id is not None:
        await invite_to_next(tx, meeting, at=at)
        made = await series.extend(tx, meeting.series_id, at=at)
        await plan(tx, made, at=at)
        touched += made
    return touched + await overrun.carry(tx, meeting, at=at)


async def _open(tx: Writer, meeting: StoredMeeting, *, at: datetime) -> Exchange:
    """What was sealed has waited long enough. The meeting is as it was: nobody may read anything off it."""
    await meetings_store.set_turn(tx, meeting.meeting_id, None)
    return await get_exchange(tx, meeting, at=at)
