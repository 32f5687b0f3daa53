"""A pre-negotiated downlink m-line: one gapless outgoing stream for the whole call, whatever feeds it."""

import random
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from rooms.answer import SlotIdentity
from rooms.cache import Recent
from rooms.interface import SlotState, Source
from rooms.munger import Munger
from rooms.packet import Packet, write_extensions
from rooms.rtcp import ReportBlock, write_sender_report
from rooms.sdp import ABSOLUTE_SEND_TIME, AUDIO_LEVEL, ORIENTATION, Codec, Kind, Section
from rooms.wire import Wire

if TYPE_CHECKING:
    from rooms.door import Door
    from rooms.flow import Flow

# Packets, and bytes of them: about a second of 720p, and of sound.
_VIDEO_HISTORY, _AUDIO_HISTORY = (256, 256 * 1280), (64, 64 * 256)
_HEADER = struct.Struct("!BBHII")
# The usual header extensions, whole: abs-send-time, and the level of sound after it (RFC 8285 section 4.2).
_TIME = struct.Struct("!HHI")
_TIME_LEVEL = struct.Struct("!HHIHH")


@dataclass(slots=True)
class Sent:
    """Totals for sender reports (RFC 3550 section 6.4.1)."""

    packets: int = 0
    octets: int = 0


class Outbox(Protocol):
    """What a slot sends through. Packets are in the clear."""

    memory: bytearray
    wire: Wire
    door: "Door"

    @property
    def destination(self) -> Any:
        """Where the peer is, for the wire; None while that is not known."""

    def spare(self) -> int:
        """A place in `memory` for a copy, with room before it."""

    def put(self, at: int, size: int) -> None:
        """Send the packet that lies there in `memory`, which is lost by that."""

    def protect(self, at: int, size: int) -> int:
        """Encrypt it there: the first half of `put`. The peer must have its keys."""

    def detour(self, at: int, size: int) -> None:
        """Send what is encrypted there already, when there is no destination for the wire."""

    def send(self, data: bytes) -> None:
        """Send a packet from anywhere."""

    def failed(self, where: str) -> None:
        """Sending to this peer raised what nobody foresaw. Call it in the handler."""


class Slot:
    """Numbers, rewrites, remembers and sends."""

    def __init__(self, section: Section, place: int, outbox: Outbox) -> None:
        """The section has a codec."""
        self.mid = section.mid
        self.kind: Kind = section.media_kind
        self.codec = section.codecs[0]  # of what flows now
        self._codecs = {codec.name: codec for codec in section.codecs}
        self._rtx = {codec.payload_type: codec.rtx for codec in section.codecs}
        self.identity = SlotIdentity(place, random.getrandbits(32) or 1, random.getrandbits(32) or 2)
        self.munger = Munger(
            self.codec.clock_rate,
            sequence=random.getrandbits(15),
            timestamp=random.getrandbits(32),
        )
        self.sent = Sent()
        self.metered = 0  # octets that the downlink's meters know of
        self.height: int | None = None  # as shown, in device pixels; None: never told
        self.outbox, self._memory = outbox, outbox.memory
        self.reported: ReportBlock | None = None  # what the receiver said last
        self._accounted = self.munger.sequence, 0  # number and packets at that moment
        self._passed_over = 0.0  # numbers that it may still miss, for what they stand for never came to us
        self.time_id = section.extensions.get(ABSOLUTE_SEND_TIME)
        self.level_id = section.extensions.get(AUDIO_LEVEL)
        self._orientation_id = section.extensions.get(ORIENTATION)
        self.recent = Recent(*(_VIDEO_HISTORY if self.kind == "video" else _AUDIO_HISTORY))
        self._rtx_sequence = random.getrandbits(15)

    def state(self, peer_id: str | None = None, source: Source | None = None) -> SlotState:
        return SlotState(mid=self.mid, kind=self.kind, peer_id=peer_id, source=source)

    def takes(self, codec: str) -> bool:
        """Whether the peer can decode what has this name."""
        return codec in self._codecs

    def begin(self, packet: Packet, codec: Codec) -> None:
        """Another source feeds the slot from this packet on; its codec is one that the slot takes."""
        self.codec = self._codecs[codec.name]
        self.munger.rebase(packet)

    def write(self, packet: Packet, *, in_place: bool) -> None:
        """Send a packet of the source that feeds the slot now; one from before its time is left out.

        In place, the packet is overwritten: it must lie in the outbox's memory, and nobody else may need it.
        """
        munger = self.munger
        payload_at, payload_type = packet.payload_at, self.codec.payload_type
        if packet.primary_at:
            if self.takes_redundant(packet):
                payload_type = self.codec.red or 0
            else:
                payload_at = packet.primary_at
        if payload_at == packet.payload_end and munger.skip(packet):
            return
        mapped = munger.map(packet)
        if mapped is None:
            return
        sequence, timestamp = mapped
        size = packet.payload_end - payload_at
        extensions = self._extensions(packet)
        head = 12 + len(extensions)
        memory = self._memory
        if in_place:
            at = payload_at - head
        else:
            at = self.outbox.spare()
            memory[at + head : at + head + size] = packet.data[payload_at : packet.payload_end]
        if packet.picture_at or packet.tl0_at:
            munger.rewrite_picture(packet, memory, at + head)
        _HEADER.pack_into(
            memory,
            at,
            0x90 if extensions else 0x80,
            packet.marker | payload_type,
            sequence,
            timestamp,
            self.identity.ssrc,
        )
        memory[at + 12 : at + head] = extensions
        sent = self.sent
        sent.packets += 1
        sent.octets += size
        self.recent.store(sequence, memory[at : at + head + size])
        self.outbox.put(at, head + size)

    def takes_redundant(self, packet: Packet) -> bool:
        """Whether redundant sound may go out as it is: the types of its blocks are named within it."""
        return self.codec.red is not None and self.codec.payload_type == packet.inner_type

    def followed(self, flow: "Flow") -> None:
        """A flow has sent packets here."""
        self.munger.followed(flow.packets, flow.timestamp, flow.frame_at, flow.picture, flow.tl0)
        self.sent.packets += flow.packets
        self.sent.octets += flow.payload_octets

    def lost_on_the_way(self, lost: float) -> float:
        """Of so many that a report misses anew, how many we sent: its path is not to blame for the rest."""
        sequence, packets = self._accounted
        self._accounted = self.munger.sequence, self.sent.packets
        passed_over = ((self.munger.sequence - sequence) & 0xFFFF) - (self.sent.packets - packets)
        known = max(0.0, self._passed_over + passed_over)
        # Reports lag behind: what this one does not tell of, the next one may.
        self._passed_over = max(0.0, min(known - lost, passed_over))
        return max(0.0, lost - known)

    def resend(self, sequence: int, now: float, *, spacing_s: float) -> int:
        """Send it again, unless that was done less than `spacing_s` ago; returns how many bytes that cost."""
        data = self.recent.take(sequence, now, spacing_s=spacing_s)
        return self._send_again(data, sequence, now) if data is not None else 0

    def repeat(self, sequence: int, now: float) -> int:
        """Send a resend once more; returns how many bytes that cost."""
        data = self.recent.again(sequence)
        return self._send_again(data, sequence, now) if data is not None else 0

    @property
    def can_pad(self) -> bool:
        return self.kind == "video" and self.codec.rtx is not None

    def pad(self, now: float) -> int:
        """Send what the receiver has already, to see whether that much gets through; returns how many bytes.

        It comes as a retransmission, so nobody mistakes it for news.
        """
        known = self.recent.another()
        return self._send_again(known[1], known[0], now) if known is not None else 0

    def report(self, ntp: int, timestamp: int) -> bytes:
        """A sender report: at the moment `ntp` the stream was at `timestamp`."""
        return write_sender_report(
            self.identity.ssrc, ntp, timestamp & 0xFFFF_FFFF, self.sent.packets, self.sent.octets
        )

    def _extensions(self, packet: Packet) -> bytes:
        if packet.orientation < 0 and self.time_id is not None:
            moment = _absolute_time(packet.arrived)
            if packet.level < 0 or self.level_id is None:
                return _TIME.pack(0xBEDE, 1, self.time_id << 28 | 0x0200_0000 | moment)
            return _TIME_LEVEL.pack(
                0xBEDE, 2, self.time_id << 28 | 0x0200_0000 | moment, self.level_id << 12 | packet.level, 0
            )
        elements: list[tuple[int, bytes]] = []
        if self.time_id is not None:  # first, so that a resend finds it
            elements.append((self.time_id, _absolute_time(packet.arrived).to_bytes(3, "big")))
        if packet.level >= 0 and self.level_id is not None:
            elements.append((self.level_id, bytes((packet.level,))))
        if packet.orientation >= 0 and self._orientation_id is not None:
            elements.append((self._orientation_id, bytes((packet.orientation,))))
        return write_extensions(elements) if elements else b""

    def _send_again(self, data: bytes, sequence: int, now: float) -> int:
        data = self._restamped(data, now)
        rtx = self._rtx.get(data[1] & 0x7F)  # the codec may have changed since
        if rtx is not None:
            data = self._wrapped(data, sequence, rtx)
        self.outbox.send(data)
        return len(data)

    def _restamped(self, data: bytes, now: float) -> bytes:
        if self.time_id is None:
            return data
        return data[:17] + _absolute_time(now).to_bytes(3, "big") + data[20:]

    def _wrapped(self, data: bytes, sequence: int, rtx: int) -> bytes:
        """RFC 4588 section 4: an own stream whose payload begins with the original's number."""
        payload_at = 16 + 4 * int.from_bytes(data[14:16], "big") if data[0] & 0x10 else 12
        self._rtx_sequence = (self._rtx_sequence + 1) & 0xFFFF
        return b"".join(
            (
                bytes((data[0], data[1] & 0x80 | rtx)),
                self._rtx_sequence.to_bytes(2, "big"),
                data[4:8],
                self.identity.rtx_ssrc.to_bytes(4, "big"),
                data[12:payload_at],
                sequence.to_bytes(2, "big"),
                data[payload_at:],
            )
        )


def _absolute_time(now: float) -> int:
    """Seconds as 6.18 fixed point, wrapping every 64 s (abs-send-time)."""
    return int(now * (1 << 18)) & 0xFF_FFFF
