"""RTP packets as flat views (RFC 3550 section 5.1, header extensions by RFC 8285).

One object may see packet after packet, and has none inside it. What a forwarder never reads is never parsed.
"""

import copy
import struct
from collections.abc import Iterator

_HEADER = struct.Struct("!BBHII")
_EXTENSION = struct.Struct("!HH")
ONE_BYTE = 0xBEDE
_TWO_BYTE = 0x1000
_POSITIONS = (
    "payload_at",
    "payload_end",
    "extension_at",
    "extension_end",
    "picture_at",
    "tl0_at",
    "body_at",
    "primary_at",
)


class Malformed(ValueError):
    """Bytes that are no packet of the kind they claim to be."""


class Packet:
    """An RTP packet in the clear, or one after the other. Offsets count from the start of `data`."""

    __slots__ = (
        "arrived",
        "at",
        "body_at",
        "data",
        "extension_at",
        "extension_end",
        "extension_profile",
        "inner_type",
        "keyframe",
        "level",
        "marker",
        "orientation",
        "payload_at",
        "payload_end",
        "payload_type",
        "picture_at",
        "picture_wide",
        "primary_at",
        "sequence",
        "size",
        "ssrc",
        "structured",
        "timestamp",
        "tl0_at",
    )

    def __init__(self, data: bytes | None = None, arrived: float = 0.0) -> None:
        """Raises Malformed. Without data there is nothing to see before `read`."""
        if data is not None:
            self.read(data, 0, len(data), arrived)

    def read(self, data: bytes | bytearray, at: int, size: int, arrived: float) -> None:
        """See the packet that lies there. Raises Malformed. `arrived` is in seconds of a monotonic clock."""
        if size < 12:
            raise Malformed("shorter than an RTP header")
        first, second, self.sequence, self.timestamp, self.ssrc = _HEADER.unpack_from(data, at)
        if first & 0xC0 != 0x80:
            raise Malformed("not RTP version 2")
        self.data: bytes | bytearray = data
        self.at = at
        self.size = size
        self.arrived = arrived
        self.marker = second & 0x80
        self.payload_type = second & 0x7F
        end = at + size
        at += 12 + ((first & 0x0F) << 2)
        if first & 0x10:
            if at + 4 > end:
                raise Malformed("truncated header extension")
            self.extension_profile, words = _EXTENSION.unpack_from(data, at)
            self.extension_at = at + 4
            self.extension_end = at = self.extension_at + (words << 2)
        else:
            self.extension_at = self.extension_end = self.extension_profile = 0
        if first & 0x20:
            padding = data[end - 1]
            if padding == 0:
                raise Malformed("padding without a length")
            end -= padding
        if at > end:
            raise Malformed("truncated packet")
        self.payload_at = at
        self.payload_end = end
        self.level = self.orientation = -1  # one-byte header extensions to hand on, -1 when absent
        self.structured = False  # its dependency descriptor explains those that follow (see av1.py)
        # Set by the codec's own reader (see codecs.py, red.py); 0 means absent, as no payload starts at 0.
        self.keyframe = False
        self.picture_at = self.tl0_at = self.body_at = self.primary_at = self.inner_type = 0
        self.picture_wide = False

    @property
    def is_padding(self) -> bool:
        """Carries nothing but a bandwidth probe."""
        return self.payload_at == self.payload_end

    def extensions(self) -> Iterator[tuple[int, bytes]]:
        """Each header extension element as (id, value). Raises Malformed."""
        data, at, end = self.data, self.extension_at, self.extension_end
        if self.extension_profile == ONE_BYTE:
            while at < end:
                head = data[at]
                at += 1
                if head == 0:
                    continue
                if head >> 4 == 15:
                    return
                size = (head & 0x0F) + 1
                if at + size > end:
                    raise Malformed("header extension element too long")
                yield head >> 4, bytes(data[at : at + size])
                at += size
        elif self.extension_profile & 0xFFF0 == _TWO_BYTE:
            while at < end:
                identifier = data[at]
                at += 1
                if identifier == 0:
                    continue
                if at >= end or at + 1 + data[at] > end:
                    raise Malformed("header extension element too long")
                size = data[at]
                yield identifier, bytes(data[at + 1 : at + 1 + size])
                at += 1 + size

    def kept(self) -> "Packet":
        """A copy that stays what it is when this one sees another packet, or its place is used again."""
        kept = copy.copy(self)
        kept.data, kept.at = bytes(self.data[self.at : self.at + self.size]), 0
        for name in _POSITIONS:
            if place := getattr(self, name):
                setattr(kept, name, place - self.at)
        return kept

    def unwrapped(self, ssrc: int, payload_type: int) -> "Packet":
        """The original of a retransmission (RFC 4588 section 4). Raises Malformed when it carries none."""
        at = self.payload_at
        if self.payload_end - at < 2:
            raise Malformed("retransmission of nothing")
        header = bytearray(self.data[self.at : at])
        header[0] &= 0xDF
        header[1] = self.marker | payload_type
        header[2:4] = self.data[at : at + 2]
        header[8:12] = ssrc.to_bytes(4, "big")
        return Packet(bytes(header) + self.data[at + 2 : self.payload_end], self.arrived)


def write_header(
    payload_type: int, marker: int, sequence: int, timestamp: int, ssrc: int, *, extended: bool
) -> bytes:
    """Twelve bytes; `marker` is 0 or 0x80, `extended` announces a header extension after them."""
    return _HEADER.pack(0x90 if extended else 0x80, marker | payload_type, sequence, timestamp, ssrc)


def write_extensions(elements: list[tuple[int, bytes]]) -> bytes:
    """A block of one-byte elements: ids 1 to 14, values of 1 to 16 bytes (RFC 8285 section 4.2)."""
    body = b"".join(bytes(((identifier << 4) | (len(value) - 1),)) + value for identifier, value in elements)
    body += bytes(-len(body) % 4)
    return _EXTENSION.pack(ONE_BYTE, len(body) // 4) + body
