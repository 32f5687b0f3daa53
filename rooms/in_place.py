"""Memory by its address: SRTP in place, and many datagrams in one system call. Unsafe, like compiled.py.

Promise: no call, whatever its numbers, reads or writes outside of `Memory.data` and what this file allocated;
and whatever a pointer names lives as long as somebody may follow it. Positions are bytes of `Memory.data`.

`recvmmsg` and `sendmmsg` come from the C library that the process is linked with (cffi's ABI mode: no
compiler), SRTP from pylibsrtp's own libsrtp, past its copies. Structures by recvmmsg(2), 64-bit Linux.
"""

import contextlib
import errno
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable

import cffi
import pylibsrtp
from pylibsrtp._binding import ffi as srtp_ffi
from pylibsrtp._binding import lib as libsrtp

from rooms.door import Door
from rooms.wire import BATCH, HEADROOM, MAX_DATAGRAM, SPARE, STRIDE, TRAILER, Address, Datagram, Lock

IS_SUPPORTED = sys.platform == "linux" and sys.maxsize > 1 << 32 and sys.byteorder == "little"

_SENDS = BATCH + SPARE  # each place once
_WAIT_FOR_ONE = 0x10000
_SO_TIMESTAMPNS = 35
_CONTROL = 32  # one control message: its head, and a struct timespec
_PATIENCE = struct.pack("@qq", 1, 0)  # struct timeval: who waits looks up each second
_HARMLESS = (errno.EAGAIN, errno.EINTR, errno.ECONNREFUSED)
NAMES = {socket.AF_INET: 16, socket.AF_INET6: 28}

_ffi = cffi.FFI()
_ffi.cdef(
    """
    struct iovec { uint64_t base; uint64_t len; };
    struct mmsghdr {
        uint64_t name; uint32_t name_len; uint32_t pad0; uint64_t iov; uint64_t iov_len;
        uint64_t control; uint64_t control_len; uint32_t flags; uint32_t pad1;
        uint32_t len; uint32_t pad2;
    };
    int recvmmsg(int fd, struct mmsghdr *messages, unsigned int count, int flags, void *timeout);
    int sendmmsg(int fd, struct mmsghdr *messages, unsigned int count, int flags);
    """
)


class Memory:
    """Places for datagrams: each has room for a longer header before it and a signature behind it."""

    def __init__(self) -> None:
        self.data = bytearray((BATCH + SPARE) * STRIDE)
        self.pointer = srtp_ffi.from_buffer("char[]", self.data)  # pins `data`: it can never move
        self._length = srtp_ffi.new("int *")
        self.received = [at * STRIDE + HEADROOM for at in range(BATCH)]
        self.spare = [at * STRIDE + HEADROOM for at in range(BATCH, BATCH + SPARE)]
        self._end = len(self.data) - TRAILER


class Cipher:
    """One direction of one peer's SRTP. Not to be used by two threads at once.

    Each returns the packet's new size, or -1: forged, replayed, too old to be sent, or no packet at all.
    """

    def __init__(self, session: pylibsrtp.Session, memory: Memory) -> None:
        self._session = session  # keeps what the context points to
        self.context = session._srtp[0]
        self._pointer, self._length, self._end = memory.pointer, memory._length, memory._end

    def protect(self, at: int, size: int) -> int:
        """Encrypt the packet that lies there."""
        return self._apply(libsrtp.srtp_protect, at, size)

    def unprotect(self, at: int, size: int) -> int:
        """Decrypt the packet that lies there."""
        return self._apply(libsrtp.srtp_unprotect, at, size)

    def protect_rtcp(self, at: int, size: int) -> int:
        """Encrypt the reports that lie there."""
        return self._apply(libsrtp.srtp_protect_rtcp, at, size, least=8)

    def _apply(self, function: Callable[..., int], at: int, size: int, *, least: int = 12) -> int:
        if at < 0 or size < least or at + size > self._end:
            return -1
        length = self._length
        length[0] = size
        if function(self.context, self._pointer + at, length):
            return -1
        return length[0]  # type: ignore[no-any-return]


class Destination:
    """A socket address in memory that a kernel may read."""

    __slots__ = ("_name", "address", "pointer")

    def __init__(self, name: bytes, address: Address) -> None:
        self._name = _ffi.new("char[]", name)
        self.pointer = int(_ffi.cast("uintptr_t", self._name))
        self.address = address


def prepare(sock: socket.socket) -> None:
    """It waits, but not forever, and says when each datagram came. Raises OSError where it cannot."""
    sock.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, _PATIENCE)
    sock.setblocking(True)


def read_name(source: bytes, family: int) -> Address:
    """The address that a struct sockaddr holds."""
    (port,) = struct.unpack_from("!H", source, 2)
    packed = source[4:8] if family == socket.AF_INET else source[8:24]
    return socket.inet_ntop(family, packed), port


class BatchedWire:
    """`wire.Wire` on Linux: a batch of datagrams for each system call, into and out of the same memory."""

    def __init__(self, sock: socket.socket, *, clock: Callable[[], float]) -> None:
        """Raises AttributeError or OSError where a system call or an option of it does not exist."""
        self.memory = Memory()
        self.lock: Lock = threading.RLock()
        self.blocked = self.failed = 0
        self._socket, self._clock = sock, clock
        libc = _ffi.dlopen(None)
        self._recvmmsg, self._sendmmsg = libc.recvmmsg, libc.sendmmsg
        prepare(sock)
        self._number = sock.fileno()
        self._memory_size = len(self.memory.data)
        self._base = int(srtp_ffi.cast("uintptr_t", self.memory.pointer))
        self._name_size = NAMES[sock.family]
        self._used = 0  # headers into which the kernel wrote
        self._count = self._spares = 0  # what was put and not yet flushed
        self._destinations: list[Destination] = []
        self._set_up_receiving()
        self._set_up_sending()

    def receive(self) -> list[Datagram]:
        used = self._used * 64
        self._headers[:used] = self._fresh_headers[:used]
        count = self._recvmmsg(self._number, self._incoming, BATCH, _WAIT_FOR_ONE, _ffi.NULL)
        self._used = max(0, count)
        if count <= 0:
            if count < 0 and _ffi.errno not in _HARMLESS:
                raise OSError(_ffi.errno, "recvmmsg")
            self.lock.acquire()
            return []
        now = self._clock()
        offset = time.time() - now
        sizes, names, stamps = self._sizes, self._names, self._stamps
        batch: list[Datagram] = []
        for start, size_at, name_at, name_end, stamp_at in self._places[:count]:
            arrived = stamps[stamp_at] + stamps[stamp_at + 1] * 1e-9 - offset
            if not -1.0 < arrived - now < 1.0:  # the wall clock was set meanwhile
                arrived = now
            batch.append((start, sizes[size_at], bytes(names[name_at:name_end]), arrived, -1))
        self.lock.acquire()
        return batch

    def destination(self, source: bytes) -> Destination:
        return Destination(source, self.address(source))

    def address(self, source: bytes) -> Address:
        return read_name(source, self._socket.family)

    def door(self) -> Door:
        return Door()

    def spare(self) -> int:
        if self._spares == SPARE:
            self.flush()
        at = self.memory.spare[self._spares]
        self._spares += 1
        return at

    def put(self, at: int, size: int, to: Destination) -> None:
        count = self._count
        if at < 0 or size < 0 or at + size > self._memory_size or count == _SENDS:
            raise ValueError("outside of the memory")
        self._send_words[count << 3] = to.pointer
        pieces = self._send_pieces
        pieces[count << 1] = self._base + at
        pieces[(count << 1) + 1] = size
        self._destinations.append(to)  # lives until it is sent
        self._count = count + 1

    def flush(self) -> None:
        done, count = 0, self._count
        self._count = self._spares = 0
        while done < count:
            sent = self._sendmmsg(self._number, self._outgoing + done, count - done, socket.MSG_DONTWAIT)
            if sent > 0:
                done += sent
            elif _ffi.errno == errno.EAGAIN:  # and so would the rest
                self.blocked += count - done
                break
            else:
                self.failed += 1
                done += 1
        self._destinations.clear()

    def wake(self) -> None:
        with contextlib.suppress(OSError):  # that it is not connected; it wakes whoever waits nevertheless
            self._socket.shutdown(socket.SHUT_RD)

    def close(self) -> None:
        """Nothing to free: memory goes with its last user."""

    def _set_up_receiving(self) -> None:
        self._incoming = _ffi.new("struct mmsghdr[]", BATCH)
        self._pieces = _ffi.new("struct iovec[]", BATCH)
        names = _ffi.new("char[]", BATCH * self._name_size)
        control = _ffi.new("char[]", BATCH * _CONTROL)
        self._kept = names, control
        for at, start in enumerate(self.memory.received):
            piece, message = self._pieces[at], self._incoming[at]
            piece.base, piece.len = self._base + start, MAX_DATAGRAM
            message.name = int(_ffi.cast("uintptr_t", names)) + at * self._name_size
            message.name_len = self._name_size
            message.iov = int(_ffi.cast("uintptr_t", self._pieces)) + at * 16
            message.iov_len = 1
            message.control = int(_ffi.cast("uintptr_t", control)) + at * _CONTROL
            message.control_len = _CONTROL
        self._headers = memoryview(_ffi.buffer(self._incoming)).cast("B")
        self._fresh_headers = bytes(self._headers)  # the kernel writes into these: lengths, flags
        self._sizes = self._headers.cast("I")
        self._names = memoryview(_ffi.buffer(names)).cast("B")
        self._stamps = memoryview(_ffi.buffer(control)).cast("B").cast("q")
        size = self._name_size
        self._places = [
            (start, at * 16 + 14, at * size, (at + 1) * size, at * 4 + 2)
            for at, start in enumerate(self.memory.received)
        ]

    def _set_up_sending(self) -> None:
        self._outgoing = _ffi.new("struct mmsghdr[]", _SENDS)
        pieces = _ffi.new("struct iovec[]", _SENDS)
        for at in range(_SENDS):
            message = self._outgoing[at]
            message.name_len = self._name_size
            message.iov = int(_ffi.cast("uintptr_t", pieces)) + at * 16
            message.iov_len = 1
        self._send_words = memoryview(_ffi.buffer(self._outgoing)).cast("B").cast("Q")
        self._send_pieces = memoryview(_ffi.buffer(pieces)).cast("B").cast("Q")
        self._kept_pieces = pieces
