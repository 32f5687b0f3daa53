"""The one UDP socket of all peers: who sent a datagram and what kind it is. No parsing beyond the first byte.

What comes over a TCP connection is sorted here, too (see `tcp.py`).

The first byte tells STUN from DTLS from media (RFC 7983). Everything but STUN counts only from an address
that a valid check nominated; the rest is dropped and counted, before any library sees it.

A thread of its own receives. What is media goes to its listener at once, under the lock that guards all that
media touches; checks and handshakes are handed to the loop, a bounded number at a time.

There is this one lock: the thread takes it for a batch, the loop for a change. Whoever holds it waits for
nothing and nobody: no await, no other lock but the log's own, no call out of `rooms`. The thread reaches the
loop by `call_soon_threadsafe` alone; the loop waits for the thread only in `close`, without the lock. So
neither waits for the other. Whatever raises in the thread is counted, and the next datagram is served.
"""

import asyncio
import ipaddress
import logging
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import Callable

from rooms.compiled import IS_COMPILED, CompiledWire
from rooms.ice import (
    Address,
    Connection,
    Credentials,
    Path,
    Rejected,
    looks_like_stun,
    new_credentials,
    read_check,
)
from rooms.in_place import IS_SUPPORTED, BatchedWire
from rooms.plain_wire import PlainWire
from rooms.tally import Tally
from rooms.wire import Source, Way, Wire

_BUFFER_BYTES = 4 << 20
_DONT_WAIT = getattr(socket, "MSG_DONTWAIT", 0)  # without it, the socket itself never waits
_ABANDONED_AFTER_S = 7.0  # an address without checks; browsers send one every six seconds at least
_SILENT_S = 2.0
_UDP_SILENT_S = 3.0  # only then a connection takes over: it is the way that never is the better one
_BATCH = 32  # of them before the loop may breathe
_MAX_WAITING = 256  # datagrams for the loop; what does not fit is repeated by whoever means it
_PAUSE_S = 0.1  # a socket that fails each time must not take a whole core
_JOIN_S = 3.0

_logger = logging.getLogger(__name__)


class Port:
    """An open port. What it drops is counted in `tally`. Hold `lock` to touch what media touches."""

    def __init__(
        self,
        host: str,
        port: int,
        tally: Tally,
        *,
        clock: Callable[[], float],
        way: Way = "compiled",
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
        self.wire = _open_wire(self._socket, way, clock)
        self.lock = self.wire.lock
        self._tally, self._dropped = tally, tally.dropped
        self._by_ufrag: dict[str, Path] = {}
        self._by_source: dict[Source | Connection, Path] = {}
        self._memory = self.wire.memory.data
        # For the loop. Strangers wait apart: their flood must not keep out who is here already.
        self._known: deque[tuple[bytes, Source]] = deque()
        self._strangers: deque[tuple[bytes, Source]] = deque()
        self._is_taking = False
        self._loop = asyncio.get_running_loop()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="media", daemon=True)
        self._thread.start()

    def add(self, path: Path) -> None:
        self._by_ufrag[path.credentials.ufrag] = path

    def restart(self, path: Path) -> None:
        """New credentials; the old ones stay valid until the new are nominated (RFC 8445 section 9)."""
        if path.previous:
            self._by_ufrag.pop(path.previous.ufrag, None)
        path.previous, path.credentials = path.credentials, new_credentials()
        path.generation += 1
        self.add(path)

    def remove(self, path: Path) -> None:
        """From now on nothing reaches this path's listener, and no media its client."""
        path.destination = None
        path.door.move(None)
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

    def receive_from(self, connection: Connection, datagrams: list[bytes]) -> None:
        """What came over a connection, on the loop. None is longer than the wire's."""
        arrived = self._clock()
        for data in datagrams:
            path = self._by_source.get(connection)
            try:
                if path is not None and len(data) > 1 and 127 < data[0] < 192:
                    self._receive_media(path, data, arrived)
                elif len(data) > 1 and data[0] < 4:
                    self._check(data, connection, connection)
                elif len(data) > 1 and 19 < data[0] < 64 and path is not None:
                    path.listener.on_handshake(data)
                else:
                    self._dropped["unvalidated" if path is None else "unknown_kind"] += 1
                    connection.mistaken()
            except Exception:  # the next one is another datagram
                self._tally.failed("datagram")

    def forget(self, connection: Connection) -> None:
        """It is closed. Its path, if any, waits for another way."""
        path = self._by_source.get(connection)
        if path is not None:
            with self.lock:
                self._vacate(path)

    def close(self) -> None:
        """End the thread, then the socket. Not to be called with the lock."""
        if not self._closing.is_set():
            self._closing.set()
            self.wire.wake()
            self._thread.join(_JOIN_S)
            if self._thread.is_alive():  # it still uses the socket, whose number must not become another's
                _logger.error("media: the thread does not end")
            else:
                self.wire.close()
                self._socket.close()
        self._by_ufrag.clear()
        self._by_source.clear()

    # ── In the thread ────────────────────────────────────────────────────────

    def _serve(self) -> None:
        while not self._closing.is_set():
            try:
                self._serve_batch()
            except Exception:  # this is everybody's thread: nothing may end it
                self._tally.failed("serve")
                self._closing.wait(_PAUSE_S)

    def _serve_batch(self) -> None:
        wire, memory, by_source = self.wire, self._memory, self._by_source
        batch = wire.receive()
        try:
            for at, size, source, arrived, plain in batch:
                try:
                    path = by_source.get(source)
                    if path is not None and 127 < memory[at] < 192 and size > 1:
                        path.listener.on_media(at, size, arrived, plain)
                    else:
                        self._sort(at, size, source, path)
                except Exception:  # nor may one datagram keep the others of its batch
                    self._tally.failed("datagram")
            self.flush()
        finally:
            self.lock.release()
        if (self._known or self._strangers) and not self._is_taking and not self._closing.is_set():
            self._is_taking = True
            self._loop.call_soon_threadsafe(self._take)

    def _sort(self, at: int, size: int, source: Source, path: Path | None) -> None:
        """What is no media of anybody: for the loop, or for nobody."""
        first = self._memory[at]
        if size < 2:
            self._dropped["empty"] += 1
        elif first < 4 or (19 < first < 64 and path is not None):
            data = bytes(self._memory[at : at + size])
            waiting = self._strangers if path is None else self._known
            if first < 4 and not looks_like_stun(data):
                self._dropped["stun_malformed"] += 1
            elif len(waiting) < _MAX_WAITING:
                waiting.append((data, source))
            else:
                self._dropped["flood"] += 1
        else:
            self._dropped["unvalidated" if path is None else "unknown_kind"] += 1

    def flush(self) -> None:
        """Send what was put onto the wire. Hold the lock."""
        wire = self.wire
        try:
            wire.flush()
        except Exception:  # nor may it keep the others from what came with it
            self._tally.failed("flush")
        if wire.blocked or wire.failed:
            self._dropped["send_would_block"] += wire.blocked
            self._dropped["send_failed"] += wire.failed
            wire.blocked = wire.failed = 0

    # ── On the loop ──────────────────────────────────────────────────────────

    def _take(self) -> None:
        """Deal with some of what the thread handed over, and let the loop breathe."""
        for waiting in (self._known, self._strangers):
            for _ in range(min(_BATCH, len(waiting))):
                data, source = waiting.popleft()
                try:
                    if data[0] < 4:
                        self._check(data, source)
                    elif path := self._by_source.get(source):
                        path.listener.on_handshake(data)
                except Exception:  # the next one is somebody else's
                    self._tally.failed("check")
        # First the word, then the look: the thread looks at the word after it has appended.
        self._is_taking = False
        if (self._known or self._strangers) and not self._closing.is_set():
            self._is_taking = True
            self._loop.call_soon(self._take)

    def _receive_media(self, path: Path, data: bytes, arrived: float) -> None:
        with self.lock:
            at = self.wire.spare()
            self._memory[at : at + len(data)] = data
            path.listener.on_media(at, len(data), arrived)
            self.flush()

    def _check(self, data: bytes, source: Source | Connection, connection: Connection | None = None) -> None:
        address = connection.address if connection else self.wire.address(source)
        try:
            check = read_check(data, address, self._by_ufrag.get)
        except Rejected as rejected:
            self._dropped[rejected.reason] += 1
            if connection and connection not in self._by_source:
                connection.mistaken()
            return
        path = check.path
        if connection:
            connection.send(check.response)
            connection.proved(path)
        else:
            self.send(check.response, address)
        path.listener.on_check()
        if connection and path.address and self._clock() - path.checked_at < _UDP_SILENT_S:
            return
        # The first valid address serves at once: browsers begin the handshake before they nominate. So does
        # one that is tried when the nominated one has fallen silent: they take it seconds before they say so.
        serves = check.nominates or path.source is None or self._is_silent(path)
        if serves and (path.source != source or path.previous):
            self._nominate(path, check.ufrag, source, connection)
        if path.source == source:
            path.checked_at = self._clock()

    def _is_silent(self, path: Path) -> bool:
        """Whether nothing has come from its client for longer than pauses last, whatever it sends."""
        return self._clock() - max(path.checked_at, path.listener.heard_at) >= _SILENT_S

    def _nominate(
        self, path: Path, ufrag: str, source: Source | Connection, connection: Connection | None
    ) -> None:
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
            path.source, path.connection = source, connection
            if connection is None:
                path.address = self.wire.address(source)
                path.destination = self.wire.destination(source)
                path.door.move(source)
            self._by_source[source] = path
        if path.previous and ufrag == path.credentials.ufrag:
            self._forget(path, path.previous)
        path.listener.on_nominated()

    def _vacate(self, path: Path) -> None:
        if path.source is not None and self._by_source.get(path.source) is path:
            del self._by_source[path.source]
        path.door.move(None)
        path.source = path.address = path.destination = path.connection = None

    def _forget(self, path: Path, credentials: Credentials) -> None:
        self._by_ufrag.pop(credentials.ufrag, None)
        path.previous = None


def _open_wire(sock: socket.socket, way: Way, clock: Callable[[], float]) -> Wire:
    """The quickest way that this system has, and none that is quicker than the one that is asked for."""
    if way == "compiled" and IS_COMPILED and clock is time.monotonic:
        try:
            return CompiledWire(sock)
        except OSError as error:  # an option that it does not have
            _logger.warning("media: not by compiled code (%s)", error)
    elif way == "compiled":
        _logger.info("media: by Python alone; it takes less where rooms/steady/ is compiled")
    if way != "plain" and IS_SUPPORTED:
        try:
            return BatchedWire(sock, clock=clock)
        except (AttributeError, OSError) as error:  # a system call or an option that it does not have
            _logger.warning("media: one system call for each datagram (%s)", error)
    elif way != "plain":
        _logger.info("media: one system call for each datagram on %s", sys.platform)
    return PlainWire(sock, clock=clock)
