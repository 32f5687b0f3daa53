"""Which stream a packet belongs to (RFC 9143 section 9.2): by SSRC, else by its MID and RID."""

from collections.abc import Sequence
from typing import NamedTuple

from rooms.av1 import has_structure
from rooms.packet import ONE_BYTE, Malformed, Packet
from rooms.publication import Layer, Publication
from rooms.sdp import (
    AUDIO_LEVEL,
    DEPENDENCY,
    MID,
    ORIENTATION,
    REPAIRED_RID,
    RID,
    TRANSPORT_SEQUENCE,
    Section,
)

_MAX_STREAMS = 32  # four uplinks of three layers and their retransmissions, and room for a restart


class Stream(NamedTuple):
    """An SSRC that is known."""

    publication: Publication
    layer: Layer
    is_retransmission: bool


class Labels:
    """What header extensions say; an id means the same on all m-lines of a bundle (RFC 9143 section 8)."""

    def __init__(self, sections: Sequence[Section]) -> None:
        ids = {uri: number for section in sections for uri, number in section.extensions.items()}
        self._mid, self._rid, self._repaired = ids.get(MID), ids.get(RID), ids.get(REPAIRED_RID)
        self._level, self._orientation = ids.get(AUDIO_LEVEL), ids.get(ORIENTATION)
        self._transport, self._dependency = ids.get(TRANSPORT_SEQUENCE), ids.get(DEPENDENCY)

    def read(self, packet: Packet) -> int:
        """Note what is to be handed on; returns the transport-wide number, -1 if none. Raises Malformed."""
        if packet.extension_profile != ONE_BYTE:
            return self._read_any(packet)
        data, at, end = packet.data, packet.extension_at, packet.extension_end
        transport = -1
        while at < end:
            head = data[at]
            if head == 0:
                at += 1
                continue
            identifier = head >> 4
            after = at + 2 + (head & 0x0F)
            if after > end:
                if identifier == 15:
                    break
                raise Malformed("header extension element too long")
            if identifier == self._transport:
                if after - at != 3:
                    raise Malformed("transport sequence number of a wrong length")
                transport = data[at + 1] << 8 | data[at + 2]
            elif identifier == self._level:
                packet.level = data[at + 1]
            elif identifier == self._orientation:
                packet.orientation = data[at + 1]
            elif identifier == self._dependency:
                packet.structured = has_structure(data[at + 1 : after])
            elif identifier == 15:
                break
            at = after
        return transport

    def places(self, packet: Packet) -> tuple[int, int]:
        """Where the transport-wide number and the level lie, from the packet's start; 0 for nowhere."""
        found = {self._transport: 0, self._level: 0}
        data, at = packet.data, packet.extension_at
        while packet.extension_profile == ONE_BYTE and at < packet.extension_end and data[at] >> 4 != 15:
            if data[at] >> 4 in found:
                found[data[at] >> 4] = at - packet.at
            at += 2 + (data[at] & 0x0F) if data[at] else 1
        return found[self._transport], found[self._level]

    def _read_any(self, packet: Packet) -> int:
        transport = -1
        for identifier, value in packet.extensions():
            if identifier == self._transport:
                if len(value) != 2:
                    raise Malformed("transport sequence number of a wrong length")
                transport = value[0] << 8 | value[1]
            elif identifier == self._level and value:  # of two-byte headers, one may be empty
                packet.level = value[0]
            elif identifier == self._orientation and value:
                packet.orientation = value[0]
            elif identifier == self._dependency:
                packet.structured = has_structure(value)
        return transport

    def names(self, packet: Packet) -> tuple[str | None, str | None, bool]:
        """(mid, rid, whether the rid is the repaired one), as far as stated. Raises Malformed."""
        mid = rid = None
        repaired = False
        for identifier, value in packet.extensions():
            if identifier not in (self._mid, self._rid, self._repaired):
                continue
            if not value.isascii():
                raise Malformed("a name that is no text")
            if identifier == self._mid:
                mid = value.decode()
            else:
                rid = value.decode()
                repaired = identifier == self._repaired
        return mid, rid, repaired


class Demultiplexer:
    """The streams of one peer's uplinks."""

    def __init__(self, publications: Sequence[Publication], sections: Sequence[Section]) -> None:
        self.labels = Labels(sections)
        self._by_mid = {publication.mid: publication for publication in publications}
        self._streams: dict[int, Stream] = {}
        for section in sections:
            publication = self._by_mid.get(section.mid)
            if publication is None or section.rids:
                continue
            for ssrc in section.ssrcs:
                self._learn(ssrc, publication, "", repaired=ssrc != section.ssrcs[0])

    def find(self, packet: Packet) -> Stream | None:
        """The stream, None when the packet does not say and nobody knows. Raises Malformed."""
        stream = self._streams.get(packet.ssrc)
        if stream is not None:
            return stream
        mid, rid, repaired = self.labels.names(packet)
        publication = self._by_mid.get(mid or "")
        if publication is None or (rid or "") not in publication.rids:
            return None
        if packet.payload_type in publication.originals:
            repaired = True
        return self._learn(packet.ssrc, publication, rid or "", repaired=repaired)

    def layer(self, ssrc: int) -> Layer | None:
        stream = self._streams.get(ssrc)
        return stream.layer if stream and not stream.is_retransmission else None

    def _learn(self, ssrc: int, publication: Publication, rid: str, *, repaired: bool) -> Stream | None:
        if len(self._streams) >= _MAX_STREAMS:
            return None
        rank = publication.rids.index(rid)
        known = publication.layers[rank]
        if repaired:
            if known is None:
                return None  # the retransmission of nothing we know
            layer = known
        else:
            if known is not None:
                self._streams.pop(known.ssrc, None)  # its sender began anew
            layer = publication.add_layer(rid, ssrc)
        stream = self._streams[ssrc] = Stream(publication, layer, repaired)
        return stream
