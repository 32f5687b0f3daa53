"""The steady way of one stream: what nearly every packet needs, and nothing else.

A flow takes the packets that follow each other without surprise: the next number, the usual header, no
keyframe. It applies the numbers that the rules gave (see `munger.py`) and keeps count; `settle` tells the
rules what it took, as if they had seen each packet. All else is for the rules themselves: the flow settles
before and goes on from where they are. Whatever changes who gets what ends it, and another one begins.
"""

import struct
from collections.abc import Callable
from typing import TYPE_CHECKING

from rooms.codecs import VideoCodec
from rooms.packet import ONE_BYTE, Packet
from rooms.slot import Slot
from rooms.tally import Tally

if TYPE_CHECKING:
    from rooms.demux import Labels
    from rooms.publication import Layer

HEAD = struct.Struct("!BBHIII")  # an RTP header and the first word after it
_PLAIN = struct.Struct("!BBHII")
_TIME = struct.Struct("!BBHIIHHI")
_LEVEL = struct.Struct("!BBHIIHHHH")
_TIME_LEVEL = struct.Struct("!BBHIIHHIHH")
_MAX_STEP = 1 << 24  # of a timestamp: beyond it lies a wrap, or a leap


class Layout:
    """Where things lie in a stream's usual packet; 0: not there.

    Header extensions are counted from its start, what lies in the payload from there.
    """

    __slots__ = (
        "body_at",
        "extension",
        "first",
        "flags",
        "is_steady",
        "level_at",
        "level_byte",
        "payload_at",
        "picture_at",
        "tl0_at",
        "transport_at",
        "transport_byte",
    )

    def __init__(self, packet: Packet, labels: "Labels", video: VideoCodec | None) -> None:
        """`video` is None for sound, whose payload is never looked at."""
        data, at = packet.data, packet.at
        self.first = data[at]
        self.payload_at = packet.payload_at - at
        self.extension = packet.extension_profile << 16 | (self.payload_at - 16 >> 2)
        self.transport_at, self.level_at = labels.places(packet)
        self.transport_byte, self.level_byte = data[at + self.transport_at], data[at + self.level_at]
        self.is_steady = None if video is None else video.is_steady
        self.flags = self.picture_at = self.tl0_at = self.body_at = 0
        if video is not None:
            self.flags = video.flags(packet)
            self.picture_at = packet.picture_at and packet.picture_at - packet.payload_at
            self.tl0_at = packet.tl0_at and packet.tl0_at - packet.payload_at
            self.body_at = packet.body_at - packet.payload_at


def is_usual(packet: Packet) -> bool:
    """Whether packets like this one may follow: no padding, no sources, nothing rare in the header."""
    is_plain = packet.data[packet.at] in (0x80, 0x90) and packet.payload_end - packet.payload_at >= 8
    is_known = packet.extension_profile in (0, ONE_BYTE) and packet.orientation < 0
    return is_plain and is_known and (not packet.picture_at or packet.picture_wide)


class Route:
    """The way to one subscriber: a slot, and the numbers by which it differs from the source for now."""

    __slots__ = (
        "head_size",
        "level_head",
        "outbox",
        "payload_type",
        "picture_shift",
        "protect",
        "put",
        "sequence_shift",
        "slot",
        "ssrc",
        "store",
        "time_head",
        "timestamp_shift",
        "tl0_shift",
    )

    def __init__(self, slot: Slot, *, has_level: bool, is_redundant: bool) -> None:
        """The subscriber's keys are there, and it takes what is redundant."""
        self.slot, self.outbox = slot, slot.outbox
        self.store, self.protect, self.put = slot.recent.store, slot.outbox.protect, slot.outbox.wire.put
        self.ssrc = slot.identity.ssrc
        codec = slot.codec
        self.payload_type = codec.red if is_redundant and codec.red is not None else codec.payload_type
        self.time_head = -1 if slot.time_id is None else slot.time_id << 28 | 0x0200_0000
        self.level_head = slot.level_id << 12 if has_level and slot.level_id is not None else -1
        words = (self.time_head >= 0) + (self.level_head >= 0)
        self.head_size = 12 + (4 + 4 * words if words else 0)

    def resume(self) -> None:
        """Go on with what the rules say now."""
        munger = self.slot.munger
        self.sequence_shift, self.timestamp_shift = munger.sequence_shift, munger.timestamp_shift
        self.picture_shift, self.tl0_shift = munger.picture_shift, munger.tl0_shift


class Flow:
    """One stream on its way to all who get it, and what it took since the last settlement."""

    __slots__ = (
        "_clock_rate",
        "_enter",
        "_layer",
        "_layout",
        "_memory",
        "_most_octets",
        "_next",
        "_payload_type",
        "_record",
        "_tally",
        "_unprotect",
        "arrived",
        "frame_at",
        "jitter",
        "loudest",
        "octets",
        "packets",
        "payload_octets",
        "picture",
        "routes",
        "timestamp",
        "tl0",
    )

    def __init__(
        self,
        layer: "Layer",
        packet: Packet,
        layout: Layout,
        routes: list[Route],
        *,
        most_octets: int,
        memory: bytearray,
        unprotect: Callable[[int, int], int],
        record: Callable[[int, float], None],
        enter: Callable[["Flow"], None],
        tally: Tally,
    ) -> None:
        """After a packet that the rules have dealt with. After `most_octets` they may find it too much.

        `unprotect` decrypts in `memory`, `record` is told transport-wide number and arrival of each packet,
        `enter` makes the layer's rules know what was taken.
        """
        self.routes = routes
        self._layer = layer
        self._layout = layout
        self._payload_type = packet.payload_type
        self._most_octets = most_octets
        self._memory, self._unprotect = memory, unprotect
        self._record, self._enter, self._tally = record, enter, tally
        self._clock_rate = layer.reception.clock_rate
        self.arrived = packet.arrived

    def resume(self) -> bool:
        """Go on from where the rules are. False: a subscriber's numbers do not follow the source's now."""
        reception = self._layer.reception
        if not all(route.slot.munger.follows(reception.newest) for route in self.routes):
            return False
        self._next = (reception.newest + 1) & 0xFFFF
        self.timestamp, self.frame_at, self.jitter = reception.timestamp, reception.frame_at, reception.jitter
        self.packets = self.octets = self.payload_octets = 0
        self.loudest = -128
        self.picture = self.tl0 = -1
        for route in self.routes:
            route.resume()
        return True

    def take(self, at: int, size: int, head: tuple[int, ...], arrived: float) -> int:
        """Decrypt and forward the packet that lies there. 0: it is dealt with. Else it is for the rules:
        -1 and it was not touched, or its size, in the clear.
        """
        first, second, sequence, timestamp, _, extension = head
        layout, memory = self._layout, self._memory
        step = timestamp - self.timestamp
        level_at, transport_at = layout.level_at, layout.transport_at
        if (
            sequence != self._next
            or size < layout.payload_at + 8
            or first != layout.first
            or second & 0x7F != self._payload_type
            or (extension != layout.extension and first == 0x90)
            or not 0 <= step < _MAX_STEP
            or (level_at and memory[at + level_at] != layout.level_byte)
            or (transport_at and memory[at + transport_at] != layout.transport_byte)
            or self.octets > self._most_octets
        ):
            return -1
        size = self._unprotect(at, size)
        payload_at, end = at + layout.payload_at, at + size
        if size < 0:
            self._tally.dropped["srtp"] += 1
            return 0
        if end - payload_at < 8:
            return size
        is_steady = layout.is_steady
        if is_steady is not None and not is_steady(layout, memory, payload_at, end, self):
            return size
        if step:
            change = (arrived - self.frame_at) * self._clock_rate - step
            self.jitter += (abs(change) - self.jitter) / 16
            self.timestamp = timestamp
            self.frame_at = arrived
        if transport_at:
            transport_at += at
            self._record(memory[transport_at + 1] << 8 | memory[transport_at + 2], arrived)
        level = 0
        if level_at:
            level = memory[at + level_at + 1]
            if -(level & 0x7F) > self.loudest:
                self.loudest = -(level & 0x7F)
        self._next = (sequence + 1) & 0xFFFF
        self.arrived = arrived
        self.packets += 1
        self.octets += size
        self.payload_octets += end - payload_at
        if self.routes:
            self._forward(payload_at, end, second & 0x80, sequence, timestamp, level)
        return 0

    def settle(self) -> None:
        """Tell the rules what was taken. When they have done something since, `resume`, or let it go."""
        if not self.packets:
            return
        try:
            for route in self.routes:
                try:
                    route.slot.followed(self)
                except Exception:
                    route.outbox.failed("settle")
            self._enter(self)
        finally:
            self.packets = self.octets = self.payload_octets = 0
            self.loudest = -128

    def _forward(
        self, payload_at: int, end: int, marker: int, sequence: int, timestamp: int, level: int
    ) -> None:
        memory, layout = self._memory, self._layout
        moment = int(self.arrived * 262_144) & 0xFF_FFFF  # abs-send-time: 6.18 fixed point seconds
        left = len(self.routes)
        for route in self.routes:
            left -= 1
            try:
                head = route.head_size
                if left:
                    at = route.outbox.spare()
                    body_at = at + head
                    stop = body_at + end - payload_at
                    memory[body_at:stop] = memory[payload_at:end]
                else:  # nobody else needs it any more
                    at, body_at, stop = payload_at - head, payload_at, end
                second = route.payload_type | marker
                number = (sequence + route.sequence_shift) & 0xFFFF
                shown = (timestamp + route.timestamp_shift) & 0xFFFF_FFFF
                time, sound = moment | route.time_head, level | route.level_head
                if sound < 0 <= time:
                    _TIME.pack_into(memory, at, 0x90, second, number, shown, route.ssrc, ONE_BYTE, 1, time)
                elif time < 0 <= sound:
                    _LEVEL.pack_into(
                        memory, at, 0x90, second, number, shown, route.ssrc, ONE_BYTE, 1, sound, 0
                    )
                elif time < 0:
                    _PLAIN.pack_into(memory, at, 0x80, second, number, shown, route.ssrc)
                else:
                    _TIME_LEVEL.pack_into(
                        memory, at, 0x90, second, number, shown, route.ssrc, ONE_BYTE, 2, time, sound, 0
                    )
                if layout.picture_at:
                    picture = self.picture + route.picture_shift
                    picture_at = body_at + layout.picture_at
                    memory[picture_at] = 0x80 | picture >> 8 & 0x7F
                    memory[picture_at + 1] = picture & 0xFF
                if layout.tl0_at:
                    memory[body_at + layout.tl0_at] = (self.tl0 + route.tl0_shift) & 0xFF
                route.store(number, memory[at:stop])
                size = route.protect(at, stop - at)
                if size > 0 and (destination := route.outbox.destination) is not None:
                    route.put(at, size, destination)
                elif size > 0:
                    route.outbox.detour(at, size)
            except Exception:  # whatever fails for one must not reach the others
                route.outbox.failed("forward")
