"""What a manager sees, as promised: counts and days; no figure depends on a private word."""

import csv
import io
import random
import string
from datetime import date, timedelta

import pytest
from sqlalchemy import JSON, Text, update

from mentorpitch.chat import messages
from mentorpitch.chat.messages import SendMessage
from mentorpitch.growth import areas, goals
from mentorpitch.growth.areas import LevelSaid
from mentorpitch.growth.goals import GoalEdit
from mentorpitch.growth.shapes import LEVELS
from mentorpitch.meetings import attendance
from mentorpitch.mentorships import mentorships
from mentorpitch.programmes import health, programme_meetings
from mentorpitch.programmes.health import GoalCounts, PairCounts, cohorts_of
from mentorpitch.programmes.meeting_figures import KindCounts
from mentorpitch.store.health import LevelRow
from mentorpitch.store.tables import metadata
from mentorpitch.store.tables.base import facts
from mentorpitch.store.tables.people import users
from tests.world import NOON


async def seen_by_manager(world, pair):
    return await health.get(world.db, pair.manager, pair.programme_id, clock=world.clock)


async def some_pairs(world, count):
    first = await world.mentorship()
    more = {"programme_id": first.programme_id, "manager": first.manager}
    pairs = [first]
    for _ in range(count - 1):
        world.clock.advance(seconds=1)  # the oldest comes first
        pairs.append(await world.mentorship(**more))
    return pairs


def telling(world):
    return {"at": world.clock(), "announce": world.announce}


async def test_pairs_are_counted_by_what_they_do_now(world):
    talking, _silent, resting, over = await some_pairs(world, 4)
    world.clock.advance(days=14)
    said = SendMessage(conversation_id=talking.conversation_id, client_id="c", body="Hello")
    await messages.write(world.db, talking.mentor, said, **telling(world))
    await mentorships.pause(world.db, resting.mentee, resting.mentorship_id, reason="", **telling(world))
    await world.end(over)
    seen = await seen_by_manager(world, talking)
    assert seen.mentorships == PairCounts(active=1, quiet=1, paused=1, ended=1)
    assert [(pair.status, pair.quiet) for pair in seen.pairs] == [
        ("active", False),
        ("active", True),
        ("paused", False),
        ("ended", False),
    ]
    assert [pair.last_active_day for pair in seen.pairs] == ["2026-12-07", None, None, None]


async def test_goals_are_counted_and_not_read(world):
    pair, other = await some_pairs(world, 2)
    done = await world.goal(pair, what="A private goal")
    await goals.edit(
        world.db, pair.mentee, done.goal_id, GoalEdit(revision=1, status="done"), **telling(world)
    )
    await world.goal(pair)
    gone = await world.goal(other)
    await goals.propose_removal(world.db, other.mentor, gone.goal_id, **telling(world))
    await goals.remove(world.db, other.mentee, gone.goal_id, announce=world.announce)
    seen = await seen_by_manager(world, pair)
    assert seen.goals == GoalCounts(open=1, done=1)
    assert seen.pairs[1].goals == GoalCounts()
    assert "private" not in repr(seen)


def said(mentee, *levels, area="a", began=NOON):
    return [
        LevelRow(mentee_id=mentee, began=began.date(), area_id=f"{mentee}-{area}", level=LEVELS[level])
        for level in levels
    ]


@pytest.mark.parametrize(("mentees", "kept_back"), [(1, True), (4, True), (5, False), (6, False)])
def test_levels_are_told_of_five_mentees_or_more(mentees, kept_back):
    [cohort] = cohorts_of([row for n in range(mentees) for row in said(f"m{n}", 0, 2)])
    assert cohort.began == "2026-Q4"
    assert (cohort.mentees, cohort.mean_change) == ((None, None) if kept_back else (mentees, 2.0))


def test_many_areas_of_one_mentee_are_one_mentee():
    [cohort] = cohorts_of([row for n in range(9) for row in said("m", 0, 4, area=n)])
    assert cohort.mentees is None


def test_the_mean_counts_each_mentee_once_and_only_from_first_to_last():
    rows = [row for n in range(4) for row in said(f"m{n}", 1, 4, 1)]
    rows += [*said("m4", 0, 1, area="a"), *said("m4", 0, 0, area="b")]
    [cohort] = cohorts_of(rows)
    assert cohort.mean_change == 0.1


def test_cohorts_are_quarters_and_nothing_is_summed_over_them():
    spring = NOON.replace(month=4)
    rows = [row for n in range(5) for row in said(f"m{n}", 0, 1)] + said("late", 0, 4, began=spring)
    assert [(each.began, each.mentees) for each in cohorts_of(rows)] == [("2026-Q2", None), ("2026-Q4", 5)]


async def test_a_suggestion_that_was_not_accepted_moves_no_figure(world):
    pairs = await some_pairs(world, 5)
    for pair in pairs:
        area = await world.area(pair, level="aware")
        hint = LevelSaid(client_id="s", level="shaping")
        await areas.suggest_level(world.db, pair.mentor, area.area_id, hint, **telling(world))
    seen = await seen_by_manager(world, pairs[0])
    assert [(each.mentees, each.mean_change) for each in seen.cohorts] == [(5, 0.0)]


async def test_the_file_holds_the_same_figures_and_no_formula(world, door):
    pair = await world.mentorship(mentor=await world.user("=HYPERLINK(1)"), mentee=await world.user("@b, c"))
    await world.goal(pair)
    answer = await door.get(f"/api/programmes/{pair.programme_id}/health.csv", by=pair.manager)
    assert answer.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.raw.decode())))
    assert ["mentorships active", "", "", "1"] in rows
    assert ["goals open", "'=HYPERLINK(1)", "'@b, c", "1"] in rows
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row[:3])


async def test_the_manager_decides_how_long_quiet_is(world, door):
    pair = await world.mentorship()
    place = f"/api/programmes/{pair.programme_id}"
    assert (await seen_by_manager(world, pair)).quiet_days == 14
    assert (await door.ask("PATCH", place, {"quiet_days": 3}, by=pair.manager)).status == 200
    world.clock.advance(days=3)
    assert (await seen_by_manager(world, pair)).mentorships.quiet == 1
    assert (await door.ask("PATCH", place, {"quiet_days": 0}, by=pair.manager)).status == 400


# ── Meetings and what was said of them ───────────────────────────────────────


async def test_meetings_that_took_place_are_counted_by_week_and_kind(world, ours):
    met = await ours.create(within=timedelta(minutes=5))
    await ours.let_pass(met)
    for actor in (ours.pair.mentor, ours.pair.mentee):
        await attendance.say(world.db, actor, met.meeting_id, attended=True, **ours.how)
    silent = await ours.create(within=timedelta(minutes=5), kind="chat")
    await ours.let_pass(silent)
    await ours.cancel(await ours.create(within=timedelta(days=1)))
    ahead = await ours.create(within=timedelta(days=3))
    world.clock.advance(days=2)
    seen = await seen_by_manager(world, ours.pair)
    assert [week.held for week in seen.meetings.weeks] == [0] * 7 + [1]
    assert seen.meetings.weeks[-1].monday == date(2026, 11, 23)
    assert (seen.meetings.held, seen.meetings.unconfirmed) == (KindCounts(video=1), 1)
    assert (seen.meetings.cancelled, seen.meetings.pairs_met) == (1, 1)
    [pair] = seen.pairs
    assert (pair.last_met_at, pair.next_meeting_at) == (met.starts_at, ahead.starts_at)


async def test_only_what_is_open_to_the_manager_is_counted(world, ours):
    said = await ours.create(within=timedelta(minutes=5))
    await ours.let_pass(said)
    await ours.write_feedback(said)
    await ours.rate(said)
    place = (world.db, ours.pair.manager, ours.pair.programme_id)
    await programme_meetings.set_sealed(*place, sealed=True)
    sealed = await ours.create(within=timedelta(minutes=5))
    await ours.let_pass(sealed)
    await ours.rate(sealed)
    seen = (await seen_by_manager(world, ours.pair)).given
    page = await programme_meetings.page_feedback(*place, cursor=None, limit=20, clock=world.clock)
    assert (sum(seen.scores), seen.feedback) == (1, 1)
    assert [bool(given.rating) for given in page.given] == [True]


async def test_a_manager_gets_no_figure_of_ratings_of_their_own_mentoring(world, ours):
    await world.member(ours.pair.programme_id, ours.pair.mentor, "manager")
    said = await ours.create(within=timedelta(minutes=5))
    await ours.let_pass(said)
    await ours.rate(said)
    own = await health.get(world.db, ours.pair.mentor, ours.pair.programme_id, clock=world.clock)
    assert (sum(own.given.scores), own.given.mean_rating) == (0, None)
    assert (await seen_by_manager(world, ours.pair)).given.mean_rating is not None


# ── Non-interference ─────────────────────────────────────────────────────────

PRIVATE = [
    column
    for table in metadata.sorted_tables
    if table not in (facts, users)
    for column in table.columns
    if isinstance(column.type, Text | JSON)
]


def noise(column, chance):
    text = "".join(chance.choices(string.printable + "äß漢🙂", k=chance.randrange(1, 60)))
    return [text] if isinstance(column.type, JSON) else text


def test_what_people_write_is_kept_in_columns_that_the_test_finds():
    found = {f"{column.table.name}.{column.name}" for column in PRIVATE}
    assert {"events.body", "goals.what", "goal_items.text", "goal_activity.detail"} < found
    assert {"areas.name", "area_levels.note", "area_levels.evidence", "pitches.want"} < found
    assert {"agreements.text", "mentorships.pause_reason", "concerns.text", "concerns.excerpts"} < found


@pytest.mark.parametrize("seed", range(3))
async def test_other_private_words_leave_every_byte_that_a_manager_gets(world, door, seed):
    pairs = await some_pairs(world, 6)
    for pair in pairs:
        said = SendMessage(conversation_id=pair.conversation_id, client_id="c", body="Hello")
        await messages.write(world.db, pair.mentor, said, **telling(world))
    grown = pairs[0]
    await world.growth(grown)
    for pair in pairs[1:]:
        await world.area(pair)
        await world.goal(pair, checklist=("One",))
    await mentorships.pause(world.db, grown.mentee, grown.mentorship_id, reason="Exams", **telling(world))
    views = [
        f"/api/programmes/{grown.programme_id}{view}"
        for view in ("", "/health", "/health.csv", "/suggestions", "/meetings")
    ]
    before = [(await door.get(view, by=grown.manager)).raw for view in views]
    chance = random.Random(seed)
    async with world.db.write() as tx:
        for column in PRIVATE:
            await tx.execute(update(column.table).values({column: noise(column, chance)}))
    assert [(await door.get(view, by=grown.manager)).raw for view in views] == before
