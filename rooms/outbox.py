"""The way out to one peer: encrypted in place and put on the wire, or sent over its connection."""

from collections.abc import Callable
from typing import Any

from rooms.ice import Path
from rooms.tally import Tally
from rooms.transport import Transport
from rooms.udp import Port
from rooms.wire import MAX_DATAGRAM


class PeerOutbox:
    """What a peer's slots send through (`slot.Outbox`), and whatever else goes to its client."""

    transport: Transport  # its keys; given before anything is sent that needs them

    def __init__(self, path: Path, port: Port, tally: Tally, *, on_error: Callable[[str], None]) -> None:
        self._path, self._port, self._tally = path, port, tally
        self.wire = port.wire
        self.door = path.door
        self.memory = self.wire.memory.data
        self.spare = self.wire.spare
        self.failed = on_error

    @property
    def destination(self) -> Any:
        return self._path.destination

    def protect(self, at: int, size: int) -> int:
        return self.transport.outgoing.protect(at, size)

    def put(self, at: int, size: int) -> None:
        if not self.transport.ready:
            return
        size = self.protect(at, size)
        if size < 0:
            self._tally.dropped["unsendable"] += 1
            return
        self._tally.packets_out += 1
        if (destination := self._path.destination) is not None:
            self.wire.put(at, size, destination)
        else:
            self.detour(at, size)

    def detour(self, at: int, size: int) -> None:
        if (connection := self._path.connection) is not None:
            connection.send(bytes(self.memory[at : at + size]))
        else:
            self._tally.dropped["unsendable"] += 1

    def send(self, data: bytes) -> None:
        if self.transport.ready:
            self._tally.packets_out += 1
            self.write(self.transport.protect(data))

    def report(self, data: bytes | None) -> None:
        """Send RTCP, if there is any, with the next flush. Only when the peer has its keys."""
        if data is None:
            return
        if (destination := self._path.destination) is None or len(data) > MAX_DATAGRAM:
            self.write(self.transport.protect_rtcp(data))
            return
        at = self.spare()
        self.memory[at : at + len(data)] = data
        size = self.transport.outgoing.protect_rtcp(at, len(data))
        if size > 0:
            self.wire.put(at, size, destination)

    def write(self, data: bytes) -> None:
        """Send a datagram as it is."""
        path = self._path
        if path.connection is not None:
            path.connection.send(data)
        elif path.address is not None:
            self._port.send(data, path.address)
