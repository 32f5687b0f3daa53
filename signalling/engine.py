"""What we change in python-socketio and python-engineio, each with its reason.

Only this file touches their private names; tests/signalling/test_engine.py notices when they change.
"""

import asyncio
import logging
import re
import time
import weakref
from collections.abc import Awaitable, Callable
from typing import Any

import engineio
import msgspec
import socketio
import structlog
from aiohttp import web
from engineio.async_drivers import aiohttp as driver
from engineio.async_socket import AsyncSocket
from engineio.packet import PING, Packet

from signalling.line import Line, Outgoing, encode
from signalling.outlet import GOODBYE_S, takes_too_little
from signalling.websocket import MOST_BYTES, PlainWebSocket

log = structlog.get_logger()

PING_INTERVAL_S = 10
PING_TIMEOUT_S = 10
CONNECT_S = 20.0  # from the handshake until a client asks for a Socket.IO session
AT_ONCE = 16  # who come in; of thousands at once the first are in while the last wait, and nobody for all
MOST_UNCONNECTED = 5_000  # handshakes that are no session yet
POST_S = 30.0  # for a polling client's 64 KiB, and what they ask

_decode = msgspec.json.Decoder().decode
_decode_event = msgspec.json.Decoder(list[msgspec.Raw]).decode

# Socket.IO's protocol, revision 5: type, the default namespace if it is named, id of the ack, data.
DISCONNECT, EVENT, ACK = "1", "2", b"3"
EVENT_PACKET = re.compile(r"2(?:/,)?(?P<id>[0-9]{0,15})(?P<data>\[.+)", re.DOTALL)

# The event's name, who asks, and its arguments as they came; the answer for its ack.
OnEvent = Callable[[str, str, list[msgspec.Raw]], Awaitable[object]]


class Json:
    """The JSON of every packet: knows structs, refuses what is not valid UTF-8."""

    @staticmethod
    def dumps(value: object, **_: object) -> str:
        return encode(value).decode()

    @staticmethod
    def loads(text: str | bytes, **_: object) -> Any:
        return _decode(text)


class _OwnFaults(logging.Filter):
    """Lets through what failed in our handlers; the rest says in strangers' words what strangers did."""

    def filter(self, record: logging.LogRecord) -> bool:
        return bool(record.exc_info) and record.getMessage().endswith("async handler error")


_logger = logging.getLogger("signalling.engine")
_logger.addFilter(_OwnFaults())


class Engine(engineio.AsyncServer):  # type: ignore[misc]
    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._async: dict[str, Any] = {**driver._async, "websocket": PlainWebSocket}

    def create_queue(self, *_: Any, **__: Any) -> Line:
        return Line()

    def start_background_task(self, target: Any, *args: Any, **kwargs: Any) -> Any:
        """A timer in place of the task that sleeps until a client's next ping: each client has one."""
        if getattr(target, "__func__", None) is AsyncSocket._send_ping:
            socket = weakref.ref(target.__self__)  # who has gone is not kept until their ping is due
            return asyncio.get_running_loop().call_later(self.ping_interval, _ping, socket)
        return super().start_background_task(target, *args, **kwargs)

    async def handle_request(self, request: web.Request) -> Any:
        if request.method != "POST":
            return await super().handle_request(request)
        socket = self.sockets.get(request.query.get("sid", ""))
        if socket and socket.closed:  # engine.io would answer 500
            return web.Response(status=400)
        if socket and takes_too_little(socket.queue):  # it posts, and fetches no answers
            await self.hang_up(socket)
        try:
            async with asyncio.timeout(POST_S):
                return await super().handle_request(request)
        except TimeoutError:
            return web.Response(status=408)
        except UnboundLocalError:  # engine.io's, when the first packet of several has made us hang up
            return web.Response(status=400)

    async def disconnect(self, sid: str | None = None) -> None:
        if sid is None:
            await super().disconnect()
        elif socket := self.sockets.get(sid):
            await self.hang_up(socket)

    async def hang_up(self, socket: Any) -> None:
        """Close without waiting for a client that may not read."""
        await socket.close(wait=False, reason=self.reason.SERVER_DISCONNECT)
        self.sockets.pop(socket.sid, None)
        socket.queue.put_nowait(None)  # lets a poll or a writer end


class Manager(socketio.AsyncManager):  # type: ignore[misc]
    """Without a room for each client: a kilobyte, and a walk through all of them when one leaves."""

    def basic_enter_room(
        self, sid: str, namespace: str, room: str | None, eio_sid: str | None = None
    ) -> None:
        if room != sid:
            super().basic_enter_room(sid, namespace, room, eio_sid)


def _ping(find: Callable[[], Any]) -> None:
    socket = find()
    if socket and not (socket.closing or socket.closed):
        socket.last_ping = time.time()  # what engine.io compares it with
        socket.queue.put_nowait(Packet(PING))


class Server(socketio.AsyncServer):  # type: ignore[misc]
    """Handles each client's events in the order sent, and hangs up on what is no packet of this protocol."""

    def __init__(self, on_event: OnEvent) -> None:
        super().__init__(
            async_mode="aiohttp",
            client_manager=Manager(),
            # True gives each event a task of its own: one client's messages overtake each other.
            async_handlers=False,
            json=Json,
            logger=_logger,
            engineio_logger=_logger,
            # Origin is judged by mentorpitch/web/origin.py for every request; the check here trusts
            # X-Forwarded-Host and lets pass what has no Origin.
            cors_allowed_origins=[],
            max_http_buffer_size=MOST_BYTES,
            http_compression=False,
            ping_interval=PING_INTERVAL_S,
            ping_timeout=PING_TIMEOUT_S,
            namespaces=["/"],
        )
        self.broken_packets = 0
        self._on_event = on_event
        # By engine.io's id; None: it has asked, and waits for us.
        self._unconnected: dict[str, asyncio.TimerHandle | None] = {}
        self._coming_in = asyncio.Semaphore(AT_ONCE)
        self._hanging_up: set[asyncio.Task[None]] = set()

    def _engineio_server_class(self) -> type[Engine]:
        return Engine

    async def _handle_eio_message(self, eio_sid: str, data: str | bytes) -> None:
        try:
            if isinstance(data, bytes):
                raise ValueError("this protocol has no binary packets")
            if data[:1] == EVENT:
                await self._answer(eio_sid, data)
                return
            await super()._handle_eio_message(eio_sid, data)
            if data[:1] == DISCONNECT and eio_sid in self.environ:  # left, and may come in again on this line
                self._give_up_in(GOODBYE_S, eio_sid)
            if eio_sid in self._binary_packet:
                raise ValueError("attachments announced")
        except Exception as error:  # not our handlers: they turn every error into an ack
            self.broken_packets += 1
            log.info("broken packet", kind=type(error).__name__)
            if socket := self.eio.sockets.get(eio_sid):
                await self.eio.hang_up(socket)

    async def _answer(self, eio_sid: str, data: str) -> None:
        """An EVENT of the default namespace, straight to `on_event`; its ack, encoded once, to the queue."""
        said = EVENT_PACKET.fullmatch(data)
        sid = self.manager.sid_from_eio_sid(eio_sid, "/")
        if said is None:
            raise ValueError("no event")
        if not self.manager.is_connected(sid, "/"):
            return
        name, *arguments = _decode_event(said["data"])
        answer = await self._on_event(msgspec.json.decode(name, type=str), sid, arguments)
        socket = self.eio.sockets.get(eio_sid)
        if said["id"] and socket and not socket.closed:
            socket.queue.put_nowait(Outgoing(b"%s%s%s" % (ACK, said["id"].encode(), encode((answer,)))))

    async def _handle_connect(self, eio_sid: str, namespace: str, data: Any) -> None:
        if timer := self._unconnected.get(eio_sid):
            timer.cancel()
            self._unconnected[eio_sid] = None
        async with self._coming_in:
            if eio_sid in self.environ:  # else it has gone
                await super()._handle_connect(eio_sid, namespace, data)
        if eio_sid in self._unconnected:  # refused: another try is another handshake
            self._give_up_in(GOODBYE_S, eio_sid)
        elif eio_sid in self.environ:
            self.environ[eio_sid] = {}  # two kilobytes that nobody asks for again

    async def _handle_eio_connect(self, eio_sid: str, environ: dict[str, Any]) -> bool | None:
        if len(self._unconnected) >= MOST_UNCONNECTED:
            return False
        self._give_up_in(CONNECT_S, eio_sid)
        await super()._handle_eio_connect(eio_sid, environ)
        return None

    async def _handle_eio_disconnect(self, eio_sid: str, reason: str) -> None:
        self.admit(eio_sid)
        # engine.io leaves the line open to a client that does not read, for ever.
        transport = getattr(self.eio.sockets.get(eio_sid), "transport", None)
        await super()._handle_eio_disconnect(eio_sid, reason)
        if transport is not None:
            later = asyncio.get_running_loop().call_later
            later(GOODBYE_S, transport.close)
            later(2 * GOODBYE_S, transport.abort)

    async def close(self) -> None:
        """Hang up on everybody who is left, sessions or not."""
        await asyncio.gather(*(self.eio.hang_up(socket) for socket in list(self.eio.sockets.values())))
        for timer in self._unconnected.values():
            if timer:
                timer.cancel()

    def admit(self, eio_sid: str) -> None:
        """No handshake any more that nobody has heard of since."""
        if timer := self._unconnected.pop(eio_sid, None):
            timer.cancel()

    def _give_up_in(self, seconds: float, eio_sid: str) -> None:
        self.admit(eio_sid)
        loop = asyncio.get_running_loop()
        self._unconnected[eio_sid] = loop.call_later(seconds, self._give_up, eio_sid)

    def _give_up(self, eio_sid: str) -> None:
        self._unconnected.pop(eio_sid, None)
        if socket := self.eio.sockets.get(eio_sid):
            task = asyncio.create_task(self.eio.hang_up(socket))
            self._hanging_up.add(task)
            task.add_done_callback(self._hanging_up.discard)
