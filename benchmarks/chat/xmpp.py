"""An XMPP client for one room that costs as little as it can: RFC 6120 with SASL PLAIN, and XEP-0045.

It looks for the stanzas that it waits for as text and does not parse XML: Prosody writes both quotes the same
way throughout, and the bodies of a benchmark hold nothing to escape.
"""

import asyncio
import base64
import re
from collections.abc import Callable
from typing import Any, Self

HOST = "localhost"
ROOMS = f"conference.{HOST}"
PASSWORD = "a benchmark's"
JOINED = re.compile(rb"<status[^>]*code=['\"]110['\"]")  # one's own presence in the room
BODY = re.compile(rb"<body>([^<]*)</body>")
REFUSED = (b"<failure", b"<stream:error", b"type='error'", b'type="error"')


class Stream(asyncio.Protocol):
    """One connection in one room. `on_message` gets each body that it reflects, `on_error` a refusal."""

    def __init__(
        self, user: str, room: str, on_message: Callable[[bytes], None], on_error: Callable[[bytes], None]
    ) -> None:
        self._user = user
        self._room = f"{room}@{ROOMS}".encode()
        self._on_message = on_message
        self._on_error = on_error
        self._buffer = b""
        self._more = asyncio.Event()
        self._joined = False
        self.transport: Any  # uvloop's is no asyncio.Transport

    @classmethod
    async def connect(
        cls,
        port: int,
        user: str,
        room: str,
        on_message: Callable[[bytes], None],
        on_error: Callable[[bytes], None],
    ) -> Self:
        """Returns when the room says that one is in it."""
        loop = asyncio.get_running_loop()
        _, stream = await loop.create_connection(
            lambda: cls(user, room, on_message, on_error), "127.0.0.1", port
        )
        async with asyncio.timeout(30):
            await stream.enter()
        return stream

    def send(self, body: bytes) -> None:
        self.transport.write(
            b"<message to='%s' type='groupchat'><body>%s</body></message>" % (self._room, body)
        )

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def connection_lost(self, error: Exception | None) -> None:
        self._buffer += b"<failure/>"  # for who waits for something else
        self._more.set()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._joined:
            self._more.set()
            return
        *stanzas, self._buffer = self._buffer.split(b"</message>")
        for stanza in stanzas:
            if any(sign in stanza for sign in REFUSED):
                self._on_error(stanza)
            elif body := BODY.search(stanza):
                self._on_message(body[1])

    async def enter(self) -> None:
        """Sign in, and go into the room."""
        header = (
            f"<stream:stream to='{HOST}' version='1.0' xmlns='jabber:client'"
            " xmlns:stream='http://etherx.jabber.org/streams'>"
        )
        token = base64.b64encode(f"\0{self._user}\0{PASSWORD}".encode()).decode()
        await self._ask(header, rb"</stream:features>")
        await self._ask(
            f"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>{token}</auth>", rb"<success"
        )
        await self._ask(header, rb"</stream:features>")
        await self._ask(
            "<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>", rb"</iq>"
        )
        await self._ask(
            f"<presence to='{self._room.decode()}/{self._user}'>"
            "<x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>",
            JOINED.pattern,
        )
        self._joined = True

    async def _ask(self, question: str, answer: bytes) -> None:
        self._buffer = b""
        self.transport.write(question.encode())
        while not re.search(answer, self._buffer):
            if any(sign in self._buffer for sign in REFUSED):
                raise ConnectionError(self._buffer[-300:].decode(errors="replace"))
            self._more.clear()
            await self._more.wait()
