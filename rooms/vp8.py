"""What a forwarder must know of VP8: its payload descriptor (RFC 7741 section 4.2), a keyframe's size."""

from typing import TYPE_CHECKING

from rooms.packet import Malformed, Packet

if TYPE_CHECKING:
    from rooms.codecs import Numbers, Places


def describe(packet: Packet) -> None:
    """Note where its picture id and TL0PICIDX lie and whether it starts a keyframe. Raises Malformed."""
    data, at, end = packet.data, packet.payload_at, packet.payload_end
    if at == end:
        return
    try:
        first = data[at]
        at += 1
        if first & 0x80:
            flags = data[at]
            at += 1
            if flags & 0x80:
                packet.picture_at = at
                packet.picture_wide = bool(data[at] & 0x80)
                at += 2 if packet.picture_wide else 1
            if flags & 0x40:
                packet.tl0_at = at
                at += 1
            if flags & 0x30:
                at += 1
    except IndexError:
        raise Malformed("truncated VP8 descriptor") from None
    if at > end:
        raise Malformed("truncated VP8 descriptor")
    packet.body_at = at
    starts_frame = first & 0x17 == 0x10  # S set, partition 0
    packet.keyframe = starts_frame and at < end and not data[at] & 0x01


def frame_height(packet: Packet) -> int:
    """The height in pixels that a keyframe's first packet states, 0 if none (RFC 6386 section 9.1)."""
    at = packet.data.find(b"\x9d\x01\x2a", packet.payload_at, packet.payload_at + 13)
    if at < 0 or at + 7 > packet.payload_end:
        return 0
    return (packet.data[at + 5] | packet.data[at + 6] << 8) & 0x3FFF


def flags(packet: Packet) -> int:
    """The second byte of its descriptor, which says what follows; -1: there is none."""
    return packet.data[packet.payload_at + 1] if packet.data[packet.payload_at] & 0x80 else -1


def is_steady(places: "Places", memory: bytearray, at: int, end: int, numbers: "Numbers") -> bool:
    """See `codecs.VideoCodec`."""
    descriptor = memory[at]
    if descriptor & 0x17 == 0x10 and not memory[at + places.body_at] & 1:
        return False
    if places.flags < 0:
        return descriptor < 0x80
    if descriptor < 0x80 or memory[at + 1] != places.flags:
        return False
    if places.picture_at:
        picture_at = at + places.picture_at
        high = memory[picture_at]
        if high < 0x80:
            return False
        numbers.picture = (high & 0x7F) << 8 | memory[picture_at + 1]
    if places.tl0_at:
        numbers.tl0 = memory[at + places.tl0_at]
    return True
