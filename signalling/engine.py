"""What we change in python-socketio and python-engineio, each with its reason.

Only this file touches their private names; tests/signalling/test_engine.py notices when they change.
"""

import asyncio
import contextlib
import logging
from typing import Any

import engineio
import msgspec
import socketio
import structlog
from aiohttp import web
from engineio.async_drivers import aiohttp as driver
from engineio.packet import MESSAGE, Packet

log = structlog.get_logger()

MOST_BYTES = 64 * 1024  # of one packet from a client
PING_INTERVAL_S = 10
PING_TIMEOUT_S = 10
CONNECT_S = 20.0  # from the handshake to a Socket.IO session; on a busy start, many come at once
MOST_UNCONNECTED = 5_000  # handshakes that are no session yet
POST_S = 30.0  # for a polling client's 64 KiB, and what they ask
GOODBYE_S = 0.3  # for last words, before the line is cut

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode


class Json:
    """The JSON of every packet: knows structs, refuses what is not valid UTF-8."""

    @staticmethod
    def dumps(value: object, **_: object) -> str:
        return _encode(value).decode()

    @staticmethod
    def loads(text: str | bytes, **_: object) -> Any:
        return _decode(text)


class _OwnFaults(logging.Filter):
    """Lets through what failed in our handlers; the rest says in strangers' words what strangers did."""

    def filter(self, record: logging.LogRecord) -> bool:
        return bool(record.exc_info) and record.getMessage().endswith("async handler error")


_logger = logging.getLogger("signalling.engine")
_logger.addFilter(_OwnFaults())


class PlainWebSocket(driver.WebSocket):  # type: ignore[misc]
    """Without permessage-deflate: 90 kB for each idle connection, and nothing saved on a line of chat.

    Nothing is read from a client that does not take what it is sent: its questions wait in its own network.
    """

    async def __call__(self, environ: dict[str, Any]) -> web.WebSocketResponse:
        request = environ["aiohttp.request"]
        self._sock = web.WebSocketResponse(max_msg_size=MOST_BYTES, compress=False)
        await self._sock.prepare(request)
        # engine.io cannot hang up on a client that does not read; Outlet.close does it here.
        self._socket = self.handler.__self__
        self._socket.transport = request.transport
        self.environ = environ
        try:
            await self.handler(self)
        except Exception as error:  # engine.io decodes a packet outside of its own try
            log.info("broken packet", kind=type(error).__name__)
        if not self._socket.closed:
            await self._socket.close(
                wait=False, abort=True, reason=self._socket.server.reason.TRANSPORT_ERROR
            )
        self._socket.queue.put_nowait(None)  # lets its writer end
        return self._sock

    async def wait(self) -> Any:
        if not await backlog_of(self._socket).drained():
            self._socket.transport.abort()
            raise OSError("takes no answers")
        return await super().wait()


class Backlog:
    """What one client was sent and has not taken, in packets and characters."""

    MOST_PACKETS = 1024
    MOST_BYTES = 1 << 20
    PATIENCE_S = 5.0

    def __init__(self, socket: Any) -> None:
        self._queue = socket.queue
        self.packets = 0
        self.bytes = 0

    @property
    def is_too_much(self) -> bool:
        # engine.io's own small packets are only in the queue.
        return max(self.packets, self._queue.qsize()) > self.MOST_PACKETS or self.bytes > self.MOST_BYTES

    async def drained(self) -> bool:
        """Wait until it is little enough; False when it stays too much."""
        if self.is_too_much:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self.PATIENCE_S):
                    while self.is_too_much:  # noqa: ASYNC110 (engine.io tells nobody when it has written)
                        await asyncio.sleep(0.02)
        return not self.is_too_much


def backlog_of(socket: Any) -> Backlog:
    """The backlog of an engine.io socket."""
    if not hasattr(socket, "backlog"):
        socket.backlog = Backlog(socket)
    return socket.backlog  # type: ignore[no-any-return]


class Engine(engineio.AsyncServer):  # type: ignore[misc]
    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._async: dict[str, Any] = {**driver._async, "websocket": PlainWebSocket}

    async def send_packet(self, sid: str, packet: Packet) -> None:
        socket = self.sockets.get(sid)
        if socket and packet.packet_type == MESSAGE and isinstance(packet.data, str):
            packet = _Outgoing(packet.data, backlog_of(socket))
        await super().send_packet(sid, packet)

    async def handle_request(self, request: web.Request) -> Any:
        if request.method != "POST":
            return await super().handle_request(request)
        socket = self.sockets.get(request.query.get("sid", ""))
        if socket and backlog_of(socket).is_too_much:  # it posts, and fetches no answers
            await self.hang_up(socket)
        try:
            async with asyncio.timeout(POST_S):
                return await super().handle_request(request)
        except TimeoutError:
            return web.Response(status=408)

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


class Server(socketio.AsyncServer):  # type: ignore[misc]
    """Handles each client's events in the order sent, and hangs up on what is no packet of this protocol."""

    def __init__(self) -> None:
        super().__init__(
            async_mode="aiohttp",
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
        self._unconnected: dict[str, asyncio.TimerHandle] = {}  # by engine.io's id
        self._hanging_up: set[asyncio.Task[None]] = set()

    def _engineio_server_class(self) -> type[Engine]:
        return Engine

    async def _handle_eio_message(self, eio_sid: str, data: str | bytes) -> None:
        try:
            if isinstance(data, bytes):
                raise ValueError("this protocol has no binary packets")
            await super()._handle_eio_message(eio_sid, data)
            if eio_sid in self._binary_packet:
                raise ValueError("attachments announced")
        except Exception as error:  # not our handlers: they turn every error into an ack
            self.broken_packets += 1
            log.info("broken packet", kind=type(error).__name__)
            if socket := self.eio.sockets.get(eio_sid):
                await self.eio.hang_up(socket)

    async def _handle_event(self, eio_sid: str, namespace: str, id: int, data: list[Any]) -> None:  # noqa: A002
        if data[0] in ("connect", "disconnect", "*"):
            raise ValueError("an event of our own")  # python-socketio would call our handler of that name
        await super()._handle_event(eio_sid, namespace, id, data)

    async def _handle_connect(self, eio_sid: str, namespace: str, data: Any) -> None:
        await super()._handle_connect(eio_sid, namespace, data)
        if eio_sid in self._unconnected:  # refused: another try is another handshake
            self._give_up_in(GOODBYE_S, eio_sid)

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


def encode_event(name: str, payload: msgspec.Struct) -> str:
    """A Socket.IO EVENT packet, encoded once for however many receive it."""
    return f"2{_encode((name, payload)).decode()}"


class Outlet:
    """The way out of events to one client, with a bound: see Chat in ARCHITECTURE.md.

    engine.io's own queue has none. What is written to the network is counted when the packet is encoded,
    which is the last thing that happens before it is handed to the transport.
    """

    MOST_PACKETS = 256
    MOST_BYTES = 1 << 20

    def __init__(self, server: Server, sid: str) -> None:
        eio_sid = server.manager.eio_sid_from_sid(sid, "/")
        self._server = server
        self._eio_sid = eio_sid
        self._socket = server.eio.sockets[eio_sid]
        self._backlog = backlog_of(self._socket)
        server.admit(eio_sid)
        self.packets = 0
        self.bytes = 0

    @property
    def is_full(self) -> bool:
        return self.packets >= self.MOST_PACKETS or self.bytes >= self.MOST_BYTES

    @property
    def is_closed(self) -> bool:
        return bool(self._socket.closed or self._socket.closing)

    def put(self, text: str) -> None:
        if not self.is_closed:
            self._socket.queue.put_nowait(_Outgoing(text, self, self._backlog))

    def release(self) -> None:
        """Let go a poll that still waits for this client, which has gone."""
        self._socket.queue.put_nowait(None)

    async def close(self) -> None:
        """Say goodbye, and hang up when it was said or nobody listens."""
        await self._socket.close(wait=False, reason=self._server.reason.SERVER_DISCONNECT)
        self._server.eio.sockets.pop(self._eio_sid, None)
        transport = getattr(self._socket, "transport", None)
        if transport is None:  # polling: there is nothing else that could be held open
            self.release()
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GOODBYE_S):
                while self.packets:  # noqa: ASYNC110 (engine.io tells nobody when it has written)
                    await asyncio.sleep(0.01)
        transport.close()
        asyncio.get_running_loop().call_later(GOODBYE_S, transport.abort)


class _Outgoing(Packet):  # type: ignore[misc]
    """Counted where it waits, until it is encoded."""

    def __init__(self, text: str, *counts: Outlet | Backlog) -> None:
        super().__init__(MESSAGE, data=text)
        self._counts = counts
        for count in counts:
            count.packets += 1
            count.bytes += len(text)

    def encode(self, b64: bool = False) -> str | bytes:
        for count in self._counts:
            count.packets -= 1
            count.bytes -= len(self.data)
        self._counts = ()
        return super().encode(b64)  # type: ignore[no-any-return]
