"""A Socket.IO client that costs as little as it can, so that a benchmark measures the server.

It speaks Engine.IO 4 over a WebSocket by hand: masked with a key of zeros (RFC 6455, 5.3, asks for a key and
not for a good one), without compression, one frame per packet.
"""

import asyncio
import base64
import os
from collections.abc import Callable
from typing import Any, Self
from urllib.parse import urlsplit

TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA


def frame(text: bytes) -> bytes:
    """A masked text frame (RFC 6455, 5.2)."""
    size = len(text)
    if size < 126:
        head = bytes((0x80 | TEXT, 0x80 | size))
    else:
        head = bytes((0x80 | TEXT, 0x80 | 126)) + size.to_bytes(2, "big")
    return head + b"\0\0\0\0" + text


class Wire(asyncio.Protocol):
    """One connection. `on_packet` gets each Socket.IO packet, without Engine.IO's leading 4."""

    def __init__(self, on_packet: Callable[[bytes], None]) -> None:
        self._on_packet = on_packet
        self._buffer = bytearray()
        self._upgraded = False
        self.transport: Any  # uvloop's is no asyncio.Transport
        self.is_ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.lost = asyncio.Event()

    @classmethod
    async def connect(cls, url: str, on_packet: Callable[[bytes], None], *, cookie: str = "") -> Self:
        """Returns when the Socket.IO session stands."""
        place = urlsplit(url)
        loop = asyncio.get_running_loop()
        transport, wire = await loop.create_connection(lambda: cls(on_packet), place.hostname, place.port)
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [
            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
            f"Host: {place.netloc}",
            f"Origin: {url}",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            f"Sec-WebSocket-Key: {key}",
            *([f"Cookie: {cookie}"] if cookie else []),
        ]
        transport.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        async with asyncio.timeout(30):
            await wire.is_ready
        return wire

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def connection_lost(self, error: Exception | None) -> None:
        self.lost.set()
        if not self.is_ready.done():
            self.is_ready.set_exception(error or ConnectionError("hung up on"))

    def send(self, packet: bytes) -> None:
        """Send a Socket.IO packet."""
        self.transport.write(frame(b"4" + packet))

    def data_received(self, data: bytes) -> None:
        buffer = self._buffer
        buffer += data
        if not self._upgraded:
            end = buffer.find(b"\r\n\r\n")
            if end < 0:
                return None
            if not buffer.startswith(b"HTTP/1.1 101"):
                self.is_ready.set_exception(ConnectionError(bytes(buffer[:200]).decode()))
                return self.transport.close()
            del buffer[: end + 4]
            self._upgraded = True
        at = 0
        while len(buffer) - at >= 2:
            size, head = buffer[at + 1] & 0x7F, 2
            if size == 126:
                size, head = int.from_bytes(buffer[at + 2 : at + 4], "big"), 4
            elif size == 127:
                size, head = int.from_bytes(buffer[at + 2 : at + 10], "big"), 10
            if len(buffer) - at < head + size:
                break
            start = at + head
            self._received(buffer[at] & 0x0F, bytes(buffer[start : start + size]))
            at = start + size
        del buffer[:at]
        return None

    def _received(self, opcode: int, data: bytes) -> None:
        if opcode == PING:
            self.transport.write(bytes((0x80 | PONG, 0x80, 0, 0, 0, 0)))
        elif opcode == CLOSE:
            self.transport.close()
        elif data[:1] == b"4":
            if data[1:2] == b"0":
                self.is_ready.set_result(None)
            else:
                self._on_packet(data[1:])
        elif data[:1] == b"2":
            self.transport.write(frame(b"3"))
        elif data[:1] == b"0":
            self.transport.write(frame(b"40"))


class SlowWire(Wire):
    """One that takes `reads_per_s` bytes a second and no more; with 0, nothing once it is connected."""

    reads_per_s: int | None = None

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.reads_per_s is None or self.transport.is_closing():
            return
        self.transport.pause_reading()
        if self.reads_per_s:
            asyncio.get_running_loop().call_later(len(data) / self.reads_per_s, self._go_on)

    def _go_on(self) -> None:
        if not self.transport.is_closing():
            self.transport.resume_reading()
