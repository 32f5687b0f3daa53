"""What a forwarder must know of AV1: where a keyframe begins (AV1 RTP specification, sections 4.4 and A).

The dependency descriptor says it outside of the payload, where the sender has one, the aggregation header
within.
"""

from typing import TYPE_CHECKING

from rooms.packet import Packet

if TYPE_CHECKING:
    from rooms.codecs import Numbers, Places

_CONTINUED, _NEW_SEQUENCE = 0x80, 0x08  # Z, N


def describe(packet: Packet) -> None:
    """Note whether it starts a coded video sequence, which a keyframe does."""
    at = packet.body_at = packet.payload_at
    if at < packet.payload_end:
        packet.keyframe = packet.structured or begins_sequence(packet.data[at])


def begins_sequence(header: int) -> bool:
    """Whether the packet with this aggregation header does."""
    return header & (_CONTINUED | _NEW_SEQUENCE) == _NEW_SEQUENCE


def has_structure(descriptor: bytes | bytearray) -> bool:
    """Whether a dependency descriptor begins a frame and explains those that follow (section A.8.1)."""
    return len(descriptor) > 3 and descriptor[0] & 0x80 > 0 and descriptor[3] & 0x80 > 0


def frame_height(packet: Packet) -> int:
    """Not read: layers are taken for halves of each other."""
    return 0


def flags(packet: Packet) -> int:
    """None."""
    return 0


def is_steady(places: "Places", memory: bytearray, at: int, end: int, numbers: "Numbers") -> bool:
    """See `codecs.VideoCodec`. A descriptor with a structure is longer than usual, which is seen before."""
    return not begins_sequence(memory[at])
