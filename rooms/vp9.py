"""What a forwarder must know of VP9: its payload descriptor (RFC 9628 section 4.2)."""

from typing import TYPE_CHECKING

from rooms.packet import Malformed, Packet

if TYPE_CHECKING:
    from rooms.codecs import Numbers, Places

_PICTURE, _INTER, _LAYERS, _FLEXIBLE, _BEGINS, _STRUCTURE = 0x80, 0x40, 0x20, 0x10, 0x08, 0x02
_SAME = 0xB3  # what does not change from packet to packet: I, L, F, V, Z


def describe(packet: Packet) -> None:
    """Note where its picture id and TL0PICIDX lie and whether it starts a keyframe. Raises Malformed."""
    data, at, end = packet.data, packet.payload_at, packet.payload_end
    packet.body_at = at
    if at == end:
        return
    first, spatial = data[at], 0
    at += 1
    try:
        if first & _PICTURE:
            packet.picture_at = at
            packet.picture_wide = bool(data[at] & 0x80)
            at += 2 if packet.picture_wide else 1
        if first & _LAYERS:
            spatial = data[at] >> 1 & 0x07
            at += 1
            if not first & _FLEXIBLE:
                packet.tl0_at = at
                at += 1
        if first & _FLEXIBLE and first & _INTER:  # up to three frames that it refers to
            at += 1 if not data[at] & 1 else 2 if not data[at + 1] & 1 else 3
    except IndexError:
        raise Malformed("truncated VP9 descriptor") from None
    if at > end:
        raise Malformed("truncated VP9 descriptor")
    packet.body_at = at
    # Of a picture in spatial layers only the lowest refers to nothing.
    packet.keyframe = first & (_BEGINS | _INTER) == _BEGINS and not spatial


def frame_height(packet: Packet) -> int:
    """The height of the largest spatial layer, by the scalability structure that comes with a keyframe."""
    data, at, end = packet.data, packet.body_at, packet.payload_end
    if at >= end or not data[packet.payload_at] & _STRUCTURE or not data[at] & 0x10:
        return 0
    last = at + 1 + 4 * (data[at] >> 5)
    return data[last + 2] << 8 | data[last + 3] if last + 4 <= end else 0


def flags(packet: Packet) -> int:
    """What the first byte of its descriptor says of those that follow."""
    return packet.data[packet.payload_at] & _SAME


def is_steady(places: "Places", memory: bytearray, at: int, end: int, numbers: "Numbers") -> bool:
    """See `codecs.VideoCodec`."""
    descriptor = memory[at]
    if descriptor & _SAME != places.flags or descriptor & (_BEGINS | _INTER) == _BEGINS:
        return False
    if places.picture_at:
        high = memory[at + 1]
        if high < 0x80:
            return False
        numbers.picture = (high & 0x7F) << 8 | memory[at + 2]
    if places.tl0_at:
        numbers.tl0 = memory[at + places.tl0_at]
    return True
