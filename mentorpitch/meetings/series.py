"""A meeting that repeats: the same weekday, the same time on the clock, every so many weeks.

A series is a rule. A few of its meetings stand ahead at any time, each a meeting of its own with its own
agenda; when one is over, the next is made. So a list of meetings is a list of rows, and one can be moved or
cancelled without the others.
"""

from datetime import datetime, timedelta

from mentorpitch.ids import new_id
from mentorpitch.meetings.local_time import FORM, instant_of, next_turn, parse_local, weeks_later
from mentorpitch.store import meetings as meetings_store
from mentorpitch.store.database import Writer
from mentorpitch.store.meetings import Series

AHEAD = 8  # meetings of a series that have not begun


def local_start(rule: Series, n: int) -> datetime:
    """What the clocks of its zone show when meeting `n` begins."""
    return weeks_later(parse_local(rule.anchor_local), (n - rule.anchor_n) * rule.every_weeks)


def times(rule: Series, n: int) -> tuple[datetime, datetime]:
    """The instants at which meeting `n` begins and ends."""
    starts_at = instant_of(local_start(rule, n), rule.time_zone)
    return starts_at, starts_at + timedelta(minutes=rule.minutes)


def missing(rule: Series, *, at: datetime) -> list[int]:
    """The meetings to make now: up to AHEAD of them ahead, and none that would be over already.

    Empty again once they are made, whatever else happens to them.
    """
    found, n = [], rule.made_n
    while (rule.last_n is None or n < rule.last_n) and not (
        n - AHEAD + 1 >= 0 and times(rule, n - AHEAD + 1)[0] > at
    ):
        n += 1
        if times(rule, n)[1] > at:
            found.append(n)
    return found


async def extend(tx: Writer, series_id: str, *, at: datetime) -> list[str]:
    """Make the meetings that are missing; their ids, soonest first."""
    rule = await meetings_store.get_series(tx, series_id)
    made = []
    for n in missing(rule, at=at):
        starts_at, ends_at = times(rule, n)
        made.append(new_id())
        await meetings_store.add(
            tx,
            meeting_id=made[-1],
            mentorship_id=rule.mentorship_id,
            series_id=series_id,
            n=n,
            title=rule.title,
            kind=rule.kind,
            place=rule.place,
            local_start=local_start(rule, n).strftime(FORM),
            time_zone=rule.time_zone,
            minutes=rule.minutes,
            starts_at=starts_at,
            ends_at=ends_at,
            turns_at=next_turn(starts_at, ends_at, at=at),
            created_by=rule.created_by,
            created_at=at,
        )
        await meetings_store.change_series(tx, series_id, made_n=n)
    return made
