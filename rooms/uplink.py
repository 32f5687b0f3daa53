"""What one peer sends: packets to their subscribers, and feedback to the sender."""

from collections.abc import Callable, Sequence

from rooms.arrivals import Arrivals
from rooms.demux import Demultiplexer
from rooms.feedback import WallClock
from rooms.interface import Source
from rooms.packet import Malformed, Packet
from rooms.publication import Layer, Publication
from rooms.rtcp import SenderReport, write_nack, write_pli, write_receiver_report
from rooms.sdp import Section
from rooms.tally import Tally
from rooms.vp8 import describe

_MAX_VIDEO_BPS = 12_000_000
_WINDOW_S = 0.25
_MAX_BLOCKS = 31


class Uplink:
    """The receiving side of a peer."""

    def __init__(
        self,
        publications: Sequence[Publication],
        sections: Sequence[Section],
        *,
        ssrc: int,
        tally: Tally,
        on_level: Callable[[int], None],
    ) -> None:
        """`ssrc` signs our reports; `on_level` hears the microphone's levels in dBov."""
        self.publications = {publication.source: publication for publication in publications}
        self._demultiplexer = Demultiplexer(publications, sections)
        self._arrivals = Arrivals()
        self._wall_clock = WallClock()
        self._ssrc = ssrc
        self._tally = tally
        self._on_level = on_level
        self._packet = Packet()  # what is being received
        self._window_began = 0.0
        self._window_bits = 0

    def receive(self, data: bytearray, at: int, size: int, now: float) -> None:
        """One RTP packet in the clear, which lies there and is overwritten. Raises Malformed."""
        packet = self._packet
        packet.read(data, at, size, now)
        transport_sequence = self._demultiplexer.labels.read(packet)
        if transport_sequence >= 0:
            self._arrivals.record(transport_sequence, packet.ssrc, now)
        stream = self._demultiplexer.find(packet)
        if stream is None:
            self._tally.dropped["unknown_stream"] += 1
            return
        publication, layer, is_retransmission = stream
        if publication.kind == "video" and self._over_limit(size, now):
            self._tally.dropped["policed"] += 1
            return
        if is_retransmission:
            if packet.payload_type != publication.codec.rtx:
                raise Malformed("not a retransmission")
            if packet.payload_end - packet.payload_at < 2:
                return  # a bandwidth probe
            original = packet.unwrapped(layer.ssrc, publication.codec.payload_type)
            original.level, original.orientation = packet.level, packet.orientation
            packet = original
        if packet.payload_type != publication.codec.payload_type:
            self._tally.dropped["unknown_payload"] += 1
            return
        if publication.kind == "video":
            describe(packet)
        is_new = layer.receive(packet, repaired=is_retransmission)
        if is_new and publication.on:
            self._forward(packet, publication, layer)

    def report_received(self, report: SenderReport, now: float, unix_s: float) -> None:
        """The sender's clock: for its round trip times, and for lip sync further on."""
        layer = self._demultiplexer.layer(report.ssrc)
        if layer is not None:
            layer.reception.sender_report(report.ntp, now)
            layer.reference = self._wall_clock.ours(report.ntp, unix_s), report.rtp

    def urgent(self, now: float, *, rtt_s: float) -> list[bytes]:
        """NACKs and keyframe requests that are due now."""
        due: list[bytes] = []
        for publication in self.publications.values():
            for layer in publication.known_layers():
                if not layer.last_at:
                    continue  # announced, but silent so far
                if layer.keyframes.due(now):
                    due.append(write_pli(self._ssrc, layer.ssrc))
                if "nack" in publication.codec.feedback:
                    missing = layer.losses.due(now, rtt_s=rtt_s)
                    if missing:
                        due.append(write_nack(self._ssrc, layer.ssrc, missing))
        return due

    def arrivals(self) -> bytes | None:
        """Transport-wide feedback on what came since the last call."""
        return self._arrivals.write(self._ssrc)

    def receiver_report(self, now: float) -> bytes | None:
        layers = (layer for publication in self.publications.values() for layer in publication.known_layers())
        blocks = [block for layer in layers if (block := layer.reception.block(layer.ssrc, now))]
        return write_receiver_report(self._ssrc, blocks[:_MAX_BLOCKS]) if blocks else None

    def _forward(self, packet: Packet, publication: Publication, layer: Layer) -> None:
        if packet.level >= 0 and publication.source is Source.MICROPHONE:
            self._on_level(-(packet.level & 0x7F))
        last = publication.subscriptions[-1] if packet is self._packet and publication.subscriptions else None
        for subscription in publication.subscriptions:
            try:
                subscription.forward(packet, layer, in_place=subscription is last)
            except Exception:  # whatever fails for one must not reach the others
                self._tally.failed("forward")

    def _over_limit(self, octets: int, now: float) -> bool:
        if now - self._window_began >= _WINDOW_S:
            self._window_began, self._window_bits = now, 0
        self._window_bits += octets << 3
        return self._window_bits > _MAX_VIDEO_BPS * _WINDOW_S
