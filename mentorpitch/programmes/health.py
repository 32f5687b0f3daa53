"""How a programme is doing, for its managers: counts and days, and nothing that depends on what is written.

How levels change is told of five mentees or more, and only by the quarter in which their pairs began: no
sum is given from which the figure that is kept back could be taken.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from mentorpitch import csv_files
from mentorpitch.access import access_programme
from mentorpitch.actors import Actor
from mentorpitch.clock import Clock
from mentorpitch.growth.shapes import LEVELS, GoalStatus
from mentorpitch.mentorships import quiet
from mentorpitch.mentorships.quiet import Silence
from mentorpitch.programmes.meeting_figures import MeetingCounts, MeetingFigures, meeting_figures
from mentorpitch.shapes import (
    MentorshipId,
    MentorshipStatus,
    Person,
    ProgrammeId,
    ProgrammeName,
    Shape,
    UserId,
)
from mentorpitch.store import given_feedback as given_feedback_store
from mentorpitch.store import health as health_store
from mentorpitch.store.database import Database
from mentorpitch.store.given_feedback import SCORES, Given
from mentorpitch.store.health import LevelRow, PairRow

FEWEST: Final = 5  # mentees, before anything is told of their levels

QuietDays = Annotated[int, Meta(ge=1, le=365)]


class Settings(Shape, frozen=True):
    quiet_days: QuietDays  # of silence, before a pair is called quiet and one of it is nudged


class PairCounts(Shape, frozen=True):
    active: int  # and not quiet
    quiet: int
    paused: int
    ended: int


class GoalCounts(Shape, frozen=True):
    open: int = 0
    done: int = 0
    dropped: int = 0


class Cohort(Shape, frozen=True):
    """The mentees whose pairs began in one quarter."""

    began: str  # "2026-Q4"
    mentees: int | None  # who have said a level; None: fewer than five, kept back
    mean_change: float | None  # levels up or down since each area's first, to a tenth


class PairHealth(Shape, frozen=True):
    mentorship_id: MentorshipId
    mentor: Person
    mentee: Person
    status: MentorshipStatus
    quiet: bool
    last_active_day: str | None  # ISO date, UTC
    last_met_at: datetime | None  # within the weeks that are counted
    next_meeting_at: datetime | None
    goals: GoalCounts


class GivenCounts(Shape, frozen=True):
    """What was written for whoever asks, as far as it is open to them."""

    feedback: int
    scores: tuple[int, ...]  # how many ratings of 1, 2, 3, 4 and 5
    mean_rating: float | None  # to a tenth


class Health(Shape, frozen=True):
    programme: ProgrammeName
    at: datetime
    quiet_days: int
    mentorships: PairCounts
    meetings: MeetingCounts
    given: GivenCounts
    goals: GoalCounts
    cohorts: tuple[Cohort, ...]
    pairs: tuple[PairHealth, ...]


async def get(db: Database, actor: Actor, programme_id: ProgrammeId, *, clock: Clock) -> Health:
    async with db.read() as tx:
        at = clock()
        programme = await access_programme(tx, actor, programme_id, to="manage")
        counts = await health_store.count_goals(tx, programme_id)
        met = await meeting_figures(tx, programme_id, at=at)
        pairs = tuple(
            _pair(row, counts.get(row.mentorship_id, {}), met, at.date())
            for row in await health_store.list_pairs(tx, programme_id)
        )
        return Health(
            programme=programme,
            at=at,
            quiet_days=await health_store.get_quiet_days(tx, programme_id),
            mentorships=PairCounts(
                active=sum(pair.status == "active" and not pair.quiet for pair in pairs),
                quiet=sum(pair.quiet for pair in pairs),
                paused=sum(pair.status == "paused" for pair in pairs),
                ended=sum(pair.status == "ended" for pair in pairs),
            ),
            meetings=met.counts,
            given=_given(
                await given_feedback_store.count_given(tx, programme_id, reader_id=actor.user_id, at=at)
            ),
            goals=_sum(pair.goals for pair in pairs),
            cohorts=cohorts_of(await health_store.list_levels(tx, programme_id)),
            pairs=pairs,
        )


async def change_settings(
    db: Database, actor: Actor, programme_id: ProgrammeId, settings: Settings
) -> Settings:
    async with db.write() as tx:
        await access_programme(tx, actor, programme_id, to="manage")
        await health_store.set_quiet_days(tx, programme_id, settings.quiet_days)
    return settings


def silence_of(row: PairRow) -> Silence:
    began = quiet.since(last_active_day=row.last_active_day, began=row.began, resumed=row.resumed)
    return Silence(since=began, quiet_days=row.quiet_days)


def cohorts_of(rows: Sequence[LevelRow]) -> tuple[Cohort, ...]:
    """One of each quarter in which somebody said a level, the earliest first. Rows in order of time."""
    levels: defaultdict[tuple[str, UserId, str], list[int]] = defaultdict(list)
    for row in rows:
        levels[_quarter(row.began), row.mentee_id, row.area_id].append(LEVELS.index(row.level))
    changes: defaultdict[str, defaultdict[UserId, list[int]]] = defaultdict(lambda: defaultdict(list))
    for (quarter, mentee_id, _), said in levels.items():
        changes[quarter][mentee_id].append(said[-1] - said[0])
    return tuple(_cohort(quarter, list(changes[quarter].values())) for quarter in sorted(changes))


def as_csv(health: Health) -> str:
    """The same figures, one a line."""
    return csv_files.written([("figure", "mentor", "mentee", "value"), *_figures(health)])


def _figures(health: Health) -> Iterator[tuple[object, ...]]:
    counted = {
        "mentorships": health.mentorships,
        "goals": health.goals,
        "meetings held": health.meetings.held,
    }
    for group, counts in counted.items():
        for name, count in msgspec.structs.asdict(counts).items():
            yield f"{group} {name}", "", "", count
    for week in health.meetings.weeks:
        yield f"meetings held in the week of {week.monday}", "", "", week.held
    for name in ("not_held", "unconfirmed", "cancelled"):
        yield f"meetings {name}", "", "", getattr(health.meetings, name)
    yield "pairs that met in 30 days", "", "", health.meetings.pairs_met
    yield "feedback received", "", "", health.given.feedback
    for score, count in enumerate(health.given.scores, start=1):
        yield f"ratings of {score}", "", "", count
    yield "mean rating", "", "", health.given.mean_rating
    for cohort in health.cohorts:
        yield f"cohort {cohort.began} mentees", "", "", cohort.mentees
        yield f"cohort {cohort.began} mean change", "", "", cohort.mean_change
    for pair in health.pairs:
        two = pair.mentor.name, pair.mentee.name
        yield "status", *two, pair.status
        yield "quiet", *two, "yes" if pair.quiet else "no"
        yield "last active day", *two, pair.last_active_day
        yield "last met", *two, pair.last_met_at and pair.last_met_at.isoformat()
        yield "next meeting", *two, pair.next_meeting_at and pair.next_meeting_at.isoformat()
        for name, count in msgspec.structs.asdict(pair.goals).items():
            yield f"goals {name}", *two, count


def _pair(row: PairRow, counts: dict[GoalStatus, int], met: MeetingFigures, today: date) -> PairHealth:
    return PairHealth(
        mentorship_id=row.mentorship_id,
        mentor=row.mentor,
        mentee=row.mentee,
        status=row.status,
        quiet=row.status == "active" and silence_of(row).is_quiet(today),
        last_active_day=row.last_active_day,
        last_met_at=met.last_at.get(row.mentorship_id),
        next_meeting_at=met.next_at.get(row.mentorship_id),
        goals=GoalCounts(**counts),
    )


def _given(given: Given) -> GivenCounts:
    ratings = sum(given.scores)
    total = sum(score * count for score, count in zip(SCORES, given.scores, strict=True))
    mean = round(total / ratings, 1) if ratings else None
    return GivenCounts(feedback=given.feedback, scores=given.scores, mean_rating=mean)


def _sum(counts: Iterable[GoalCounts]) -> GoalCounts:
    every = list(counts)
    return GoalCounts(
        open=sum(each.open for each in every),
        done=sum(each.done for each in every),
        dropped=sum(each.dropped for each in every),
    )


def _cohort(began: str, changes: list[list[int]]) -> Cohort:
    if len(changes) < FEWEST:
        return Cohort(began=began, mentees=None, mean_change=None)
    mean = sum(sum(each) / len(each) for each in changes) / len(changes)  # each mentee counts once
    return Cohort(began=began, mentees=len(changes), mean_change=round(mean, 1))


def _quarter(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"
