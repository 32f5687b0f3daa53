"""The one UDP socket of all peers: who sent a datagram and what kind it is. No parsing beyond the first byte.

The first byte tells STUN from DTLS from media (RFC 7983). Everything but STUN counts only from an address
that a valid check nominated; the rest is dropped and counted, before any library sees it.

A thread of its own receives. What is media goes to its listener at once, under the lock that guards all that
media touches; checks and handshakes are handed to the loop, a bounded number at a time.
"""

import asyncio
import ipaddress
import socket
import threading
from collections import deque
from collections.abc import Callable

from rooms.ice import Address, Credentials, Path, Rejected, new_credentials, read_check
from rooms.in_place import IS_SUPPORTED, BatchedWire
from rooms.plain_wire import PlainWire
from rooms.tally import Tally
from rooms.wire import Source, Wire

_BUFFER_BYTES = 4 << 20
_DONT_WAIT = getattr(socket, "MSG_DONTWAIT", 0)  # without it, the socket itself never waits
_ABANDONED_AFTER_S = 7.0  # an address without checks; browsers send one every six seconds at least
_BATCH = 32  # of them before the loop may breathe
_MAX_WAITING = 256  # datagrams for the loop; a flood of junk may fill it, and then checks are repeated


class Port:
    """An open port. What it drops is counted in `tally`. Hold `lock` to touch what media touches."""

    def __init__(
        self,
        host: str,
        port: int,
        tally: Tally,
        *,
        clock: Callable[[], float],
        batched: bool = True,
    ) -> None:
        """Bind at once and serve from the running loop; port 0 takes a free one. Raises OSError."""
        self._clock = clock
        family = socket.AF_INET6 if ipaddress.ip_address(host).version == 6 else socket.AF_INET
        self._socket = socket.socket(family, socket.SOCK_DGRAM)
        try:
            for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
                self._socket.setsockopt(socket.SOL_SOCKET, option, _BUFFER_BYTES)
            self._socket.bind((host, port))
        except OSError:
            self._socket.close()
            raise
        self.number: int = self._socket.getsockname()[1]
        self.lock = threading.RLock()
        self.wire: Wire = (BatchedWire if batched and IS_SUPPORTED else PlainWire)(self._socket, clock=clock)
        self._dropped = tally.dropped
        self._by_ufrag: dict[str, Path] = {}
        self._by_source: dict[Source, Path] = {}
        self._memory = self.wire.memory.data
        self._waiting: deque[tuple[bytes, Source]] = deque()  # for the loop
        self._is_taking = False
        self._loop = asyncio.get_running_loop()
        self._is_closed = False
        self._thread = threading.Thread(target=self._serve, name="media", daemon=True)
        self._thread.start()

    def add(self, path: Path) -> None:
        self._by_ufrag[path.credentials.ufrag] = path

    def restart(self, path: Path) -> None:
        """New credentials; the old ones stay valid until the new are nominated (RFC 8445 section 9)."""
        if path.previous:
            self._by_ufrag.pop(path.previous.ufrag, None)
        path.previous, path.credentials = path.credentials, new_credentials()
        self.add(path)

    def remove(self, path: Path) -> None:
        """From now on nothing reaches this path's listener."""
        for credentials in (path.credentials, path.previous):
            if credentials:
                self._by_ufrag.pop(credentials.ufrag, None)
        if path.source is not None and self._by_source.get(path.source) is path:
            del self._by_source[path.source]

    def send(self, data: bytes, address: Address) -> None:
        """Send or drop: a full socket buffer must not hold up anybody else."""
        try:
            self._socket.sendto(data, _DONT_WAIT, address)
        except BlockingIOError:
            self._dropped["send_would_block"] += 1
        except OSError:
            self._dropped["send_failed"] += 1

    def close(self) -> None:
        if not self._is_closed:
            self._is_closed = True
            self.wire.wake()
            self._thread.join()
            self.wire.close()
            self._socket.close()
        self._by_ufrag.clear()
        self._by_source.clear()

    # ── In the thread ────────────────────────────────────────────────────────

    def _serve(self) -> None:
        wire, memory, by_source = self.wire, self._memory, self._by_source
        while not self._is_closed:
            batch = wire.receive()
            with self.lock:
                for at, size, source, arrived in batch:
                    path = by_source.get(source)
                    if path is not None and 127 < memory[at] < 192 and size > 1:
                        path.listener.on_media(at, size, arrived)
                    else:
                        self._sort(at, size, source, path)
                wire.flush()
                self._count_unsent()
            if self._waiting and not self._is_taking and not self._is_closed:
                self._is_taking = True
                self._loop.call_soon_threadsafe(self._take)

    def _sort(self, at: int, size: int, source: Source, path: Path | None) -> None:
        """What is no media of anybody: for the loop, or for nobody."""
        first = self._memory[at]
        if size < 2:
            self._dropped["empty"] += 1
        elif first < 4 or (19 < first < 64 and path is not None):
            if len(self._waiting) < _MAX_WAITING:
                self._waiting.append((bytes(self._memory[at : at + size]), source))
            else:
                self._dropped["flood"] += 1
        else:
            self._dropped["unvalidated" if path is None else "unknown_kind"] += 1

    def _count_unsent(self) -> None:
        wire = self.wire
        if wire.blocked or wire.failed:
            self._dropped["send_would_block"] += wire.blocked
            self._dropped["send_failed"] += wire.failed
            wire.blocked = wire.failed = 0

    # ── On the loop ──────────────────────────────────────────────────────────

    def _take(self) -> None:
        """Deal with some of what the thread handed over, and let the loop breathe."""
        for _ in range(min(_BATCH, len(self._waiting))):
            data, source = self._waiting.popleft()
            if data[0] < 4:
                self._check(data, source)
            elif path := self._by_source.get(source):
                path.listener.on_handshake(data)
        self._is_taking = bool(self._waiting)
        if self._is_taking and not self._is_closed:
            self._loop.call_soon(self._take)

    def _check(self, data: bytes, source: Source) -> None:
        address = self.wire.address(source)
        try:
            check = read_check(data, address, self._by_ufrag.get)
        except Rejected as rejected:
            self._dropped[rejected.reason] += 1
            return
        self.send(check.response, address)
        path = check.path
        path.listener.on_check()
        # The first valid address serves at once: browsers begin the handshake before they nominate.
        if (check.nominates or path.source is None) and (path.source != source or path.previous):
            self._nominate(path, check.ufrag, source)
        if path.source == source:
            path.checked_at = self._clock()

    def _nominate(self, path: Path, ufrag: str, source: Source) -> None:
        if path.previous and ufrag == path.previous.ufrag and path.source == source:
            return  # the old generation lives on until the new one is nominated
        with self.lock:
            former = self._by_source.get(source)
            if former is not None and former is not path:
                if self._clock() - former.checked_at < _ABANDONED_AFTER_S:
                    self._dropped["address_in_use"] += (
                        1  # a source can be forged: nobody is pushed off theirs
                    )
                    return
                self._vacate(former)  # given to somebody else since
            self._vacate(path)
            path.source, path.address = source, self.wire.address(source)
            path.destination = self.wire.destination(source)
            self._by_source[source] = path
        if path.previous and ufrag == path.credentials.ufrag:
            self._forget(path, path.previous)
        path.listener.on_nominated()

    def _vacate(self, path: Path) -> None:
        if path.source is not None and self._by_source.get(path.source) is path:
            del self._by_source[path.source]
        path.source = path.address = path.destination = None

    def _forget(self, path: Path, credentials: Credentials) -> None:
        self._by_ufrag.pop(credentials.ufrag, None)
        path.previous = None
