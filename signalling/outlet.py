"""The way out to one client, with a bound: engine.io's own queue has none (Chat in ARCHITECTURE.md)."""

import asyncio
import contextlib
from typing import Any

import msgspec
from engineio.packet import MESSAGE, Packet

GOODBYE_S = 0.3  # for last words, before the line is cut

encode = msgspec.json.Encoder().encode


def encode_event(name: str, payload: msgspec.Struct) -> str:
    """A Socket.IO EVENT packet, encoded once for however many receive it."""
    return f"2{encode((name, payload)).decode()}"


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


class Outlet:
    """The way out of events to one client, with a bound: see Chat in ARCHITECTURE.md.

    engine.io's own queue has none. What is written to the network is counted when the packet is encoded,
    which is the last thing that happens before it is handed to the transport.
    """

    MOST_PACKETS = 256
    MOST_BYTES = 1 << 20

    def __init__(self, server: Any, sid: str) -> None:
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
            self._socket.queue.put_nowait(Outgoing(text, self, self._backlog))

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


class Outgoing(Packet):  # type: ignore[misc]
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
