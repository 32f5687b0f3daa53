"""Letters about what somebody has not seen, against a real SMTP server: to whom, when, and never twice."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorpitch.chat import notifications
from mentorpitch.digests import looking
from mentorpitch.digests.digest_mail import DigestMail
from mentorpitch.digests.looking import Looking, look_from_now_on
from mentorpitch.digests.mornings import APART, BEGINS, ENDS, begins_week, find_morning
from mentorpitch.jobs import Worker
from mentorpitch.mail.post import Post
from mentorpitch.push.wishing import KIND as PUSH
from mentorpitch.reminders import reminders
from mentorpitch.reminders.reminders import ChangeChoice
from mentorpitch.store import reads as reads_store
from mentorpitch.store.mornings import Last
from mentorpitch.store.tables.jobs import jobs
from mentorpitch.store.tables.outreach import mornings
from mentorpitch.store.tables.people import sessions
from tests.door import ORIGIN
from tests.mentorpitch.meeting_world import Meetings
from tests.mentorpitch.test_mail import mailbox
from tests.mentorpitch.test_mail import settings as mail_settings
from tests.mentorpitch.test_push import device, keys

__all__ = ["device", "keys", "mailbox"]  # fixtures


@pytest.fixture
async def ours(world):
    mentor = await world.user("Samuel Mwangi", email="samuel@world.example")
    mentee = await world.user("Inês Carvalho", email="ines@world.example")
    return Meetings(world, await world.mentorship(mentor=mentor, mentee=mentee))


@pytest.fixture
def work(world, mailbox):
    """What a server does that has just started."""

    async def work(port=None):
        post = Post(mail_settings(port or mailbox.port), clock=world.clock)
        letters = DigestMail(world.db, post, public_url=ORIGIN, clock=world.clock)
        await look_from_now_on(world.db, clock=world.clock)
        worker = Worker(
            world.db,
            {looking.MAIL_KIND: letters},
            stored={looking.KIND: Looking(sends_mail=True, clock=world.clock)},
            announce=world.announce,
            clock=world.clock,
            chance=lambda: 0.5,
        )
        await worker.work()

    return work


@pytest.fixture
def pass_days(world, work):
    async def pass_days(days, *, step=timedelta(hours=12)):
        until = world.clock() + timedelta(days=days)
        while world.clock() < until:
            await work()
            world.clock.now += step

    return pass_days


def text_of(letter):
    return letter.get_body(("plain",)).get_content()


async def say(world, ours, body="A secret between us"):
    return await world.say(ours.pair.mentee, ours.pair.conversation_id, body)


async def test_who_was_not_here_for_a_day_is_told_once_in_the_morning(world, ours, mailbox, pass_days):
    world.clock.advance(minutes=1)
    await say(world, ours)
    await say(world, ours)
    await pass_days(1)
    assert mailbox.letters == []
    await pass_days(5)
    [letter] = mailbox.letters
    assert letter["To"] == "samuel@world.example"
    assert letter["Subject"] == "2 unread messages from Inês Carvalho"
    assert "Inês Carvalho: 2 messages" in text_of(letter)
    assert "secret" not in letter.as_string()


async def test_it_says_what_lies_ahead_and_what_one_owes(world, ours, mailbox, pass_days):
    made = await ours.create(within=timedelta(days=4), title="Whether to leave")
    await ours.act(made, "Write it down", owner_id=ours.pair.mentor.user_id, due_on=date(2026, 11, 27))
    past = await ours.create(within=timedelta(minutes=5), title="Hello")
    world.clock.now = past.ends_at + timedelta(minutes=1)
    await say(world, ours)
    await pass_days(3)
    [letter] = mailbox.letters
    said = text_of(letter)
    assert "Friday 27 November, 12:00, with Inês Carvalho, by video" in said
    assert "1 action of yours, due within a week" in said
    assert "Your word on 1 meeting" in said
    for private in ("leave", "Write it down", "Hello"):
        assert private not in letter.as_string()


async def test_what_was_read_or_seen_since_or_is_silent_is_not_told(world, ours, mailbox, pass_days):
    world.clock.advance(minutes=1)
    await say(world, ours)
    async with world.db.write() as tx:  # they were here an hour later, and left it unread
        await tx.execute(sessions.update().values(last_used_at=world.clock() + timedelta(hours=1)))
    await pass_days(3)
    await notifications.put_level(
        world.db, ours.pair.mentor, ours.pair.conversation_id, "none", announce=world.announce
    )
    await say(world, ours)
    await pass_days(3)
    assert mailbox.letters == []


async def test_a_new_message_is_told_on_another_day_and_an_old_one_not_again(world, ours, mailbox, pass_days):
    world.clock.advance(minutes=1)
    for _ in range(2):
        await say(world, ours)
        await pass_days(4)
    assert [letter["Subject"] for letter in mailbox.letters] == [
        "1 unread message from Inês Carvalho",
        "2 unread messages from Inês Carvalho",
    ]


@pytest.mark.parametrize(("often", "letters"), [("never", 0), ("weekly", 1), ("daily", 12)])
async def test_each_gets_it_as_often_as_they_chose(world, ours, mailbox, work, pass_days, often, letters):
    change = ChangeChoice(digest_mail=often)
    await reminders.choose(world.db, ours.pair.mentor, change, announce=world.announce, clock=world.clock)
    world.clock.advance(minutes=1)
    for _ in range(13):  # from a Monday on
        await say(world, ours)
        await pass_days(1)
    assert len(mailbox.letters) == letters


async def test_one_click_stops_these_letters_and_no_others(world, ours, mailbox, pass_days, door):
    world.clock.advance(minutes=1)
    await say(world, ours)
    await pass_days(3)
    [letter] = mailbox.letters
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = letter["List-Unsubscribe"].strip("<>")
    assert link in text_of(letter)
    path = link.removeprefix(ORIGIN)
    assert (await door.post(path.replace("digest-", ""), data=b"", origin=None)).status == 404
    assert (await door.post(path, data=b"List-Unsubscribe=One-Click", origin=None)).status == 200
    choice = await reminders.get_choice(world.db, ours.pair.mentor)
    assert (choice.digest_mail, choice.day_mail) == ("never", True)


async def test_a_mail_server_that_is_away_delays_the_letter_and_what_is_read_by_then_is_not_sent(
    world, ours, mailbox, work
):
    world.clock.advance(minutes=1)
    said = await say(world, ours)
    world.clock.now = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
    await work(port=1)
    world.clock.advance(hours=1)
    await work()
    assert len(mailbox.letters) == 1
    await say(world, ours)
    world.clock.now = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
    await work(port=1)
    async with world.db.write() as tx:
        await reads_store.move(tx, ours.pair.conversation_id, ours.pair.mentor.user_id, said.seq + 1)
    world.clock.advance(hours=1)
    await work()
    assert len(mailbox.letters) == 1


async def test_what_is_due_today_is_noticed_once_on_the_device(world, ours, device, work):
    await device(ours.pair.mentor)
    made = await ours.create(within=timedelta(days=9))
    for text in ("One", "Two"):
        await ours.act(made, text, owner_id=ours.pair.mentor.user_id, due_on=date(2026, 11, 25))
    for _ in range(20):
        await work()
        world.clock.advance(hours=4)
    async with world.db.read() as tx:
        wished = (await tx.execute(jobs.select().where(jobs.c.kind == PUSH))).all()
    assert [(job.about["what"], job.about["day"]) for job in wished] == [("owed", "2026-11-25")]


async def test_a_look_is_followed_by_one_look_and_forgotten(world, work):
    for _ in range(3):
        await work()
    world.clock.advance(days=3)
    await work()
    async with world.db.read() as tx:
        found = (await tx.execute(jobs.select().where(jobs.c.kind == looking.KIND))).all()
    assert [job.next_at is None for job in found].count(False) == 1
    assert len(found) <= 2


async def test_many_mornings_are_looked_at_a_few_at_a_time_each_once(world, work, monkeypatch):
    monkeypatch.setattr(looking, "AT_ONCE", 2)
    people = [
        await world.user(f"Person {n}", time_zone=zone) for n, zone in enumerate(["Asia/Tokyo", "UTC"] * 4)
    ]
    world.clock.now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    for looked in (2, 4, 6, 8, 8):
        await work()
        async with world.db.read() as tx:
            found = (await tx.execute(mornings.select())).all()
        assert len(found) == looked
        world.clock.advance(seconds=1)
    assert {row.user_id for row in found} == {person.user_id for person in people}
    assert {row.day for row in found} == {"2026-11-24"}
    assert len({row.at for row in found}) == 4


# ── Mornings: pure ───────────────────────────────────────────────────────────

ZONES = st.sampled_from(
    [
        "Europe/Lisbon",
        "America/New_York",
        "Asia/Kathmandu",
        "Pacific/Apia",
        "Pacific/Pago_Pago",
        "Australia/Lord_Howe",
        "America/St_Johns",
        "Africa/Casablanca",
    ]
)
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001


@given(INSTANTS, ZONES)
@settings(max_examples=25, deadline=None)
def test_in_one_place_every_day_has_one_morning_whatever_the_clocks_do(start, zone):
    last, seen = None, []
    for n in range(4 * 24 * 6):
        at = start + n * timedelta(minutes=15)
        day = find_morning(at, time_zone=zone, last=last)
        if day:
            here = at.astimezone(ZoneInfo(zone))
            assert BEGINS <= here.hour < ENDS
            assert len(seen) < 2 or here.hour == BEGINS  # the first look may have been in the evening
            seen.append(day)
            last = Last(day, at)
    assert seen == [seen[0] + timedelta(days=n) for n in range(len(seen))]
    assert len(seen) >= 5


@given(INSTANTS, st.lists(st.tuples(st.integers(1, 60 * 40), ZONES), max_size=60))
@settings(max_examples=100, deadline=None)
def test_no_stop_and_no_journey_makes_a_day_come_twice(at, journey):
    last, weeks = None, []
    for minutes, zone in journey:
        at += timedelta(minutes=minutes)
        day = find_morning(at, time_zone=zone, last=last)
        if day is None:
            continue
        assert last is None or (day > last.day and at - last.at >= APART)
        if begins_week(day, last=last):
            weeks.append(day.isocalendar()[:2])
        last = Last(day, at)
    assert len(weeks) == len(set(weeks))
