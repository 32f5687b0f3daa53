"""ICE over TCP, passive (RFC 6544): for networks that let no UDP through. Clients connect, we never do.

Each datagram has its length before it (RFC 4571). To the port, a connection is one more source: a check must
prove it before anything else counts. Who proves nothing, or nothing any more, is hung up on; who reads too
slowly loses datagrams, as on a road that is too narrow, and holds up nobody.
"""

import asyncio
import socket
from collections import deque
from collections.abc import Callable
from typing import cast

from rooms.ice import Address, Path
from rooms.tally import Tally
from rooms.udp import Port
from rooms.wire import MAX_DATAGRAM

_PROVE_WITHIN_S = 5.0
_ABANDONED_AFTER_S = 60.0  # without a check; browsers send one every 25 s even where nothing flows
_SWEEP_S = 1.0
_MAX_STRANGERS = 64  # the oldest goes: who means it has proved it by then
_MAX_OF_A_PATH = 4  # one for each of a client's networks
_MAX_MISTAKES = 3
_MAX_WAITING = 128  # datagrams for the loop
_MAX_UNSENT = 64 * 1024  # bytes; half a second of a good picture, and older ones are of no use
_SEND_BUFFER_BYTES = 64 * 1024  # of the system, which would hold seconds otherwise


class Frames:
    """Bytes as they come → datagrams. Pure; holds less than one datagram."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, data: bytes) -> list[bytes]:
        """The datagrams that are complete now. Raises ValueError: one is longer than any of ours."""
        data = self._held + data
        datagrams: list[bytes] = []
        at = 0
        while len(data) - at >= 2:
            size = int.from_bytes(data[at : at + 2], "big")
            if size > MAX_DATAGRAM:
                raise ValueError("a datagram that is too long")
            if len(data) - at - 2 < size:
                break
            datagrams.append(data[at + 2 : at + 2 + size])
            at += 2 + size
        self._held = data[at:]
        return datagrams


class Connection(asyncio.Protocol):
    """One client's. Its `send` may be called from any thread; the rest is the loop's."""

    def __init__(self, listening: "TcpPort") -> None:
        self._listening = listening
        self._frames = Frames()
        self._waiting: deque[bytes] = deque()
        self._is_draining = False
        self._mistakes = 0
        self.path: Path | None = None  # the one that was proved last
        self.checked_at = listening.clock()

    def send(self, data: bytes) -> None:
        """Send it or drop it, soon."""
        if len(self._waiting) >= _MAX_WAITING:
            self._listening.tally.dropped["send_would_block"] += 1
            return
        self._waiting.append(len(data).to_bytes(2, "big") + data)
        if not self._is_draining:
            self._is_draining = True
            self._listening.soon(self._drain)

    def proved(self, path: Path) -> None:
        """A valid check came over it."""
        self.checked_at = self._listening.clock()
        if self.path is not path:
            self.path = path
            self._listening.limit(path)

    def mistaken(self) -> None:
        """Something else came. Before any valid check, that is no browser."""
        self._mistakes += 1
        if self._mistakes >= _MAX_MISTAKES and self.path is None:
            self.cut()

    def cut(self) -> None:
        self._listening.tally.dropped["connection_cut"] += 1
        self._transport.abort()

    # ── What asyncio tells ───────────────────────────────────────────────────

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self.address: Address = transport.get_extra_info("peername")[:2]
        sock = transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER_BYTES)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._listening.came(self)

    def data_received(self, data: bytes) -> None:
        try:
            datagrams = self._frames.feed(data)
        except ValueError:
            self.cut()
            return
        self._listening.port.receive_from(self, datagrams)

    def connection_lost(self, exc: Exception | None) -> None:
        self._listening.went(self)

    def _drain(self) -> None:
        # First the word, then the look: who sends looks at the word after it has appended.
        self._is_draining = False
        datagrams = [self._waiting.popleft() for _ in range(len(self._waiting))]
        if self._transport.get_write_buffer_size() > _MAX_UNSENT:
            self._listening.tally.dropped["send_would_block"] += len(datagrams)
        elif not self._transport.is_closing():
            self._transport.write(b"".join(datagrams))


class TcpPort:
    """All connections, beside the UDP port and with the same paths."""

    def __init__(self, port: Port, tally: Tally, *, clock: Callable[[], float]) -> None:
        self.port, self.tally, self.clock = port, tally, clock
        self._loop = asyncio.get_running_loop()
        self.soon = self._loop.call_soon_threadsafe
        self._connections: dict[Connection, None] = {}  # the oldest first
        self._sweeping: asyncio.TimerHandle | None = None

    async def open(self, host: str, number: int) -> int:
        """Listen; returns the number in use. Raises OSError."""
        self._server = await self._loop.create_server(lambda: Connection(self), host, number)
        return int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        self._server.close()
        if self._sweeping:
            self._sweeping.cancel()
        for connection in list(self._connections):
            connection.cut()
        await asyncio.sleep(0)  # for the connections to hear of it

    # ── What connections tell ────────────────────────────────────────────────

    def came(self, connection: Connection) -> None:
        self._connections[connection] = None
        strangers = [one for one in self._connections if one.path is None]
        if len(strangers) > _MAX_STRANGERS:
            strangers[0].cut()
        if self._sweeping is None:
            self._sweeping = self._loop.call_later(_SWEEP_S, self._sweep)

    def went(self, connection: Connection) -> None:
        self._connections.pop(connection, None)
        self.port.forget(connection)

    def limit(self, path: Path) -> None:
        """The oldest of a path's connections goes when there are too many."""
        own = [one for one in self._connections if one.path is path]
        if len(own) > _MAX_OF_A_PATH:
            own[0].cut()

    def _sweep(self) -> None:
        self._sweeping = None
        now = self.clock()
        for connection in list(self._connections):
            patience_s = _PROVE_WITHIN_S if connection.path is None else _ABANDONED_AFTER_S
            if now - connection.checked_at > patience_s:
                connection.cut()
        if self._connections:
            self._sweeping = self._loop.call_later(_SWEEP_S, self._sweep)
