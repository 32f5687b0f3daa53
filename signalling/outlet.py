"""The way out of events to one client, with a bound: see Chat in ARCHITECTURE.md."""

import asyncio
import contextlib
from typing import Any

from signalling.line import Line, Outgoing

GOODBYE_S = 0.3  # for last words, before the line is cut
MOST_BYTES = 3 << 19  # of answers and events; 1.5 MB
MOST_PACKETS = 1_024
PATIENCE_S = 5.0


def takes_too_little(line: Line) -> bool:
    """Whether a client has left so much that it is not read until it takes some of it."""
    return line.bytes > MOST_BYTES or line.packets > MOST_PACKETS


async def drained(line: Line) -> bool:
    """Wait until it is little enough; False when it stays too much."""
    if takes_too_little(line):
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                while takes_too_little(line):  # noqa: ASYNC110 (a transport tells nobody when it has written)
                    await asyncio.sleep(0.02)
    return not takes_too_little(line)


class Outlet:
    """Events for one client, which stop where it takes too little of them: answers still have room then."""

    __slots__ = ("_eio_sid", "_server", "_socket", "line")

    MOST_BYTES = 1 << 20
    MOST_PACKETS = 256

    def __init__(self, server: Any, sid: str) -> None:
        eio_sid = server.manager.eio_sid_from_sid(sid, "/")
        self._server = server
        self._eio_sid = eio_sid
        self._socket = server.eio.sockets[eio_sid]
        self.line: Line = self._socket.queue
        server.admit(eio_sid)

    @property
    def is_full(self) -> bool:
        return self.line.bytes >= self.MOST_BYTES or self.line.packets >= self.MOST_PACKETS

    @property
    def is_empty(self) -> bool:
        return not (self.line.bytes or self.line.packets)

    @property
    def is_closed(self) -> bool:
        return bool(self._socket.closed or self._socket.closing)

    def put(self, packet: Outgoing) -> None:
        if not self.is_closed:
            self.line.put_nowait(packet)

    def release(self) -> None:
        """Let go a poll that still waits for this client, which has gone."""
        self.line.put_nowait(None)

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
                while not self.is_empty:  # noqa: ASYNC110 (a transport tells nobody when it has written)
                    await asyncio.sleep(0.01)
        transport.close()
        asyncio.get_running_loop().call_later(GOODBYE_S, transport.abort)
