"""`wire.Wire` with one system call for each datagram: works on every system."""

import selectors
import socket
import threading
from collections.abc import Callable
from typing import Any

from rooms.door import Door
from rooms.in_place import Memory
from rooms.wire import MAX_DATAGRAM, Address, Datagram, Lock, Source


class PlainWire:
    def __init__(self, sock: socket.socket, *, clock: Callable[[], float]) -> None:
        self.memory = Memory()
        self.lock: Lock = threading.RLock()
        self.blocked = self.failed = 0
        self._view = memoryview(self.memory.data)
        self._socket, self._clock = sock, clock
        sock.setblocking(False)
        self._waker, self._woken = socket.socketpair()
        self._waiting = selectors.DefaultSelector()  # select() itself takes no number above 1023
        for one in (sock, self._woken):
            self._waiting.register(one, selectors.EVENT_READ)
        self._spares = 0

    def receive(self) -> list[Datagram]:
        self._waiting.select()
        now = self._clock()
        batch: list[Datagram] = []
        for start in self.memory.received:
            try:
                size, source = self._socket.recvfrom_into(self._view[start : start + MAX_DATAGRAM])
            except BlockingIOError:
                break
            except OSError:  # an ICMP error of an earlier send
                continue
            batch.append((start, size, source, now, -1))
        self.lock.acquire()
        return batch

    def door(self) -> Door:
        return Door()

    def address(self, source: Source) -> Address:
        return source[0], source[1]

    def destination(self, source: Source) -> Source:
        return source

    def spare(self) -> int:
        at = self.memory.spare[self._spares]
        self._spares = (self._spares + 1) % len(self.memory.spare)
        return at

    def put(self, at: int, size: int, to: Any) -> None:
        try:
            self._socket.sendto(self._view[at : at + size], to)
        except BlockingIOError:
            self.blocked += 1
        except OSError:
            self.failed += 1

    def flush(self) -> None:
        """Everything is sent already."""

    def wake(self) -> None:
        self._waker.send(b"\0")

    def close(self) -> None:
        self._waiting.close()
        self._waker.close()
        self._woken.close()
