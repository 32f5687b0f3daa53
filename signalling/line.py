"""The way out to one client: engine.io's queue of it, and past that queue once a WebSocket is open.

engine.io queues without a bound, and wakes a task for each packet. Here a WebSocket's packets are frames that
are encoded once, for however many receive them, and go to the transport in the same turn of the loop, those
of one client by one call; what it could not pass on yet is counted by the transport itself.
"""

import asyncio
import struct
from functools import cached_property
from typing import Any

import msgspec
from engineio.packet import MESSAGE, Packet

encode = msgspec.json.Encoder().encode

TEXT = 0x81  # a whole message of text, unmasked (RFC 6455, 5.2)


class Outgoing(Packet):  # type: ignore[misc]
    """What Socket.IO says, encoded; the same one for each receiver."""

    packet_type = MESSAGE
    binary = False

    def __init__(self, said: bytes) -> None:
        self._said = said

    @property
    def data(self) -> str:
        return self._said.decode()

    @cached_property
    def frame(self) -> bytes:
        return _frame(b"4%s" % self._said)

    def encode(self, b64: bool = False) -> str:
        return f"{MESSAGE}{self.data}"


def encode_event(name: str, payload: msgspec.Struct) -> Outgoing:
    """A Socket.IO EVENT packet."""
    return Outgoing(b"2%s" % encode((name, payload)))


class Line:
    """What one client is sent and has not taken. Stands where engine.io has an asyncio.Queue."""

    __slots__ = ("_socket", "_taker", "_waiting", "_waiting_bytes")

    def __init__(self) -> None:
        # For a poll, or for the end of this turn. Few; a deque is 700 bytes when it is empty.
        self._waiting: list[Packet | None] = []
        self._waiting_bytes = 0
        self._taker: asyncio.Future[None] | None = None  # a poll
        self._socket: Any = None  # the WebSocket

    # ── What is left of the client's patience, and ours ──

    @property
    def packets(self) -> int:
        """How many wait for a poll; 0 once a WebSocket is open."""
        return 0 if self._socket is not None else len(self._waiting)

    @property
    def bytes(self) -> int:
        """What waits in this process."""
        taken = 0 if self._socket is None else int(self._socket.transport.get_write_buffer_size())
        return taken + self._waiting_bytes

    def open(self, socket: Any) -> None:
        """From now on packets go to this WebSocket, beginning with those that wait."""
        self._socket = socket
        self._flush()

    def cut(self) -> None:
        """The WebSocket is gone: it would keep itself alive through this, until garbage is looked for."""
        self._flush()
        self._socket = None

    def put_nowait(self, packet: Packet | None) -> None:
        """Pass on a packet; None: it was the last one."""
        if self._socket is not None and not self._waiting:
            asyncio.get_running_loop().call_soon(self._flush)
        self._waiting.append(packet)
        if packet is not None:
            self._waiting_bytes += _size(packet)
        if self._taker and not self._taker.done():
            self._taker.set_result(None)

    def _flush(self) -> None:
        """What one client is told in a turn leaves by one system call, the dearest part of it."""
        if self._socket is None:
            return
        waiting, self._waiting, self._waiting_bytes = self._waiting, [], 0
        frames = [_frame_of(packet) for packet in waiting if packet is not None]
        if frames and not self._socket.transport.is_closing():
            self._socket.transport.write(frames[0] if len(frames) == 1 else b"".join(frames))
        if None in waiting:
            self._socket.finish()

    # ── As engine.io uses it ──

    async def put(self, packet: Packet | None) -> None:
        self.put_nowait(packet)

    async def get(self) -> Packet | None:
        while not self._waiting:
            self._taker = asyncio.get_running_loop().create_future()
            await self._taker
        return self.get_nowait()

    def get_nowait(self) -> Packet | None:
        if not self._waiting:
            raise asyncio.QueueEmpty
        packet = self._waiting.pop(0)
        if packet is not None:
            self._waiting_bytes -= _size(packet)
        return packet

    def empty(self) -> bool:
        return not self._waiting

    def task_done(self) -> None:
        """Nobody waits for it: nothing here closes a socket with `wait=True`."""


def _frame(message: bytes) -> bytes:
    size = len(message)
    if size < 126:
        return struct.pack("!BB", TEXT, size) + message
    if size < 1 << 16:
        return struct.pack("!BBH", TEXT, 126, size) + message
    return struct.pack("!BBQ", TEXT, 127, size) + message


def _frame_of(packet: Packet) -> bytes:
    # engine.io's own packets are text too: this protocol has no binary ones.
    return packet.frame if isinstance(packet, Outgoing) else _frame(packet.encode().encode())


def _size(packet: Packet) -> int:
    return len(packet.frame) if isinstance(packet, Outgoing) else len(packet.data or "")
