"""What a forwarder must know of H.264: where a keyframe begins (RFC 6184 section 5.2).

Its frames carry no numbers beyond those of RTP. A decoder that changes its source needs the parameters of
the sequence first, so they are what begins a keyframe; encoders for calls send them with each.
"""

from typing import TYPE_CHECKING

from rooms.packet import Malformed, Packet

if TYPE_CHECKING:
    from rooms.codecs import Numbers, Places

_PARAMETERS, _AGGREGATE, _FRAGMENT = 7, 24, 28


def describe(packet: Packet) -> None:
    """Note whether it starts a keyframe: by itself, by STAP-A or by FU-A. Raises Malformed."""
    data, at, end = packet.data, packet.payload_at, packet.payload_end
    packet.body_at = at
    if at == end:
        return
    kind = data[at] & 0x1F
    if kind == _PARAMETERS:
        packet.keyframe = True
    elif kind == _FRAGMENT:
        if at + 2 > end:
            raise Malformed("truncated H.264 fragment")
        packet.keyframe = data[at + 1] & 0x9F == 0x80 | _PARAMETERS
    elif kind == _AGGREGATE:
        at += 1
        while at + 2 < end:
            if data[at + 2] & 0x1F == _PARAMETERS:
                packet.keyframe = True
            at += 2 + (data[at] << 8 | data[at + 1])
        if at != end:
            raise Malformed("H.264 units that are longer than their packet")


def frame_height(packet: Packet) -> int:
    """Not read: layers are taken for halves of each other."""
    return 0


def flags(packet: Packet) -> int:
    """None."""
    return 0


def is_steady(places: "Places", memory: bytearray, at: int, end: int, numbers: "Numbers") -> bool:
    """See `codecs.VideoCodec`: a slice, or a part of one that is no parameter set."""
    kind = memory[at] & 0x1F
    return 0 < kind < _PARAMETERS or (kind == _FRAGMENT and memory[at + 1] & 0x1F < _PARAMETERS)
