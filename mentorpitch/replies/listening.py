"""The door for answers by mail: an SMTP listener, to which one's own mail server hands on what comes for one
address (RFC 5321).

It knows no recipient but those whom it made, so what a stranger sends is refused before it is read. It never
sends anything itself, and says no in words that a mail program shows to who wrote.
"""

import asyncio
import logging
from typing import Any, Final

import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session

from mentorpitch.announcements import Announce
from mentorpitch.clock import Clock
from mentorpitch.errors import Problem
from mentorpitch.limits import Limits
from mentorpitch.replies.addresses import Mailbox
from mentorpitch.replies.answers import find_place, take
from mentorpitch.replies.reading import MOST_BYTES, read
from mentorpitch.store.database import Database

SILENCE_S: Final = 30.0
WHOLE_S: Final = 120.0  # of a connection, whoever drips into it
MOST_CONNECTIONS: Final = 20
MOST_RECIPIENTS: Final = 5
READ_S: Final = 10.0

TAKEN: Final = "250 2.6.0 Thank you"
UNKNOWN: Final = "550 5.1.1 There is no such address"
NO_ANSWER: Final = "554 5.6.0 Only a calendar's answer is read here. Write to each other in MentorPitch."
LATER: Final = "451 4.3.0 Try again later"

logging.getLogger("mail").setLevel(logging.CRITICAL)  # aiosmtpd's own: it quotes what people send
log = structlog.get_logger()


class Listener:
    """Runs on the loop that starts it."""

    def __init__(self, db: Database, mailbox: Mailbox, *, announce: Announce, clock: Clock) -> None:
        self._db = db
        self._mailbox = mailbox
        self._announce = announce
        self._clock = clock
        self._limits = Limits()
        self._server: asyncio.Server | None = None
        self._lines: set[Line] = set()

    @property
    def port(self) -> int:
        assert self._server
        return int(self._server.sockets[0].getsockname()[1])

    async def start(self, host: str, port: int) -> None:
        """Raises OSError."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: Line(self, self._mailbox, self._lines), host, port)

    async def close(self) -> None:
        """Who is in the middle of a mail sends it again later."""
        if self._server:
            self._server.close()
        for line in list(self._lines):
            line.hang_up()

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        token = self._mailbox.token_in(address)
        if token is None or await find_place(self._db, token) is None:
            return UNKNOWN
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        assert isinstance(content, bytes)
        async with asyncio.timeout(READ_S):
            mail = await asyncio.to_thread(read, content)
        if mail.reply is None:
            log.info("mail without an answer", automatic=mail.is_automatic)
            return TAKEN if mail.is_automatic else NO_ANSWER
        for address in envelope.rcpt_tos:
            token = self._mailbox.token_in(address)
            assert token
            outcome = await take(
                self._db,
                token,
                mail.reply,
                limits=self._limits,
                announce=self._announce,
                clock=self._clock,
            )
            log.info("answer by mail", outcome=outcome)
        return TAKEN

    async def handle_exception(self, error: Exception) -> str:
        if not isinstance(error, Problem | TimeoutError):
            log.error("answer by mail not taken", error=type(error).__name__)
        return LATER


class Line(SMTP):
    """One connection, for a bounded time."""

    def __init__(self, listener: Listener, mailbox: Mailbox, lines: "set[Line]") -> None:
        super().__init__(
            listener,
            data_size_limit=MOST_BYTES,
            enable_SMTPUTF8=True,
            hostname=mailbox.address.rpartition("@")[2],
            ident="MentorPitch",
            timeout=SILENCE_S,
        )
        self._lines = lines
        self._end: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._lines.add(self)
        if len(self._lines) > MOST_CONNECTIONS:
            self.hang_up()
        self._end = asyncio.get_running_loop().call_later(WHOLE_S, self.hang_up)

    def connection_lost(self, error: Exception | None) -> None:
        self._lines.discard(self)
        if self._end:
            self._end.cancel()
        super().connection_lost(error)

    def hang_up(self) -> None:
        transport: Any = self.transport
        if transport:
            transport.abort()
