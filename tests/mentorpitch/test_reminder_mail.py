"""Reminders by mail, against a real SMTP server: who gets which, what they say, and how to stop them."""

from datetime import timedelta

import pytest

from mentorpitch.jobs import Worker
from mentorpitch.mail.post import Post
from mentorpitch.reminders import planning, reminders
from mentorpitch.reminders.giving import MAIL_KIND, Giving
from mentorpitch.reminders.reminder_mail import ReminderMail
from mentorpitch.reminders.reminders import ChangeChoice
from tests.door import ORIGIN
from tests.mentorpitch.meeting_world import Meetings
from tests.mentorpitch.test_mail import mailbox, settings

__all__ = ["mailbox"]  # a fixture

SOON = timedelta(minutes=10)
A_DAY = timedelta(hours=24)


@pytest.fixture
async def ours(world):
    """A pair in two places: for one of the two it may be another day."""
    programme_id = await world.programme()
    mentor = await world.user("Samuel Mwangi", email="samuel@world.example", time_zone="Africa/Nairobi")
    mentee = await world.user("Inês Carvalho", email="ines@world.example")
    return Meetings(world, await world.mentorship(mentor=mentor, mentee=mentee, programme_id=programme_id))


@pytest.fixture
def work(world, mailbox):
    """What a server with a mail server does that has just started."""

    async def work(port=None):
        post = Post(settings(port or mailbox.port), clock=world.clock)
        letters = ReminderMail(world.db, post, public_url=ORIGIN, clock=world.clock)
        worker = Worker(
            world.db,
            {MAIL_KIND: letters},
            stored={planning.KIND: Giving(sends_mail=True, clock=world.clock)},
            announce=world.announce,
            clock=world.clock,
            chance=lambda: 0.5,
        )
        await worker.work()

    return work


def text_of(letter):
    return letter.get_body(("plain",)).get_content()


async def letter_to(world, ours, mailbox, work, email, **given):
    """The one that this person gets ten minutes before a meeting."""
    made = await ours.create(**{"local_start": "2026-11-26T22:30"} | given)
    world.clock.now = made.starts_at - SOON
    await work()
    return next(each for each in mailbox.letters if each["To"] == email)


async def test_each_of_the_two_gets_a_letter_a_day_and_ten_minutes_before(world, ours, mailbox, work):
    made = await ours.create(within=timedelta(days=3))
    for before in (A_DAY, SOON):
        world.clock.now = made.starts_at - before
        await work()
        await work()
    assert sorted(letter["To"] for letter in mailbox.letters) == sorted(
        ["ines@world.example", "samuel@world.example"] * 2
    )
    assert len({letter["Message-ID"] for letter in mailbox.letters}) == 4


async def test_it_says_with_whom_and_when_in_both_places(world, ours, mailbox, work):
    letter = await letter_to(world, ours, mailbox, work, "ines@world.example")
    assert letter["Subject"] == "Meeting with Samuel Mwangi: Thursday 26 November, 22:30"
    assert "You and Samuel Mwangi meet by video, for 30 minutes." in text_of(letter)
    assert "Thursday 26 November, 22:30 in Lisbon" in text_of(letter)
    assert "For Samuel Mwangi: Friday 27 November, 01:30 in Nairobi" in text_of(letter)
    assert f"{ORIGIN}/m/{ours.pair.mentorship_id}/lobby" in text_of(letter)


async def test_what_the_pair_wrote_is_not_in_it_unless_its_reader_wants_that(world, ours, mailbox, work):
    await reminders.choose(
        world.db,
        ours.pair.mentor,
        ChangeChoice(details_outside=True),
        announce=world.announce,
        clock=world.clock,
    )
    words = {"title": "Whether to <leave>", "kind": "in_person", "place": "The old lighthouse"}
    await letter_to(world, ours, mailbox, work, "ines@world.example", **words)
    by_reader = {letter["To"]: letter for letter in mailbox.letters}
    quiet, full = by_reader["ines@world.example"].as_string(), by_reader["samuel@world.example"]
    assert "leave" not in quiet
    assert "lighthouse" not in quiet
    assert "Whether to <leave>\r\nThe old lighthouse" in text_of(full)
    assert "Whether to &lt;leave&gt;" in full.get_body(("html",)).get_content()


async def test_one_click_stops_them(world, ours, mailbox, work, door):
    letter = await letter_to(world, ours, mailbox, work, "ines@world.example")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = letter["List-Unsubscribe"].strip("<>")
    assert link in text_of(letter)
    assert link in letter.get_body(("html",)).get_content()
    stopped = await door.post(link.removeprefix(ORIGIN), data=b"List-Unsubscribe=One-Click", origin=None)
    assert stopped.status == 200
    mailbox.letters.clear()
    await letter_to(world, ours, mailbox, work, "samuel@world.example", local_start="2026-12-03T09:00")
    assert [each["To"] for each in mailbox.letters] == ["samuel@world.example"]


async def test_each_gets_the_letters_that_they_chose(world, ours, mailbox, work):
    choice = ChangeChoice(day_mail=False)
    await reminders.choose(world.db, ours.pair.mentor, choice, announce=world.announce, clock=world.clock)
    made = await ours.create(within=timedelta(days=3))
    world.clock.now = made.starts_at - A_DAY
    await work()
    assert [letter["To"] for letter in mailbox.letters] == ["ines@world.example"]


async def test_what_changes_while_a_letter_waits_is_heeded(world, ours, mailbox, work):
    meetings = [await ours.create(within=timedelta(days=3, minutes=n)) for n in range(3)]
    world.clock.now = meetings[-1].starts_at - A_DAY
    await work(port=1)  # nobody takes the mail
    assert mailbox.letters == []
    await ours.cancel(meetings[0])
    await ours.change(meetings[1], local_start="2026-12-10T10:00")
    await reminders.choose(
        world.db, ours.pair.mentor, ChangeChoice(day_mail=False), announce=world.announce, clock=world.clock
    )
    world.clock.advance(hours=2)
    await work()
    assert [letter["To"] for letter in mailbox.letters] == ["ines@world.example"]


async def test_a_letter_that_cannot_be_sent_before_the_meeting_begins_is_not_sent(world, ours, mailbox, work):
    made = await ours.create(within=timedelta(days=3))
    world.clock.now = made.starts_at - SOON
    await work(port=1)
    world.clock.now = made.starts_at
    await work()
    assert mailbox.letters == []
