"""A bad road between browsers and the media port: loses, delays and reorders datagrams by a seed.

It stands on another address of the loopback with the media port's own number, so the server only has to
announce that address: nothing else knows of it.
"""

import asyncio
import contextlib
import random
import socket
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field


@dataclass
class Road:
    """How datagrams fare, each way. To be changed while they go."""

    loss: float = 0.0  # 0 to 1
    delay_s: float = 0.0
    jitter_s: float = 0.0  # on top, evenly spread, so that datagrams overtake each other
    bitrate_bps: float = 0.0  # 0: any; what does not fit into `queue_s` is lost
    queue_s: float = 0.3
    chance: random.Random = field(default_factory=lambda: random.Random(5))
    lost: int = 0
    carried: int = 0
    _free_at: float = 0.0

    def fate(self, size: int, now: float) -> float | None:
        """After how many seconds it arrives; None: never."""
        if self.chance.random() < self.loss:
            self.lost += 1
            return None
        wait = 0.0
        if self.bitrate_bps:
            wait = max(0.0, self._free_at - now)
            if wait > self.queue_s:
                self.lost += 1
                return None
            wait += size * 8 / self.bitrate_bps
            self._free_at = now + wait
        self.carried += 1
        return wait + self.delay_s + self.jitter_s * self.chance.random()


class Relay(asyncio.DatagramProtocol):
    """Use `open_relay`. Each client has a socket of its own towards the server."""

    def __init__(self, server: tuple[str, int]) -> None:
        self.up, self.down = Road(), Road()
        self._server = server
        self._ways: dict[tuple[str, int], socket.socket] = {}
        self._loop = asyncio.get_running_loop()

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:
        self._front = transport

    def datagram_received(self, data: bytes, client: tuple[str, int]) -> None:
        way = self._ways.get(client) or self._open(client)
        self._carry(self.up, data, way.send)

    def switch(self) -> None:
        """From now on everybody comes from another address, as after a change of network."""
        for way in self._ways.values():
            self._loop.remove_reader(way)
            way.close()
        self._ways.clear()

    def close(self) -> None:
        for way in self._ways.values():
            self._loop.remove_reader(way)
            way.close()
        self._front.close()

    def _open(self, client: tuple[str, int]) -> socket.socket:
        way = self._ways[client] = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        way.setblocking(False)
        # Clients are told where they come from, and Firefox believes no answer that names the loopback.
        way.bind((self._front.get_extra_info("sockname")[0], 0))
        way.connect(self._server)
        self._loop.add_reader(way, self._back, way, client)
        return way

    def _back(self, way: socket.socket, client: tuple[str, int]) -> None:
        with contextlib.suppress(BlockingIOError, ConnectionRefusedError):
            while True:
                self._carry(self.down, way.recv(2048), lambda data: self._front.sendto(data, client))

    def _carry(self, road: Road, data: bytes, onward: Callable[[bytes], object]) -> None:
        wait_s = road.fate(len(data), self._loop.time())
        if wait_s:
            self._loop.call_later(wait_s, self._send, onward, data)
        elif wait_s is not None:
            self._send(onward, data)

    def _send(self, onward: Callable[[bytes], object], data: bytes) -> None:
        if not self._front.is_closing():
            with contextlib.suppress(OSError):  # who is gone, or not yet here, is told by silence
                onward(data)


@contextlib.asynccontextmanager
async def open_relay(host: str, server: tuple[str, int]) -> AsyncIterator[Relay]:
    """On the server's own port number at `host`, for as long as the block."""
    _, relay = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: Relay(server), local_addr=(host, server[1])
    )
    try:
        yield relay
    finally:
        relay.close()
