"""What we change in python-socketio and python-engineio, each with its reason.

Only this file touches their private names; tests/signalling/test_engine.py notices when they change.
"""

import asyncio
import contextlib
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


class PlainWebSocket(driver.WebSocket):  # type: ignore[misc]
    """Without permessage-deflate: 90 kB for each idle connection, and nothing saved on a line of chat."""

    async def __call__(self, environ: dict[str, Any]) -> web.WebSocketResponse:
        request = environ["aiohttp.request"]
        self._sock = web.WebSocketResponse(max_msg_size=MOST_BYTES, compress=False)
        await self._sock.prepare(request)
        # engine.io cannot hang up on a client that does not read; Outlet.close does it here.
        self.handler.__self__.transport = request.transport
        self.environ = environ
        await self.handler(self)
        return self._sock


class Engine(engineio.AsyncServer):  # type: ignore[misc]
    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._async: dict[str, Any] = {**driver._async, "websocket": PlainWebSocket}


class Server(socketio.AsyncServer):  # type: ignore[misc]
    """Handles each client's events in the order sent, and hangs up on what is no packet of this protocol."""

    def __init__(self) -> None:
        super().__init__(
            async_mode="aiohttp",
            # True gives each event a task of its own: one client's messages overtake each other.
            async_handlers=False,
            json=Json,
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
            await self.eio.disconnect(eio_sid)


def encode_event(name: str, payload: msgspec.Struct) -> str:
    """A Socket.IO EVENT packet, encoded once for however many receive it."""
    return f"2{_encode((name, payload)).decode()}"


class Outlet:
    """The way out to one client, with a bound: see CHAT in ARCHITECTURE.md.

    engine.io's own queue has none. What is written to the network is counted when the packet is encoded,
    which is the last thing that happens before it is handed to the transport.
    """

    MOST_PACKETS = 256
    MOST_BYTES = 1 << 20
    MOST_ACKS = 1024
    GOODBYE_S = 0.3

    def __init__(self, server: Server, sid: str) -> None:
        eio_sid = server.manager.eio_sid_from_sid(sid, "/")
        self._server = server
        self._eio_sid = eio_sid
        self._socket = server.eio.sockets[eio_sid]
        self.packets = 0
        self.bytes = 0

    @property
    def is_full(self) -> bool:
        return self.packets >= self.MOST_PACKETS or self.bytes >= self.MOST_BYTES

    @property
    def is_flooded(self) -> bool:
        """The client asks and asks, and does not take the answers."""
        return bool(self._socket.queue.qsize() > self.MOST_ACKS)

    @property
    def is_closed(self) -> bool:
        return bool(self._socket.closed or self._socket.closing)

    def put(self, text: str) -> None:
        if not self.is_closed:
            self.packets += 1
            self.bytes += len(text)
            self._socket.queue.put_nowait(_Outgoing(text, self))

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
            async with asyncio.timeout(self.GOODBYE_S):
                while self.packets:  # noqa: ASYNC110 (engine.io tells nobody when it has written)
                    await asyncio.sleep(0.01)
        transport.close()
        asyncio.get_running_loop().call_later(self.GOODBYE_S, transport.abort)


class _Outgoing(Packet):  # type: ignore[misc]
    def __init__(self, text: str, outlet: Outlet) -> None:
        super().__init__(MESSAGE, data=text)
        self._outlet: Outlet | None = outlet

    def encode(self, b64: bool = False) -> str | bytes:
        if self._outlet:
            self._outlet.packets -= 1
            self._outlet.bytes -= len(self.data)
            self._outlet = None
        return super().encode(b64)  # type: ignore[no-any-return]
