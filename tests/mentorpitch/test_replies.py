"""Answers from calendars, in real conversations with the listener: what counts, and for whom."""

import asyncio
import time
from datetime import timedelta
from email.message import EmailMessage

import aiosmtplib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from mentorpitch.calendars import inviting
from mentorpitch.calendars.invitation_letters import InvitationLetters
from mentorpitch.calendars.inviting import Inviting
from mentorpitch.errors import Problem
from mentorpitch.jobs import Worker
from mentorpitch.limits import Limits
from mentorpitch.mail.post import Post
from mentorpitch.meetings import answering
from mentorpitch.replies import answers as taking
from mentorpitch.replies import listening
from mentorpitch.replies.addresses import Mailbox
from mentorpitch.replies.listening import Listener
from mentorpitch.replies.reading import MOST_BYTES, read, read_calendar
from tests.door import ORIGIN
from tests.mentorpitch.meeting_world import Meetings
from tests.mentorpitch.test_mail import mailbox
from tests.mentorpitch.test_mail import settings as mail_settings

__all__ = ["mailbox"]  # a fixture

OURS = Mailbox("reply@mentor.example")


@pytest.fixture
async def ours(world):
    mentor = await world.user("Samuel Mwangi", email="samuel@world.example")
    mentee = await world.user("Inês Carvalho", email="ines@world.example")
    return Meetings(world, await world.mentorship(mentor=mentor, mentee=mentee))


@pytest.fixture
async def listener(world):
    made = Listener(world.db, OURS, announce=world.announce, clock=world.clock)
    await made.start("127.0.0.1", 0)
    yield made
    await made.close()


@pytest.fixture
def invite(world, mailbox):
    """Send what waits; returns what this person's calendar got last."""

    async def invite(email="samuel@world.example"):
        how = mail_settings(mailbox.port)
        letters = InvitationLetters(
            world.db,
            Post(how, clock=world.clock),
            sender=how.sender,
            public_url=ORIGIN,
            clock=world.clock,
            mailbox=OURS,
        )
        stored = {inviting.KIND: Inviting(sends_mail=True, clock=world.clock)}
        handlers = {inviting.MAIL_KIND: letters}
        worker = Worker(world.db, handlers, stored=stored, announce=world.announce, clock=world.clock)
        await worker.work()
        letter = [each for each in mailbox.letters if each["To"] == email][-1]
        [part] = [each for each in letter.walk() if each.get_content_type() == "text/calendar"]
        return Calendar.from_ical(part.get_content()), letter

    return invite


def answer_to(invitation, partstat="ACCEPTED", *, at="20261123T120500Z", **changes):
    """As a calendar answers (RFC 5546, 3.2.3)."""
    [event] = invitation.events
    lines = {
        "uid": f"UID:{event['UID']}",
        "sequence": f"SEQUENCE:{event['SEQUENCE']}",
        "stamp": f"DTSTAMP:{at}",
        "organizer": f"ORGANIZER:{event['ORGANIZER']}",
        "attendee": f"ATTENDEE;PARTSTAT={partstat};CN=Sam:mailto:sam@elsewhere.example",
    } | changes
    method = lines.pop("method", "METHOD:REPLY")
    inside = "\r\n".join(line for line in lines.values() if line)
    head = f"BEGIN:VCALENDAR\r\nPRODID:-//Test//EN\r\nVERSION:2.0\r\n{method}"
    return f"{head}\r\nBEGIN:VEVENT\r\n{inside}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


def mail_of(calendar, to, *, sender="anybody@elsewhere.example"):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, "Accepted: Meeting"
    message.set_content("Sam has accepted.")
    message.add_alternative(calendar, subtype="calendar", params={"method": "REPLY"})
    return message.as_bytes()


def address_in(invitation):
    return str(invitation.events[0]["ORGANIZER"]).removeprefix("mailto:")


@pytest.fixture
def send(listener):
    """Hand a mail over; returns the listener's last word."""

    async def send(content, *to):
        client = aiosmtplib.SMTP(hostname="127.0.0.1", port=listener.port, use_tls=False, start_tls=False)
        async with client:
            try:
                _, said = await client.sendmail("anybody@elsewhere.example", list(to), content)
            except aiosmtplib.SMTPRecipientsRefused as refused:
                return refused.recipients[0].code
            except aiosmtplib.SMTPResponseException as refused:
                return refused.code
        return int(said[:1] == "2" or 250) and 250

    return send


async def answers(ours, made):
    """Of the mentor and of the mentee."""
    return tuple(each.answer for each in (await ours.get(made)).attendance)


async def test_an_invitation_asks_whom_it_is_for_at_an_address_of_their_own(ours, invite, mailbox):
    await ours.create()
    asked, letter = await invite()
    [event] = asked.events
    assert event["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert event["ATTENDEE"].params["RSVP"] == "TRUE"
    assert letter["Reply-To"] == address_in(asked)
    arranged, _ = await invite("ines@world.example")
    assert arranged.events[0]["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert address_in(arranged) != address_in(asked)
    await ours.change((await ours.all())[0], minutes=45)
    assert address_in((await invite())[0]) == address_in(asked)  # one organizer, or it were another event


@pytest.mark.parametrize(
    ("partstat", "answer"),
    [("ACCEPTED", "accepted"), ("DECLINED", "declined"), ("TENTATIVE", "tentative")],
)
async def test_an_answer_is_seen_by_both_at_once(world, ours, invite, send, partstat, answer):
    made = await ours.create()
    invitation, _ = await invite()
    world.announced.clear()
    assert await send(mail_of(answer_to(invitation, partstat), "x"), address_in(invitation)) == 250
    assert await answers(ours, made) == (answer, "accepted")
    [told] = ours.told()
    assert set(told.user_ids) == {ours.pair.mentor.user_id, ours.pair.mentee.user_id}


async def test_an_address_answers_for_its_own_person_whoever_the_mail_is_from(ours, invite, send):
    made = await ours.create()
    mentors, _ = await invite()
    content = mail_of(answer_to(mentors, "DECLINED"), "x", sender="ines@world.example")
    await send(content, address_in(mentors).upper())  # some programs change letters
    assert await answers(ours, made) == ("declined", "accepted")


async def test_what_does_not_fit_the_meeting_as_it_stands_is_passed_over(ours, invite, send):
    made = await ours.create(within=timedelta(days=2))
    other = await ours.create(within=timedelta(days=3))
    await ours.change(made, minutes=45)
    invitation, _ = await invite()  # of either: the UID below is another's
    for changes in (
        {"sequence": "SEQUENCE:0"},
        {"sequence": ""},
        {"sequence": "SEQUENCE:7"},
        {"uid": "UID:nothing@mentorpitch"},
    ):
        to = address_in(invitation)
        assert await send(mail_of(answer_to(invitation, **changes), "x"), to) == 250
    await ours.cancel(other)
    assert await answers(ours, made) == (None, "accepted")


async def test_the_newest_answer_counts_in_whatever_order_they_come(world, ours, invite, send):
    made = await ours.create()
    invitation, _ = await invite()
    to = address_in(invitation)
    world.clock.advance(minutes=30)
    await send(mail_of(answer_to(invitation, "DECLINED", at="20261123T122000Z"), "x"), to)
    await send(mail_of(answer_to(invitation, "ACCEPTED", at="20261123T121000Z"), "x"), to)
    assert await answers(ours, made) == ("declined", "accepted")
    await answering.say(world.db, ours.pair.mentor, made.meeting_id, "tentative", **ours.how)
    await send(mail_of(answer_to(invitation, "ACCEPTED", at="20261123T122500Z"), "x"), to)
    assert await answers(ours, made) == ("tentative", "accepted")
    await send(mail_of(answer_to(invitation, "ACCEPTED", at="20991231T000000Z"), "x"), to)
    assert await answers(ours, made) == ("accepted", "accepted")
    world.clock.advance(minutes=1)  # a clock that is wrong does not close the door behind it
    await answering.say(world.db, ours.pair.mentor, made.meeting_id, "declined", **ours.how)
    assert await answers(ours, made) == ("declined", "accepted")


async def test_whom_nobody_invited_is_refused_before_anything_is_read(ours, invite, send, monkeypatch):
    await ours.create()
    invitation, _ = await invite()
    content = mail_of(answer_to(invitation), "x")
    monkeypatch.setattr(listening, "read", None)
    for to in (
        f"reply+{'0' * 32}@mentor.example",
        "reply@mentor.example",
        address_in(invitation).replace("mentor.example", "else.example"),
        address_in(invitation)[:-20] + "@mentor.example",
    ):
        assert await send(content, to) == 550


async def test_a_closed_account_answers_nothing(world, ours, invite, send):
    await ours.create()
    invitation, _ = await invite()
    await world.ban(ours.pair.mentor)
    assert await send(mail_of(answer_to(invitation), "x"), address_in(invitation)) == 550


async def test_a_letter_that_somebody_wrote_comes_back_with_words_and_a_machines_does_not(ours, invite, send):
    await ours.create()
    invitation, _ = await invite()
    to = address_in(invitation)
    assert await send(b"Subject: Hello\r\n\r\nSee you then!\r\n", to) == 554
    assert await send(b"Subject: Away\r\nAuto-Submitted: auto-replied\r\n\r\nI am away\r\n", to) == 250


async def test_what_is_too_large_is_refused_and_the_line_goes_on(ours, invite, send):
    made = await ours.create()
    invitation, _ = await invite()
    to = address_in(invitation)
    large = mail_of(answer_to(invitation), "x") + b"x" * 70 + b"\r\n" + (b"x" * 70 + b"\r\n") * 3_000
    assert len(large) > MOST_BYTES
    assert await send(large, to) == 552
    assert await send(mail_of(answer_to(invitation), "x"), to) == 250
    assert await answers(ours, made) == ("accepted", "accepted")


async def test_a_database_that_cannot_be_written_asks_to_come_again(world, ours, invite, send, monkeypatch):
    async def full(*_args, **_how):
        raise Problem("storage_full", "The disk is full.")

    await ours.create()
    invitation, _ = await invite()
    monkeypatch.setattr(taking, "say_at", full)
    assert await send(mail_of(answer_to(invitation), "x"), address_in(invitation)) == 451


async def test_a_loop_of_machines_ends(world, ours, invite):
    await ours.create()
    invitation, _ = await invite()
    token, limits = OURS.token_in(address_in(invitation)), Limits()
    reply = read_calendar(answer_to(invitation))
    outcomes = [
        await taking.take(world.db, token, reply, limits=limits, announce=world.announce, clock=world.clock)
        for _ in range(35)
    ]
    assert outcomes == ["taken"] * 30 + ["passed over"] * 5


async def test_many_lines_that_say_nothing_keep_nobody_out_for_long(listener):
    lines = [await asyncio.open_connection("127.0.0.1", listener.port) for _ in range(25)]
    greeted = 0
    for reader, _ in lines:
        try:
            greeted += bool(await reader.readline())
        except ConnectionError:
            continue
    assert greeted <= listening.MOST_CONNECTIONS
    await listener.close()
    for _, writer in lines:
        writer.close()


# ── Reading what strangers send ──────────────────────────────────────────────

WHOLE = (
    "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:m@mentorpitch\r\nSEQUENCE:2\r\n"
    "DTSTAMP:20261123T120500Z\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def test_a_whole_answer_is_read():
    reply = read_calendar(WHOLE)
    assert (reply.uid, reply.sequence, reply.answer) == ("m@mentorpitch", 2, "accepted")


@pytest.mark.parametrize(
    ("part", "instead"),
    [
        ("METHOD:REPLY", "METHOD:REQUEST"),
        ("METHOD:REPLY\r\n", ""),
        ("PARTSTAT=ACCEPTED", "PARTSTAT=DELEGATED"),
        ("PARTSTAT=ACCEPTED", "PARTSTAT=NEEDS-ACTION"),
        (";PARTSTAT=ACCEPTED", ""),
        ("UID:m@mentorpitch\r\n", ""),
        ("SEQUENCE:2", "SEQUENCE:2\r\nRECURRENCE-ID:20261123T120500Z"),
        ("ATTENDEE", "ATTENDEE;PARTSTAT=DECLINED:mailto:c@d.example\r\nATTENDEE"),
        ("END:VEVENT\r\n", "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:n\r\nEND:VEVENT\r\n"),
    ],
)
def test_what_is_not_the_answer_of_one_to_one_meeting_is_none(part, instead):
    assert part in WHOLE
    assert read_calendar(WHOLE.replace(part, instead)) is None


def deep(levels):
    parts = [f'Content-Type: multipart/mixed; boundary="{n}"\r\n\r\n--{n}\r\n' for n in range(levels)]
    return "".join(parts).encode() + mail_of(WHOLE, "x")


HOSTILE = {
    "a part in a part in a part": deep(1_500),
    "a head without an end": b"Subject: " + b"a\r\n b" * 40_000,
    "parameters without an end": b"Content-Type: text/calendar" + b"; a*0*=x''y" * 15_000 + b"\r\n\r\nx",
    "a calendar in a calendar": mail_of("BEGIN:VCALENDAR\n" * 3_000, "x"),
    "lines without an end": mail_of("BEGIN:VCALENDAR\nX:" + "a" * 150_000, "x"),
    "folds": mail_of("BEGIN:VCALENDAR\nX:a\n" + " b\n" * 30_000, "x"),
    "quotes": mail_of('BEGIN:VCALENDAR\nATTENDEE;CN="' + '";X="' * 9_000, "x"),
    "base64 of nothing": b"Content-Type: text/calendar\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + b"=" * 9_999,
    "an unknown alphabet": b"Content-Type: text/calendar; charset=nothing\r\n\r\n\xff\xfe",
    "a thousand parts": mail_of(WHOLE, "x").replace(b"Sam has accepted.", b"--boundary\r\n\r\n" * 5_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_made_to_take_long_takes_no_time(name):
    began = time.process_time()
    assert read(HOSTILE[name]).reply is None
    assert time.process_time() - began < 2


TOKENS = st.sampled_from(
    ["BEGIN:", "END:", "VEVENT", "VCALENDAR", "\r\n", "\n ", ";", ":", "=", '"', ",", "DTSTAMP", "99999999T"]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_bytes_make_the_reader_fail(data):
    content = bytearray(mail_of(WHOLE, "x"))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content)))
        until = data.draw(st.integers(at, min(len(content), at + 30)))
        new = data.draw(st.one_of(st.binary(max_size=20), TOKENS.map(str.encode)))
        content[at:until] = new
    mail = read(bytes(content))
    assert mail.reply is None or mail.reply.answer in ("accepted", "declined", "tentative")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=2_000))
def test_nor_do_bytes_of_no_kind(content):
    assert read(content).reply is None
