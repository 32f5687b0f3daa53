"""Calendars: invitations that follow a meeting, and a secret feed. Read back with a calendar's own parser."""

from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from mentorpitch.calendars import feed, inviting
from mentorpitch.calendars.feed import NewFeed
from mentorpitch.calendars.invitation_letters import InvitationLetters
from mentorpitch.calendars.inviting import Inviting
from mentorpitch.errors import NotFound
from mentorpitch.jobs import Worker
from mentorpitch.mail.post import Post
from mentorpitch.meetings.series import AHEAD
from mentorpitch.mentorships import mentorships
from mentorpitch.people import accounts
from mentorpitch.reminders import reminders
from mentorpitch.reminders.reminders import ChangeChoice
from mentorpitch.store.tables.reminders import calendar_feeds
from tests.door import ORIGIN
from tests.mentorpitch.meeting_world import Meetings
from tests.mentorpitch.test_mail import mailbox, settings

__all__ = ["mailbox"]  # a fixture

SENDER = "mentoring@harbour.example"


@pytest.fixture
async def ours(world):
    mentor = await world.user("Samuel Mwangi", email="samuel@world.example", time_zone="Africa/Nairobi")
    mentee = await world.user("Inês Carvalho", email="ines@world.example")
    return Meetings(world, await world.mentorship(mentor=mentor, mentee=mentee))


@pytest.fixture
def work(world, mailbox):
    """What a server with a mail server does that has just started."""

    async def work(port=None, *, sends_mail=True):
        how = settings(port or mailbox.port)
        letters = InvitationLetters(
            world.db,
            Post(how, clock=world.clock),
            sender=how.sender,
            public_url=ORIGIN,
            clock=world.clock,
        )
        worker = Worker(
            world.db,
            {inviting.MAIL_KIND: letters},
            stored={inviting.KIND: Inviting(sends_mail=sends_mail, clock=world.clock)},
            announce=world.announce,
            clock=world.clock,
            chance=lambda: 0.5,
        )
        await worker.work()

    return work


def invites(mailbox, email="ines@world.example"):
    """What this person's calendar got: each invitation's method and its one event."""
    found = []
    for letter in mailbox.letters:
        if letter["To"] == email:
            [part] = [each for each in letter.walk() if each.get_content_type() == "text/calendar"]
            read = Calendar.from_ical(part.get_content())
            assert part.get_param("method") == read["METHOD"]
            [event] = read.events
            found.append((str(read["METHOD"]), event))
    return found


def events_of(text):
    return Calendar.from_ical(text).events


async def test_both_are_invited_and_read_nobody_elses_address(world, ours, mailbox, work):
    made = await ours.create()
    await work()
    await work()
    assert sorted(letter["To"] for letter in mailbox.letters) == [
        "ines@world.example",
        "samuel@world.example",
    ]
    [(method, event)] = invites(mailbox)
    assert (method, event["SEQUENCE"], str(event["STATUS"])) == ("REQUEST", 0, "CONFIRMED")
    assert (event.start, event.end) == (made.starts_at, made.ends_at)
    assert event["ORGANIZER"] == f"mailto:{SENDER}"
    assert event["ATTENDEE"] == "mailto:ines@world.example"
    assert "samuel@world.example" not in event.to_ical().decode()


async def test_a_move_keeps_the_uid_and_counts_on_and_a_cancellation_takes_it_back(
    world, ours, mailbox, work
):
    made = await ours.create(within=timedelta(days=2))
    await work()
    moved = await ours.change(made, local_start="2026-12-01T10:00")
    await work()
    await ours.cancel(made)
    await work()
    found = invites(mailbox)
    assert [(method, event["SEQUENCE"]) for method, event in found] == [
        ("REQUEST", 0),
        ("REQUEST", 1),
        ("CANCEL", 2),
    ]
    assert len({str(event["UID"]) for _, event in found}) == 1
    assert [event.start for _, event in found][1:] == [moved.starts_at] * 2
    assert str(found[-1][1]["STATUS"]) == "CANCELLED"


async def test_what_the_pair_wrote_is_in_it_only_for_who_wants_that(world, ours, mailbox, work):
    await reminders.choose(
        world.db,
        ours.pair.mentor,
        ChangeChoice(details_outside=True),
        announce=world.announce,
        clock=world.clock,
    )
    words = {"title": "Whether, to; leave\\", "kind": "in_person", "place": "The old lighthouse"}
    await ours.create(**words)
    await work()
    [(_, quiet)], [(_, full)] = invites(mailbox), invites(mailbox, "samuel@world.example")
    assert str(quiet["SUMMARY"]) == "Meeting with Samuel Mwangi"
    by_reader = {letter["To"]: letter.as_string() for letter in mailbox.letters}
    assert "lighthouse" not in by_reader["ines@world.example"]
    assert "leave" not in by_reader["ines@world.example"]
    assert (str(full["SUMMARY"]), str(full["LOCATION"])) == (words["title"], words["place"])


async def test_what_changes_nothing_invites_nobody(world, ours, mailbox, work):
    made = await ours.create()
    await work()
    await ours.change(made, title=made.title)
    await ours.add(made)
    await work()
    assert len(mailbox.letters) == 2


async def test_several_moves_before_the_letter_goes_are_one_letter(world, ours, mailbox, work):
    made = await ours.create(within=timedelta(days=2))
    await work(port=1)
    for day in (1, 2, 3):
        await ours.change(made, local_start=f"2026-12-0{day}T10:00")
    world.clock.advance(hours=2)
    await work()
    [(_, event)] = invites(mailbox)
    assert (event["SEQUENCE"], event.start.day) == (3, 3)


async def test_of_a_series_the_next_one_is_told_and_then_the_one_after(world, ours, mailbox, work):
    first = await ours.create(every_weeks=1)
    await work()
    assert [event.start for _, event in invites(mailbox)] == [first.starts_at]
    await ours.let_pass(first)
    await work()
    second = (await ours.all())[0]
    assert [event.start for _, event in invites(mailbox)] == [first.starts_at, second.starts_at]
    await ours.cancel(second)
    await work()
    third = (await ours.all())[0]
    told = {(method, event.start) for method, event in invites(mailbox)[2:]}
    assert told == {("CANCEL", second.starts_at), ("REQUEST", third.starts_at)}
    await ours.cancel(third, "following")
    mailbox.letters.clear()
    await work()
    assert [(method, event.start) for method, event in invites(mailbox)] == [("CANCEL", third.starts_at)]


async def test_when_a_mentorship_ends_calendars_hear_of_it(world, ours, mailbox, work):
    made = await ours.create()
    await work()
    await mentorships.end(world.db, ours.pair.manager, ours.pair.mentorship_id, **ours.how)
    await work()
    assert [method for method, _ in invites(mailbox)] == ["REQUEST", "CANCEL"]
    assert invites(mailbox)[-1][1].start == made.starts_at


async def test_who_wants_none_gets_none_and_without_a_mail_server_nobody_does(world, ours, mailbox, work):
    choice = ChangeChoice(invitations_mail=False)
    await reminders.choose(world.db, ours.pair.mentor, choice, announce=world.announce, clock=world.clock)
    await ours.create()
    await work()
    assert [letter["To"] for letter in mailbox.letters] == ["ines@world.example"]
    assert mailbox.letters[0]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    await ours.create()
    await work(sends_mail=False)
    await work()
    assert len(mailbox.letters) == 1


# ── The feed ─────────────────────────────────────────────────────────────────


@pytest.fixture
def feed_of(world):
    async def feed_of(actor, revision=0):
        how = {"public_url": ORIGIN, "announce": world.announce, "clock": world.clock}
        return await feed.renew(world.db, actor, NewFeed(revision=revision), **how)

    return feed_of


def path_of(made):
    return made.url.removeprefix(ORIGIN)


async def test_a_feed_holds_ones_own_meetings_with_every_one_of_a_series(world, ours, door, feed_of):
    elsewhere = Meetings(world, await world.mentorship())
    await elsewhere.create()
    also_mine = Meetings(world, await world.mentorship(mentor=ours.pair.mentee))
    weekly = await ours.create(local_start="2027-03-04T09:00", every_weeks=1)
    once, cancelled = await also_mine.create(), await ours.create()
    await ours.cancel(cancelled)
    answer = await door.get(path_of(await feed_of(ours.pair.mentee)), origin=None)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    found = events_of(answer.raw)
    assert len({str(event["UID"]) for event in found}) == len(found) == AHEAD + 1
    assert {event.start for event in found} >= {weekly.starts_at, once.starts_at}
    assert [event.start.hour for event in found[1:6]] == [9, 9, 9, 9, 8]  # the clocks change in between
    assert "Talk" not in answer.raw.decode()


async def test_a_feed_stays_the_same_until_something_changes_and_then_says_so(world, ours, door, feed_of):
    made = await ours.create()
    path = path_of(await feed_of(ours.pair.mentee))
    first = await door.get(path, origin=None)
    assert first.headers["Cache-Control"] == "private, no-cache"
    known = {"If-None-Match": first.headers["ETag"]}
    world.clock.advance(hours=1)
    again = await door.get(path, origin=None, headers=known)
    assert (again.status, again.raw, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    await ours.change(made, local_start="2026-12-01T10:00")
    changed = await door.get(path, origin=None, headers=known)
    assert changed.status == 200
    [event] = events_of(changed.raw)
    assert event["SEQUENCE"] == 1


async def test_a_new_address_ends_the_old_one_and_a_repeated_wish_is_one(world, ours, door, feed_of):
    first = await feed_of(ours.pair.mentee)
    assert await feed_of(ours.pair.mentee) == first
    second = await feed_of(ours.pair.mentee, revision=1)
    assert (await door.get(path_of(first), origin=None)).status == 404
    assert (await door.get(path_of(second), origin=None)).status == 200
    assert await feed.get(world.db, ours.pair.mentee, public_url=ORIGIN) == second
    gone = await door.ask("DELETE", "/api/me/calendar", by=ours.pair.mentee)
    assert gone.json == {"url": None, "revision": 3}
    assert (await door.get(path_of(second), origin=None)).status == 404
    told = ours.told("calendar_feed_changed")
    assert [(said.payload.revision, said.user_ids) for said in told] == [
        (revision, (ours.pair.mentee.user_id,)) for revision in (1, 2, 3)
    ]


async def test_any_other_address_is_like_one_that_never_was(world, ours, door, feed_of):
    made = await feed_of(ours.pair.mentee)
    wrong = path_of(made).replace(".ics", "0.ics")
    answers = [await door.get(path, origin=None) for path in (wrong, "/calendar/x.ics")]
    assert [(answer.status, answer.json["error"]) for answer in answers] == [
        (404, {"code": "not_found", "message": "There is no such calendar."})
    ] * 2
    with pytest.raises(NotFound):
        await feed.show(world.db, "\udcff", public_url=ORIGIN, clock=world.clock)


async def test_a_closed_account_has_no_feed_and_the_database_no_secret(world, ours, door, feed_of):
    made = await feed_of(ours.pair.mentee)
    async with world.db.read() as tx:
        [row] = await tx.execute(select(calendar_feeds))
    assert row.secret_hash not in made.url
    admin = await world.user(is_admin=True)
    how = {"announce": world.announce, "clock": world.clock}
    await accounts.ban(world.db, admin, ours.pair.mentee.user_id, **how)
    assert (await door.get(path_of(made), origin=None)).status == 404


async def test_what_is_long_past_leaves_the_feed(world, ours, door, feed_of):
    made = await ours.create()
    path = path_of(await feed_of(ours.pair.mentee))
    world.clock.now = made.ends_at + feed.KEPT
    assert events_of((await door.get(path, origin=None)).raw) == []


async def test_one_meeting_can_be_taken_into_a_calendar_with_everything(world, ours, door):
    made = await ours.create(kind="in_person", place="The old lighthouse")
    answer = await door.get(f"/api/meetings/{made.meeting_id}/calendar", by=ours.pair.mentee)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="meeting.ics"'
    [event] = events_of(answer.raw)
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == ("Talk", "The old lighthouse")
