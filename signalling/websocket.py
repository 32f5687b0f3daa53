"""A WebSocket of engine.io, read and written with as little in between as can be."""

import asyncio
import contextlib
from typing import Any

import structlog
from aiohttp import web
from engineio.async_drivers import aiohttp as driver
from engineio.exceptions import SocketIsClosedError
from engineio.packet import Packet

from signalling.outlet import drained

log = structlog.get_logger()

MOST_BYTES = 64 * 1024  # of one packet from a client
MESSAGE = "4"  # engine.io's type of what Socket.IO says


class PlainWebSocket(driver.WebSocket):  # type: ignore[misc]
    """Without permessage-deflate: 90 kB for each idle connection, and nothing saved on a line of chat.

    Nothing is read from a client that does not take what it is sent: its questions wait in its own network.
    """

    async def __call__(self, environ: dict[str, Any]) -> web.WebSocketResponse:
        request = environ["aiohttp.request"]
        self._sock = web.WebSocketResponse(max_msg_size=MOST_BYTES, compress=False)
        await self._sock.prepare(request)
        environ.clear()  # a copy of all headers, held by engine.io for as long as the line is open
        environ["aiohttp.request"] = request
        # engine.io cannot hang up on a client that does not read; Outlet.close does it here.
        self._socket = self.handler.__self__
        self.transport = self._socket.transport = request.transport
        self._closing: asyncio.Task[None] | None = None
        try:
            # Who came by polling first is brought over by engine.io's own handler.
            await (self.handler(self) if self._socket.connected else self._serve())
        except Exception as error:  # engine.io decodes a packet outside of its own try
            log.info("broken packet", kind=type(error).__name__)
        finally:  # aiohttp cancels this when the line is lost while a question is being answered
            if not self._socket.closed:
                reason = self._socket.server.reason.TRANSPORT_ERROR
                await self._socket.close(wait=False, abort=True, reason=reason)
            self._socket.queue.put_nowait(None)  # lets its writer end
            self._socket.queue.cut()
            self._socket.server.sockets.pop(self._socket.sid, None)
        return self._sock

    async def _serve(self) -> None:
        """As engine.io's own handler, without a task and a timer for each packet: pings find the dead."""
        socket = self._socket
        socket.connected = socket.upgraded = True
        socket.queue.open(self)
        with contextlib.suppress(OSError, SocketIsClosedError):  # the line is closed
            while not socket.closed:
                data = await self.wait()
                if isinstance(data, str) and data[:1] == MESSAGE:
                    await socket.server.handlers["message"](socket.sid, data[1:])
                else:
                    await socket.receive(Packet(encoded_packet=data))

    def finish(self) -> None:
        """Close, once, without waiting for the other side to agree."""
        if self._closing is None:
            self._closing = asyncio.create_task(self._close())

    async def _close(self) -> None:
        with contextlib.suppress(OSError):  # it is closed
            await self.close()

    async def wait(self) -> Any:
        if not await drained(self._socket.queue):
            self.transport.abort()
            raise OSError("takes no answers")
        return await super().wait()
