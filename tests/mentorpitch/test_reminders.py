"""Reminders: a day and ten minutes before a meeting, to each of the two, once, as they want it."""

import asyncio
import random
from datetime import timedelta

import pytest
from sqlalchemy import select

from benchmarks.bench_jobs import EDGE, due_by_user, fill
from mentorpitch.errors import NotFound
from mentorpitch.jobs import Worker
from mentorpitch.mentorships import mentorships
from mentorpitch.people import accounts, blocks
from mentorpitch.reminders import planning, reminders
from mentorpitch.reminders.giving import Giving
from mentorpitch.reminders.reminders import ChangeChoice
from mentorpitch.reminders.unsubscribing import unsubscribe, unsubscribe_path
from mentorpitch.store.database import Database
from mentorpitch.store.tables.jobs import jobs as jobs_table
from mentorpitch.store.tables.reminders import reminders as reminders_table

SOON = timedelta(minutes=10)
A_DAY = timedelta(hours=24)
A_MOMENT = timedelta(milliseconds=1)


@pytest.fixture
def work(world):
    """What a server does that has just started, without a mail server."""

    async def work(**more):
        stored = {planning.KIND: Giving(sends_mail=False, clock=world.clock)}
        await Worker(world.db, {}, stored=stored, announce=world.announce, clock=world.clock, **more).work()

    return work


@pytest.fixture
def shown(world, ours):
    async def shown(by=None):
        mine = await reminders.list_mine(world.db, by or ours.pair.mentee, clock=world.clock)
        return [(each.meeting_id, each.which) for each in mine]

    return shown


async def given(world):
    """Every reminder that anybody ever got."""
    async with world.db.read() as tx:
        rows = await tx.execute(select(reminders_table).order_by(reminders_table.c.given_at))
        return [(row.user_id, row.which) for row in rows]


async def planned_jobs(world):
    async with world.db.read() as tx:
        query = select(jobs_table).where(jobs_table.c.kind == planning.KIND)
        return (await tx.execute(query)).all()


async def test_each_of_the_two_is_reminded_a_day_and_ten_minutes_before(world, ours, work, shown):
    made = await ours.create(within=timedelta(days=3))
    for before, expected in ((A_DAY, "day"), (SOON, "soon")):
        world.clock.now = made.starts_at - before - A_MOMENT
        already = await shown()
        await work()
        assert await shown() == already
        world.clock.now = made.starts_at - before
        await work()
        for person in (ours.pair.mentor, ours.pair.mentee):
            assert await shown(person) == [(made.meeting_id, expected)]
    assert await shown(ours.pair.manager) == []
    assert len(await given(world)) == 4


async def test_it_says_with_whom_where_and_when(world, ours, work):
    made = await ours.create(within=timedelta(minutes=30), kind="in_person", place="The old harbour")
    world.clock.now = made.starts_at - SOON
    await work()
    [mine] = await reminders.list_mine(world.db, ours.pair.mentor, clock=world.clock)
    assert (mine.title, mine.kind, mine.place) == ("Talk", "in_person", "The old harbour")
    assert (mine.starts_at, mine.ends_at) == (made.starts_at, made.ends_at)
    assert mine.other.user_id == ours.pair.mentee.user_id


async def test_whoever_works_again_or_at_once_reminds_nobody_twice(world, ours, work):
    made = await ours.create(within=timedelta(days=3))
    world.clock.now = made.starts_at - SOON
    await asyncio.gather(work(), work())
    await planning.plan_all(world.db, clock=world.clock)
    await work()
    assert len(await given(world)) == 2
    assert len(ours.told("reminders_changed")) == 1


async def test_a_meeting_arranged_later_than_a_reminder_has_none_of_it(world, ours, work):
    within_a_day = await ours.create(within=timedelta(hours=5))
    await ours.create(within=timedelta(minutes=10))
    world.clock.now = within_a_day.starts_at - timedelta(hours=2)
    await work()
    assert await given(world) == []
    world.clock.now = within_a_day.starts_at - SOON
    await work()
    assert {which for _, which in await given(world)} == {"soon"}


async def test_a_moved_meeting_is_reminded_of_at_its_new_time_alone(world, ours, work, shown):
    made = await ours.create(within=timedelta(days=3))
    moved = await ours.change(made, local_start="2026-11-30T10:00")
    world.clock.now = made.starts_at - A_DAY
    await work()
    world.clock.now = made.starts_at - SOON
    await work()
    assert await given(world) == []
    world.clock.now = moved.starts_at - A_DAY
    await work()
    assert await shown() == [(made.meeting_id, "day")]


async def test_what_was_shown_of_the_old_time_is_gone_when_the_meeting_moves(world, ours, work, shown):
    made = await ours.create(within=timedelta(days=3))
    world.clock.now = made.starts_at - A_DAY
    await work()
    await ours.change(made, local_start="2026-11-30T10:00")
    assert await shown() == []


async def test_another_title_moves_no_reminder(world, ours, work):
    made = await ours.create(within=timedelta(days=3))
    world.clock.now = made.starts_at - A_DAY
    await work()
    await ours.change(made, title="Something else")
    await work()
    assert len(await given(world)) == 2


async def test_every_meeting_of_a_series_has_its_own(world, ours, work):
    first = await ours.create(within=timedelta(days=3), every_weeks=1)
    for week in range(10):  # more than stand ahead at first
        world.clock.now = first.starts_at + timedelta(weeks=week) - A_DAY
        await work()
        await ours.turn()
    assert len(await given(world)) == 2 * 10


async def cancelled(world, ours, made):
    await ours.cancel(made)


async def paused(world, ours, made):
    how = {"reason": "", "at": world.clock(), "announce": world.announce}
    await mentorships.pause(world.db, ours.pair.mentee, ours.pair.mentorship_id, **how)


async def ended(world, ours, made):
    await world.end(ours.pair)


async def blocked(world, ours, made):
    how = {"at": world.clock(), "announce": world.announce}
    await blocks.block(world.db, ours.pair.mentee, ours.pair.mentor.user_id, **how)


@pytest.mark.parametrize("happens", [cancelled, paused, ended, blocked])
async def test_nobody_is_reminded_of_what_will_not_be(world, ours, work, shown, happens):
    made, other = await ours.create(within=timedelta(days=3)), await ours.create(within=timedelta(days=4))
    world.clock.now = made.starts_at - A_DAY
    await work()
    await happens(world, ours, made)
    for person in (ours.pair.mentor, ours.pair.mentee):
        assert (made.meeting_id, "day") not in await shown(person)
    world.clock.now = made.starts_at - SOON
    await work()
    assert [which for _, which in await given(world)].count("soon") == 0
    assert other.state == "upcoming"


async def test_after_a_pause_what_is_still_to_come_comes(world, ours, work, shown):
    made = await ours.create(within=timedelta(days=3))
    await paused(world, ours, made)
    world.clock.now = made.starts_at - A_DAY
    await work()
    how = {"at": world.clock(), "announce": world.announce}
    await mentorships.resume(world.db, ours.pair.mentor, ours.pair.mentorship_id, **how)
    assert await shown() == []
    world.clock.now = made.starts_at - SOON
    await work()
    assert await shown() == [(made.meeting_id, "soon")]


@pytest.mark.parametrize(
    ("up_again", "expected"),
    [(timedelta(hours=3), ["day"]), (timedelta(minutes=5), ["soon"]), (timedelta(0), [])],
)
async def test_what_is_late_is_given_until_the_meeting_begins_and_never_two_together(
    world, ours, work, up_again, expected
):
    made = await ours.create(within=timedelta(days=3))
    world.clock.now = made.starts_at - up_again  # nobody was there before
    await work()
    assert sorted({which for _, which in await given(world)}) == expected
    assert [row for row in await planned_jobs(world) if row.next_at and row.next_at <= world.clock()] == []


async def test_seen_on_one_device_is_gone_on_all(world, ours, work, shown):
    made = await ours.create(within=timedelta(days=3))
    world.clock.now = made.starts_at - A_DAY
    await work()
    world.announced.clear()
    how = {"announce": world.announce, "clock": world.clock}
    for _ in range(2):
        assert await reminders.see(world.db, ours.pair.mentee, made.meeting_id, **how) == ()
    assert [said.user_ids for said in world.announced] == [(ours.pair.mentee.user_id,)]
    assert await shown() == []
    assert await shown(ours.pair.mentor) == [(made.meeting_id, "day")]
    world.clock.now = made.starts_at - SOON
    await work()
    assert await shown() == [(made.meeting_id, "soon")]


async def test_a_missed_one_is_shown_until_the_meeting_is_over(world, ours, work, shown):
    made = await ours.create(within=timedelta(days=3))
    world.clock.now = made.starts_at - A_DAY
    await work()
    world.clock.now = made.ends_at - A_MOMENT
    assert await shown() == [(made.meeting_id, "day")]
    world.clock.now = made.ends_at
    assert await shown() == []


async def test_each_gets_what_they_chose(world, ours, work, shown):
    choice = ChangeChoice(day_app=False)
    await reminders.choose(world.db, ours.pair.mentor, choice, announce=world.announce, clock=world.clock)
    made = await ours.create(within=timedelta(days=3))
    for before in (A_DAY, SOON):
        world.clock.now = made.starts_at - before
        await work()
    assert sorted(await given(world)) == sorted(
        [
            (ours.pair.mentee.user_id, "day"),
            (ours.pair.mentee.user_id, "soon"),
            (ours.pair.mentor.user_id, "soon"),
        ]
    )


async def test_a_choice_is_told_to_ones_own_devices_and_the_same_again_to_nobody(world, ours):
    for _ in range(2):
        chosen = await reminders.choose(
            world.db,
            ours.pair.mentor,
            ChangeChoice(soon_mail=False),
            announce=world.announce,
            clock=world.clock,
        )
    assert (chosen.soon_mail, chosen.day_mail, chosen.revision) == (False, True, 1)
    [told] = ours.told("reminder_choice_changed")
    assert (told.payload, told.user_ids) == (chosen, (ours.pair.mentor.user_id,))


async def test_a_closed_account_is_reminded_of_nothing(world, ours, work):
    made = await ours.create(within=timedelta(days=3))
    admin = await world.user(is_admin=True)
    how = {"announce": world.announce, "clock": world.clock}
    await accounts.ban(world.db, admin, ours.pair.mentor.user_id, **how)
    world.clock.now = made.starts_at - A_DAY
    await work()
    assert await given(world) == [(ours.pair.mentee.user_id, "day")]


async def test_meetings_from_before_there_were_reminders_get_theirs_at_the_start(world, ours, work, shown):
    made = await ours.create(within=timedelta(days=3))
    async with world.db.write() as tx:
        await tx.execute(jobs_table.delete())
    for _ in range(2):
        await planning.plan_all(world.db, clock=world.clock)
    world.clock.now = made.starts_at - A_DAY
    await work()
    assert await shown() == [(made.meeting_id, "day")]


async def test_what_is_long_over_is_forgotten_at_the_start(world, ours, work):
    made = await ours.create(within=timedelta(days=3))
    world.clock.now = made.starts_at - A_DAY
    await work()
    world.clock.now = made.ends_at + planning.KEPT
    await work()
    await planning.plan_all(world.db, clock=world.clock)
    assert await given(world) == []
    assert await planned_jobs(world) == []


async def test_a_crowd_is_reminded_each_once_and_in_time_over_a_restart_and_the_edge_of_summer_time(world):
    """The long form, with ten thousand and a running clock, is benchmarks/bench_jobs.py."""
    due_at, told_at = due_by_user(200), {}
    await fill(world, 200)
    world.clock.now = min(due_at.values()) - timedelta(seconds=2)
    stored = {planning.KIND: Giving(sends_mail=True, clock=world.clock)}

    def announce(said):
        for user_id in said.user_ids:
            assert user_id not in told_at
            told_at[user_id] = world.clock()

    for until in (200, 400):  # the second is another server on the same database
        async with Database(world.db.path) as db:
            await planning.plan_all(db, clock=world.clock)
            worker = Worker(db, {}, stored=stored, announce=announce, clock=world.clock)
            while len(told_at) < until and world.clock() < EDGE:
                await worker.work()
                world.clock.advance(seconds=1)
    assert told_at.keys() == due_at.keys()
    assert all(timedelta(0) <= told_at[each] - due_at[each] < timedelta(seconds=1) for each in due_at)


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_is_done_each_is_reminded_once_of_what_stands_and_of_nothing_else(
    world, ours, work, seed
):
    """Expected is worked out by hand, from what stood whenever the server looked."""
    chance = random.Random(seed)
    planned_at, looked_at, expected, is_paused = {}, set(), set(), False
    how = {"announce": world.announce, "at": world.clock()}
    for _ in range(90):
        ahead = [each for each in await ours.all() if each.state == "upcoming"]
        things = ["create", "move", "cancel", *["wait"] * 8, *["rest"] * (4 if is_paused else 1)]
        match chance.choice(things):
            case "create":
                made = await ours.create(within=timedelta(minutes=chance.randint(5, 5_000)))
                planned_at[made.meeting_id, made.starts_at] = world.clock()
            case "move" if ahead and not is_paused:
                within = timedelta(minutes=chance.randint(5, 5_000))
                moved = await ours.change(
                    chance.choice(ahead), local_start=ours.new(within=within).local_start
                )
                planned_at.setdefault((moved.meeting_id, moved.starts_at), world.clock())
            case "cancel" if ahead:
                await ours.cancel(chance.choice(ahead))
            case "rest" if not is_paused:
                await paused(world, ours, None)
                is_paused = True
            case "rest":
                await mentorships.resume(world.db, ours.pair.mentor, ours.pair.mentorship_id, **how)
                is_paused = False
            case _:
                world.clock.advance(minutes=chance.choice([5, 5, 60, 600]))
                await work()
                await ours.turn()
                at = world.clock()
                for each in await ours.all():
                    left, since = each.starts_at - at, planned_at[each.meeting_id, each.starts_at]
                    which = "soon" if left <= SOON else "day"
                    due_at = each.starts_at - (SOON if which == "soon" else A_DAY)
                    key = (each.meeting_id, each.starts_at, which)
                    if timedelta(0) < left <= A_DAY and since < due_at and key not in looked_at:
                        looked_at.add(key)
                        expected |= set() if is_paused else {key}
    async with world.db.read() as tx:
        rows = (await tx.execute(select(reminders_table))).all()
    found = {(row.meeting_id, row.starts_at, row.which) for row in rows}
    assert found == expected != set()
    assert len(rows) == 2 * len(found)


async def test_the_link_stops_letters_and_nothing_else(world, ours, door):
    async with world.db.read() as tx:
        path = await unsubscribe_path(tx, ours.pair.mentor.user_id)
    asked = {"data": b"List-Unsubscribe=One-Click", "origin": None}  # as a mail program does
    for _ in range(2):
        assert (await door.post(path, **asked)).status == 200
    chosen = await reminders.get_choice(world.db, ours.pair.mentor)
    assert (chosen.day_mail, chosen.soon_mail, chosen.revision) == (False, False, 1)
    assert (chosen.day_app, chosen.soon_app) == (True, True)
    assert (await reminders.get_choice(world.db, ours.pair.mentee)).day_mail
    assert (await door.get(path)).status == 200  # looking at it changes nothing: see the page


async def test_a_link_that_was_not_made_here_is_none(world, ours, door):
    async with world.db.read() as tx:
        path = await unsubscribe_path(tx, ours.pair.mentor.user_id)
    theirs = path.removesuffix(ours.pair.mentor.user_id) + ours.pair.mentee.user_id
    for forged in (theirs, path[:-1], "/unsubscribe/x", f"/unsubscribe/{'0' * 64}nobody"):
        assert (await door.post(forged, origin=None)).status == 404
    for forged in ("", "é" * 64, "\udcff" * 70):
        with pytest.raises(NotFound):
            await unsubscribe(world.db, forged, announce=world.announce, clock=world.clock)
    assert (await reminders.get_choice(world.db, ours.pair.mentee)).day_mail
