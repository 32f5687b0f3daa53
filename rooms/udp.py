"""The one UDP socket of all peers: who sent a datagram and what kind it is. No parsing beyond the first byte.

The first byte tells STUN from DTLS from media (RFC 7983). Everything but STUN counts only from an address
that a valid check nominated; the rest is dropped and counted, before any library sees it.
"""

import asyncio
import ipaddress
import socket
import struct
import sys
import time
from collections.abc import Callable

from rooms.ice import Address, Credentials, Path, Rejected, new_credentials, read_check
from rooms.tally import Tally

_BATCH = 64  # datagrams before the loop may breathe
_BUFFER_BYTES = 4 << 20
_MAX_DATAGRAM = 2048
_ABANDONED_AFTER_S = 7.0  # an address without checks; browsers send one every six seconds at least
# Linux stamps each datagram as it comes in (socket(7)). Bandwidth estimation lives on these times: our own
# clock would blame the network for every moment in which this process was busy.
_SO_TIMESTAMPNS = 35 if sys.platform == "linux" else None
_STAMP = struct.Struct("@ll")
_STAMP_SPACE = socket.CMSG_SPACE(_STAMP.size)


class Port:
    """An open port. What it drops is counted in `tally`, by reason."""

    def __init__(self, host: str, port: int, tally: Tally, *, clock: Callable[[], float]) -> None:
        """Bind at once and serve from the running loop; port 0 takes a free one. Raises OSError."""
        self._clock = clock
        family = socket.AF_INET6 if ipaddress.ip_address(host).version == 6 else socket.AF_INET
        self._socket = socket.socket(family, socket.SOCK_DGRAM)
        try:
            for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
                self._socket.setsockopt(socket.SOL_SOCKET, option, _BUFFER_BYTES)
            if _SO_TIMESTAMPNS is not None:
                self._socket.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)
            self._socket.bind((host, port))
        except OSError:
            self._socket.close()
            raise
        self._socket.setblocking(False)
        self.number: int = self._socket.getsockname()[1]
        self._dropped = tally.dropped
        self._by_ufrag: dict[str, Path] = {}
        self._by_address: dict[Address, Path] = {}
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._socket.fileno(), self._readable)

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
        if path.address and self._by_address.get(path.address) is path:
            del self._by_address[path.address]

    def send(self, data: bytes, address: Address) -> None:
        """Send or drop: a full socket buffer must not hold up anybody else."""
        try:
            self._socket.sendto(data, address)
        except BlockingIOError:
            self._dropped["send_would_block"] += 1
        except OSError:
            self._dropped["send_failed"] += 1

    def close(self) -> None:
        if self._socket.fileno() >= 0:
            self._loop.remove_reader(self._socket.fileno())
            self._socket.close()
        self._by_ufrag.clear()
        self._by_address.clear()

    def _readable(self) -> None:
        receive = self._socket.recvmsg
        now = self._clock()
        unix_offset_s = time.time() - now
        for _ in range(_BATCH):
            try:
                data, stamps, _, source = receive(_MAX_DATAGRAM, _STAMP_SPACE)
            except BlockingIOError:
                return
            except OSError:  # an ICMP error of an earlier send
                self._dropped["receive_failed"] += 1
                continue
            arrived = now
            if stamps:
                seconds, nanoseconds = _STAMP.unpack_from(stamps[0][2])
                stamped = seconds + nanoseconds * 1e-9 - unix_offset_s
                if abs(stamped - now) < 1.0:  # else the wall clock was set meanwhile
                    arrived = stamped
            self._receive(data, source[:2], arrived)

    def _receive(self, data: bytes, source: Address, arrived: float) -> None:
        if len(data) < 2:
            self._dropped["empty"] += 1
            return
        first = data[0]
        if first < 4:
            self._check(data, source)
            return
        path = self._by_address.get(source)
        if path is None:
            self._dropped["unvalidated"] += 1
        elif 127 < first < 192:
            path.listener.on_media(data, arrived)
        elif 19 < first < 64:
            path.listener.on_handshake(data)
        else:
            self._dropped["unknown_kind"] += 1

    def _check(self, data: bytes, source: Address) -> None:
        try:
            check = read_check(data, source, self._by_ufrag.get)
        except Rejected as rejected:
            self._dropped[rejected.reason] += 1
            return
        self.send(check.response, source)
        path = check.path
        path.listener.on_check()
        # The first valid address serves at once: browsers begin the handshake before they nominate.
        if (check.nominates or path.address is None) and (path.address != source or path.previous):
            self._nominate(path, check.ufrag, source)
        if path.address == source:
            path.checked_at = self._clock()

    def _nominate(self, path: Path, ufrag: str, source: Address) -> None:
        if path.previous and ufrag == path.previous.ufrag and path.address == source:
            return  # the old generation lives on until the new one is nominated
        former = self._by_address.get(source)
        if former is not None and former is not path:
            if self._clock() - former.checked_at < _ABANDONED_AFTER_S:
                self._dropped["address_in_use"] += 1  # a source can be forged: nobody is pushed off theirs
                return
            former.address = None  # given to somebody else since
        if path.address and self._by_address.get(path.address) is path:
            del self._by_address[path.address]
        path.address = source
        self._by_address[source] = path
        if path.previous and ufrag == path.credentials.ufrag:
            self._forget(path, path.previous)
        path.listener.on_nominated()

    def _forget(self, path: Path, credentials: Credentials) -> None:
        self._by_ufrag.pop(credentials.ufrag, None)
        path.previous = None
