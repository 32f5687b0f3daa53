"""How pairs meet, as counts: by week, by kind, and whether it took place. No title and no word is read."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, get_args

import msgspec

from mentorpitch.meetings.shapes import Held, Kind
from mentorpitch.meetings.view import witness_all
from mentorpitch.shapes import MentorshipId, ProgrammeId, Shape
from mentorpitch.store import meetings as meetings_store
from mentorpitch.store.database import Reader
from mentorpitch.store.meetings import StoredMeeting

WEEKS: Final = 8  # the one that is not over among them
AHEAD: Final = timedelta(days=366)
RECENTLY: Final = timedelta(days=30)
AT_ONCE: Final = 5_000  # ids in one query; SQLite takes 32,766


class Week(Shape, frozen=True):
    monday: date  # UTC
    held: int


class KindCounts(Shape, frozen=True):
    video: int = 0
    sound: int = 0
    chat: int = 0
    in_person: int = 0


class MeetingCounts(Shape, frozen=True):
    """Of the last WEEKS weeks, by the day on which a meeting began."""

    weeks: tuple[Week, ...]  # the oldest first; the last one is not over
    held: KindCounts
    not_held: int  # both say so
    unconfirmed: int  # over, and the two have said nothing, or not the same
    cancelled: int
    pairs_met: int  # in the last 30 days


class MeetingFigures(msgspec.Struct, frozen=True, kw_only=True):
    counts: MeetingCounts
    next_at: Mapping[MentorshipId, datetime]  # the next meeting of each pair that has one
    last_at: Mapping[MentorshipId, datetime]  # the last that took place


async def meeting_figures(tx: Reader, programme_id: ProgrammeId, *, at: datetime) -> MeetingFigures:
    monday = first_monday(at)
    found = await meetings_store.list_of_programme(
        tx, programme_id, starts_from=_midnight(monday), starts_before=at + AHEAD
    )
    judged: dict[str, Held] = {}
    for start in range(0, len(found), AT_ONCE):
        witnesses = await witness_all(tx, found[start : start + AT_ONCE])
        judged.update({meeting_id: held for meeting_id, (_, held) in witnesses.items()})
    return count(found, judged, at=at)


def count(found: list[StoredMeeting], judged: Mapping[str, Held], *, at: datetime) -> MeetingFigures:
    """`found` soonest first; `judged` by meeting_id."""
    over = [each for each in found if each.cancelled_at is None and each.ends_at <= at]
    held = [each for each in over if judged[each.meeting_id] == "yes"]
    by_week = Counter(_monday(each.starts_at.date()) for each in held)
    by_kind: Counter[Kind] = Counter(each.kind for each in held)
    verdicts = Counter(judged[each.meeting_id] for each in over)
    next_at: dict[MentorshipId, datetime] = {}
    for each in found:
        if each.cancelled_at is None and each.starts_at > at:
            next_at.setdefault(each.mentorship_id, each.starts_at)
    first = first_monday(at)
    mondays = [first + timedelta(weeks=n) for n in range(WEEKS)]
    counts = MeetingCounts(
        weeks=tuple(Week(monday=monday, held=by_week[monday]) for monday in mondays),
        held=KindCounts(**{kind: by_kind[kind] for kind in get_args(Kind)}),
        not_held=verdicts["no"],
        unconfirmed=verdicts["unknown"] + verdicts["disputed"],
        cancelled=sum(each.cancelled_at is not None and each.starts_at <= at for each in found),
        pairs_met=len({each.mentorship_id for each in held if each.starts_at > at - RECENTLY}),
    )
    last_at = {each.mentorship_id: each.starts_at for each in held}
    return MeetingFigures(counts=counts, next_at=next_at, last_at=last_at)


def first_monday(at: datetime) -> date:
    """Of the oldest week that is counted."""
    return _monday(at.date()) - timedelta(weeks=WEEKS - 1)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
