"""The meetings of the example people, told as days before and after now."""

from datetime import datetime, timedelta
from typing import Final

import msgspec

from mentorpitch.consents import ledger
from mentorpitch.ids import new_id
from mentorpitch.meetings.carrying import carry_over
from mentorpitch.meetings.local_time import FORM, instant_of, local_of, next_turn, parse_local
from mentorpitch.shapes import MentorshipId, UserId
from mentorpitch.store import agendas as agendas_store
from mentorpitch.store import attendance as attendance_store
from mentorpitch.store import feedback as feedback_store
from mentorpitch.store import meetings as meetings_store
from mentorpitch.store import talk as talk_store
from mentorpitch.store.database import Writer
from mentorpitch.talk.shapes import TalkChoice

AFTERWARDS = timedelta(hours=1)
MINUTE_MS = 60_000


class Point(msgspec.Struct, frozen=True):
    """Something on an agenda."""

    by: str  # the part of the e-mail before the @
    title: str
    minutes: int
    done: bool = False
    took: int = 0  # minutes


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
    feedback: str = ""  # of the mentor; a past meeting without it still waits for it
    score: int | None = None  # of the mentee
    word: str | None = None
    spoken: tuple[int, int] | None = None  # minutes of the mentor and the mentee, since she has asked for it


SAMUEL_AND_INES: Final = (
    Talk(
        "The first one",
        -19,
        "16:00",
        "Europe/Lisbon",
        60,
        feedback="You told me of a bad day without defending it. That is rare, and it is where we can begin.",
        score=5,
        word="I was not judged once.",
    ),
    Talk(
        "Counting to five",
        -12,
        "16:00",
        "Europe/Lisbon",
        45,
        feedback="Rui solved the crane schedule because you let him. Watch for the next one who could.",
        score=4,
        spoken=(24, 14),
    ),
    Talk(
        "A sentence for the board",
        -5,
        "16:00",
        "Europe/Lisbon",
        45,
        (
            Point("mentee", "The first line of the spring plan", 15, done=True, took=14),
            Point("mentor", "The night shift: why does it frighten you?", 15, done=True, took=21),
            Point("mentee", "What the team could stop doing", 15),
        ),
        (
            Promise("mentee", "Practise the presentation aloud, once to somebody who asks back", done=True),
            Promise("mentor", "Find the notes on the Mombasa night shift"),
        ),
        spoken=(17, 22),
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


# By the two of the pair.
TALKS: Final = {
    ("mentor", "mentee"): SAMUEL_AND_INES,
    ("mentor", "yuki"): (
        Talk(
            "The book, up to chapter three",
            -37,
            "08:00",
            "Africa/Nairobi",
            60,
            feedback="You read more carefully than I did.",
            score=5,
        ),
        Talk("Chapter three", -23, "08:00", "Africa/Nairobi", 60, feedback="Argue louder.", score=4),
        Talk("The interview in Osaka", -9, "08:00", "Africa/Nairobi", 30),
    ),
    ("mentee", "dawit"): (
        Talk("What to apply for", -31, "12:00", "Europe/Lisbon", 45, score=5),
        Talk("The letter", -17, "12:00", "Europe/Lisbon", 45, feedback="Send it. It is good.", score=5),
        Talk("After the letter", -3, "12:00", "Europe/Lisbon", 30),
    ),
    ("margit", "dawit"): (
        Talk("Ships, and the people in them", -44, "10:00", "Europe/Oslo", 45, score=4),
        Talk("Before the visit", -30, "10:00", "Europe/Oslo", 30, feedback="Ask to see the keel.", score=4),
    ),
}


async def add_talks(
    tx: Writer,
    mentorship_id: MentorshipId,
    between: tuple[str, str],
    user_ids: dict[str, UserId],
    *,
    now: datetime,
) -> None:
    """What was left open comes onto the next one by itself, as it does for everybody."""
    for talk in TALKS[between]:
        await _add(tx, talk, mentorship_id, between, user_ids, now=now)
    counted = [talk for talk in TALKS[between] if talk.spoken]
    if counted:
        asked_at = now + timedelta(days=counted[0].days - 1)
        choice = TalkChoice(mentorship_id=mentorship_id, mentee_agrees=True, revision=1)
        await talk_store.put_choice(tx, choice)
        chain = ledger.of_pair(mentorship_id)
        await ledger.note(tx, chain, user_ids[between[1]], "talk_balance", given=True, at=asked_at)
    await carry_over(tx, mentorship_id, at=now)


async def _add(
    tx: Writer,
    talk: Talk,
    mentorship_id: MentorshipId,
    between: tuple[str, str],
    user_ids: dict[str, UserId],
    *,
    now: datetime,
) -> None:
    mentor_id, mentee_id = (user_ids[each] for each in between)
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
        created_by=mentee_id,
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
            spent_ms=point.took * 60_000,
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
    if not is_past:
        return
    for user_id in (mentor_id, mentee_id):
        await attendance_store.add_presence(tx, meeting_id, user_id, joined_at=starts_at, left_at=ends_at)
    if talk.spoken:
        spoken_ms = {mentor_id: talk.spoken[0] * MINUTE_MS, mentee_id: talk.spoken[1] * MINUTE_MS}
        await talk_store.add(tx, meeting_id, spoken_ms, from_at=starts_at)
    if talk.feedback:
        await feedback_store.add_feedback(
            tx, meeting_id, author_id=mentor_id, body=talk.feedback, sealed=False, at=ends_at + AFTERWARDS
        )
    if talk.score:
        await feedback_store.put_rating(
            tx,
            meeting_id,
            author_id=mentee_id,
            score=talk.score,
            comment=talk.word,
            rated_at=ends_at + AFTERWARDS,
            sealed=False,
            revision=1,
        )
