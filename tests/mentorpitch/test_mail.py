"""Invitations by mail, against a real SMTP server: what it says is what becomes of the letter."""

import asyncio
import contextlib
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.smtp import SMTP

from mentorpitch.config import Mail
from mentorpitch.jobs import MOST_ATTEMPTS, GiveUp, TryLater, Worker
from mentorpitch.limits import Limits
from mentorpitch.mail.post import Letter, Post, compose
from mentorpitch.people import invitations
from mentorpitch.people.invitation_mail import KIND, InvitationMail
from mentorpitch.people.invitations import Invite, Resend
from mentorpitch.programmes import programmes
from tests.door import ORIGIN


class Mailbox:
    """A mail server's mind: what it got, and what it says at each step."""

    def __init__(self):
        self.letters = []
        self.at_rcpt = "250 OK"
        self.at_data = "250 OK"
        self.hang_up_after_data = False
        self.connections = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.at_rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.at_rcpt

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.at_data.startswith("250"):
            self.letters.append(message_from_bytes(envelope.content, policy=default))
        if self.hang_up_after_data:
            server.transport.abort()
        return self.at_data


@pytest.fixture
async def mailbox():
    box = Mailbox()
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(box, enable_SMTPUTF8=True), "127.0.0.1", 0
    )
    async with server:
        box.port = server.sockets[0].getsockname()[1]
        yield box


@pytest.fixture
async def ruth(world):
    return await world.user("Ruth <Abebe>")


@pytest.fixture
async def programme_id(world, ruth):
    return await world.programme("Harbour & Sea", manager=ruth)


def settings(port):
    return Mail(host="127.0.0.1", port=port, tls="none", sender="Harbour <mentoring@harbour.example>")


@pytest.fixture
def means(world):
    return {
        "public_url": ORIGIN,
        "sends_mail": True,
        "limits": Limits(),
        "announce": world.announce,
        "clock": world.clock,
    }


@pytest.fixture
def invite(world, ruth, programme_id, means):
    async def invite(email="ines@world.example"):
        wanted = Invite(email=email, role="mentee", by="mail")
        return await invitations.invite(world.db, ruth, programme_id, wanted, **means)

    return invite


@pytest.fixture
def deliver(world, mailbox):
    """Work off what is due, as a server that has just started does."""

    async def deliver(port=None):
        post = Post(settings(port or mailbox.port), clock=world.clock)
        letters = InvitationMail(world.db, post, public_url=ORIGIN, clock=world.clock)
        handlers = {KIND: letters}
        await Worker(
            world.db, handlers, announce=world.announce, clock=world.clock, chance=lambda: 0.5
        ).work()

    return deliver


@pytest.fixture
def state(world, ruth, programme_id):
    async def state():
        seen = await programmes.get(world.db, ruth, programme_id, sends_mail=True, clock=world.clock)
        [invitation] = seen.invitations
        return invitation.mail.state, invitation.mail.reason

    return state


def secret_in(letter):
    text = letter.get_body(("plain",)).get_content()
    return text.partition("/invite/")[2].split()[0]


async def shows(world, letter):
    return await invitations.show(world.db, secret_in(letter), clock=world.clock)


async def test_the_letter_says_who_invites_and_its_link_is_good(world, mailbox, invite, deliver, state):
    invited = await invite()
    assert (invited.url, await state()) == (None, ("waiting", None))
    await deliver()
    [letter] = mailbox.letters
    assert letter["To"] == "ines@world.example"
    assert letter["Subject"] == "Ruth <Abebe> invites you to Harbour & Sea"
    html = letter.get_body(("html",)).get_content()
    assert "Ruth &lt;Abebe&gt;" in html
    assert secret_in(letter) in html
    assert (await shows(world, letter)).email == "ines@world.example"
    assert await state() == ("sent", None)
    assert world.announced[-1].event == "programme_changed"


async def test_an_address_that_is_refused_is_given_up_and_its_manager_reads_why(
    mailbox, invite, deliver, state
):
    mailbox.at_rcpt = "550 no such user"
    await invite()
    await deliver()
    assert await state() == ("failed", "refused")


@pytest.mark.parametrize(
    ("step", "answer", "ends_as"),
    [
        ("at_rcpt", "451 try again", ("waiting", "busy")),
        ("at_data", "452 no space", ("waiting", "busy")),
        ("at_data", "554 spam", ("failed", "refused")),
    ],
)
async def test_what_may_pass_is_tried_again(world, mailbox, invite, deliver, state, step, answer, ends_as):
    setattr(mailbox, step, answer)
    await invite()
    await deliver()
    assert await state() == ends_as
    setattr(mailbox, step, "250 OK")
    world.clock.advance(hours=1)
    await deliver()
    assert len(mailbox.letters) == (ends_as[0] == "waiting")


async def test_a_server_that_cannot_be_reached_is_tried_and_at_last_given_up(world, invite, deliver, state):
    await invite()
    for _ in range(MOST_ATTEMPTS):
        await deliver(port=1)
        world.clock.advance(hours=6)
    assert await state() == ("failed", "unreachable")


async def test_a_letter_of_which_nobody_knows_whether_it_arrived_comes_again_as_the_same(
    world, mailbox, invite, deliver, state
):
    mailbox.hang_up_after_data = True
    await invite()
    await deliver()
    assert await state() == ("waiting", "unreachable")
    mailbox.hang_up_after_data = False
    world.clock.advance(hours=1)
    await deliver()
    first, second = mailbox.letters
    assert first["Message-ID"] == second["Message-ID"]
    for letter in (first, second):  # a mail reader may keep either
        assert (await shows(world, letter)).role == "mentee"


async def test_a_stop_in_the_middle_breaks_off_and_the_letter_goes_later(
    world, mailbox, invite, deliver, state
):
    reached = asyncio.Event()

    async def wait_for_ever(server, session, envelope):
        reached.set()
        await asyncio.sleep(3600)

    mailbox.handle_DATA, usual = wait_for_ever, mailbox.handle_DATA
    await invite()
    post = Post(settings(mailbox.port), clock=world.clock)
    handlers = {KIND: InvitationMail(world.db, post, public_url=ORIGIN, clock=world.clock)}
    worker = Worker(world.db, handlers, announce=world.announce, clock=world.clock)
    worker.start()
    async with asyncio.timeout(5):
        await reached.wait()
        post.close()
        await worker.close()
    assert await state() == ("waiting", "stopped")
    mailbox.handle_DATA = usual
    world.clock.advance(hours=1)
    await deliver()
    assert len(mailbox.letters) == 1


async def test_a_withdrawn_invitation_is_not_mailed(world, mailbox, invite, deliver, ruth):
    invited = await invite()
    how = {"announce": world.announce, "clock": world.clock}
    await invitations.withdraw(world.db, ruth, invited.invitation_id, **how)
    await deliver()
    assert mailbox.letters == []


async def test_sending_again_is_one_letter_for_each_wish(world, mailbox, invite, deliver, ruth, means):
    invited = await invite()
    for client_id in ("a", "a", "b"):
        wanted = Resend(client_id=client_id, by="mail")
        await invitations.resend(world.db, ruth, invited.invitation_id, wanted, **means)
    await deliver()
    assert len(mailbox.letters) == 3
    assert len({letter["Message-ID"] for letter in mailbox.letters}) == 3


async def test_one_more_link_leaves_the_first_good(world, invite, ruth, means):
    invited = await invite()
    links = []
    for _ in range(2):
        wanted = Resend(client_id="a", by="link")
        again = await invitations.resend(world.db, ruth, invited.invitation_id, wanted, **means)
        links.append(again.url.removeprefix(f"{ORIGIN}/invite/"))
    for secret in links:
        assert await invitations.show(world.db, secret, clock=world.clock)


async def test_without_a_mail_server_mail_is_refused_with_words(
    world, door, ruth, programme_id, invite, means
):
    place = f"/api/programmes/{programme_id}/invitations"
    wanted = {"email": "a@world.example", "role": "mentee", "by": "mail"}
    answer = await door.post(place, wanted, by=ruth)
    assert (answer.status, answer.error["code"]) == (409, "conflict")


async def test_mail_that_cannot_be_written_is_refused(world, mailbox):
    post = Post(settings(mailbox.port), clock=world.clock)
    for to in ("a b@c", "x@y\nBcc: all@z"):
        with pytest.raises(GiveUp):
            await post.send(letter(to))
    post.close()
    with pytest.raises(TryLater, match="stopped"):
        await post.send(letter("ines@world.example"))
    assert mailbox.letters == []


def letter(to):
    return Letter(letter_id="l", to=to, subject="Hello", text="Hello", html="<p>Hello</p>")


def test_no_line_of_a_name_becomes_a_header(world):
    with contextlib.suppress(ValueError):
        subject = "Ruth\r\nBcc: all@z.example"
        message = compose(
            Letter(letter_id="l", to="a@b.example", subject=subject, text="", html=""),
            sender="a@b.example",
            clock=world.clock,
        )
        assert message["Bcc"] is None
