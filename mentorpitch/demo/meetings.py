"""The meetings of the example people, told as days before and after now."""

from datetime import datetime, timedelta
from typing import Final

import msgspec

from mentorpitch.ids import new_id
from mentorpitch.meetings.carrying import carry_over
from mentorpitch.meetings.local_time import FORM, instant_of, local_of, next_turn, parse_local
from mentorpitch.shapes import MentorshipId, UserId
from mentorpitch.store import agendas as agendas_store
from mentorpitch.store import meetings as meetings_store
from mentorpitch.store.database import Writer


class Point(msgspec.Struct, frozen=True):
    """Something on an agenda."""

    by: str  # the part of the e-mail before the @
    title: str
    minutes: int
    done: bool = False


class Promise(msgspec.Struct, frozen=True):
    """What somebody said they would do."""

    by: str
    text: str
    done: bool = False


class Talk(msgspec.Struct, frozen=True):
    """A meeting so many days from today, when the clocks of its zone show that time."""

    title: str
    days: int  # negative: past
    time: str  # HH:MM
    time_zone: str
    minutes: int
    points: tuple[Point, ...] = ()
    promises: tuple[Promise, ...] = ()


TALKS: Final = (
    Talk(
        "A sentence for the board",
        -5,
        "16:00",
        "Europe/Lisbon",
        45,
        (
            Point("mentee", "The first line of the spring plan", 15, done=True),
            Point("mentor", "The night shift: why does it frighten you?", 15, done=True),
            Point("mentee", "What the team could stop doing", 15),
        ),
        (
            Promise("mentee", "Practise the presentation aloud, once to somebody who asks back", done=True),
            Promise("mentor", "Find the notes on the Mombasa night shift"),
        ),
    ),
    Talk(
        "After the presentation",
        2,
        "16:00",
        "Europe/Lisbon",
        50,
        (
            Point("mentee", "What the board asked, and what I answered", 20),
            Point("mentor", "Five seconds: what happens in the silence now?", 10),
        ),
    ),
)


async def add_talks(
    tx: Writer, mentorship_id: MentorshipId, user_ids: dict[str, UserId], *, now: datetime
) -> None:
    """What was left open comes onto the next one by itself, as it does for everybody."""
    for talk in TALKS:
        await _add(tx, talk, mentorship_id, user_ids, now=now)
    await carry_over(tx, mentorship_id, at=now)


async def _add(
    tx: Writer, talk: Talk, mentorship_id: MentorshipId, user_ids: dict[str, UserId], *, now: datetime
) -> None:
    day = local_of(now + timedelta(days=talk.days), talk.time_zone)[:10]
    local = parse_local(f"{day}T{talk.time}")
    starts_at = instant_of(local, talk.time_zone)
    ends_at = starts_at + timedelta(minutes=talk.minutes)
    is_past = ends_at <= now
    meeting_id = new_id()
    await meetings_store.add(
        tx,
        meeting_id=meeting_id,
        mentorship_id=mentorship_id,
        title=talk.title,
        kind="video",
        local_start=local.strftime(FORM),
        time_zone=talk.time_zone,
        minutes=talk.minutes,
        starts_at=starts_at,
        ends_at=ends_at,
        turns_at=next_turn(starts_at, ends_at, at=now),
        created_by=user_ids["mentee"],
        created_at=min(now, starts_at) - timedelta(days=3),
    )
    for point in talk.points:
        await agendas_store.add_item(
            tx,
            item_id=new_id(),
            meeting_id=meeting_id,
            title=point.title,
            minutes=point.minutes,
            added_by=user_ids[point.by],
            state="done" if point.done else "left" if is_past else "open",
        )
    for promise in talk.promises:
        await agendas_store.add_action(
            tx,
            action_id=new_id(),
            mentorship_id=mentorship_id,
            meeting_id=meeting_id,
            text=promise.text,
            owner_id=user_ids[promise.by],
            created_by=user_ids[promise.by],
            created_at=starts_at,
            done_at=now - timedelta(days=1) if promise.done else None,
        )
