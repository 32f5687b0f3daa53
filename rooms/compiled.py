"""Steady flows in compiled code: `wire.Wire` and `door.Door` where rooms/steady/ was compiled (see build.py).

What the code there promises it promises for what this file gives it: each pointer names memory that lives as
long as it may be followed, because the object that gives it keeps it; and whatever is given or taken away, is
under the wire's lock.
"""

import contextlib
import os
import socket
import time
from collections.abc import Sequence
from typing import Any

import cffi
from pylibsrtp._binding import ffi as srtp_ffi
from pylibsrtp._binding import lib as libsrtp

from rooms.build import LIBRARY, SHARED, version
from rooms.door import Door
from rooms.flow import Flow, Layout, Route
from rooms.in_place import IS_SUPPORTED, NAMES, Cipher, Memory, prepare, read_name
from rooms.wire import BATCH, HEADROOM, STRIDE, Address, Datagram, Lock, Source

_CODECS = {"vp8": 1, "h264": 2, "vp9": 3, "av1": 4}  # as in rooms/steady/; 0 is sound
_PATIENCE_S = 0.25  # that packets wait to be told of until another one comes

_ffi = cffi.FFI()
_ffi.cdef(SHARED.read_text())


def _load() -> Any:
    """The library, None where it was not compiled, or from other sources."""
    if not IS_SUPPORTED or not LIBRARY.exists():
        return None
    try:
        lib = _ffi.dlopen(str(LIBRARY))
        return lib if lib.steady_version() == version() else None
    except (AttributeError, OSError):
        return None


_lib = _load()
IS_COMPILED = _lib is not None


class _Lock:
    """A lock that the thread takes without Python's. Whoever waits for it lets others run."""

    def __init__(self, wire: Any) -> None:
        self._wire = wire

    def acquire(self) -> None:
        _lib.steady_lock(self._wire)

    def release(self) -> None:
        _lib.steady_unlock(self._wire)

    def __enter__(self) -> None:
        _lib.steady_lock(self._wire)

    def __exit__(self, kind: Any, error: Any, trace: Any, /) -> None:
        _lib.steady_unlock(self._wire)


class CompiledWire:
    """`wire.Wire` that deals with the flows of its doors by itself. Its clock is `time.monotonic`."""

    def __init__(self, sock: socket.socket) -> None:
        """Raises OSError where it does not exist, or an option of the socket's."""
        if not IS_COMPILED:
            raise OSError("rooms/steady/ is not compiled")
        self.memory = Memory()
        self.blocked = self.failed = 0
        self._socket = sock
        self._family = sock.family
        self._name_size = NAMES[sock.family]
        prepare(sock)
        pointer = srtp_ffi.cast("uintptr_t", self.memory.pointer)
        made = _lib.steady_open(
            sock.fileno(),
            _ffi.cast("uint8_t *", int(pointer)),
            len(self.memory.data),
            STRIDE,
            HEADROOM,
            self._name_size,
            _address_of("srtp_protect"),
            _address_of("srtp_unprotect"),
            _address_of("srtp_protect_rtcp"),
        )
        if made == _ffi.NULL:
            raise OSError("no memory for media")
        self.pointer = _ffi.gc(made, _lib.steady_close)
        self.lock: Lock = _Lock(self.pointer)
        self.admitted: set[CompiledDoor] = set()  # they live as long as they may be found
        self._left = _ffi.new("struct left[]", BATCH)

    def receive(self) -> list[Datagram]:
        count = _lib.steady_receive(self.pointer, self._left)
        if count < 0:
            raise OSError(-count, os.strerror(-count), "recvmmsg")
        if count == 0:
            self.lock.acquire()
        try:
            return self._read(count)
        except BaseException:
            self.lock.release()
            raise

    def _read(self, count: int) -> list[Datagram]:
        self.blocked += _lib.steady_blocked(self.pointer)
        self.failed += _lib.steady_failed(self.pointer)
        size = self._name_size
        return [
            (left.at, left.size, bytes(_ffi.buffer(left.name, size)), left.arrived, left.plain)
            for left in self._left[0:count]
        ]

    def address(self, source: Source) -> Address:
        return read_name(source, self._family)

    def destination(self, source: Source) -> Source:
        return source

    def spare(self) -> int:
        return _lib.steady_spare(self.pointer)  # type: ignore[no-any-return]

    def put(self, at: int, size: int, to: Any) -> None:
        if at < 0 or size < 0 or _lib.steady_put(self.pointer, at, size, to):
            raise ValueError("outside of the memory")

    def flush(self) -> None:
        _lib.steady_flush(self.pointer)

    def wake(self) -> None:
        with contextlib.suppress(OSError):  # that it is not connected; it wakes whoever waits nevertheless
            self._socket.shutdown(socket.SHUT_RD)

    def close(self) -> None:
        """Nothing to free: memory goes with its last user."""

    def door(self) -> Door:
        return CompiledDoor(self)


class CompiledDoor(Door):
    """A client whose steady flows need nobody else."""

    def __init__(self, wire: CompiledWire) -> None:
        self.wire = wire
        self.pointer = _ffi.new("struct door *")
        self._keys: tuple[Cipher, Cipher] | None = None
        self._flows: dict[int, CompiledFlow] = {}

    def move(self, source: Source | None) -> None:
        wire, door = self.wire, self.pointer
        if self in wire.admitted:
            _lib.steady_dismiss(wire.pointer, door)
            wire.admitted.discard(self)
        door.has_name = 0
        if source is not None:
            _ffi.memmove(door.name, source, len(source))
            door.has_name = 1
            if not _lib.steady_admit(wire.pointer, door):
                wire.admitted.add(self)

    def unlock(self, incoming: Cipher, outgoing: Cipher) -> None:
        self._keys = incoming, outgoing
        self.pointer.incoming = _pointer(incoming.context)
        self.pointer.outgoing = _pointer(outgoing.context)

    def flow(self, *args: Any, **named: Any) -> Flow:
        layer, _, layout, routes = args
        name = None if layout.is_steady is None else layer.codec.name
        doors = [route.outbox.door for route in routes]
        ours = [door for door in doors if isinstance(door, CompiledDoor) and door.pointer.has_name]
        if self._keys is None or len(ours) < len(routes) or (name is not None and name not in _CODECS):
            return Flow(*args, **named)
        return CompiledFlow(self, ours, 0 if name is None else _CODECS[name], *args, **named)

    def open(self, ssrc: int, flow: Flow) -> None:
        self._flows.pop(ssrc, None)
        if isinstance(flow, CompiledFlow) and len(self._flows) < len(self.pointer.flows):
            self._flows[ssrc] = flow
        self._list()

    def shut(self, ssrc: int) -> None:
        if self._flows.pop(ssrc, None) is not None:
            self._list()

    def tell(self, sender_ssrc: int, media_ssrc: int, first: int, reports: int) -> None:
        door = self.pointer
        door.sender_ssrc, door.media_ssrc, door.next, door.reports = sender_ssrc, media_ssrc, first, reports
        door.told, door.told_at, door.tells = 0, time.monotonic(), 1

    def is_telling(self, now: float) -> bool:
        door = self.pointer
        return door.tells and (not door.noted or now - door.told_at < _PATIENCE_S)

    def told(self) -> tuple[int, Sequence[int], int] | None:
        door = self.pointer
        count, reports = door.told, door.reports
        if not (count or door.tells):
            return None
        door.tells = door.told = 0
        ticks = list(door.ticks)  # in turn, the oldest after the newest
        turn = count % len(ticks)
        ticks = ticks[:turn] if count < len(ticks) else ticks[turn:] + ticks[:turn]
        return count, ticks, reports

    def arrivals(self) -> Sequence[tuple[int, float]]:
        door = self.pointer
        count, door.noted = door.noted, 0
        return tuple(zip(door.numbers[0:count], door.times[0:count], strict=True)) if count else ()

    def _list(self) -> None:
        for at, flow in enumerate(self._flows.values()):
            self.pointer.flows[at] = flow.pointer
        self.pointer.flow_count = len(self._flows)


class CompiledFlow(Flow):
    """A flow that rooms/steady/ takes packets into. From `settle` to `resume` its numbers are here, too."""

    __slots__ = ("_door", "_kept", "_to", "pointer")

    def __init__(
        self,
        door: CompiledDoor,
        to: list[CompiledDoor],
        codec: int,
        layer: Any,
        packet: Any,
        layout: Layout,
        routes: list[Route],
        **named: Any,
    ) -> None:
        """`to` are the doors that the routes lead to; the rest is what `Flow` takes."""
        super().__init__(layer, packet, layout, routes, **named)
        self._door, self._to = door, to
        flow = self.pointer = _ffi.new("struct flow *", {"routes": len(routes)})
        flow.door = door.pointer
        flow.ssrc, flow.codec, flow.route_count = layer.ssrc, codec, len(routes)
        for name in (
            "first",
            "extension",
            "payload_at",
            "transport_at",
            "transport_byte",
            "level_at",
            "level_byte",
            "picture_at",
            "tl0_at",
            "body_at",
            "flags",
        ):
            setattr(flow, name, getattr(layout, name))
        flow.payload_type, flow.clock_rate = self._payload_type, self._clock_rate
        flow.most_octets = self._most_octets
        self._kept = [_fill(flow.routes[at], *way) for at, way in enumerate(zip(routes, to, strict=True))]

    def resume(self) -> bool:
        if not all(door.pointer.has_name for door in self._to) or not super().resume():
            return False
        flow = self.pointer
        flow.next, flow.timestamp = self._next, self.timestamp
        flow.frame_at, flow.jitter, flow.arrived = self.frame_at, self.jitter, self.arrived
        flow.packets = flow.octets = flow.payload_octets = 0
        flow.loudest, flow.picture, flow.tl0 = self.loudest, self.picture, self.tl0
        for at, route in enumerate(self.routes):
            there = flow.routes[at]
            there.sequence_shift, there.timestamp_shift = route.sequence_shift, route.timestamp_shift
            there.picture_shift, there.tl0_shift = route.picture_shift, route.tl0_shift
        return True

    def take(self, at: int, size: int, head: tuple[int, ...], arrived: float) -> int:
        return _lib.steady_take(  # type: ignore[no-any-return]
            self._door.wire.pointer, self.pointer, at, size, arrived
        )

    def settle(self) -> None:
        flow = self.pointer
        if flow.refused:
            self._tally.dropped["srtp"] += flow.refused
            flow.refused = 0
        self.timestamp, self.frame_at, self.jitter = flow.timestamp, flow.frame_at, flow.jitter
        self.arrived, self.loudest = flow.arrived, flow.loudest
        self.packets, self.octets, self.payload_octets = flow.packets, flow.octets, flow.payload_octets
        self.picture, self.tl0 = flow.picture, flow.tl0
        flow.packets = flow.octets = flow.payload_octets = 0
        flow.loudest = -128
        super().settle()


def _fill(there: Any, route: Route, door: CompiledDoor) -> tuple[Any, ...]:
    """Returns what it points to."""
    recent = route.slot.recent
    ring = _ffi.new("struct ring *")
    parts = {
        name: _ffi.from_buffer(kind, part)
        for name, kind, part in (
            ("bytes", "uint8_t[]", recent.memory),
            ("written", "uint64_t[]", recent.written),
            ("starts", "uint64_t[]", recent.starts),
            ("sizes", "uint32_t[]", recent.sizes),
            ("sequences", "int32_t[]", recent.sequences),
        )
    }
    for name, part in parts.items():
        setattr(ring, name, part)
    ring.capacity, ring.mask = len(recent.memory), recent.mask
    there.to, there.ring = door.pointer, ring
    there.ssrc, there.payload_type, there.head_size = route.ssrc, route.payload_type, route.head_size
    there.time_head, there.level_head = route.time_head, route.level_head
    return ring, parts


def _address_of(name: str) -> Any:
    return _pointer(srtp_ffi.addressof(libsrtp, name))


def _pointer(of: Any) -> Any:
    """The same pointer, for our library."""
    return _ffi.cast("void *", int(srtp_ffi.cast("uintptr_t", of)))
