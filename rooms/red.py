"""Redundant sound (RFC 2198): a packet repeats the one before it, so that a lost one does not matter."""

from rooms.packet import Malformed, Packet


def describe(packet: Packet) -> None:
    """Note where its newest block lies, and of which payload type that is. Raises Malformed."""
    data, at, end = packet.data, packet.payload_at, packet.payload_end
    repeated = 0
    while at + 4 < end and data[at] & 0x80:
        repeated += (data[at + 2] & 0x03) << 8 | data[at + 3]
        at += 4
    if at >= end or data[at] & 0x80 or at + 1 + repeated > end:
        raise Malformed("blocks longer than their packet")
    packet.inner_type = data[at]
    packet.primary_at = at + 1 + repeated
