"""Handing mail to the programme's own mail server (SMTP, RFC 5321)."""

import asyncio
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Final, Literal

import aiosmtplib
import msgspec

from mentorpitch.clock import Clock
from mentorpitch.config import Mail
from mentorpitch.jobs import GiveUp, TryLater

TIMEOUT_S: Final = 20.0  # of each answer
WHOLE_S: Final = 90.0  # of one letter; less than a job's lease


class Invite(msgspec.Struct, frozen=True, kw_only=True):
    """What a calendar understands of a letter (RFC 6047)."""

    method: Literal["REQUEST", "CANCEL"]
    text: str


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    letter_id: str  # the same for the same letter: of one that comes twice, the reader keeps one
    to: str
    subject: str
    text: str
    html: str
    invite: Invite | None = None
    reply_to: str | None = None  # else the sender
    stop_url: str | None = None  # where a POST ends letters of this kind; of those that come by themselves


class Post:
    """Sends one letter at a time over a connection of its own; several may be under way."""

    def __init__(self, settings: Mail, *, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._under_way: set[asyncio.Task[None]] = set()
        self._is_closed = False

    async def send(self, letter: Letter) -> None:
        """Raises GiveUp when the address takes no mail, TryLater for anything that may pass."""
        if self._is_closed:
            raise TryLater("stopped")
        try:
            message = compose(letter, sender=self._settings.sender, clock=self._clock)
        except ValueError as error:  # an address that no header can hold
            raise GiveUp("refused") from error
        task = asyncio.create_task(self._hand_over(message, letter.to))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        await asyncio.wait([task])
        if task.cancelled():
            raise TryLater("stopped")
        if failure := task.exception():
            raise judge(failure) from failure

    def close(self) -> None:
        """Break off what is under way; it is sent again later."""
        self._is_closed = True
        for task in self._under_way:
            task.cancel()

    async def _hand_over(self, message: EmailMessage, to: str) -> None:
        settings = self._settings
        client = aiosmtplib.SMTP(
            hostname=settings.host,
            port=settings.port,
            use_tls=settings.tls == "tls",
            start_tls=settings.tls == "starttls",
            username=settings.user or None,
            password=settings.password or None,
            timeout=TIMEOUT_S,
        )
        try:
            async with asyncio.timeout(WHOLE_S):
                await client.connect()
                await client.send_message(message, sender=parseaddr(settings.sender)[1], recipients=[to])
        finally:
            client.close()  # without QUIT: who is in trouble, or in a hurry, waits for no answer


def compose(letter: Letter, *, sender: str, clock: Clock) -> EmailMessage:
    """Plain text with an HTML alternative. Raises ValueError for an address that is none."""
    name, address = parseaddr(sender)
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(name, addr_spec=address)
    message["To"] = Address(addr_spec=letter.to)
    if letter.reply_to:
        message["Reply-To"] = Address(addr_spec=letter.reply_to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(clock())
    message["Message-ID"] = f"<{letter.letter_id}@{address.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no machine answers it
    if letter.stop_url:
        message["List-Unsubscribe"] = f"<{letter.stop_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    if letter.invite:
        params = {"method": letter.invite.method}
        message.add_alternative(letter.invite.text, subtype="calendar", params=params)
    return message


def judge(error: BaseException) -> TryLater:
    """What a failure means: a word, and whether it may pass (RFC 5321, 4.2.1: 4yz may, 5yz does not)."""
    match error:
        case aiosmtplib.SMTPRecipientsRefused():
            return judge(error.recipients[0])
        case aiosmtplib.SMTPAuthenticationError():
            return TryLater("sign_in")  # whoever runs the server mends it
        case aiosmtplib.SMTPSenderRefused():
            return TryLater("sender")
        case aiosmtplib.SMTPRecipientRefused() | aiosmtplib.SMTPDataError():
            return GiveUp("refused") if error.code >= 500 else TryLater("busy")
        case aiosmtplib.SMTPNotSupported():
            return GiveUp("refused")
        case aiosmtplib.SMTPResponseException():
            return TryLater("busy")
        case aiosmtplib.SMTPException() | OSError():  # TimeoutError is one
            return TryLater("unreachable")
    raise error
